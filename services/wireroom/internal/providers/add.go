package providers

import (
	"crypto/rand"

	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Add is `providers add`.
type Add struct {
	ID       string `arg:"" name:"id" help:"The provider's id: 1 to 40 of a-z, 0-9 and -. It is part of subjects and never changes."`
	Name     string `help:"Its name for people."`
	Language string `placeholder:"TAG" help:"BCP 47 language of documents that name none."`
	Zone     string `placeholder:"ZONE" help:"IANA time zone of dates without one."`
	Format   string `help:"Wire format, if it is always the same."`
	Lane     string `enum:",flash,wire,bulk" default:"" placeholder:"LANE" help:"Lane, if it is always the same: flash, wire or bulk."`
	File
}

// Help has examples.
func (Add) Help() string {
	return `The key is printed on standard output and kept nowhere: the file has its hash. Running services take the new provider within a second.

    wireroom providers add nordwind --name Nordwind --language de --zone Europe/Berlin
    KEY=$(wireroom providers add nordwind)`
}

// Run adds.
func (c *Add) Run(t *target.Target, con *console.Console) error {
	path := c.Path(t)
	key, hash := provider.NewKey(rand.Reader)
	e := provider.Entry{ID: c.ID, Name: c.Name, Keys: []string{hash}, Language: c.Language, TimeZone: c.Zone, Format: c.Format, Lane: c.Lane}
	if err := provider.Add(path, e); err != nil {
		return err
	}
	con.Notef("Provider %s is in %s. Its key, shown this once:", c.ID, path)
	con.Printf("%s\n", key)
	con.Notef("\nTry it: echo 'A headline' | wireroom push --provider %s --key KEY", c.ID)
	return nil
}
