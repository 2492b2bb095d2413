// Package status tells how the wire does at one moment: what waits at each stage, how
// fast the streams grow, what is dead, who reads.
//
// It reads what the server says of streams and consumers, and no messages but the oldest
// that waits. It must not show anything.
package status

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/deadletter"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
)

// Status is how the wire does at one moment.
type Status struct {
	At      time.Time `json:"at"`
	Stages  []Stage   `json:"stages"`
	Streams []Stream  `json:"streams"`
	Readers []Stage   `json:"readers,omitempty"` // consumers of NEWS
	Dead    uint64    `json:"dead"`
	Reasons []Reason  `json:"dead_by_reason,omitempty"` // of the latest dead letters, the most frequent first
	NATS    Server    `json:"nats"`
	Ready   []Ready   `json:"services,omitempty"` // of the admin ports that are known
}

// Server is the NATS server that answers.
type Server struct {
	URL     string `json:"url"` // without credentials
	Name    string `json:"name"`
	Version string `json:"version"`
	Cluster string `json:"cluster,omitempty"`
}

// Reason is how many of the latest dead letters have a reason.
type Reason struct {
	Reason contract.Reason `json:"reason"`
	Count  int             `json:"count"`
}

// Stage is one consumer: a stage's lane, or a reader of NEWS.
type Stage struct {
	Consumer    string     `json:"consumer"`
	Stream      string     `json:"stream"`
	Missing     bool       `json:"missing,omitempty"` // the stage has never run
	Lag         uint64     `json:"lag"`               // messages that it has not begun
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
	nc := js.Conn()
	st.NATS = Server{URL: nc.ConnectedUrlRedacted(), Name: nc.ConnectedServerName(), Version: nc.ConnectedServerVersion(), Cluster: nc.ConnectedClusterName()}
	if d := streams[contract.StreamDead]; d != nil {
		if err := st.reasons(ctx, js, d.CachedInfo().State); err != nil {
			return nil, err
		}
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

// mostLetters is how many of the latest dead letters are counted by reason.
const mostLetters = 2000

func (st *Status) reasons(ctx context.Context, js jetstream.JetStream, state jetstream.StreamState) error {
	if st.Dead = state.Msgs; st.Dead == 0 {
		return nil
	}
	from := uint64(1)
	if state.LastSeq > mostLetters {
		from = state.LastSeq - mostLetters + 1
	}
	counts := map[contract.Reason]int{}
	err := scan.Each(ctx, js, contract.StreamDead, scan.Query{From: from, HeadersOnly: true}, func(m scan.Msg) error {
		counts[deadletter.Read(m).Reason]++
		return nil
	})
	if err != nil {
		return fmt.Errorf("count dead letters by reason: %w", err)
	}
	for reason, n := range counts {
		st.Reasons = append(st.Reasons, Reason{reason, n})
	}
	slices.SortFunc(st.Reasons, func(a, b Reason) int {
		return cmp.Or(b.Count-a.Count, strings.Compare(string(a.Reason), string(b.Reason)))
	})
	return nil
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
	out.Lag, out.InWork = b.Lag, b.InWork
	if !b.Oldest.IsZero() {
		at := b.Oldest.UTC()
		out.Oldest = &at
	}
	return out, nil
}

func consumerOf(i *jetstream.ConsumerInfo) Stage {
	return Stage{Consumer: i.Name, Stream: i.Stream, Lag: i.NumPending, InWork: i.NumAckPending,
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
