package providers

import (
	"crypto/rand"
	"fmt"

	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Key is `providers key`.
type Key struct {
	ID   string `arg:"" name:"id" help:"The provider's id."`
	HMAC bool   `name:"hmac" help:"A secret for signed pushes instead of a key. The file has it as it is, not its hash."`
	File
}

// Help has examples.
func (Key) Help() string {
	return `The older ones stay valid. What is printed on standard output is shown this once. Running services take it within a second.

    wireroom providers key nordwind
    SECRET=$(wireroom providers key nordwind --hmac)`
}

// Run adds a key.
func (c *Key) Run(t *target.Target, con *console.Console) error {
	return give(con, c.Path(t), c.ID, c.HMAC, -1)
}

// Rotate is `providers rotate`.
type Rotate struct {
	ID   string `arg:"" name:"id" help:"The provider's id."`
	HMAC bool   `name:"hmac" help:"A secret for signed pushes instead of a key."`
	Keep int    `default:"1" help:"How many of the older ones stay valid, the newest first, until the provider has changed (default: ${default})."`
	File
}

// Help has examples.
func (Rotate) Help() string {
	return `A key that was leaked ends with --keep 0 at once; otherwise the last one stays valid until the next rotation, so that the provider can change without a gap.

    wireroom providers rotate nordwind
    wireroom providers rotate nordwind --keep 0`
}

// Validate checks the range.
func (c *Rotate) Validate() error {
	if c.Keep < 0 {
		return console.Usagef("--keep should be 0 or more")
	}
	return nil
}

// Run rotates.
func (c *Rotate) Run(t *target.Target, con *console.Console) error {
	return give(con, c.Path(t), c.ID, c.HMAC, c.Keep)
}

// give makes a key or a secret, and prints it.
func give(con *console.Console, path, id string, hmac bool, keep int) error {
	secret, hash := provider.NewKey(rand.Reader)
	what, text, add := "key", hash, provider.AddKey
	if hmac {
		what, text, add = "HMAC secret", secret, provider.AddSecret
	}
	if err := add(path, id, text, keep); err != nil {
		return explain(err)
	}
	con.Notef("A new %s of provider %s is in %s; %s. Shown this once:", what, id, path, stay(keep))
	con.Printf("%s\n", secret)
	return nil
}

func stay(keep int) string {
	switch {
	case keep < 0:
		return "the older ones stay valid"
	case keep == 0:
		return "no older one is valid any more"
	default:
		return fmt.Sprintf("of the older ones the newest stay valid, %d at most", keep)
	}
}
