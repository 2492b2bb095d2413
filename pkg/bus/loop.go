package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.opentelemetry.io/otel/trace"
	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/stage"
)

// Loop runs one stage over one or more sources.
type Loop[In, Out any] struct {
	Config  Config
	JS      jetstream.JetStream
	Log     *zap.Logger
	Metrics *Metrics
	Clock   func() time.Time
	Random  func() float64 // in [0,1): spreads retries and suspects
	Batches bool           // outputs that wait at the same time are written as atomic batches
	Tracer  trace.Tracer   // spans of messages that carry a trace; nil: none

	// Slots bounds how many messages are decoded, handled and encoded at once, see
	// Slots: a stage whose handler only computes gains nothing by more than a few for
	// each processor. 0 is no bound.
	Slots int
	// Growth is how many times the bytes of a message its outputs may take in memory:
	// messages begin only as that fits, until their outputs are counted. 0 is 4.
	Growth int

	// Decode reads a message; an error is a dead letter with ReasonHeader, or
	// with the reason that a Fault names.
	Decode func(Msg) (In, error)
	// Handle decides.
	Handle stage.Handler[In, Out]
	// Encode writes an output as a message with a Nats-Msg-Id that follows from
	// the input alone. An error is a dead letter with ReasonInvalid, or with the
	// reason that a Fault names.
	Encode func(In, Out) (*nats.Msg, error)
	// Ended gives the receipts of an input whose way ends here, dropped or dead.
	// in is nil where it could not be decoded. May be nil.
	Ended func(m Msg, in *In, outcome contract.Outcome, reason contract.Reason, err error) []*nats.Msg
	// Settled is told of a message once all that follows from it is stored and it is
	// acknowledged: only then may a stage remove it from its stream, since a process
	// that dies earlier needs it again. It may never be told. May be nil.
	Settled func(ctx context.Context, m Msg)
}

// Fault is an error that names its reason.
type Fault struct {
	Reason contract.Reason
	Err    error
}

func (f *Fault) Error() string { return f.Err.Error() }

// Unwrap gives the cause.
func (f *Fault) Unwrap() error { return f.Err }

func reasonOf(err error, other contract.Reason) contract.Reason {
	var f *Fault
	if errors.As(err, &f) {
		return f.Reason
	}
	return other
}

// Run works until ctx ends, then lets what is in flight end within the drain
// timeout. It makes the consumers that are missing. It returns an error only if
// a source can't be set up for another cause than an outage, or if handlers that never
// return have taken too many goroutines.
func (l *Loop[In, Out]) Run(ctx context.Context, sources ...Source) error {
	l.Config = l.Config.withDefaults()
	group, ctx := errgroup.WithContext(ctx)
	shared := newShared(l.Config, l.Slots, l.Random)
	shared.writer = NewWriter(l.JS, l.Batches)
	group.Go(func() error { shared.quotas.watch(ctx, l.JS, l.Log); return nil })
	for _, s := range sources {
		w := newWorker(l, s, shared)
		group.Go(func() error { return w.run(ctx) })
		group.Go(func() error { return w.advisories(ctx) })
		group.Go(func() error { w.watchBacklog(ctx); return nil })
	}
	group.Go(func() error {
		select {
		case <-shared.abandoned.full:
			return errTooManyAbandoned
		case <-ctx.Done():
			return nil
		}
	})
	err := group.Wait()
	shared.handlers.end()
	return err
}

// shared is what the lanes of a loop have in common.
type shared struct {
	gates        gates
	writer       *Writer
	slots        *Slots
	quotas       *quotas
	outputs      chan struct{} // a place for each output on its way
	flashOutputs chan struct{}
	abandoned    abandoned
	handlers     workerPool
}

func newShared(c Config, slots int, random func() float64) *shared {
	return &shared{
		gates: gates{random: random}, slots: NewSlots(slots), quotas: newQuotas(c.Backlog),
		outputs: make(chan struct{}, c.OutputsInFlight), flashOutputs: make(chan struct{}, c.OutputsInFlight),
		abandoned: abandoned{full: make(chan struct{})},
	}
}

// ConsumerConfig is the durable consumer of a source.
func ConsumerConfig(c Config, s Source) jetstream.ConsumerConfig {
	c = c.withDefaults()
	return jetstream.ConsumerConfig{
		Durable:       s.Durable(),
		Description:   fmt.Sprintf("%s, lane %s", s.Stage, s.Lane),
		FilterSubject: s.Filter,
		AckPolicy:     jetstream.AckExplicitPolicy,
		AckWait:       c.AckWait,
		MaxDeliver:    c.MaxDeliver,
		MaxAckPending: 32 * c.InFlight,
	}
}
