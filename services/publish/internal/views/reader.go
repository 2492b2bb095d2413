package views

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/publish/internal/views/counts"
)

// reader applies the views of one shard in their order.
type reader struct {
	*Service
	shard    int
	at       counts.Position     // where the store was left
	changed  map[string]struct{} // articles that may differ from the snapshot
	anew     bool                // the snapshot is to be written as a whole
	marked   uint64              // sequence up to which changed is complete
	behind   uint64              // sequence that changed has to reach before anything is saved
	applied  time.Time           // when the last call was made
	unsaved  bool
	saved    time.Time
	swept    time.Time
	clicks   *clicks
	from     uint64 // sequence up to which the snapshot has everything: what is read of it is looked at for clicks alone
	consumer string // the last one that was known to read the life of VIEWS at hand
	waiting  bool   // told by the metrics
}

// work reads until ctx ends; whatever fails, it finds its place again.
func (r *reader) work(ctx context.Context) {
	r.saved, r.swept = r.clock(), r.clock()
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
			_ = service.Pause(ctx, 300*time.Millisecond)
		}
	}
	r.waits(false)
	if r.unsaved {
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

// errMoved means that the store is not where this reader left it: it lost something,
// another reader was faster, or VIEWS was made anew.
var errMoved = errors.New("the position has moved")

func (r *reader) follow(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var err error
	if r.from, err = r.place(ctx); err != nil {
		return err
	}
	if err := r.store.Rank(ctx, r.shard); err != nil {
		return err
	}
	if r.anew {
		if err := r.save(ctx); err != nil {
			return err
		}
	}
	begin, err := r.begin(ctx)
	if err != nil {
		return err
	}
	cons, err := r.js.OrderedConsumer(ctx, contract.StreamViews, begin)
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
			// by its context: Stop goes unheard while the iterator makes a new consumer
			m, err := it.Next(jetstream.NextContext(ctx))
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
	return r.consume(ctx, msgs)
}

// begin reads on after the snapshot, but for clicks from somewhat before it.
func (r *reader) begin(ctx context.Context) (jetstream.OrderedConsumerConfig, error) {
	r.clicks = newClicks(r.cfg.DoubleClick)
	cfg := jetstream.OrderedConsumerConfig{FilterSubjects: []string{contract.ViewsSubject(r.shard)}, InactiveThreshold: forgetAfter,
		DeliverPolicy: jetstream.DeliverByStartSequencePolicy, OptStartSeq: r.from + 1}
	if r.from == 0 || r.clicks.window == 0 {
		return cfg, nil
	}
	s, err := r.js.Stream(ctx, contract.StreamViews)
	if err != nil {
		return cfg, fmt.Errorf("look up VIEWS: %w", err)
	}
	m, err := s.GetMsg(ctx, r.from)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return cfg, nil // it is so old that it was purged
	}
	if err != nil {
		return cfg, fmt.Errorf("read VIEWS: %w", err)
	}
	start := m.Time.Add(-r.clicks.remembered() - time.Minute) // the clocks of two leaders differ
	cfg.DeliverPolicy, cfg.OptStartSeq, cfg.OptStartTime = jetstream.DeliverByStartTimePolicy, 0, &start
	return cfg, nil
}

const (
	// each new place is a new consumer: the server's own five minutes let those of a Redis
	// that is emptied again and again add up to the limit of a stream
	forgetAfter = 15 * time.Second
	maxMessages = 256
	maxWeight   = 20_000 // articles and viewers of one call, so that it takes milliseconds
	checkEvery  = time.Second
	applyEvery  = 50 * time.Millisecond
)

func (r *reader) consume(ctx context.Context, msgs <-chan jetstream.Msg) error {
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
			if err := r.applyFrom(ctx, m, msgs); err != nil {
				return err
			}
		case <-tick.C:
			if err := r.check(ctx); err != nil {
				return err
			}
		}
		r.waits(false)
		if err := r.maintain(ctx); err != nil {
			return err
		}
	}
}

// check has an idle shard notice too that its store was emptied, or VIEWS made anew.
func (r *reader) check(ctx context.Context) error {
	have, err := r.store.Position(ctx, r.shard)
	if err != nil || have != r.at {
		return errors.Join(errMoved, err)
	}
	if life := r.Service.life.Get(); life != r.at.Life {
		return fmt.Errorf("%w: VIEWS was made anew", errMoved)
	}
	return nil
}

