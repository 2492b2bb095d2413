package bus

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
)

// Incarnation knows which life of a stream is the present one. Sequences of
// another life say nothing.
type Incarnation struct {
	js     jetstream.JetStream
	stream string
	name   atomic.Pointer[string]
}

// NewIncarnation asks once; the stream must exist.
func NewIncarnation(ctx context.Context, js jetstream.JetStream, stream string) (*Incarnation, error) {
	i := &Incarnation{js: js, stream: stream}
	return i, i.refresh(ctx)
}

// Get gives the name of the present life as it was last seen.
func (i *Incarnation) Get() string { return *i.name.Load() }

// Watch asks again and again until ctx ends.
func (i *Incarnation) Watch(ctx context.Context, every time.Duration, log *zap.Logger) {
	for service.Pause(ctx, every) == nil {
		if err := i.refresh(ctx); err != nil && ctx.Err() == nil {
			log.Debug("stream's incarnation unknown, the last one stands", zap.Error(err))
		}
	}
}

func (i *Incarnation) refresh(ctx context.Context) error {
	s, err := i.js.Stream(ctx, i.stream)
	if err != nil {
		return fmt.Errorf("look up stream %s: %w", i.stream, err)
	}
	name := contract.IncarnationOf(s.CachedInfo())
	i.name.Store(&name)
	return nil
}
