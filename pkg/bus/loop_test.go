package bus_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/stage"
)

// rig is a loop of the normalize stage over a real JetStream: RAW in,
// NORMALIZED out, the text of a message is what it asks for.
type rig struct {
	t      *testing.T
	js     jetstream.JetStream
	loop   *bus.Loop[string, string]
	cancel context.CancelFunc
	done   chan error
}

func newRig(t *testing.T, js jetstream.JetStream, o contract.StreamOptions, handle stage.Handler[string, string]) *rig {
	t.Helper()
	require.NoError(t, contract.Ensure(t.Context(), js, o))
	metrics, err := bus.NewMetrics(prometheus.NewRegistry(), nil)
	require.NoError(t, err)
	return &rig{t: t, js: js, loop: &bus.Loop[string, string]{
		Config: bus.Config{AckWait: time.Second, MaxDeliver: 4, MaxAttempts: 3},
		JS:     js, Log: zap.NewNop(), Metrics: metrics, Clock: time.Now, Random: func() float64 { return 0.1 },
		Decode: func(m bus.Msg) (string, error) {
			if string(m.Data) == "undecodable" {
				return "", errors.New("no envelope")
			}
			return string(m.Data), nil
		},
		Handle: handle,
		Encode: func(in, out string) (*nats.Msg, error) {
			return &nats.Msg{Subject: "normalized.wire.acme", Data: []byte(out), Header: nats.Header{"Nats-Msg-Id": {out}}}, nil
		},
		Ended: func(m bus.Msg, in *string, o contract.Outcome, r contract.Reason, err error) []*nats.Msg {
			return []*nats.Msg{{Subject: "receipt.acme.d1", Data: []byte(string(o) + " " + string(r))}}
		},
	}}
}

func (r *rig) start() {
	ctx, cancel := context.WithCancel(context.Background())
	r.cancel, r.done = cancel, make(chan error, 1)
	go func() { r.done <- r.loop.Run(ctx, bus.Sources(contract.Normalize, contract.StreamRaw, "raw")...) }()
	r.t.Cleanup(r.stop)
}

func (r *rig) stop() {
	if r.cancel != nil {
		r.cancel()
		require.NoError(r.t, <-r.done)
		r.cancel = nil
	}
}

func (r *rig) push(texts ...string) {
	r.t.Helper()
	for _, s := range texts {
		_, err := r.js.Publish(r.t.Context(), "raw.wire.acme", []byte(s))
		require.NoError(r.t, err)
	}
}

func (r *rig) count(stream string) uint64 {
	s, err := r.js.Stream(r.t.Context(), stream)
	if err != nil {
		return 0
	}
	return s.CachedInfo().State.Msgs
}

func (r *rig) await(stream string, n uint64) {
	r.t.Helper()
	localtest.Eventually(r.t, 20*time.Second, func() error {
		if got := r.count(stream); got != n {
			return fmt.Errorf("%s holds %d messages, not %d", stream, got, n)
		}
		return nil
	})
}

func (r *rig) settled(n uint64) {
	r.t.Helper()
	localtest.Eventually(r.t, 20*time.Second, func() error {
		c, err := r.js.Consumer(r.t.Context(), contract.StreamRaw, "normalize-wire")
		if err != nil {
			return err
		}
		if i := c.CachedInfo(); i.AckFloor.Stream != n || i.NumAckPending != 0 || i.NumPending != 0 {
			return fmt.Errorf("acknowledged up to %d, pending %d and %d", i.AckFloor.Stream, i.NumAckPending, i.NumPending)
		}
		return nil
	})
}

func jsOf(t *testing.T, url string) jetstream.JetStream {
	t.Helper()
	js, err := jetstream.New(localtest.Conn(t, url))
	require.NoError(t, err)
	return js
}

func obey(_ context.Context, in string) stage.Verdict[string] {
	switch {
	case in == "drop":
		return stage.Drop[string](contract.ReasonStale)
	case in == "reject":
		return stage.Reject[string](contract.ReasonMalformed, errors.New("line 3: no end"))
	case in == "retry":
		return stage.Retry[string](contract.ReasonMalformed, errors.New("again"))
	case in == "panic":
		panic("on purpose")
	case strings.HasPrefix(in, "two"):
		return stage.Forward(in+"-a", in+"-b")
	default:
		return stage.Forward(in)
	}
}

