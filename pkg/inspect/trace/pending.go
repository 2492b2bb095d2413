package trace

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/figure"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
)

// pending looks for what has not ended: on RAW, in the work queues, and on HELD.
func (g *gatherer) pending(ctx context.Context, r *Report, f *facts) error {
	if err := g.heldOf(ctx, f); err != nil {
		return err
	}
	if complete(f) {
		return nil
	}
	since := g.now()
	if f.raw != nil {
		since = f.raw.Time
	} else if len(f.receipts) > 0 && f.receipts[0].Received != nil {
		since = *f.receipts[0].Received
	}
	if err := g.queues(ctx, r, f, since.Add(-time.Second)); err != nil {
		return err
	}
	if f.raw != nil && len(f.queued) == 0 && len(f.receipts) == 0 {
		return g.beforeNormalize(ctx, f)
	}
	return nil
}

// complete says whether each article has a receipt. A dead letter may be on its
// way again.
func complete(f *facts) bool {
	of, ended := 0, map[int]bool{}
	for _, rc := range f.receipts {
		of = max(of, rc.Of)
		ended[rc.Position] = rc.Outcome != contract.Dead || len(f.letters) > 0
	}
	if f.only != "" {
		of = min(of, 1)
	}
	n := 0
	for position, yes := range ended {
		if yes && (position > 0 || of == 0) {
			n++
		}
	}
	return len(ended) > 0 && n >= max(of, 1)
}

// queues looks for the delivery's articles in the two work queues.
func (g *gatherer) queues(ctx context.Context, r *Report, f *facts, since time.Time) error {
	for _, q := range []struct {
		stream, prefix string
		next           contract.Stage
	}{{contract.StreamNormalized, "normalized", contract.Enrich}, {contract.StreamEnriched, "enriched", contract.Publish}} {
		filter := q.prefix + ".*." + or(f.provider, "*")
		all, err := scan.Queue(ctx, g.js, q.stream, filter, since, maxQueue, func(m scan.Msg) error {
			if m.Header.Get(contract.HeaderDelivery) != f.id || f.only != "" && m.Header.Get(contract.HeaderArticle) != f.only {
				return nil
			}
			return g.waits(ctx, f, m, bus.Source{Stage: q.next, Stream: q.stream, Lane: contract.LaneOfSubject(m.Subject)})
		})
		if err != nil && !missing(err) {
			return err
		}
		if !all && err == nil {
			r.note(fmt.Sprintf("%s holds more than %d messages since then: only the first were looked at", q.stream, maxQueue))
		}
	}
	return nil
}

func or(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

func (g *gatherer) waits(ctx context.Context, f *facts, m scan.Msg, source bus.Source) error {
	step, err := g.waiting(ctx, source, m)
	if err != nil {
		return err
	}
	// where it can't be read its stage will say so with a dead letter
	if env, err := contract.ParseEnvelope(m.Header); err == nil {
		f.queued = append(f.queued, queued{env, step})
	}
	return nil
}

func (g *gatherer) beforeNormalize(ctx context.Context, f *facts) error {
	source := bus.Source{Stage: contract.Normalize, Stream: contract.StreamRaw, Lane: contract.LaneOfSubject(f.raw.Subject)}
	step, err := g.waiting(ctx, source, *f.raw)
	f.rawWait = &step
	return err
}

// waiting tells for whom a message waits, and whether anybody works there.
func (g *gatherer) waiting(ctx context.Context, source bus.Source, m scan.Msg) (Step, error) {
	s := Step{Kind: Waiting, Stage: source.Stage,
		Text: fmt.Sprintf("for %s on %s %d, lane %s, for %s", source.Stage, m.Stream, m.Sequence, source.Lane, figure.Took(g.now().Sub(m.Time)))}
	cons, err := g.js.Consumer(ctx, source.Stream, source.Durable())
	if errors.Is(err, jetstream.ErrConsumerNotFound) {
		s.More = append(s.More, fmt.Sprintf("%s has never run here", source.Stage))
		return s, nil
	}
	if err != nil {
		return s, fmt.Errorf("look up consumer %s: %w", source.Durable(), err)
	}
	info := cons.CachedInfo()
	if m.Sequence <= info.Delivered.Stream {
		s.More = append(s.More, fmt.Sprintf("a worker has it: %s in work, delivered again so far: %d", figure.Count(info.NumAckPending), info.NumRedelivered))
	} else {
		s.More = append(s.More, fmt.Sprintf("%s in this lane not begun", figure.Plural(info.NumPending, "message")))
	}
	if info.NumWaiting == 0 && info.NumAckPending == 0 {
		s.More = append(s.More, fmt.Sprintf("nobody asks for work: is %s running? wireroom status", source.Stage))
	}
	return s, nil
}
