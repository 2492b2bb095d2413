package views

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
)

// reader applies the views of one shard in their order.
type reader struct {
	*Service
	shard   int
	changed bool
	saved   time.Time
	waiting bool // told by the metrics
}

// work reads until ctx ends; whatever fails, it finds its place again.
func (r *reader) work(ctx context.Context) {
	r.saved = r.clock()
	r.metrics.shards.Inc()
	defer r.metrics.shards.Dec()
	defer r.metrics.behind[r.shard].Store(0)
	told, at := "", time.Time{}
	for ctx.Err() == nil {
		if err := r.follow(ctx); err != nil && ctx.Err() == nil {
			r.waits(true)
			// an outage is told once a minute by each shard, not three times a second
			if now := r.clock(); err.Error() != told || now.Sub(at) > time.Minute {
				r.log.Warn("views wait", zap.Int("shard", r.shard), zap.Error(err))
				told, at = err.Error(), now
			}
			wait(ctx, 300*time.Millisecond)
		}
	}
	r.waits(false)
	if r.changed {
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
		defer cancel()
		if err := r.save(late); err != nil {
			r.log.Info("last snapshot not saved, the stream has the rest", zap.Int("shard", r.shard), zap.Error(err))
		}
	}
}

// waits tells that the shard can't be counted, or can again.
func (r *reader) waits(now bool) {
	switch {
	case now && !r.waiting:
		r.metrics.waiting.Inc()
	case !now && r.waiting:
		r.metrics.waiting.Dec()
	}
	r.waiting = now
}

// errMoved means that the position in Redis is not where this reader left it:
// Redis lost something, or another reader was faster.
var errMoved = errors.New("the position has moved")

func (r *reader) follow(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	at, err := r.place(ctx)
	if err != nil {
		return err
	}
	cons, err := r.js.OrderedConsumer(ctx, contract.StreamViews, jetstream.OrderedConsumerConfig{
		FilterSubjects: []string{contract.ViewsSubject(r.shard)}, DeliverPolicy: jetstream.DeliverByStartSequencePolicy, OptStartSeq: at.seq + 1,
		InactiveThreshold: forgetAfter,
	})
	if err != nil {
		return fmt.Errorf("read VIEWS: %w", err)
	}
	it, err := cons.Messages(jetstream.PullMaxMessages(maxMessages), jetstream.PullHeartbeat(500*time.Millisecond), jetstream.PullExpiry(5*time.Second))
	if err != nil {
		return fmt.Errorf("read VIEWS: %w", err)
	}
	defer it.Stop()
	msgs := make(chan jetstream.Msg, maxMessages)
	go func() {
		defer close(msgs)
		for {
			m, err := it.Next()
			if errors.Is(err, jetstream.ErrNoHeartbeat) {
				continue
			}
			if err != nil {
				return
			}
			select {
			case msgs <- m:
			case <-ctx.Done():
				return
			}
		}
	}()
	return r.consume(ctx, at, msgs)
}

const (
	// each new place is a new consumer: the server's own five minutes let those of a Redis
	// that is emptied again and again add up to the limit of a stream
	forgetAfter = 15 * time.Second
	maxMessages = 256
	maxViewers  = 20_000 // of one Lua call, so that it takes milliseconds
	checkEvery  = time.Second
)

func (r *reader) consume(ctx context.Context, at position, msgs <-chan jetstream.Msg) error {
	tick := time.NewTicker(checkEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case m, ok := <-msgs:
			if !ok {
				return errors.New("the consumer ended")
			}
			next, err := r.applyFrom(ctx, at, m, msgs)
			if err != nil {
				return err
			}
			at = next
			r.waits(false)
		case <-tick.C:
			// an idle shard notices an emptied Redis too
			if have, err := r.counts.position(ctx, r.shard); err != nil || have != at {
				return errors.Join(errMoved, err)
			}
			r.waits(false)
		}
		if err := r.maybeSave(ctx); err != nil {
			return err
		}
	}
}

// applyFrom gathers what has come with the first message and applies it at once.
func (r *reader) applyFrom(ctx context.Context, at position, first jetstream.Msg, msgs <-chan jetstream.Msg) (position, error) {
	var batches []batch
	to, viewers := at, 0
	for m, more := first, true; more; {
		meta, err := m.Metadata()
		if err != nil {
			return at, fmt.Errorf("read VIEWS: %w", err)
		}
		to.seq = meta.Sequence.Stream
		r.metrics.behind[r.shard].Store(meta.NumPending)
		b, err := decodeBatch(m.Data())
		if err != nil {
			// only we write here: note it and go on, it can't be counted
			r.log.Error("views can't be read", zap.Uint64("sequence", to.seq), zap.Error(err))
		}
		batches = append(batches, b)
		for _, v := range b.Views {
			viewers += len(v.Viewers)
		}
		if len(batches) >= maxMessages || viewers >= maxViewers {
			break
		}
		select {
		case m, more = <-msgs:
		default:
			more = false
		}
	}
	add, total := sum(batches)
	have, err := r.counts.apply(ctx, r.shard, at, to, add, r.clock())
	if err != nil {
		return at, err
	}
	if have != to {
		return at, fmt.Errorf("%w: %s where %s was left", errMoved, have, at)
	}
	r.changed = true
	r.metrics.applied.Add(float64(total))
	return to, nil
}

