package seen

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/batch"
)

const (
	maxBatch = 512
	gather   = 2 * time.Millisecond
	// after a failure a store is left alone for a moment, so that the wire does not
	// wait for a timeout with every message
	restAfterFailure = time.Second
	logEvery         = time.Minute
)

// Records reads and writes the records of a store. Calls that come together share a
// round trip. It is safe for use by many.
type Records struct {
	store   Store
	clock   func() time.Time
	log     *zap.Logger
	reads   rest
	writes  rest
	logged  atomic.Int64 // unix nanoseconds of the last line about a refusal
	lookups *batch.Batcher[string, *Record]
	puts    *batch.Batcher[Put, struct{}]
}

// New makes the records of a store.
func New(store Store, clock func() time.Time, log *zap.Logger) *Records {
	r := &Records{store: store, clock: clock, log: log}
	r.lookups = batch.New(r.getMany, maxBatch, gather)
	r.puts = batch.New(r.putMany, maxBatch, gather)
	return r
}

// Get gives the record of an article, nil if there is none of this incarnation
// of NEWS. An error means that nobody knows.
func (r *Records) Get(ctx context.Context, article, incarnation string) (*Record, error) {
	if err := r.reads.left(r.clock()); err != nil {
		return nil, err
	}
	rec, err := r.lookups.Do(ctx, article)
	if err != nil || rec == nil || rec.Incarnation != incarnation {
		return nil, err
	}
	return rec, nil
}

// Forward moves the record of an article forward, never back.
func (r *Records) Forward(ctx context.Context, article string, rec Record) error {
	if err := r.writes.left(r.clock()); err != nil {
		return err
	}
	_, err := r.puts.Do(ctx, Put{article, rec})
	return err
}

// Forget removes the record of an article.
func (r *Records) Forget(ctx context.Context, article string) error {
	return r.store.Forget(ctx, article)
}

func (r *Records) getMany(ctx context.Context, articles []string) ([]*Record, error) {
	records, err := r.store.Get(ctx, articles)
	return records, r.note(err)
}

func (r *Records) putMany(ctx context.Context, puts []Put) ([]struct{}, error) {
	return make([]struct{}, len(puts)), r.note(r.store.Forward(ctx, puts))
}

// note has the store rest after an outage, and logs what waiting does not mend.
func (r *Records) note(err error) error {
	now := r.clock()
	switch {
	case errors.Is(err, ErrAway):
		r.reads.until(now.Add(restAfterFailure), ErrAway)
		r.writes.until(now.Add(restAfterFailure), ErrAway)
	case errors.Is(err, ErrFull):
		r.writes.until(now.Add(restAfterFailure), ErrFull)
	case err != nil:
		if last := r.logged.Load(); now.UnixNano()-last >= int64(logEvery) && r.logged.CompareAndSwap(last, now.UnixNano()) {
			r.log.Warn("records of published articles not used: duplicates cost work", zap.Error(err))
		}
	}
	return err
}

// rest is a time in which a store is left alone, and why.
type rest struct{ end atomic.Pointer[restEnd] }

type restEnd struct {
	at    time.Time
	cause error
}

func (r *rest) until(at time.Time, cause error) { r.end.Store(&restEnd{at, cause}) }

// left gives the cause while it lasts.
func (r *rest) left(now time.Time) error {
	if e := r.end.Load(); e != nil && now.Before(e.at) {
		return e.cause
	}
	return nil
}
