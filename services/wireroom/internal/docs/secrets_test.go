package docs_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// comparing are the functions that hold what a stranger sent against what only a friend knows.
func comparing() map[string]string {
	return map[string]string{
		"pkg/provider/store.go":                        "ByKey",
		"pkg/consumer/store.go":                        "ByKey",
		"pkg/operator/store.go":                        "ByKey",
		"services/ingest/internal/auth/signature.go":   "",
		"services/ingest/internal/auth/message.go":     "",
		"services/ingest/internal/websub/callback.go":  "",
		"services/publish/internal/websub/serve.go":    "",
		"services/publish/internal/session/session.go": "Read",
	}
}

// TestSecretsAreComparedInConstantTime: each place does, and no other place of a file that
// works with keys compares one in another way. How long it takes can't be measured soundly.
func TestSecretsAreComparedInConstantTime(t *testing.T) {
	t.Parallel()
	for name, function := range comparing() {
		require.True(t, calls(parsed(t, filepath.Join(root, name)), function, constantTime), "%s %s compares in another way", name, function)
	}
	files := 0
	for _, dir := range []string{"pkg", "services"} {
		require.NoError(t, filepath.WalkDir(filepath.Join(root, dir), func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			if strings.HasSuffix(path, "publish/internal/websub/hub.go") {
				return nil // its hash is that of a feed, which everybody can read
			}
			if f := parsed(t, path); worksWithKeys(f) {
				files++
				require.Empty(t, leaks(f), "%s compares a secret in a time that depends on it", path)
			}
			return nil
		}))
	}
	require.Greater(t, files, 8)
}

// The test above can fail.
func TestAComparisonOfSecretsIsFound(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"mac == want", "want != sum", "bytes.Equal(got, s.secret)", "s.Value() == token", "strings.EqualFold(a.hash, b)"} {
		f, err := parser.ParseFile(token.NewFileSet(), "x.go", "package x\nfunc f() bool { return "+line+" }", 0)
		require.NoError(t, err)
		require.Len(t, leaks(f), 1, line)
	}
	for _, line := range []string{`secret == ""`, "mac == nil", "hmac.Equal(mac, want)", "len(sum) != sha256.Size", "a == b"} {
		f, err := parser.ParseFile(token.NewFileSet(), "x.go", "package x\nfunc f() bool { return "+line+" }", 0)
		require.NoError(t, err)
		require.Empty(t, leaks(f), line)
	}
}

func parsed(t *testing.T, path string) *ast.File {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	require.NoError(t, err)
	return f
}

func worksWithKeys(f *ast.File) bool {
	for _, i := range f.Imports {
		if i.Path.Value == `"crypto/hmac"` || i.Path.Value == `"crypto/subtle"` {
			return true
		}
	}
	return false
}

func constantTime(name string) bool {
	return name == "subtle.ConstantTimeCompare" || name == "hmac.Equal"
}

// calls reports whether a function, or any for an empty name, calls one that is wanted.
func calls(f *ast.File, function string, wanted func(string) bool) (found bool) {
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || function != "" && fn.Name.Name != function {
			continue
		}
		ast.Inspect(fn, func(n ast.Node) bool {
			if c, ok := n.(*ast.CallExpr); ok && wanted(called(c)) {
				found = true
			}
			return true
		})
	}
	return found
}

func called(c *ast.CallExpr) string {
	s, ok := c.Fun.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	if x, ok := s.X.(*ast.Ident); ok {
		return x.Name + "." + s.Sel.Name
	}
	return s.Sel.Name
}

var secret = regexp.MustCompile(`(?i)(secret|token|password|hash|hmac|signature|^mac|^sum|^want$)`)

// named reports whether an expression is called as secrets are.
func named(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name != "nil" && secret.MatchString(e.Name)
	case *ast.SelectorExpr:
		return secret.MatchString(e.Sel.Name)
	case *ast.IndexExpr:
		return named(e.X)
	case *ast.CallExpr:
		return strings.HasSuffix(called(e), "Value") || len(e.Args) == 1 && called(e) == "" && !isLen(e) && named(e.Args[0])
	default:
		return false
	}
}

func isLen(c *ast.CallExpr) bool {
	i, ok := c.Fun.(*ast.Ident)
	return ok && i.Name == "len"
}

// known reports whether an expression is no secret to anybody.
func known(e ast.Expr) bool {
	if i, ok := e.(*ast.Ident); ok {
		return i.Name == "nil" || i.Name == "true" || i.Name == "false"
	}
	_, literal := e.(*ast.BasicLit)
	return literal
}

func leaks(f *ast.File) (out []string) {
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			if (n.Op == token.EQL || n.Op == token.NEQ) && !known(n.X) && !known(n.Y) && (named(n.X) || named(n.Y)) {
				out = append(out, "a comparison")
			}
		case *ast.CallExpr:
			switch name := called(n); name {
			case "bytes.Equal", "bytes.Compare", "strings.EqualFold", "strings.Compare", "slices.Equal", "reflect.DeepEqual":
				if named(n.Args[0]) || named(n.Args[1]) {
					out = append(out, name)
				}
			}
		}
		return true
	})
	return out
}
