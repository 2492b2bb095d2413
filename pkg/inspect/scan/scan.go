// Package scan reads what streams hold, bounded, for commands that look things
// up: it leaves no consumer behind and acknowledges nothing.
package scan

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/service"
)

// Msg is a stored message.
type Msg struct {
	Stream   string
	Subject  string
	Sequence uint64
	Time     time.Time // when the stream stored it
	Consumer string    // that it was read through
	Header   nats.Header
	Data     []byte
}

// Query says what to read; the zero value is everything.
type Query struct {
	Filters     []string
	From        uint64    // first sequence, 0: the first there is
	Since       time.Time // stored then or later, where From says nothing
	HeadersOnly bool      // leaves the data out: the header Nats-Msg-Size has its size
}

// ErrStop ends a reading early, without an error.
var ErrStop = errors.New("stop reading")

// short heartbeats find a lost pull request soon (nats.go issue 1622).
const (
	pullHeartbeat = 500 * time.Millisecond
	pullExpiry    = 5 * time.Second
)

// Each gives fn what matches the query and is there now, oldest first. What the stream
// counts and can't read, since its files are damaged, is left out.
func Each(ctx context.Context, js jetstream.JetStream, stream string, q Query, fn func(Msg) error) error {
	cfg := jetstream.OrderedConsumerConfig{FilterSubjects: q.Filters, HeadersOnly: q.HeadersOnly, InactiveThreshold: 30 * time.Second}
	if q.From > 1 {
		cfg.DeliverPolicy, cfg.OptStartSeq = jetstream.DeliverByStartSequencePolicy, q.From
	} else if !q.Since.IsZero() {
		first, err := FirstSince(ctx, js, stream, q.Since)
		if err != nil {
			return err
		}
		cfg.DeliverPolicy, cfg.OptStartSeq = jetstream.DeliverByStartSequencePolicy, first
	}
	for looks := 1; ; looks++ {
		cons, err := js.OrderedConsumer(ctx, stream, cfg)
		if err != nil {
			return Explain(stream, err)
		}
		info, err := cons.Info(ctx)
		if err != nil {
			return fmt.Errorf("read %s: %w", stream, err)
		}
		if info.NumPending > 0 {
			return read(ctx, cons, stream, fn)
		}
		if looks == emptyLooks || !mayLag(ctx, js, stream) {
			return nil
		}
		if err := service.Pause(ctx, emptyPause); err != nil {
			return err
		}
	}
}

// A consumer of a replicated stream may stand on a replica that has not caught up, after a
// restore above all, and find nothing: it is asked again.
const (
	emptyLooks = 4
	emptyPause = 250 * time.Millisecond
)

// mayLag reports whether a stream holds messages that one of its replicas may lack.
func mayLag(ctx context.Context, js jetstream.JetStream, stream string) bool {
	s, err := js.Stream(ctx, stream)
	return err == nil && s.CachedInfo().Config.Replicas > 1 && s.CachedInfo().State.Msgs > 0
}

func read(ctx context.Context, cons jetstream.Consumer, stream string, fn func(Msg) error) error {
	it, err := cons.Messages(jetstream.PullHeartbeat(pullHeartbeat), jetstream.PullExpiry(pullExpiry))
	if err != nil {
		return fmt.Errorf("read %s: %w", stream, err)
	}
	defer it.Stop()
	var stall Stall
	for {
		d, err := stall.Next(ctx, it)
		if errors.Is(err, ErrQuiet) && stall.Ended(ctx, cons) {
			return nil
		}
		if errors.Is(err, jetstream.ErrNoHeartbeat) || errors.Is(err, ErrQuiet) {
			continue
		}
		if err != nil {
			return fmt.Errorf("read %s: %w", stream, err)
		}
		m, left, err := From(d)
		if err != nil {
			return fmt.Errorf("read %s: %w", stream, err)
		}
		if err := fn(m); errors.Is(err, ErrStop) {
			return nil
		} else if err != nil {
			return err
		}
		if left == 0 {
			return nil
		}
	}
}

// From makes a Msg of a delivered message, and says how many are left behind it.
func From(d jetstream.Msg) (Msg, uint64, error) {
	meta, err := d.Metadata()
	if err != nil {
		return Msg{}, 0, fmt.Errorf("read a message's metadata: %w", err)
	}
	return Msg{Stream: meta.Stream, Subject: d.Subject(), Sequence: meta.Sequence.Stream, Time: meta.Timestamp, Consumer: meta.Consumer,
		Header: d.Headers(), Data: d.Data()}, meta.NumPending, nil
}

// Explain says what a missing stream means.
func Explain(stream string, err error) error {
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		return fmt.Errorf("there is no stream %s: no service has run on this NATS yet (%w)", stream, err)
	}
	return fmt.Errorf("read %s: %w", stream, err)
}
