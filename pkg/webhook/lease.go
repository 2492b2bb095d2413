package webhook

import (
	"context"
	"errors"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/service"
)

// leaseTime is how long a process holds a shard after its last sign of life.
const leaseTime = 6 * time.Second

// leaser keeps one process at a time on a shard. No clock is compared with another
// machine's: a lease is over when its key was not written for its time.
type leaser struct {
	kv    jetstream.KeyValue
	owner string
	every time.Duration
	log   *zap.Logger
}

// hold waits for the lease of a key and calls work with a context that ends when the
// lease is lost. It returns when ctx ends.
func (l leaser) hold(ctx context.Context, key string, work func(context.Context)) {
	for ctx.Err() == nil {
		if rev, ok := l.acquire(ctx, key); ok {
			l.while(ctx, key, rev, work)
		}
	}
}

// acquire waits until the key is free, or was not written for the time of a lease.
func (l leaser) acquire(ctx context.Context, key string) (uint64, bool) {
	seen, since := uint64(0), time.Now()
	for ctx.Err() == nil {
		entry, err := l.kv.Get(ctx, key)
		switch {
		case errors.Is(err, jetstream.ErrKeyNotFound):
			if rev, err := l.kv.Create(ctx, key, []byte(l.owner)); err == nil {
				return rev, true
			}
		case err != nil:
			seen = 0
		case entry.Revision() != seen:
			seen, since = entry.Revision(), time.Now()
		case time.Since(since) > l.every:
			if rev, err := l.kv.Update(ctx, key, []byte(l.owner), seen); err == nil {
				return rev, true
			}
		}
		_ = service.Pause(ctx, l.every/5)
	}
	return 0, false
}

// while works and renews. It stops work well before another one may begin.
func (l leaser) while(ctx context.Context, key string, rev uint64, work func(context.Context)) {
	held, lose := context.WithCancel(ctx)
	defer lose()
	done := make(chan struct{})
	go func() { defer close(done); work(held) }()
	renewed := time.Now()
	for {
		select {
		case <-done:
			l.release(ctx, key, rev)
			return
		case <-time.After(l.every / 5):
		}
		asked := time.Now()
		limit, cancel := context.WithTimeout(ctx, l.every/5)
		next, err := l.kv.Update(limit, key, []byte(l.owner), rev)
		cancel()
		switch {
		case err == nil:
			rev, renewed = next, asked
		case errors.Is(err, jetstream.ErrKeyExists) || errors.Is(err, jetstream.ErrKeyRevisionMismatch) || time.Since(renewed) > l.every/2:
			if ctx.Err() == nil {
				l.log.Warn("lease of webhooks lost", zap.String("lease", key), zap.Error(err))
			}
			lose()
			<-done
			l.release(ctx, key, rev)
			return
		}
	}
}

// release gives the lease up at once, also when ctx has ended.
func (l leaser) release(ctx context.Context, key string, rev uint64) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	_ = l.kv.Delete(ctx, key, jetstream.LastRevision(rev))
}
