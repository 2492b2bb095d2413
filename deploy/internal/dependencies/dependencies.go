// Package dependencies writes the table of docs/dependencies.md: what our modules
// import, in which version, where, what for, and under which licence.
//
// All but the purpose comes from the code, the go.mod files and the modules' own
// licence files. It must not ask the network: `go list` reads the module cache.
package dependencies

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

const (
	begin = "<!-- begin of the table: `make docs` writes it -->"
	end   = "<!-- end of the table -->"
)

// Update writes the table into a page, between its two marks.
func Update(root, page string) error {
	table, err := Table(root)
	if err != nil {
		return err
	}
	old, err := os.ReadFile(page)
	if err != nil {
		return fmt.Errorf("read page: %w", err)
	}
	head, rest, ok := strings.Cut(string(old), begin)
	_, tail, closed := strings.Cut(rest, end)
	if !ok || !closed {
		return fmt.Errorf("%s has no marks for the table", page)
	}
	text := head + begin + "\n\n" + table + "\n" + end + tail
	if err := os.WriteFile(page, []byte(text), 0o644); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	return nil
}

// Table is the table of the workspace in root. A module that we import and that has
// no purpose is an error, and so is a purpose of what we no longer import.
func Table(root string) (string, error) {
	ours, modules, err := required(root)
	if err != nil {
		return "", err
	}
	used, err := imports(root, ours, modules)
	if err != nil {
		return "", err
	}
	if err := agree(used, Purposes()); err != nil {
		return "", err
	}
	var out strings.Builder
	out.WriteString("| module | version | used by | what for | licence |\n|---|---|---|---|---|\n")
	for _, module := range modules {
		if used[module] == nil {
			continue // a tool, or another module's
		}
		version, dir, err := cached(root, module)
		if err != nil {
			return "", err
		}
		id, err := licence(dir)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&out, "| `%s` | %s | %s | %s | %s |\n", module, version, used[module].text(ours), Purposes()[module], id)
	}
	return out.String(), nil
}

func agree(used map[string]*users, purposes map[string]string) error {
	var errs []error
	for module := range used {
		if purposes[module] == "" {
			errs = append(errs, fmt.Errorf("%s has no purpose in deploy/internal/dependencies/purpose.go", module))
		}
	}
	for module := range purposes {
		if used[module] == nil {
			errs = append(errs, fmt.Errorf("%s has a purpose and is not imported", module))
		}
	}
	return errors.Join(errs...)
}

// required gives the folders of our modules, and the modules that they require directly.
func required(root string) (ours, modules []string, err error) {
	var work struct{ Use []struct{ DiskPath string } }
	if err := read(root, &work, "go", "work", "edit", "-json"); err != nil {
		return nil, nil, err
	}
	for _, u := range work.Use {
		folder := filepath.ToSlash(filepath.Clean(u.DiskPath))
		ours = append(ours, folder)
		var mod struct {
			Require []struct {
				Path, Version string
				Indirect      bool
			}
		}
		if err := read(filepath.Join(root, folder), &mod, "go", "mod", "edit", "-json"); err != nil {
			return nil, nil, err
		}
		for _, r := range mod.Require {
			if !r.Indirect && r.Version != "v0.0.0" {
				modules = append(modules, r.Path)
			}
		}
	}
	slices.Sort(ours)
	slices.Sort(modules)
	return ours, slices.Compact(modules), nil
}

func cached(root, module string) (version, dir string, err error) {
	var m struct{ Version, Dir string }
	if err := read(root, &m, "go", "list", "-m", "-json", module); err != nil {
		return "", "", err
	}
	return m.Version, m.Dir, nil
}

func read(dir string, v any, name string, args ...string) error {
	cmd := exec.CommandContext(context.Background(), name, args...)
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%s %s: %w", name, strings.Join(args, " "), err)
	}
	return json.Unmarshal(out, v)
}
