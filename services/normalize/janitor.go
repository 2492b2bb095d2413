package normalize

import (
	"context"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
)

// janitor purges originals by age, but never what a consumer of RAW has not
// acknowledged: an age limit of the stream itself would.
type janitor struct {
	js    jetstream.JetStream
	keep  time.Duration
	clock func() time.Time
	log   *zap.Logger
}

// run purges every now and then until ctx ends. Several replicas may: a purge
// that was done already does nothing.
func (j janitor) run(ctx context.Context, every time.Duration) {
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		if err := j.purge(ctx); err != nil && ctx.Err() == nil {
			j.log.Warn("originals not purged, trying again later", zap.Error(err))
		}
		select {
		case <-t.C:
		case <-ctx.Done():
			return
		}
	}
}

func (j janitor) purge(ctx context.Context) error {
	s, err := j.js.Stream(ctx, contract.StreamRaw)
	if err != nil {
		return fmt.Errorf("look up RAW: %w", err)
	}
	settled, err := j.settled(ctx, s)
	if err != nil {
		return err
	}
	young, err := j.firstAfter(ctx, s, j.clock().Add(-j.keep))
	if err != nil {
		return err
	}
	first := min(young, settled+1)
	if first <= max(s.CachedInfo().State.FirstSeq, 1) {
		return nil
	}
	if err := s.Purge(ctx, jetstream.WithPurgeSequence(first)); err != nil {
		return fmt.Errorf("purge RAW before %d: %w", first, err)
	}
	j.log.Info("originals purged", zap.Uint64("before", first))
	return nil
}

// settled gives the sequence up to which every consumer of RAW has acknowledged;
// 0 if a consumer of ours is missing.
func (j janitor) settled(ctx context.Context, s jetstream.Stream) (uint64, error) {
	last := s.CachedInfo().State.LastSeq
	floor, ours := last, 0
	list := s.ListConsumers(ctx)
	for c := range list.Info() {
		if c.Config.AckPolicy == jetstream.AckNonePolicy {
			continue // a reader such as `trace`
		}
		for _, src := range bus.Sources(contract.Normalize, contract.StreamRaw, "raw") {
			if c.Name == src.Durable() {
				ours++
			}
		}
		if c.NumPending > 0 || c.NumAckPending > 0 {
			floor = min(floor, c.AckFloor.Stream)
		}
	}
	if err := list.Err(); err != nil {
		return 0, fmt.Errorf("list consumers of RAW: %w", err)
	}
	if ours < len(contract.Lanes()) {
		return 0, nil
	}
	return floor, nil
}

// firstAfter gives the first sequence that was stored after t; one past the last
// if there is none. The reader may stand on a replica that has not caught up, after a
// restore above all, and see none where the stream has some: then it is 0.
func (j janitor) firstAfter(ctx context.Context, s jetstream.Stream, t time.Time) (uint64, error) {
	cons, err := s.CreateConsumer(ctx, jetstream.ConsumerConfig{
		DeliverPolicy: jetstream.DeliverByStartTimePolicy, OptStartTime: &t, AckPolicy: jetstream.AckNonePolicy,
		HeadersOnly: true, InactiveThreshold: time.Minute, MemoryStorage: true,
	})
	if err != nil {
		return 0, fmt.Errorf("look for the first original after %s: %w", t, err)
	}
	defer func() { _ = s.DeleteConsumer(context.WithoutCancel(ctx), cons.CachedInfo().Name) }() // else the threshold ends it
	if cons.CachedInfo().NumPending == 0 {
		return noneAfter(s.CachedInfo().State, t), nil
	}
	m, err := cons.Next(jetstream.FetchMaxWait(5 * time.Second))
	if err != nil {
		return 0, fmt.Errorf("look for the first original after %s: %w", t, err)
	}
	meta, err := m.Metadata()
	if err != nil {
		return 0, fmt.Errorf("look for the first original after %s: %w", t, err)
	}
	return meta.Sequence.Stream, nil
}

// noneAfter is what firstAfter gives where its reader saw nothing; state is what the
// stream's leader says.
func noneAfter(state jetstream.StreamState, t time.Time) uint64 {
	if state.Msgs > 0 && !state.LastTime.Before(t) {
		return 0
	}
	return state.LastSeq + 1
}
