package providers

import (
	"maps"
	"slices"
	"strings"

	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Set is `providers set`.
type Set struct {
	ID     string            `arg:"" name:"id" help:"The provider's id."`
	Fields map[string]string `arg:"" name:"field=value" mapsep:"none" help:"Fields as the file has them, with a dot where they lie deeper; without a value a field is removed."`
	File
}

// Help has examples.
func (Set) Help() string {
	return `    wireroom providers set nordwind name='Nordwind AG' defaults.language=de
    wireroom providers set nordwind limits.rate=20 limits.burst=100 duplicates=drop
    wireroom providers set nordwind limits.rate=`
}

// Run sets.
func (c *Set) Run(t *target.Target, con *console.Console) error {
	path := c.Path(t)
	if err := provider.Set(path, c.ID, c.Fields); err != nil {
		return explain(err)
	}
	con.Notef("Provider %s has other values in %s: %s", c.ID, path, strings.Join(slices.Sorted(maps.Keys(c.Fields)), ", "))
	return nil
}

// Remove is `providers remove`.
type Remove struct {
	ID string `arg:"" name:"id" help:"The provider's id."`
	File
}

// Help has examples.
func (Remove) Help() string {
	return `What it pushed stays, and what was accepted goes on to NEWS.

    wireroom providers remove nordwind`
}

// Run removes.
func (c *Remove) Run(t *target.Target, con *console.Console) error {
	path := c.Path(t)
	if err := provider.Remove(path, c.ID); err != nil {
		return explain(err)
	}
	con.Notef("Provider %s is not in %s any more.", c.ID, path)
	return nil
}
