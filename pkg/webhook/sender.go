package webhook

import (
	"context"
	"errors"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
)

// Bounds of one subscription.
const (
	maxQueue      = 64      // messages that were read and not taken yet
	maxQueueBytes = 4 << 20 // of them; one larger message is let through
	maxFailing    = 100     // keys that are to be tried again; then nothing more is read
	downAfter     = 3       // failures one after the other: the receiver is down
	readAhead     = 16
	saveEvery     = time.Second
	logEvery      = 4 * time.Second
	slowAnswer    = 2 * time.Second // a receiver that takes longer is a slow one
)

// job is a message on its way.
type job struct {
	seq   uint64
	size  int
	event *Event
	again bool   // it is one of those that failed
	tries int    // before this one
	read  uint64 // what had not been read when it was begun
}

// lane is what waits of one key. Its first job is on its way if busy.
type lane struct {
	jobs []job
	busy bool
}

type result struct {
	job
	answer Answer
	at     time.Time
}

// sender serves one subscription. All its fields belong to the goroutine of run.
type sender struct {
	*Engine
	sub Subscription
	log *zap.Logger

	progress Progress
	revision uint64
	next     uint64 // sequence that was not read yet
	lanes    map[string]*lane
	queued   int
	bytes    int
	active   int
	slowNow  bool
	retried  bool // what was tried last is what failed
	attempts []Attempt
	changed  bool // since progress was saved
	logged   bool // since the log was saved
	saved    time.Time
	savedLog time.Time
	told     time.Time // when the metrics were brought up to date
	broken   time.Time // when the last failure was counted

	in      chan *Message
	results chan result
}

func newSender(e *Engine, sub Subscription) *sender {
	return &sender{Engine: e, sub: sub, log: e.Log.With(zap.String("webhook", sub.ID), zap.String("owner", sub.Owner)),
		results: make(chan result, perSubscription)}
}

// errStopped says that the subscription is paused or disabled.
var errStopped = errors.New("stopped")

// run sends until ctx ends.
func (s *sender) run(ctx context.Context) {
	defer s.forget()
	told := ""
	for ctx.Err() == nil {
		err := s.session(ctx)
		if err != nil && ctx.Err() == nil && !errors.Is(err, errStopped) && err.Error() != told {
			told = err.Error()
			s.log.Warn("webhook waits", zap.Error(err))
		}
		pause := time.Second
		if errors.Is(err, errStopped) {
			pause = 2 * time.Second // until somebody resumes it
		}
		_ = service.Pause(ctx, pause)
	}
}

// session reads where the subscription is, and goes on from there until something fails.
func (s *sender) session(ctx context.Context) error {
	life, err := s.load(ctx)
	if err != nil {
		return err
	}
	s.tell()
	if s.progress.Stopped != "" {
		return errStopped
	}
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	s.in = make(chan *Message)
	reader := &bus.OrderedReader{JS: s.JS, Stream: s.Source.Stream, Filters: s.filters(), Created: life, From: s.next, Ahead: readAhead, Idle: true}
	go func() { end(reader.Read(ctx, s.read(ctx))) }()
	err = s.loop(ctx)
	s.drain()
	if err == nil || errors.Is(err, errStopped) || ctx.Err() != nil {
		s.changed = s.changed || s.logged // the place is written first: it tells whether this is still ours to write
		err = errors.Join(err, s.save(context.WithoutCancel(ctx)))
	}
	return errors.Join(err, context.Cause(ctx))
}

func (s *sender) filters() []string {
	if s.Source.Filters == nil {
		return nil
	}
	return s.Source.Filters(s.sub)
}

