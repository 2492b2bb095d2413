package providers

import (
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/normalize"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Check is `providers check`.
type Check struct {
	Named string `arg:"" optional:"" name:"file" help:"The file; else the one that the other commands take."`
	File
}

// Help has examples.
func (Check) Help() string {
	return `The exit code is 1 if a service would refuse the file, or a mapping that it names. A running one goes on with the last that was right.

    wireroom providers check /etc/wireroom/providers.yaml`
}

// Run checks.
func (c *Check) Run(t *target.Target, con *console.Console) error {
	path := c.Named
	if path == "" {
		path = c.Path(t)
	}
	all, err := provider.LoadChecked(path, normalize.CheckProvider)
	if err != nil {
		return explain(err)
	}
	for _, p := range all {
		if len(p.Keys) == 0 && len(p.Secrets) == 0 {
			con.Notef("note: provider %s has neither a key nor an HMAC secret: it can't push", p.ID)
		}
	}
	con.Printf("%s: %s, all right\n", path, console.Plural(len(all), "provider"))
	return nil
}
