// Package docs writes the reference pages from the code itself: the command line,
// the configuration of the services, their metrics, their HTTP APIs, what they publish, the contract with
// consumers, the rights of roles.
//
// CI writes them anew and fails if that changes anything, so nothing in a page may
// depend on the machine or the time.
package docs

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/alecthomas/kong"

	"github.com/wireroom/wireroom/pkg/asyncapi"
	"github.com/wireroom/wireroom/services/ingest"
	"github.com/wireroom/wireroom/services/publish"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
)

// Cmd is the command.
type Cmd struct {
	Dir   string `arg:"" optional:"" default:"docs/reference" help:"Folder for the pages (default: ${default})."`
	Users string `placeholder:"FILE" default:"charts/wireroom/files/nats-users.conf" help:"File for the users of a nats-server (default: ${default})."`
}

// Run writes the pages.
func (c *Cmd) Run(k *kong.Kong, con *console.Console) error {
	in := func(name string) string { return filepath.Join(c.Dir, name) }
	measures, err := Measures()
	if err != nil {
		return fmt.Errorf("list the metrics: %w", err)
	}
	pages := map[string]string{
		in("cli.md"): CLI(k.Model), in("configuration.md"): Configuration(Services()), in("contract.md"): Contract(),
		in("permissions.md"): Permissions(), in("metrics.md"): measures, c.Users: Users(),
	}
	ingestAPI, errI := ingest.OpenAPI()
	publishAPI, errP := publish.OpenAPI()
	wire, errW := asyncapi.JSON()
	if err := errors.Join(errI, errP, errW); err != nil {
		return fmt.Errorf("describe the APIs: %w", err)
	}
	pages[in("asyncapi.json")] = string(wire) + "\n"
	pages[in("openapi-ingest.json")], pages[in("openapi-publish.json")] = string(ingestAPI)+"\n", string(publishAPI)+"\n"
	for path, text := range pages {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("make the folder for the pages: %w", err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return fmt.Errorf("write page: %w", err)
		}
	}
	con.Notef("%s in %s", console.Plural(len(pages), "page"), c.Dir)
	return nil
}

const generated = "<!-- Generated from the code by `make docs`. Change the code instead. -->\n\n"
