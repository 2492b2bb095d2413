package journal

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
)

// Look asks the broker how far each stream and bucket of the wire has come. Leases are left
// out: they change all the time, and mean nothing a moment later.
func Look(ctx context.Context, js jetstream.JetStream) (Marks, error) {
	out := Marks{}
	for _, cfg := range contract.Declared(contract.StreamOptions{}) {
		if cfg.Name == contract.BucketStream(contract.BucketLeases) {
			continue
		}
		s, err := js.Stream(ctx, cfg.Name)
		if errors.Is(err, jetstream.ErrStreamNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("look up stream %s: %w", cfg.Name, err)
		}
		i := s.CachedInfo()
		out[cfg.Name] = Mark{Created: i.Created, Last: i.State.LastSeq}
	}
	return out, nil
}
