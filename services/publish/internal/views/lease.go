package views

import (
	"context"
	"strconv"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/service"
)

// leaser keeps one process at a time on a shard. A lease only saves work: two
// readers at once can't count twice, for the position in Redis decides.
type leaser struct {
	kv    jetstream.KeyValue // its keys expire after the lease
	owner string
	every time.Duration
	log   *zap.Logger
}

// hold waits for the lease of a shard and calls work with a context that ends
// when the lease is lost. It returns when ctx ends.
func (l leaser) hold(ctx context.Context, shard int, work func(context.Context)) {
	key := strconv.Itoa(shard)
	for ctx.Err() == nil {
		rev, err := l.kv.Create(ctx, key, []byte(l.owner))
		if err != nil {
			_ = service.Pause(ctx, l.every/2) // another has it, or the broker is away
			continue
		}
		l.while(ctx, key, rev, work)
	}
}

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
		case <-time.After(l.every / 3):
		}
		next, err := l.kv.Update(held, key, []byte(l.owner), rev)
		switch {
		case err == nil:
			rev, renewed = next, time.Now()
		case time.Since(renewed) > l.every:
			l.log.Warn("lease lost", zap.String("shard", key), zap.Error(err))
			lose()
			<-done
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
