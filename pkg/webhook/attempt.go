package webhook

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"
)

func isPrivate(err error) bool { return errors.Is(err, ErrPrivate) }

// start begins the attempts that are due: first those of what failed, then the lanes.
func (s *sender) start(ctx context.Context) error {
	now := s.Clock()
	if s.progress.Due.After(now) {
		return nil
	}
	most := perSubscription
	if s.down() {
		most = 1
	}
	if s.down() && s.retried && s.active == 0 {
		// one message may be refused for ever: what was not tried yet finds out too
		if list := s.inOrder(); len(list) > 0 {
			s.retried, list[0].busy = false, true
			s.attempt(ctx, list[0].jobs[0])
			return nil
		}
	}
	for s.active < most {
		began, err := s.retry(ctx, now)
		if err != nil {
			return err
		}
		if !began {
			break
		}
		s.retried = true
	}
	if s.down() && len(s.progress.Failing) == 0 && s.active == 0 {
		s.progress.Broken = downAfter - 1 // what failed is gone from the stream: the next message finds out
	}
	if s.down() {
		return nil
	}
	for _, l := range s.inOrder() {
		if s.active >= most {
			break
		}
		l.busy = true
		s.attempt(ctx, l.jobs[0])
	}
	return nil
}

// inOrder gives the lanes that may go on, the one with the oldest message first.
func (s *sender) inOrder() []*lane {
	var out []*lane
	for _, l := range s.lanes {
		if !l.busy && len(l.jobs) > 0 {
			out = append(out, l)
		}
	}
	slices.SortFunc(out, func(a, b *lane) int { return cmp.Compare(a.jobs[0].seq, b.jobs[0].seq) })
	return out
}

// retry begins an attempt of the oldest failure that is due; false if none is. While the
// receiver is down, the oldest one is.
func (s *sender) retry(ctx context.Context, now time.Time) (bool, error) {
	var best *Failure
	for i := range s.progress.Failing {
		f := &s.progress.Failing[i]
		if s.lanes[f.Key] != nil && s.lanes[f.Key].busy || f.Due.After(now) && !s.down() {
			continue
		}
		if best == nil || f.Seq < best.Seq {
			best = f
		}
	}
	if best == nil {
		return false, nil
	}
	m, err := s.find(ctx, best)
	if err != nil {
		return false, err
	}
	key := best.Key
	if m == nil {
		s.progress.Failing = slices.DeleteFunc(s.progress.Failing, func(f Failure) bool { return f.Key == key })
		s.changed = true
		return true, nil
	}
	event := s.Source.Event(s.sub, m)
	if event == nil {
		best.Seq, best.Tries = m.Seq+1, 0
		s.changed = true
		return true, nil
	}
	tries := best.Tries
	if best.Seq = m.Seq; s.lanes[key] == nil {
		s.lanes[key] = &lane{}
	}
	s.lanes[key].busy = true
	s.attempt(ctx, job{seq: m.Seq, size: len(m.Data), event: event, again: true, tries: tries})
	return true, nil
}

// find reads the next message of what failed, nil if there is none up to what was read:
// it may be a later one, where NEWS does not hold the one that failed any more.
func (s *sender) find(ctx context.Context, f *Failure) (*Message, error) {
	ctx, cancel := context.WithTimeout(ctx, storeLimit)
	defer cancel()
	stream, err := s.JS.Stream(ctx, s.Source.Stream)
	if err != nil {
		return nil, err
	}
	m, err := stream.GetMsg(ctx, f.Seq, jetstream.WithGetMsgSubject(s.Source.OfKey(s.sub, f.Key)))
	switch {
	case errors.Is(err, jetstream.ErrMsgNotFound) || err == nil && m.Sequence >= s.next:
		return nil, nil
	case err != nil:
		return nil, err
	}
	return &Message{Seq: m.Sequence, Subject: m.Subject, Header: m.Header, Data: m.Data, Time: m.Time}, nil
}

// attempt sends a message in a goroutine of its own.
func (s *sender) attempt(ctx context.Context, j job) {
	s.active++
	j.read = s.next
	pool, cost := s.fast, min(max(int64(j.size), leastBytes), slowBytes)
	if s.slowNow {
		pool = s.slow
	}
	sub := s.sub
	go func() {
		r := result{job: j}
		if err := pool.Acquire(ctx, cost); err != nil {
			r.answer.Err = err
		} else {
			// what was begun may end: else it would be sent again
			r.at = s.Clock()
			r.answer = s.Send(context.WithoutCancel(ctx), sub, j.event.ID, j.event.Body)
			pool.Release(cost)
		}
		s.results <- r
	}()
}

// Send posts one event, signed by all secrets of the subscription.
func (e *Engine) Send(ctx context.Context, sub Subscription, id string, body func() ([]byte, error)) Answer {
	data, err := body()
	if err != nil {
		return Answer{Err: err}
	}
	if data == nil {
		return Answer{Unsent: true}
	}
	now := e.Clock()
	if e.Source.Header != nil {
		return e.Client.Post(ctx, sub.URL, e.Source.Header(sub, data), data, now)
	}
	signature, err := Sign(sub.Signing(now), id, now, data)
	if err != nil {
		return Answer{Err: err}
	}
	return e.Client.Post(ctx, sub.URL, http.Header{"Content-Type": {"application/json"},
		HeaderID: {id}, HeaderTimestamp: {strconv.FormatInt(now.Unix(), 10)}, HeaderSignature: {signature}}, data, now)
}

