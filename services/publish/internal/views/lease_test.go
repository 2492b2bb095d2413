package views

import (
	"context"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/local/localtest"
)

const testLease = 500 * time.Millisecond

// holder is a process that wants a lease. Its works are the contexts of its work.
type holder struct {
	works chan context.Context
	stop  func()
}

func hold(t *testing.T, kv jetstream.KeyValue, owner string) holder {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	h, done := holder{works: make(chan context.Context, 10)}, make(chan struct{})
	l := leaser{kv: kv, owner: owner, every: testLease, log: zap.NewNop()}
	go func() {
		defer close(done)
		l.hold(ctx, 3, func(ctx context.Context) { h.works <- ctx; <-ctx.Done() })
	}()
	h.stop = func() { cancel(); <-done }
	t.Cleanup(h.stop)
	return h
}

func (h holder) next(t *testing.T) context.Context {
	t.Helper()
	select {
	case ctx := <-h.works:
		return ctx
	case <-time.After(20 * time.Second):
		require.FailNow(t, "it never got the lease")
		return nil
	}
}

func leaseBucket(t *testing.T) jetstream.KeyValue {
	t.Helper()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	kv, err := js.CreateKeyValue(t.Context(), jetstream.KeyValueConfig{Bucket: "leases", TTL: testLease})
	require.NoError(t, err)
	return kv
}

// A lease is kept for as long as its holder lives, then another one has it.
func TestALeaseIsOfOneAtATime(t *testing.T) {
	t.Parallel()
	kv := leaseBucket(t)
	first := hold(t, kv, "first")
	work := first.next(t)
	second := hold(t, kv, "second")
	select {
	case <-work.Done():
		require.Fail(t, "it lost a lease that it renews")
	case <-second.works:
		require.Fail(t, "two have it")
	case <-time.After(4 * testLease):
	}
	first.stop()
	second.next(t)
}

// Who cannot renew a lease stops work, since another one may have it, and waits for it again.
func TestALostLeaseEndsTheWork(t *testing.T) {
	t.Parallel()
	kv := leaseBucket(t)
	h := hold(t, kv, "first")
	work := h.next(t)
	_, err := kv.Put(t.Context(), "3", []byte("second"))
	require.NoError(t, err)
	select {
	case <-work.Done():
	case <-time.After(20 * time.Second):
		require.Fail(t, "it works on without the lease")
	}
	require.NoError(t, h.next(t).Err(), "it has it again, once the other's has run out")
}
