package dependencies

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// users has the packages that import a module, as folders below the root.
type users struct {
	code, tests map[string]bool
}

// imports finds who imports which of the modules, in every Go file of the folders.
func imports(root string, dirs, modules []string) (map[string]*users, error) {
	out := map[string]*users{}
	for _, dir := range dirs {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") {
				return err
			}
			return add(out, root, path, modules)
		})
		if err != nil {
			return nil, fmt.Errorf("read imports: %w", err)
		}
	}
	return out, nil
}

func add(out map[string]*users, root, path string, modules []string) error {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		return err
	}
	folder, err := filepath.Rel(root, filepath.Dir(path))
	if err != nil {
		return err
	}
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		module := owner(imported, modules)
		if module == "" {
			continue
		}
		if out[module] == nil {
			out[module] = &users{map[string]bool{}, map[string]bool{}}
		}
		if strings.HasSuffix(path, "_test.go") {
			out[module].tests[filepath.ToSlash(folder)] = true
		} else {
			out[module].code[filepath.ToSlash(folder)] = true
		}
	}
	return nil
}

// owner is the longest of the modules that holds a package.
func owner(imported string, modules []string) (best string) {
	for _, m := range modules {
		if len(m) > len(best) && (imported == m || strings.HasPrefix(imported, m+"/")) {
			best = m
		}
	}
	return best
}

// text lists the packages: those of tests only where nothing else uses the module.
// Many are given as their number in each of our modules.
func (u *users) text(ours []string) string {
	const most = 4
	set, prefix := u.code, ""
	if len(set) == 0 {
		set, prefix = u.tests, "tests of "
	}
	if len(set) <= most {
		return prefix + "`" + strings.Join(sorted(set), "`, `") + "`"
	}
	count := map[string]int{}
	for folder := range set {
		count[owner(folder, ours)]++
	}
	var parts []string
	for _, m := range ours {
		if n := count[m]; n > 0 {
			parts = append(parts, fmt.Sprintf("`%s` (%d)", m, n))
		}
	}
	return prefix + strings.Join(parts, ", ")
}

func sorted(set map[string]bool) (out []string) {
	for k := range set {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
