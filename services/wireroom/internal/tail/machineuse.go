package tail

import (
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
	"github.com/wireroom/wireroom/pkg/machineuse"
)

// permit is what --machine-use makes of a message.
type permit int

const (
	whole  permit = iota // it is shown
	notice               // it is shown without the article: an earlier version may be in use, and has to go
	hidden               // it is left out
)

// permitted judges a message by the provider's latest word. A kill has no text and is
// for everybody. A header that can't be read is taken as a prohibition.
func (c *Cmd) permitted(m scan.Msg) permit {
	if c.MachineUse == "" {
		return whole
	}
	s, err := contract.ParseNewsSubject(m.Subject)
	if err == nil && s.Signal == contract.Kill {
		return whole
	}
	use, bad := machineuse.Parse(m.Header.Get(contract.HeaderMachineUse))
	switch {
	case bad == nil && !use.Forbids(c.MachineUse):
		return whole
	case err == nil && s.Signal == contract.New:
		return hidden
	default:
		return notice
	}
}
