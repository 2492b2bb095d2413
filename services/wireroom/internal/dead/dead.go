// Package dead is the commands on dead letters: list, show, retry and drop.
//
// A letter leaves DEAD only once its retry is stored, or when an operator drops
// it. The package must not judge documents.
package dead

import (
	"context"
	"slices"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/inspect/deadletter"
)

// Cmd is the command.
type Cmd struct {
	List  List  `cmd:"" default:"withargs" help:"List the dead letters, newest first."`
	Show  Show  `cmd:"" help:"Show one: why it died, its headers, and how its document begins."`
	Retry Retry `cmd:"" help:"Put dead letters back to where they died, and remove them from DEAD."`
	Drop  Drop  `cmd:"" help:"Remove dead letters for good."`
}

// Filter chooses letters.
type Filter struct {
	Stage    string `enum:",ingest,normalize,enrich,publish" default:"" placeholder:"STAGE" help:"Only those of a stage: normalize, enrich or publish."`
	Provider string `placeholder:"ID" help:"Only those of a provider."`
	Reason   string `placeholder:"WORD" help:"Only those with a reason, such as malformed."`
}

func (f Filter) empty() bool { return f == Filter{} }

func (f Filter) subject() string {
	token := func(s string) string {
		if s == "" {
			return "*"
		}
		return s
	}
	return "dead." + token(f.Stage) + "." + token(f.Provider)
}

// choose gives the sequences that a command works on: those named, or those that
// the filter finds.
func choose(ctx context.Context, js jetstream.JetStream, seqs []uint64, f Filter) ([]uint64, error) {
	if len(seqs) > 0 {
		return slices.Compact(slices.Sorted(slices.Values(seqs))), nil
	}
	letters, err := deadletter.Find(ctx, js, f.subject(), f.Reason)
	out := make([]uint64, len(letters))
	for i, l := range letters {
		out[i] = l.Seq
	}
	return out, err
}
