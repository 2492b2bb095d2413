package openapitest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var routeSyntax = regexp.MustCompile(`^(GET|POST|PUT|PATCH|DELETE) /`)

// Routes are the patterns of routes with a method that the Go sources below a folder
// give to a ServeMux, tests and some folders left out. A ServeMux does not tell what it
// holds.
func Routes(t testing.TB, dir string, without ...string) (out []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if slices.Contains(without, path) {
			return filepath.SkipDir
		}
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if pattern := route(n); pattern != "" {
				out = append(out, pattern)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

// route is the pattern of a call of Handle or HandleFunc; empty for anything else.
func route(n ast.Node) string {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) != 2 {
		return ""
	}
	if method, ok := call.Fun.(*ast.SelectorExpr); !ok || !strings.HasPrefix(method.Sel.Name, "Handle") {
		return ""
	}
	literal, ok := call.Args[0].(*ast.BasicLit)
	if !ok {
		return ""
	}
	if pattern, err := strconv.Unquote(literal.Value); err == nil && routeSyntax.MatchString(pattern) {
		return pattern
	}
	return ""
}