// applyFrom gathers what has come with the first message and applies it at once. Where
// messages follow one another, what comes until applyEvery after the last call goes along:
// an article costs a call as much as thirty of its viewers.
func (r *reader) applyFrom(ctx context.Context, first jetstream.Msg, msgs <-chan jetstream.Msg) error {
	var batches []batch
	to, weight := r.at, 0
	var late <-chan time.Time
	if wait := applyEvery - time.Since(r.applied); wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		late = timer.C
	}
	for m, more := first, true; more; {
		seq, b, err := r.read(ctx, m)
		if err != nil {
			return err
		}
		if seq > r.at.Seq {
			to.Seq = seq
			batches = append(batches, b)
		}
		for _, v := range b.Views {
			weight += 1 + len(v.Viewers)
		}
		weight += len(b.Forget)
		if len(batches) >= maxMessages || weight >= maxWeight {
			break
		}
		m, more = another(ctx, msgs, late)
	}
	err := r.apply(ctx, to, batches)
	r.applied = time.Now()
	return err
}

// another gives a message that has come, or that comes until late; no late is now.
func another(ctx context.Context, msgs <-chan jetstream.Msg, late <-chan time.Time) (m jetstream.Msg, more bool) {
	if late == nil {
		select {
		case m, more = <-msgs:
		default:
		}
		return m, more
	}
	select {
	case m, more = <-msgs:
	case <-late:
	case <-ctx.Done():
	}
	return m, more
}

// read takes a message, and notes whose counts it changes: also one that is applied
// already, but came after the snapshot.
func (r *reader) read(ctx context.Context, m jetstream.Msg) (uint64, batch, error) {
	meta, err := m.Metadata()
	if err != nil {
		return 0, batch{}, fmt.Errorf("read VIEWS: %w", err)
	}
	if err := r.sameLife(ctx, meta.Consumer); err != nil {
		return 0, batch{}, err
	}
	r.metrics.behind[r.shard].Store(meta.NumPending)
	b, err := decodeBatch(m.Data())
	if err != nil {
		// only we write here: note it and go on, it can't be counted
		r.log.Error("views can't be read", zap.Uint64("sequence", meta.Sequence.Stream), zap.Error(err))
	}
	b, doubled := r.clicks.once(b, meta.Timestamp)
	if meta.Sequence.Stream <= r.from {
		return meta.Sequence.Stream, batch{}, nil
	}
	if meta.Sequence.Stream > r.at.Seq {
		r.metrics.doubled.Add(float64(doubled))
	}
	for article := range b.Views {
		r.change(article)
	}
	for _, article := range b.Forget {
		r.change(article)
	}
	r.unsaved, r.marked = true, meta.Sequence.Stream
	return meta.Sequence.Stream, b, nil
}

// change notes that an article may differ from the snapshot: its id, not the message of
// which that is a part.
func (r *reader) change(article string) {
	if _, known := r.changed[article]; !known {
		r.changed[strings.Clone(article)] = struct{}{}
	}
}

// sameLife makes sure that a consumer reads the life of VIEWS that the position speaks
// of. A consumer ends with its stream, so each is asked about once; an ordered one goes
// on under another name over a stream that was made anew.
func (r *reader) sameLife(ctx context.Context, consumer string) error {
	if consumer == r.consumer {
		return nil
	}
	life, err := r.life(ctx)
	if err != nil {
		return err
	}
	if life != r.at.Life {
		return fmt.Errorf("%w: VIEWS was made anew", errMoved)
	}
	r.consumer = consumer
	return nil
}

func (r *reader) apply(ctx context.Context, to counts.Position, batches []batch) error {
	if len(batches) == 0 {
		return nil
	}
	add, total := sum(batches, r.cfg.HalfLife)
	if r.forgotten != nil {
		for _, article := range add.Forget {
			if err := r.forgotten(ctx, article); err != nil {
				r.log.Info("record of an article that was taken down not removed; it expires", zap.String("article", article), zap.Error(err))
			}
		}
	}
	have, err := r.store.Apply(ctx, r.shard, r.at, to, add, r.clock())
	if err != nil {
		return err
	}
	if have != to {
		return fmt.Errorf("%w: %s where %s was left", errMoved, have, r.at)
	}
	r.at = to
	r.metrics.applied.Add(float64(total))
	return nil
}
