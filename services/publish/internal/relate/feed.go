package relate

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/dedup/window"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/pkg/service"
)

const (
	feedBatch = 64
	feedPause = time.Second     // after a failure
	feedLooks = 2 * time.Second // how often it is asked whether the index was emptied
)

// Feed puts what is on NEWS into the index, in its order, until ctx ends. Each process
// of publish does: what another one has put in already changes nothing. An index that
// was emptied, and that of another life of NEWS, is filled again from the beginning of
// the window. tail is of NEWS, or nil.
func (r *Relator) Feed(ctx context.Context, js jetstream.JetStream, tail *bus.Tail, within time.Duration) {
	for ctx.Err() == nil {
		err := r.feed(ctx, js, tail, within)
		if ctx.Err() == nil && !errors.Is(err, window.ErrEmptied) && !errors.Is(err, bus.ErrRemade) {
			r.log.Debug("the index of duplicates is not fed for now", zap.Error(err))
			_ = service.Pause(ctx, feedPause)
		}
	}
}

func (r *Relator) feed(ctx context.Context, js jetstream.JetStream, tail *bus.Tail, within time.Duration) error {
	stream, err := js.Stream(ctx, contract.StreamNews)
	if err != nil {
		return fmt.Errorf("look up stream %s: %w", contract.StreamNews, err)
	}
	created := stream.CachedInfo().Created
	f := &feeder{relator: r, life: contract.IncarnationOf(stream.CachedInfo())}
	at, err := r.index.Position(ctx)
	if err != nil {
		return err
	}
	from := at.Sequence + 1
	if at.Life != f.life {
		if from, err = bus.FirstSince(ctx, stream, r.clock().Add(-within)); err != nil {
			return fmt.Errorf("find the first message of the window: %w", err)
		}
		// a position of its own, so that an index that is emptied while nothing comes is seen
		if err := r.index.Begin(ctx, window.Position{Life: f.life, Sequence: from - 1}); err != nil {
			return err
		}
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	go f.watch(ctx, stop)
	reader := &bus.OrderedReader{JS: js, Stream: contract.StreamNews, Created: created, From: from, Tail: tail}
	f.messages = make(chan jetstream.Msg, feedBatch)
	go f.put(ctx, stop)
	err = reader.Read(ctx, func(m jetstream.Msg, _ *jetstream.MsgMetadata) error {
		select {
		case f.messages <- m:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

// feeder feeds from one life of NEWS.
type feeder struct {
	relator  *Relator
	life     string
	messages chan jetstream.Msg
}

// watch ends the feed once the index knows less than it did.
func (f *feeder) watch(ctx context.Context, stop context.CancelCauseFunc) {
	var known window.Position
	for service.Pause(ctx, feedLooks) == nil {
		at, err := f.relator.index.Position(ctx)
		switch {
		case err != nil: // it is away: what it has lost then shows afterwards
		case at.Life != f.life || at.Sequence < known.Sequence:
			stop(window.ErrEmptied)
			return
		default:
			known = at
		}
	}
}

// put enters messages as they come, those that wait together.
func (f *feeder) put(ctx context.Context, stop context.CancelCauseFunc) {
	for {
		select {
		case <-ctx.Done():
			return
		case m := <-f.messages:
			if err := f.enter(ctx, f.gather(m)); err != nil {
				stop(err)
				return
			}
		}
	}
}

func (f *feeder) gather(m jetstream.Msg) []jetstream.Msg {
	out := []jetstream.Msg{m}
	for len(out) < feedBatch {
		select {
		case m := <-f.messages:
			out = append(out, m)
		default:
			return out
		}
	}
	return out
}

// enter puts one batch in. A takedown removes its article. Only an article's last
// message of the batch counts.
func (f *feeder) enter(ctx context.Context, messages []jetstream.Msg) error {
	var last uint64
	puts, gone := map[string]window.Entry{}, map[string]bool{}
	for _, m := range messages {
		meta, err := m.Metadata()
		if err != nil {
			return fmt.Errorf("read %s: %w", contract.StreamNews, err)
		}
		last = meta.Sequence.Stream
		env, err := contract.ParseEnvelope(m.Headers())
		if err != nil {
			continue // none of ours
		}
		f.relator.Published(env.Article)
		if gone[env.Article] = env.Version.Status != dedup.Usable; gone[env.Article] {
			continue
		}
		e, err := f.relator.entry(env.Article, m.Data())
		if err != nil {
			continue
		}
		e.At, e.Original, e.Story, e.Sequence = meta.Timestamp, env.DuplicateOf, env.Story, meta.Sequence.Stream
		puts[env.Article] = e
	}
	return f.apply(ctx, puts, gone, last)
}

// entry gives the entry of an article of NEWS: what was made when this process looked it
// up, else a new one, whose time is not set.
func (r *Relator) entry(article string, data []byte) (window.Entry, error) {
	if e, ok := r.made.take(article, data); ok {
		return e, nil
	}
	item, err := ninjs.Decode(data)
	if err != nil {
		return window.Entry{}, err
	}
	return window.EntryOf(article, item, time.Time{}), nil
}

func (f *feeder) apply(ctx context.Context, puts map[string]window.Entry, gone map[string]bool, last uint64) error {
	var entries []window.Entry
	var removed []string
	for article, takenDown := range gone {
		if e, ok := puts[article]; ok && !takenDown {
			entries = append(entries, e)
		} else if takenDown {
			removed = append(removed, article)
		}
	}
	index := f.relator.index
	if err := index.Put(ctx, entries); err != nil {
		return err
	}
	if err := index.Remove(ctx, removed); err != nil {
		return err
	}
	return index.Advance(ctx, window.Position{Life: f.life, Sequence: last})
}