func TestEachVerdictEndsItsMessageAndNoOther(t *testing.T) {
	t.Parallel()
	r := newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{}, obey)
	r.push("one", "drop", "reject", "retry", "panic", "undecodable", "two")
	r.start()
	r.settled(7)
	require.EqualValues(t, 3, r.count(contract.StreamNormalized))
	require.EqualValues(t, 4, r.count(contract.StreamDead))
	require.EqualValues(t, 5, r.count(contract.StreamReceipts))

	reasons := map[string]string{}
	dead, err := r.js.Stream(t.Context(), contract.StreamDead)
	require.NoError(t, err)
	for seq := range uint64(4) {
		m, err := dead.GetMsg(t.Context(), seq+1)
		require.NoError(t, err)
		reasons[string(m.Data)] = m.Header.Get(contract.HeaderDeadReason)
		require.Equal(t, "raw.wire.acme", m.Header.Get(contract.HeaderDeadSubject))
		require.NotEmpty(t, m.Header.Get(contract.HeaderDeadError))
	}
	require.Equal(t, map[string]string{"reject": "malformed", "retry": "exhausted", "panic": "panic", "undecodable": "bad-envelope"}, reasons)
}

// A stage removes its input when it is told: by then nothing of it may be missing.
func TestAMessageIsSettledOnceAllThatFollowsIsStored(t *testing.T) {
	t.Parallel()
	r := newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{}, obey)
	const pushed = 4
	told := make(chan error, pushed)
	r.loop.Settled = func(ctx context.Context, m bus.Msg) {
		stream := map[string]string{"forward": contract.StreamNormalized, "drop": contract.StreamReceipts, "reject": contract.StreamDead, "two": contract.StreamNormalized}[string(m.Data)]
		c, err := r.js.Consumer(ctx, contract.StreamRaw, "normalize-wire")
		if err == nil && (c.CachedInfo().NumAckPending != 0 || r.count(stream) == 0) {
			err = fmt.Errorf("%s: %d not acknowledged, %d on %s", m.Data, c.CachedInfo().NumAckPending, r.count(stream), stream)
		}
		told <- err
	}
	r.start()
	for _, text := range []string{"forward", "drop", "reject", "two"} {
		r.push(text) // one by one, so that none of the others is pending
		require.NoError(t, <-told)
	}
}

func TestAnOutageOfTheBrokerCostsNothing(t *testing.T) {
	t.Parallel()
	h := localtest.NATSServer(t)
	var handled atomic.Int64
	release := make(chan struct{})
	r := newRig(t, jsOf(t, h.URL()), contract.StreamOptions{}, func(ctx context.Context, in string) stage.Verdict[string] {
		if handled.Add(1) <= 50 {
			<-release // these are in flight while the broker is away
		}
		return stage.Forward(in)
	})
	for i := range 200 {
		r.push(fmt.Sprintf("n%d", i))
	}
	r.start()
	localtest.Eventually(t, 10*time.Second, func() error {
		if handled.Load() < 50 {
			return errors.New("not in flight yet")
		}
		return nil
	})
	h.Stop()
	close(release)
	h.Start()
	r.settled(200)
	require.EqualValues(t, 200, r.count(contract.StreamNormalized))
	require.Zero(t, r.count(contract.StreamDead))
}

func TestAFullStreamIsWaitedOut(t *testing.T) {
	t.Parallel()
	r := newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{MaxBytes: map[string]int64{contract.StreamNormalized: 4096}}, obey)
	body := strings.Repeat("x", 1000)
	for i := range 20 {
		r.push(fmt.Sprintf("%d%s", i, body))
	}
	r.start()
	// a reader empties what is full, again and again
	work, err := r.js.CreateConsumer(t.Context(), contract.StreamNormalized, jetstream.ConsumerConfig{AckPolicy: jetstream.AckExplicitPolicy})
	require.NoError(t, err)
	var got sync.Map
	cc, err := work.Consume(func(m jetstream.Msg) { got.Store(string(m.Data()[:2]), true); _ = m.Ack() }, jetstream.PullHeartbeat(500*time.Millisecond), jetstream.PullExpiry(5*time.Second))
	require.NoError(t, err)
	defer cc.Stop()
	r.settled(20)
	r.await(contract.StreamNormalized, 0)
	require.Zero(t, r.count(contract.StreamDead))
	n := 0
	got.Range(func(any, any) bool { n++; return true })
	require.Equal(t, 20, n)
}

