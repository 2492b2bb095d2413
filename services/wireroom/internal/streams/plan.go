package streams

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
)

// Change is one field of one stream or bucket that is not as declared.
type Change struct {
	Stream string `json:"stream"`           // as people call it
	Action string `json:"action"`           // make or change
	Field  string `json:"field,omitempty"`  // empty where the whole is missing
	Have   string `json:"have,omitempty"`   // as the server has it
	Want   string `json:"want,omitempty"`   // as it is declared
	Note   string `json:"note,omitempty"`   // what it costs
	Loss   string `json:"loss,omitempty"`   // what would be lost: needs --force
	Cannot string `json:"cannot,omitempty"` // why the server can't, and the way out
}

// The actions.
const (
	toMake   = "make"
	toChange = "change"
)

// step is what is to be done to one stream.
type step struct {
	config  jetstream.StreamConfig // as it will be
	missing bool
	changes []Change
}

// plan is what is to be done.
type plan []step

// changes lists all, in the order of the declaration.
func (p plan) changes() []Change {
	var out []Change
	for _, s := range p {
		out = append(out, s.changes...)
	}
	return out
}

// draw compares what is with what is declared. It changes nothing.
func draw(ctx context.Context, js jetstream.JetStream, o contract.StreamOptions, now time.Time) (plan, error) {
	var p plan
	for _, want := range contract.Declared(o) {
		s, err := js.Stream(ctx, want.Name)
		if errors.Is(err, jetstream.ErrStreamNotFound) {
			p = append(p, step{want, true, []Change{{Stream: contract.Plain(want.Name), Action: toMake}}})
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("look up %s: %w", want.Name, err)
		}
		next, err := compare(ctx, s, want, now)
		if err != nil {
			return nil, err
		}
		if len(next.changes) > 0 {
			p = append(p, next)
		}
	}
	return p, nil
}

func compare(ctx context.Context, s jetstream.Stream, want jetstream.StreamConfig, now time.Time) (step, error) {
	info := s.CachedInfo()
	next := step{config: info.Config}
	for _, f := range fields() {
		have, declared := f.text(info.Config), f.text(want)
		if have == declared {
			continue
		}
		c := Change{Stream: contract.Plain(want.Name), Action: toChange, Field: f.name, Have: have, Want: declared}
		if err := judge(ctx, s, want, now, &c); err != nil {
			return next, err
		}
		f.take(&next.config, want)
		next.changes = append(next.changes, c)
	}
	return next, nil
}

// carryOut does what the plan says, one stream after the other.
func (p plan) carryOut(ctx context.Context, js jetstream.JetStream, done func(step)) error {
	for _, s := range p {
		var err error
		if s.missing {
			_, err = js.CreateStream(ctx, s.config)
		} else {
			_, err = js.UpdateStream(ctx, s.config)
		}
		if err != nil {
			return fmt.Errorf("%s %s: %w", s.changes[0].Action, contract.Plain(s.config.Name), err)
		}
		done(s)
	}
	return nil
}
