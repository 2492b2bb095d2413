// Package operators is the commands on the operators file: who may see the works on the
// page, and mend dead letters there. publish rereads the file by itself.
package operators

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/wireroom/wireroom/pkg/operator"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Cmd is the command.
type Cmd struct {
	List   List   `cmd:"" default:"withargs" help:"List the operators of the file."`
	Add    Add    `cmd:"" help:"Add an operator, and print the key: the only time."`
	Remove Remove `cmd:"" help:"Remove an operator: the key is worth nothing then, and sessions end."`
}

// File says which file.
type File struct {
	File string `short:"f" placeholder:"FILE" env:"WIREROOM_OPERATORS" help:"The operators file; else operators.yaml in the data folder, else in this one."`
}

// Usual is the file's name in a data folder.
const Usual = "operators.yaml"

// path finds the file. Where none is there, a new one belongs into the data folder if that
// is there.
func (f File) path(t *target.Target) string {
	if f.File != "" {
		return f.File
	}
	inData := filepath.Join(t.Data, Usual)
	if _, err := os.Stat(inData); err == nil {
		return inData
	}
	if info, err := os.Stat(t.Data); err == nil && info.IsDir() {
		if _, err := os.Stat(Usual); err != nil {
			return inData
		}
	}
	return Usual
}

// List is `operators list`.
type List struct {
	File
	JSON bool `name:"json" help:"One JSON object a line."`
}

// Help has examples.
func (List) Help() string { return `    wireroom operators list --file operators.yaml --json` }

// listed is what --json writes: no keys, not even their hashes.
type listed struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
	Keys int    `json:"keys"`
}

// Run lists.
func (c *List) Run(t *target.Target, con *console.Console) error {
	all, err := operator.Load(c.path(t))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: 'wireroom operators add ID' makes one", err)
	}
	if err != nil {
		return err
	}
	table := con.Table("OPERATOR", "NAME", ">KEYS")
	for _, o := range all {
		if c.JSON {
			if err := con.JSON(listed{o.ID, o.Name, len(o.Keys)}); err != nil {
				return err
			}
			continue
		}
		table.Row(o.ID, o.Name, len(o.Keys))
	}
	if !c.JSON {
		table.Write()
	}
	return nil
}

// Add is `operators add`.
type Add struct {
	ID   string `arg:"" name:"id" help:"The operator's id: 1 to 40 of a-z, 0-9 and -. It stands in the log of what is done."`
	Name string `help:"The name for people."`
	File
}

// Help has examples.
func (Add) Help() string {
	return `The key is printed on standard output and kept nowhere: the file has its hash. publish, started with WIREROOM_OPERATORS, takes the new operator within seconds.

    wireroom operators add anna --name Anna
    KEY=$(wireroom operators add anna)`
}

// Run adds.
func (c *Add) Run(t *target.Target, con *console.Console) error {
	path := c.path(t)
	key, hash := provider.NewKey(rand.Reader)
	if err := operator.Add(path, operator.Operator{ID: c.ID, Name: c.Name, Keys: []string{hash}}); err != nil {
		return err
	}
	con.Notef("Operator %s is in %s. The key, shown this once:", c.ID, path)
	con.Printf("%s\n", key)
	return nil
}

// Remove is `operators remove`.
type Remove struct {
	ID string `arg:"" name:"id" help:"The operator's id."`
	File
}

// Help has examples.
func (Remove) Help() string { return `    wireroom operators remove anna` }

// Run removes.
func (c *Remove) Run(t *target.Target, con *console.Console) error {
	path := c.path(t)
	if err := operator.Remove(path, c.ID); err != nil {
		return err
	}
	con.Notef("Operator %s is removed from %s.", c.ID, path)
	return nil
}