func TestWhatKillsItsWorkerIsMovedToDead(t *testing.T) {
	t.Parallel()
	r := newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{}, obey)
	r.loop.Config.AckWait = 100 * time.Millisecond
	r.push("killer")
	src := bus.Sources(contract.Normalize, contract.StreamRaw, "raw")[1]
	cons, err := r.js.CreateConsumer(t.Context(), contract.StreamRaw, bus.ConsumerConfig(r.loop.Config, src))
	require.NoError(t, err)
	for range r.loop.Config.MaxDeliver { // workers that die with it in hand
		_, err := cons.Next(jetstream.FetchMaxWait(5 * time.Second))
		require.NoError(t, err)
	}
	r.push("after")
	r.start()
	r.await(contract.StreamDead, 1)
	r.await(contract.StreamNormalized, 1)
	dead, err := r.js.Stream(t.Context(), contract.StreamDead)
	require.NoError(t, err)
	m, err := dead.GetMsg(t.Context(), 1)
	require.NoError(t, err)
	require.Equal(t, "killer", string(m.Data))
	require.Equal(t, string(contract.ReasonPoison), m.Header.Get(contract.HeaderDeadReason))
}

func TestADrainLetsWorkInFlightEnd(t *testing.T) {
	t.Parallel()
	started, finish := make(chan struct{}), make(chan struct{})
	r := newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{}, func(_ context.Context, in string) stage.Verdict[string] {
		close(started)
		<-finish
		return stage.Forward(in)
	})
	r.push("slow")
	r.start()
	<-started
	r.cancel()
	close(finish)
	require.NoError(t, <-r.done)
	r.cancel = nil
	require.EqualValues(t, 1, r.count(contract.StreamNormalized))
	r.settled(1)
}

func TestAServiceThatIsAwayIsWaitedFor(t *testing.T) {
	t.Parallel()
	var calls atomic.Int64
	r := newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{}, func(_ context.Context, in string) stage.Verdict[string] {
		if calls.Add(1) < 10 {
			return stage.Wait[string](contract.ReasonRedis, errors.New("away"))
		}
		return stage.Forward(in)
	})
	r.push("patient")
	r.start()
	r.settled(1)
	require.EqualValues(t, 1, r.count(contract.StreamNormalized))
	require.Zero(t, r.count(contract.StreamDead))
}

// A consumer that can't be as it is asked for ends the loop: waiting does not help.
func TestAConsumerThatIsRefusedEndsTheLoop(t *testing.T) {
	t.Parallel()
	r := newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{}, obey)
	raw, err := r.js.Stream(t.Context(), contract.StreamRaw)
	require.NoError(t, err)
	c := raw.CachedInfo().Config
	c.ConsumerLimits.MaxAckPending = 1
	_, err = r.js.UpdateStream(t.Context(), c)
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	require.ErrorContains(t, r.loop.Run(ctx, bus.Sources(contract.Normalize, contract.StreamRaw, "raw")...), "set up consumer normalize-")
}

// One that can't be made yet is waited for.
func TestAStreamThatIsMissingIsWaitedFor(t *testing.T) {
	t.Parallel()
	r := newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{}, obey)
	require.NoError(t, r.js.DeleteStream(t.Context(), contract.StreamRaw))
	r.start()
	select {
	case err := <-r.done:
		require.NoError(t, err)
		require.Fail(t, "the loop ended")
	case <-time.After(time.Second):
	}
	require.NoError(t, contract.Ensure(t.Context(), r.js, contract.StreamOptions{}))
	r.push("good")
	r.await(contract.StreamNormalized, 1)
}
