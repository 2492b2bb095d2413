package check

import (
	"context"
	"fmt"
	"slices"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
)

// sequences are those that a stream gave when it was read.
type sequences struct {
	stream string
	info   *jetstream.StreamInfo // from before
	read   []uint64              // ascending
}

// unreadable lists what the stream counts and did not give, and still does not give.
func (q *sequences) unreadable(ctx context.Context, js jetstream.JetStream) ([]Finding, error) {
	if uint64(len(q.read)) >= q.info.State.Msgs {
		return nil, nil
	}
	s, err := js.Stream(ctx, q.stream)
	if err != nil {
		return nil, scan.Explain(q.stream, err)
	}
	now, err := s.Info(ctx, jetstream.WithDeletedDetails(true))
	if err != nil {
		return nil, fmt.Errorf("look up %s: %w", q.stream, err)
	}
	var out []Finding
	for seq := max(q.info.State.FirstSeq, now.State.FirstSeq); seq <= q.info.State.LastSeq; seq++ {
		if _, read := slices.BinarySearch(q.read, seq); read {
			continue
		}
		if _, deleted := slices.BinarySearch(now.State.Deleted, seq); deleted {
			continue
		}
		m, err := scan.Get(ctx, js, q.stream, seq)
		if err != nil || m == nil {
			out = append(out, Finding{Kind: Unreadable, Stream: contract.Plain(q.stream), Sequence: seq, Text: fmt.Sprintf("sequence %d", seq)})
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	return out, nil
}

// each reads the headers of a stream, oldest first, as far as it goes now. A work queue is
// read message by message, since it allows no consumer beside the stage's.
func each(ctx context.Context, js jetstream.JetStream, stream string, fn func(scan.Msg) error) (*sequences, error) {
	s, err := js.Stream(ctx, stream)
	if err != nil {
		return nil, scan.Explain(stream, err)
	}
	q := &sequences{stream: stream, info: s.CachedInfo()}
	if q.info.State.Msgs == 0 {
		return q, nil
	}
	take := func(m scan.Msg) error {
		if m.Sequence > q.info.State.LastSeq {
			return scan.ErrStop
		}
		q.read = append(q.read, m.Sequence)
		return fn(m)
	}
	if q.info.Config.Retention != jetstream.WorkQueuePolicy {
		return q, scan.Each(ctx, js, stream, scan.Query{HeadersOnly: stream != contract.StreamReceipts}, take)
	}
	info, err := s.Info(ctx, jetstream.WithDeletedDetails(true))
	if err != nil {
		return nil, fmt.Errorf("look up %s: %w", stream, err)
	}
	for seq := info.State.FirstSeq; seq <= q.info.State.LastSeq; seq++ {
		if _, deleted := slices.BinarySearch(info.State.Deleted, seq); deleted {
			continue
		}
		m, err := scan.Get(ctx, js, stream, seq)
		if err == nil && m != nil {
			err = take(*m)
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			continue // what can't be read is found as unreadable
		}
	}
	return q, nil
}
