package tail

import (
	"context"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
)

// life is one life of NEWS: an ordered consumer goes on past a stream that was deleted
// and made anew, and skips what the new one holds up to the old sequence.
type life struct {
	js       jetstream.JetStream
	created  time.Time
	consumer string // the last one that was known to read this life
}

func newLife(ctx context.Context, js jetstream.JetStream) (*life, error) {
	s, err := js.Stream(ctx, contract.StreamNews)
	if err != nil {
		return nil, scan.Explain(contract.StreamNews, err)
	}
	return &life{js: js, created: s.CachedInfo().Created}, nil
}

// ended gives bus.ErrRemade once NEWS was made anew. A NEWS that can't be looked up may
// be about to be.
func (l *life) ended(ctx context.Context) error {
	s, err := l.js.Stream(ctx, contract.StreamNews)
	if err == nil && !s.CachedInfo().Created.Equal(l.created) {
		return fmt.Errorf("follow NEWS: %w", bus.ErrRemade)
	}
	return nil
}

// read is called with the consumer of each message. A consumer ends with its stream, so
// that each is asked about once.
func (l *life) read(ctx context.Context, consumer string) error {
	if consumer == l.consumer {
		return nil
	}
	if err := l.ended(ctx); err != nil {
		return err
	}
	l.consumer = consumer
	return nil
}

// lookEvery is how often an idle reader looks whether NEWS was made anew.
const lookEvery = time.Second

// watch gives a context that ends, with bus.ErrRemade as its cause, when NEWS is made
// anew.
func (l *life) watch(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, end := context.WithCancelCause(ctx)
	go func() {
		tick := time.NewTicker(lookEvery)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			if err := l.ended(ctx); err != nil {
				end(err)
				return
			}
		}
	}()
	return ctx, func() { end(nil) }
}