// place finds where to go on: where Redis is, once it is known to be whole.
func (r *reader) place(ctx context.Context) (position, error) {
	life, err := r.life(ctx)
	if err != nil {
		return position{}, err
	}
	saved, _, err := r.snapshots.load(ctx, r.shard)
	if err != nil {
		return position{}, err
	}
	have, err := r.counts.position(ctx, r.shard)
	switch {
	case errors.Is(err, errNoPosition):
		return r.restore(ctx, life, "", saved)
	case err != nil:
		return position{}, err
	case saved.ahead(have, life):
		return r.restore(ctx, life, have.String(), saved)
	case have.life != life:
		return position{life, 0}, r.counts.move(ctx, r.shard, have, position{life, 0})
	default:
		return have, nil
	}
}

func (r *reader) restore(ctx context.Context, life, found string, saved *manifest) (position, error) {
	to := position{life, 0}
	var rows []row
	if saved != nil {
		var err error
		if rows, err = r.snapshots.rows(ctx, r.shard, saved); err != nil {
			return to, err
		}
		carriesOn, err := r.carriesOn(ctx, life, saved)
		if err != nil {
			return to, err
		}
		if carriesOn {
			to.seq = saved.Seq
		}
	}
	ok, err := r.counts.restore(ctx, r.shard, found, to, rows, r.token())
	if err != nil {
		return to, err
	}
	if !ok {
		return to, errors.New("redis was emptied while it was being filled")
	}
	r.metrics.restored.Inc()
	r.log.Info("counts restored", zap.Int("shard", r.shard), zap.Stringer("position", to), zap.Int("articles", len(rows)))
	have, err := r.counts.position(ctx, r.shard)
	if err != nil {
		return to, err
	}
	return have, nil
}

// carriesOn reports whether VIEWS goes on with the sequences of a snapshot: it is the
// same, or it was restored from a backup. A cluster gives what it restores a new time
// of creation, and then what VIEWS holds is older than itself.
func (r *reader) carriesOn(ctx context.Context, life string, saved *manifest) (bool, error) {
	if saved.Life == life {
		return true, nil
	}
	s, err := r.js.Stream(ctx, contract.StreamViews)
	if err != nil {
		return false, fmt.Errorf("look up VIEWS: %w", err)
	}
	i := s.CachedInfo()
	return i.State.LastSeq >= saved.Seq && (i.State.Msgs == 0 || i.State.FirstTime.Before(i.Created)), nil
}

func (r *reader) life(ctx context.Context) (string, error) {
	i, err := bus.NewIncarnation(ctx, r.js, contract.StreamViews)
	if err != nil {
		return "", err
	}
	return i.Get(), nil
}

func (r *reader) maybeSave(ctx context.Context) error {
	if !r.changed || r.clock().Sub(r.saved) < r.cfg.Snapshot {
		return nil
	}
	return r.save(ctx)
}

// save writes a snapshot and purges the views that have been in one for a day.
func (r *reader) save(ctx context.Context) error {
	old, rev, err := r.snapshots.load(ctx, r.shard)
	if err != nil {
		return err
	}
	at, rows, err := r.counts.dump(ctx, r.shard)
	if err != nil {
		return err
	}
	if old != nil && old.Life == at.life && at.seq < old.Seq {
		return fmt.Errorf("%w: redis is behind the snapshot", errMoved)
	}
	now := r.clock()
	m, err := r.snapshots.save(ctx, r.shard, old, rev, at, rows, now)
	if err != nil {
		return err
	}
	r.changed, r.saved = false, now
	if seq := m.purgeable(now); seq > 0 {
		return r.purge(ctx, seq)
	}
	return nil
}

func (r *reader) purge(ctx context.Context, seq uint64) error {
	s, err := r.js.Stream(ctx, contract.StreamViews)
	if err != nil {
		return fmt.Errorf("look up VIEWS: %w", err)
	}
	if err := s.Purge(ctx, jetstream.WithPurgeSubject(contract.ViewsSubject(r.shard)), jetstream.WithPurgeSequence(seq)); err != nil {
		return fmt.Errorf("purge views of shard %d: %w", r.shard, err)
	}
	return nil
}
