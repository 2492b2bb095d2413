package journal

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strconv"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
)

// margin is how many sequences are skipped beyond the known ones: those that may have been
// given out between the last writing of the journal and the end.
const margin = 1000

// mostSkipped bounds how many sequences a stream that an operator made skips.
const mostSkipped = 1_000_000

// mend sees that no sequence means two things. RAW and VIEWS go on past what was known,
// since delivery ids, the order of arrival and the counts of views follow from their
// sequences. Any other stream begins a new life, so that whoever keeps a place of its own
// in it begins anew.
func (g *Guard) mend(ctx context.Context, d Damage) error {
	_, skips := contract.SkippedSubject(d.Stream)
	switch {
	case d.Kind == Missing && skips:
		return g.makeFrom(ctx, d.Stream, d.Knew+margin+1)
	case d.Kind == Missing:
		return nil // made anew by who needs it, in a life of its own
	case d.Kind == Anew && d.Knew-d.Had > mostSkipped:
		return nil // restored from an old backup, most likely: its life is its own
	case skips:
		return g.raise(ctx, d.Stream, d.Knew+margin)
	case d.Kind == WentBack:
		return g.newLife(ctx, d.Stream)
	}
	return nil
}

// makeFrom makes a stream whose first sequence is first.
func (g *Guard) makeFrom(ctx context.Context, stream string, first uint64) error {
	for _, cfg := range contract.Streams(g.Streams) {
		if cfg.Name != stream {
			continue
		}
		cfg.FirstSeq = first
		if _, err := g.JS.CreateStream(ctx, cfg); err != nil {
			return fmt.Errorf("make it again from sequence %d: %w", first, err)
		}
	}
	return nil
}

func (g *Guard) newLife(ctx context.Context, stream string) error {
	s, err := g.JS.Stream(ctx, stream)
	if err != nil {
		return fmt.Errorf("look it up: %w", err)
	}
	cfg := s.CachedInfo().Config
	cfg.Metadata = maps.Clone(cfg.Metadata)
	if cfg.Metadata == nil {
		cfg.Metadata = map[string]string{}
	}
	cfg.Metadata[contract.MetadataLife] = strconv.FormatInt(g.Clock().Unix(), 10)
	if _, err := g.JS.UpdateStream(ctx, cfg); err != nil {
		return fmt.Errorf("begin a new life: %w", err)
	}
	g.Log.Warn("the stream is in a new life", zap.String("stream", stream))
	return nil
}

// atOnce is how many messages are on their way at once while sequences are skipped.
const atOnce = 500

// raise makes the next sequence of a stream to+1, or more. What the stream holds stays.
func (g *Guard) raise(ctx context.Context, stream string, to uint64) error {
	s, err := g.JS.Stream(ctx, stream)
	if err != nil {
		return fmt.Errorf("look it up: %w", err)
	}
	if s.CachedInfo().State.Msgs == 0 {
		if err := s.Purge(ctx, jetstream.WithPurgeSequence(to+1)); err != nil {
			return fmt.Errorf("skip to sequence %d: %w", to, err)
		}
		return g.raised(ctx, s, to)
	}
	subject, _ := contract.SkippedSubject(stream)
	for last := s.CachedInfo().State.LastSeq; last < to; {
		if last, err = g.skip(ctx, subject, min(to-last, atOnce)); err != nil {
			return fmt.Errorf("skip to sequence %d: %w", to, err)
		}
	}
	if err := s.Purge(ctx, jetstream.WithPurgeSubject(subject)); err != nil {
		return fmt.Errorf("remove what skipped the sequences: %w", err)
	}
	return g.raised(ctx, s, to)
}

// raised looks that the stream goes on where it should.
func (g *Guard) raised(ctx context.Context, s jetstream.Stream, to uint64) error {
	i, err := s.Info(ctx)
	if err != nil {
		return fmt.Errorf("look it up: %w", err)
	}
	if i.State.LastSeq < to {
		return fmt.Errorf("its sequences go on from %d, not from %d", i.State.LastSeq, to)
	}
	g.Log.Warn("the stream goes on past the sequences that were known", zap.String("stream", i.Config.Name), zap.Uint64("last", i.State.LastSeq))
	return nil
}

// skip writes n messages that nobody reads, and gives the last sequence.
func (g *Guard) skip(ctx context.Context, subject string, n uint64) (last uint64, err error) {
	acks := make([]jetstream.PubAckFuture, n)
	for i := range acks {
		// what has a delivery is no original
		msg := &nats.Msg{Subject: subject, Header: nats.Header{contract.HeaderDelivery: {"skipped"}}}
		if acks[i], err = g.JS.PublishMsgAsync(msg); err != nil {
			return 0, err
		}
	}
	for _, ack := range acks {
		select {
		case a := <-ack.Ok():
			last = max(last, a.Sequence)
		case err := <-ack.Err():
			return 0, err
		case <-ctx.Done():
			return 0, errors.Join(errors.New("no acknowledgement"), ctx.Err())
		}
	}
	return last, nil
}
