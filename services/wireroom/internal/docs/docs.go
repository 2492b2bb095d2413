// Package docs writes the reference pages from the code itself: the command line,
// the configuration of the services, their metrics, and the contract with consumers.
//
// CI writes them anew and fails if that changes anything, so nothing in a page may
// depend on the machine or the time.
package docs

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/alecthomas/kong"

	"github.com/wireroom/wireroom/services/wireroom/internal/console"
)

// Cmd is the command.
type Cmd struct {
	Dir string `arg:"" optional:"" default:"docs/reference" help:"Folder for the pages (default: ${default})."`
}

// Run writes the pages.
func (c *Cmd) Run(k *kong.Kong, con *console.Console) error {
	if err := os.MkdirAll(c.Dir, 0o755); err != nil {
		return fmt.Errorf("make the folder for the pages: %w", err)
	}
	measures, err := Measures()
	if err != nil {
		return fmt.Errorf("list the metrics: %w", err)
	}
	pages := map[string]string{"cli.md": CLI(k.Model), "configuration.md": Configuration(Services()), "contract.md": Contract(), "metrics.md": measures}
	for name, text := range pages {
		if err := os.WriteFile(filepath.Join(c.Dir, name), []byte(text), 0o644); err != nil {
			return fmt.Errorf("write page: %w", err)
		}
	}
	con.Notef("%s in %s", console.Plural(len(pages), "page"), c.Dir)
	return nil
}

const generated = "<!-- Generated from the code by `make docs`. Change the code instead. -->\n\n"
