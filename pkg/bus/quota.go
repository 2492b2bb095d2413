package bus

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
)

// quotas bound how many messages of one provider and lane, which is one subject, wait
// in a stream of work for the next stage. Whoever would write more waits, and nobody
// else does: without it another provider's story stands behind all that one provider
// ever pushed. The stream is asked how many it holds, but only where much was written;
// between two looks each process counts what it writes, so that several processes may
// exceed the bound by what they write in that time.
//
// It is not max_msgs_per_subject: with that, a stream which is not set to refuse what
// is beyond it, or gets its limit later, deletes its oldest messages without a word.
type quotas struct {
	limit int

	mu       sync.Mutex
	subjects map[string]*quota
	wanted   chan struct{} // holds one if a look is due
}

// quota is what may still be written on one subject before the next look.
type quota struct {
	left   int
	queue  []chan struct{}
	logged logThrottle
}

// lookPause is the time between two looks at a stream that is written to.
const lookPause = 100 * time.Millisecond

func newQuotas(limit int) *quotas {
	return &quotas{limit: limit, subjects: map[string]*quota{}, wanted: make(chan struct{}, 1)}
}

// isWork reports whether a stream holds the work of the next stage.
func isWork(stream string) bool {
	return stream == contract.StreamNormalized || stream == contract.StreamEnriched
}

// take uses one place on the subject. Where none is left, it gives a channel that is
// closed once the caller has one.
func (q *quotas) take(subject string) (turn <-chan struct{}) {
	if !isWork(contract.StreamOfSubject(subject)) {
		return nil
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	s := q.subjects[subject]
	if s == nil {
		s = &quota{left: q.limit}
		q.subjects[subject] = s
	}
	if s.left <= (q.limit+1)/2 {
		q.want()
	}
	if s.left > 0 && len(s.queue) == 0 {
		s.left--
		return nil
	}
	own := make(chan struct{})
	s.queue = append(s.queue, own)
	return own
}

func (q *quotas) want() {
	select {
	case q.wanted <- struct{}{}:
	default:
	}
}

// watch looks, where it is due, until ctx ends.
func (q *quotas) watch(ctx context.Context, js jetstream.JetStream, log *zap.Logger) {
	for {
		select {
		case <-q.wanted:
		case <-ctx.Done():
			return
		}
		for stream := range q.streams() {
			held, err := heldOf(ctx, js, stream)
			if err != nil {
				// nothing is known then, and the write itself will tell
				log.Debug("backlog of providers unknown", zap.String("stream", stream), zap.Error(err))
			}
			q.looked(stream, held)
		}
		if service.Pause(ctx, lookPause) != nil {
			return
		}
	}
}

// streams are those on which something was written since they were found empty.
func (q *quotas) streams() map[string]bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	out := map[string]bool{}
	for subject := range q.subjects {
		out[contract.StreamOfSubject(subject)] = true
	}
	return out
}

// heldOf gives how many messages a stream holds by subject.
func heldOf(ctx context.Context, js jetstream.JetStream, stream string) (map[string]uint64, error) {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	s, err := js.Stream(ctx, stream)
	if err != nil {
		return nil, err
	}
	info, err := s.Info(ctx, jetstream.WithSubjectFilter(">"))
	if err != nil {
		return nil, err
	}
	return info.State.Subjects, nil
}

// looked notes how many messages of each subject a stream holds, and lets those go on
// for whom there is room.
func (q *quotas) looked(stream string, held map[string]uint64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for subject, s := range q.subjects {
		if contract.StreamOfSubject(subject) != stream {
			continue
		}
		s.left = q.limit - int(min(held[subject], uint64(q.limit))) //nolint:gosec // at most the limit
		for s.left > 0 && len(s.queue) > 0 {
			close(s.queue[0])
			s.queue = s.queue[1:]
			s.left--
		}
		if len(s.queue) > 0 {
			q.want()
		} else if held[subject] == 0 {
			delete(q.subjects, subject)
		}
	}
}

// tell reports whether a wait on the subject is to be logged again.
func (q *quotas) tell(subject string, now time.Time) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	s := q.subjects[subject]
	return s != nil && s.logged.due(now, logEvery)
}

// crowded counts a message that waits for its provider's backlog until the function
// that it gives is called.
func (m *meter) crowded(provider string) func() {
	if m == nil {
		return func() {}
	}
	g := m.backlog.WithLabelValues(string(m.source.Stage), string(m.source.Lane), m.names.Label(provider))
	g.Inc()
	return g.Dec
}

// waitTurn waits, its job parked, until a message may be written on its subject.
func (w *worker[In, Out]) waitTurn(ctx context.Context, j *job, subject string) error {
	turn := w.quotas.take(subject)
	if turn == nil {
		return nil
	}
	w.park(j)
	defer w.unpark(j)
	provider := subject[strings.LastIndexByte(subject, '.')+1:]
	defer w.meter.crowded(provider)()
	if w.quotas.tell(subject, w.Clock()) {
		w.log.Warn("a provider's backlog is full: its messages wait until the next stage has taken some, those of other providers go on",
			zap.String("provider", provider), zap.String("subject", subject), zap.Int("limit", w.quotas.limit))
	}
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
