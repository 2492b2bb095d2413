// Package status tells how the wire does at one moment: what waits at each stage, how
// fast the streams grow, what is dead, who reads.
//
// It reads what the server says of streams and consumers, and no messages but the oldest
// that waits. It must not show anything.
package status

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
)

// Status is how the wire does at one moment.
type Status struct {
	At      time.Time `json:"at"`
	Stages  []Stage   `json:"stages"`
	Streams []Stream  `json:"streams"`
	Readers []Stage   `json:"readers,omitempty"` // consumers of NEWS
	Dead    uint64    `json:"dead"`
	Ready   *Ready    `json:"ready,omitempty"` // nil: no admin port is known
}

// Stage is one consumer: a stage's lane, or a reader of NEWS.
type Stage struct {
	Consumer    string     `json:"consumer"`
	Stream      string     `json:"stream"`
	Missing     bool       `json:"missing,omitempty"` // the stage has never run
	Waiting     uint64     `json:"waiting"`
	InWork      int        `json:"in_work"`
	Redelivered int        `json:"redelivered"`
	Workers     int        `json:"pulls"` // pull requests that wait for work
	Oldest      *time.Time `json:"oldest,omitempty"`
	PerSecond   float64    `json:"per_second"`
	acked       uint64
}

// Stream is one stream's state.
type Stream struct {
	Name      string    `json:"stream"`
	Missing   bool      `json:"missing,omitempty"`
	Messages  uint64    `json:"messages"`
	Bytes     uint64    `json:"bytes"`
	MaxBytes  int64     `json:"max_bytes,omitempty"` // 0: no limit
	Replicas  int       `json:"replicas"`
	First     time.Time `json:"first,omitzero"`
	PerSecond float64   `json:"per_second"`
	last      uint64
}

// sources lists the consumers of the stages, in the order of the wire.
func sources() []bus.Source {
	out := bus.Sources(contract.Normalize, contract.StreamRaw, "raw")
	out = append(out, bus.Sources(contract.Enrich, contract.StreamNormalized, "normalized")...)
	out = append(out, bus.Sources(contract.Publish, contract.StreamEnriched, "enriched")...)
	return append(out, bus.Source{Stage: contract.Publish, Stream: contract.StreamHeld, Lane: "release", Filter: "release.>"})
}

// Sample looks at the streams and consumers. Rates come with a second one.
func Sample(ctx context.Context, js jetstream.JetStream, now func() time.Time) (*Status, error) {
	st := &Status{At: now().UTC()}
	streams := map[string]jetstream.Stream{}
	for _, cfg := range contract.Streams(contract.StreamOptions{}) {
		s, err := js.Stream(ctx, cfg.Name)
		if errors.Is(err, jetstream.ErrStreamNotFound) {
			st.Streams = append(st.Streams, Stream{Name: cfg.Name, Missing: true})
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("look up stream %s: %w", cfg.Name, err)
		}
		streams[cfg.Name] = s
		st.Streams = append(st.Streams, streamOf(s.CachedInfo()))
	}
	if d := streams[contract.StreamDead]; d != nil {
		st.Dead = d.CachedInfo().State.Msgs
	}
	for _, source := range sources() {
		stage, err := stageOf(ctx, streams[source.Stream], source)
		if err != nil {
			return nil, err
		}
		st.Stages = append(st.Stages, stage)
	}
	return st, st.readers(ctx, streams[contract.StreamNews])
}

func streamOf(i *jetstream.StreamInfo) Stream {
	return Stream{Name: i.Config.Name, Messages: i.State.Msgs, Bytes: i.State.Bytes, MaxBytes: max(i.Config.MaxBytes, 0),
		Replicas: i.Config.Replicas, First: i.State.FirstTime, last: i.State.LastSeq}
}

func stageOf(ctx context.Context, s jetstream.Stream, source bus.Source) (Stage, error) {
	out := Stage{Consumer: source.Durable(), Stream: source.Stream, Missing: true}
	if s == nil {
		return out, nil
	}
	cons, err := s.Consumer(ctx, source.Durable())
	if errors.Is(err, jetstream.ErrConsumerNotFound) {
		return out, nil
	}
	if err != nil {
		return out, fmt.Errorf("look up consumer %s: %w", source.Durable(), err)
	}
	out = consumerOf(cons.CachedInfo())
	b, err := bus.Behind(ctx, s, cons.CachedInfo(), source.Filter)
	if err != nil {
		return out, err
	}
	out.Waiting, out.InWork = b.Lag, b.InWork
	if !b.Oldest.IsZero() {
		at := b.Oldest.UTC()
		out.Oldest = &at
	}
	return out, nil
}

func consumerOf(i *jetstream.ConsumerInfo) Stage {
	return Stage{Consumer: i.Name, Stream: i.Stream, Waiting: i.NumPending, InWork: i.NumAckPending,
		Redelivered: i.NumRedelivered, Workers: i.NumWaiting, acked: i.AckFloor.Consumer}
}

// readers lists the durable consumers of NEWS: who reads, and how far behind.
func (st *Status) readers(ctx context.Context, news jetstream.Stream) error {
	if news == nil {
		return nil
	}
	list := news.ListConsumers(ctx)
	for i := range list.Info() {
		if i.Config.Durable != "" {
			st.Readers = append(st.Readers, consumerOf(i))
		}
	}
	if err := list.Err(); err != nil {
		return fmt.Errorf("list the readers of NEWS: %w", err)
	}
	return nil
}

// Rates come from the growth since an earlier sample. Where a stream was made anew
// in between there is none.
func (st *Status) Rates(before *Status) {
	seconds := st.At.Sub(before.At).Seconds()
	if seconds <= 0 {
		return
	}
	per := func(was, is uint64) float64 {
		if is < was {
			return 0
		}
		return float64(is-was) / seconds
	}
	for i := range st.Streams {
		if i < len(before.Streams) {
			st.Streams[i].PerSecond = per(before.Streams[i].last, st.Streams[i].last)
		}
	}
	for i := range st.Stages {
		if i < len(before.Stages) {
			st.Stages[i].PerSecond = per(before.Stages[i].acked, st.Stages[i].acked)
		}
	}
}
