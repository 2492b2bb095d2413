// Package feeds reads and changes what the wire knows of polled addresses, for the command
// line and the page.
//
// It works on the bucket contract.BucketPoll. ingest, which polls, looks at each state at
// least every quarter of a minute. The package must not fetch anything itself.
package feeds

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/provider"
)

// States is the bucket of what is polled.
type States struct{ kv jetstream.KeyValue }

// Open opens the bucket; the error wraps jetstream.ErrBucketNotFound where none was made.
func Open(ctx context.Context, js jetstream.JetStream) (States, error) {
	kv, err := js.KeyValue(ctx, contract.BucketPoll)
	if err != nil {
		return States{}, fmt.Errorf("open the bucket %s: %w", contract.BucketPoll, err)
	}
	return States{kv}, nil
}

// Read gives the state of a provider's address, an empty one with revision 0 if it was
// never asked.
func (s States) Read(ctx context.Context, id, address string) (state provider.PollState, revision uint64, err error) {
	entry, err := s.kv.Get(ctx, provider.PollKey(id, address))
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return state, 0, nil
	}
	if err == nil {
		err = json.Unmarshal(entry.Value(), &state)
	}
	if err != nil {
		return state, 0, fmt.Errorf("read the state of an address of %s: %w", id, err)
	}
	return state, entry.Revision(), nil
}

// Reset forgets where the address moved, that it is gone and how often it failed, and has
// it polled at once and whole. It reports whether the address had been asked before.
func (s States) Reset(ctx context.Context, id, address string) (bool, error) {
	return s.change(ctx, id, address, func(p *provider.PollState) { p.Reset() })
}

// Poll has the address polled at once. It reports whether the address had been asked
// before: else it is asked now in any case. One that is gone needs a reset.
func (s States) Poll(ctx context.Context, id, address string) (bool, error) {
	return s.change(ctx, id, address, func(p *provider.PollState) { p.Next = time.Time{} })
}

// change writes a state anew. Of two who write at the same time one is refused, so it
// tries again: a poll that ends writes once.
func (s States) change(ctx context.Context, id, address string, what func(*provider.PollState)) (known bool, err error) {
	for range 3 {
		state, revision, err := s.Read(ctx, id, address)
		if err != nil || revision == 0 {
			return false, err
		}
		what(&state)
		data, err := json.Marshal(state)
		if err != nil {
			return true, fmt.Errorf("change the state of an address of %s: %w", id, err)
		}
		_, err = s.kv.Update(ctx, provider.PollKey(id, address), data, revision)
		switch {
		case err == nil:
			return true, nil
		case !errors.Is(err, jetstream.ErrKeyRevisionMismatch) && !errors.Is(err, jetstream.ErrKeyExists):
			return true, fmt.Errorf("change the state of an address of %s: %w", id, err)
		}
	}
	return true, fmt.Errorf("the state of an address of %s: %w", id, ErrBusy)
}

// ErrBusy is that of a state that others changed all the time.
var ErrBusy = errors.New("it is being polled and changed just now; try again")

// Shown is an address without what may be a secret in it: its user and its query.
func Shown(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "an address that can't be read"
	}
	if u.User = nil; u.RawQuery != "" {
		u.RawQuery = "-"
	}
	return u.String()
}