// settle notes what became of an attempt.
func (s *sender) settle(r result) {
	s.active--
	key := r.event.Key
	l := s.lanes[key]
	l.busy = false
	if r.at.IsZero() {
		s.tidy(key) // it was not sent: the end came first
		return
	}
	if !r.answer.Unsent {
		s.note(r)
	}
	s.slowNow = r.answer.Took > slowAnswer || !r.answer.OK()
	s.changed = true
	if r.answer.OK() {
		s.taken(r, l)
	} else {
		s.failed(r, l)
	}
	s.tidy(key)
}

func (s *sender) tidy(key string) {
	if l := s.lanes[key]; len(l.jobs) == 0 && !l.busy {
		delete(s.lanes, key)
	}
}

func (s *sender) taken(r result, l *lane) {
	now := s.Clock()
	s.progress.At, s.progress.Took = r.event.At, now
	if s.progress.Broken >= downAfter {
		s.log.Info("webhook's receiver takes messages again")
		for i := range s.progress.Failing {
			s.progress.Failing[i].Due = now
		}
	}
	s.progress.Broken, s.progress.Due = 0, time.Time{}
	if !r.answer.Unsent {
		s.Metrics.sent.WithLabelValues(s.Source.Name).Inc()
		s.Metrics.seconds.WithLabelValues(s.Source.Name).Observe(max(now.Sub(r.event.At), 0).Seconds())
	}
	if r.event.Taken != nil {
		r.event.Taken()
	}
	if !r.again {
		s.queued, s.bytes = s.queued-1, s.bytes-l.jobs[0].size
		l.jobs = l.jobs[1:]
		return
	}
	if f := s.failing(r.event.Key); f != nil {
		f.Seq, f.Tries, f.Due, f.Since, f.Error = r.seq+1, 0, now, now, ""
		if s.Source.Latest {
			f.Seq = max(f.Seq, r.read)
		}
	}
}

func (s *sender) failed(r result, l *lane) {
	now := s.Clock()
	s.Metrics.failed.WithLabelValues(s.Source.Name, answerLabel(r.answer)).Inc()
	f := s.failing(r.event.Key)
	if f == nil {
		s.progress.Failing = append(s.progress.Failing, Failure{Key: r.event.Key, Seq: r.seq, Since: now})
		f = &s.progress.Failing[len(s.progress.Failing)-1]
	}
	for _, j := range l.jobs {
		s.queued, s.bytes = s.queued-1, s.bytes-j.size // they are read again after this one
	}
	l.jobs = nil
	f.Tries++
	f.Error = r.answer.Text()
	wait := max(s.Config.backoff(f.Tries, s.random()), r.answer.RetryAfter)
	f.Due = now.Add(wait)
	if r.at.After(s.broken) { // of requests that were on their way together, one counts
		s.progress.Broken, s.broken = s.progress.Broken+1, now
	}
	if s.down() {
		s.progress.Due = now.Add(max(s.Config.backoff(s.progress.Broken-downAfter+1, s.random()), r.answer.RetryAfter))
	} else if r.answer.Status == http.StatusTooManyRequests || r.answer.RetryAfter > 0 {
		s.progress.Due = now.Add(wait) // it asks for less of all
	}
	if s.progress.Broken == downAfter && s.broken.Equal(now) {
		s.log.Warn("webhook's receiver is down", zap.String("error", f.Error))
	}
	switch {
	case r.answer.Status == http.StatusGone:
		s.stop(Disabled, "the receiver answered 410 Gone")
	case now.Sub(f.Since) < s.Config.GiveUp:
	case s.progress.Took.After(f.Since) && !r.event.Must:
		s.leaveOut(f, r)
	default:
		s.stop(Paused, "not taken for "+s.Config.GiveUp.String()+": "+f.Error)
	}
}

// leaveOut gives one message up, which is refused while others are taken, and goes on
// with what follows it of its key.
func (s *sender) leaveOut(f *Failure, r result) {
	s.Metrics.leftOut.WithLabelValues(s.Source.Name).Inc()
	s.log.Error("webhook's receiver refuses a message for good: it is left out", zap.String("id", r.event.ID), zap.Uint64("sequence", r.seq), zap.String("error", f.Error))
	if len(s.attempts) > 0 && s.attempts[0].Sequence == r.seq {
		s.attempts[0].LeftOut = true
	}
	now := s.Clock()
	f.Seq, f.Tries, f.Due, f.Since, f.Error = r.seq+1, 0, now, now, ""
}

func (s *sender) stop(state State, reason string) {
	s.progress.Stopped, s.progress.Reason, s.progress.Since = state, reason, s.Clock()
	s.Metrics.stopped.WithLabelValues(s.Source.Name, string(state)).Inc()
	s.log.Error("webhook stopped", zap.String("state", string(state)), zap.String("reason", reason))
}

// note writes an attempt into the log.
func (s *sender) note(r result) {
	a := AttemptOf(r.event.ID, r.event.Type, r.at, r.answer)
	a.Key, a.Sequence, a.Try = r.event.Key, r.seq, r.tries+1
	s.attempts = append([]Attempt{a}, s.attempts...)
	s.attempts = s.attempts[:min(len(s.attempts), MaxLog)]
	s.logged = true
}

// AttemptOf tells of an attempt.
func AttemptOf(id, kind string, at time.Time, answer Answer) Attempt {
	a := Attempt{ID: id, Type: kind, At: at.UTC(), Millis: answer.Took.Milliseconds(), Try: 1, OK: answer.OK(), Status: answer.Status}
	if !a.OK {
		a.Error, a.Answer = answer.Text(), shown(answer.Body)
	}
	return a
}