// read hands messages over, one by one, as there is room.
func (s *sender) read(ctx context.Context) func(jetstream.Msg, *jetstream.MsgMetadata) error {
	in := s.in
	return func(m jetstream.Msg, meta *jetstream.MsgMetadata) error {
		select {
		case in <- &Message{Seq: meta.Sequence.Stream, Subject: m.Subject(), Header: m.Headers(), Data: m.Data(), Time: meta.Timestamp}:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// load reads the place, takes it over from whoever had it, and gives when the present
// life of the stream began.
func (s *sender) load(ctx context.Context) (time.Time, error) {
	stream, err := s.JS.Stream(ctx, s.Source.Stream)
	if err != nil {
		return time.Time{}, err
	}
	if s.progress, s.revision, err = s.Store.Progress(ctx, s.sub.ID); err != nil {
		return time.Time{}, err
	}
	if s.attempts, err = s.Store.Log(ctx, s.sub.ID); err != nil {
		return time.Time{}, err
	}
	if s.revision == 0 {
		s.progress = Progress{Place: s.sub.Start}
	}
	info := stream.CachedInfo()
	if err := s.place(ctx, stream, info); err != nil {
		return time.Time{}, err
	}
	s.next, s.lanes, s.queued, s.bytes, s.active = s.progress.Next, map[string]*lane{}, 0, 0, 0
	if s.progress.Stopped == "" || s.revision == 0 {
		// whoever had the lease before can't write any more
		s.changed = true
		err = s.save(ctx)
	}
	return info.Created, err
}

// place finds the place in another life of the stream: the same one where the stream
// was restored from a backup, else what came since the last message that was taken.
func (s *sender) place(ctx context.Context, stream jetstream.Stream, info *jetstream.StreamInfo) error {
	life, p := contract.IncarnationOf(info), &s.progress
	state := info.State
	switch {
	case p.Life == life:
	case p.Life == "":
		p.Next = state.LastSeq + 1
	case state.LastSeq+1 >= p.Next && state.Msgs > 0 && state.FirstTime.Before(info.Created):
		// restored
	default:
		next, err := bus.FirstSince(ctx, stream, p.At)
		if err != nil {
			return err
		}
		p.Next, p.Failing = next, nil
	}
	p.Life, p.Next = life, max(p.Next, 1)
	return nil
}

// loop takes messages, starts attempts and settles them.
func (s *sender) loop(ctx context.Context) error {
	for ctx.Err() == nil {
		if err := s.start(ctx); err != nil {
			return err
		}
		if err := s.saveDue(ctx); err != nil {
			return err
		}
		var in chan *Message
		if s.room() {
			in = s.in
		}
		timer := time.NewTimer(s.untilNext())
		select {
		case m := <-in:
			s.take(m)
		case r := <-s.results:
			if s.settle(r); s.progress.Stopped != "" {
				timer.Stop()
				return errStopped
			}
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return nil
		}
		timer.Stop()
	}
	return nil
}

// room reports whether more may be read: of a receiver that is down, one message.
func (s *sender) room() bool {
	most := maxQueue
	if s.down() {
		most = 1
	}
	return s.queued < most && s.bytes < maxQueueBytes && len(s.progress.Failing) < maxFailing
}

// down reports whether the receiver is taken for one that does not work: then one
// attempt at a time finds out when it does again.
func (s *sender) down() bool { return s.progress.Broken >= downAfter }

// take puts a message into its lane.
func (s *sender) take(m *Message) {
	s.next = m.Seq + 1
	s.changed = true
	event := s.Source.Event(s.sub, m)
	if event == nil || s.failing(event.Key) != nil {
		return // what failed is read again with all that follows it
	}
	l := s.lanes[event.Key]
	if l == nil {
		l = &lane{}
		s.lanes[event.Key] = l
	}
	j := job{seq: m.Seq, size: len(m.Data), event: event}
	if last := len(l.jobs) - 1; s.Source.Latest && last >= 0 && (last > 0 || !l.busy) {
		s.bytes += j.size - l.jobs[last].size
		l.jobs[last] = j
		return
	}
	l.jobs = append(l.jobs, j)
	s.queued, s.bytes = s.queued+1, s.bytes+j.size
}

func (s *sender) failing(key string) *Failure {
	for i := range s.progress.Failing {
		if s.progress.Failing[i].Key == key {
			return &s.progress.Failing[i]
		}
	}
	return nil
}

// floor is the first sequence that was not taken, what is to be tried again left out.
func (s *sender) floor() uint64 {
	floor := s.next
	for _, l := range s.lanes {
		if len(l.jobs) > 0 {
			floor = min(floor, l.jobs[0].seq)
		}
	}
	return floor
}

// drain waits for the attempts in flight: what was taken is not sent again.
func (s *sender) drain() {
	for s.active > 0 {
		s.settle(<-s.results)
	}
}
