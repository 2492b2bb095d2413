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
	"go.uber.org/zap/zaptest/observer"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/stage"
)

func (r *rig) dead(n uint64) map[string]string {
	r.t.Helper()
	r.await(contract.StreamDead, n)
	s, err := r.js.Stream(r.t.Context(), contract.StreamDead)
	require.NoError(r.t, err)
	out := map[string]string{}
	for seq := range n {
		m, err := s.GetMsg(r.t.Context(), seq+1)
		require.NoError(r.t, err)
		out[string(m.Data)] = m.Header.Get(contract.HeaderDeadReason)
	}
	return out
}

// What the broker refuses for good is a dead letter, and costs no other message: nor
// the other outputs of the same one.
func TestAPermanentRefusalIsADeadLetter(t *testing.T) {
	t.Parallel()
	r := newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{}, obey)
	encode := r.loop.Encode
	r.loop.Encode = func(in, out string) (*nats.Msg, error) {
		m, err := encode(in, out)
		switch {
		case strings.HasPrefix(out, "ttl") || out == "two-b":
			m.Header.Set("Nats-TTL", "5s") // the stream takes none: 10166
		case out == "headers":
			m.Header.Set("X", strings.Repeat("x", 70_000))
		}
		return m, err
	}
	r.push("ttl", "headers", "good", "two", "fine")
	r.start()
	r.settled(5)
	require.Equal(t, map[string]string{"ttl": "refused", "headers": "header-too-large", "two": "refused"}, r.dead(3))
	require.EqualValues(t, 3, r.count(contract.StreamNormalized), "good, two-a and fine")
}

// Headers that the broker would refuse on the dead letter too are left out of it.
func TestADeadLetterCanBeWritten(t *testing.T) {
	t.Parallel()
	r := newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{}, obey)
	_, err := r.js.PublishMsg(t.Context(), &nats.Msg{Subject: "raw.wire.acme", Data: []byte("reject"), Header: nats.Header{
		"X-Long": {strings.Repeat("x", 64_000)}, contract.HeaderDelivery: {"d-1"}}})
	require.NoError(t, err)
	r.start()
	r.settled(1)
	require.Equal(t, map[string]string{"reject": "malformed"}, r.dead(1))
	s, err := r.js.Stream(t.Context(), contract.StreamDead)
	require.NoError(t, err)
	m, err := s.GetMsg(t.Context(), 1)
	require.NoError(t, err)
	require.Equal(t, "X-Long", m.Header.Get(contract.HeaderDeadTrimmed))
	require.Equal(t, "d-1", m.Header.Get(contract.HeaderDelivery))
}

// Where not even a bare dead letter can be written, the message stays, and the lane
// goes on.
func TestWhatCanNotBeBuriedStays(t *testing.T) {
	t.Parallel()
	r := newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{}, obey)
	s, err := r.js.Stream(t.Context(), contract.StreamDead)
	require.NoError(t, err)
	c := s.CachedInfo().Config
	c.MaxMsgSize = 10
	_, err = r.js.UpdateStream(t.Context(), c)
	require.NoError(t, err)
	r.push("reject", "good")
	r.start()
	r.await(contract.StreamNormalized, 1)
	require.Zero(t, r.count(contract.StreamDead))
	require.EqualValues(t, 2, r.count(contract.StreamRaw))
}

// Messages that wait for one stream do not stop those that need another.
func TestAnOutageOfOneStreamStopsNoOther(t *testing.T) {
	t.Parallel()
	r := newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{}, obey)
	r.loop.Config.InFlight = 4
	encode := r.loop.Encode
	r.loop.Encode = func(in, out string) (*nats.Msg, error) {
		m, err := encode(in, out)
		if strings.HasPrefix(out, "held") {
			m.Subject = "enriched.wire.acme"
		}
		return m, err
	}
	require.NoError(t, r.js.DeleteStream(t.Context(), contract.StreamEnriched))
	for i := range 40 {
		r.push(fmt.Sprintf("held%d", i), fmt.Sprintf("good%d", i))
	}
	r.start()
	r.await(contract.StreamNormalized, 40)
	require.NoError(t, contract.Ensure(t.Context(), r.js, contract.StreamOptions{}))
	r.settled(80)
	require.EqualValues(t, 40, r.count(contract.StreamEnriched))
	require.Zero(t, r.count(contract.StreamDead))
}

// A verdict that waits names its resource, and is asked again by a probe.
func TestWhatWaitsForAServiceStopsNoOther(t *testing.T) {
	t.Parallel()
	var away atomic.Bool
	away.Store(true)
	r := newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{}, func(_ context.Context, in string) stage.Verdict[string] {
		if strings.HasPrefix(in, "held") && away.Load() {
			return stage.Wait[string](contract.ReasonRedis, bus.At("redis", errors.New("away")))
		}
		return stage.Forward(in)
	})
	r.loop.Config.InFlight = 4
	for i := range 30 {
		r.push(fmt.Sprintf("held%d", i))
	}
	r.push("good")
	r.start()
	r.await(contract.StreamNormalized, 1)
	away.Store(false)
	r.settled(31)
	require.Zero(t, r.count(contract.StreamDead))
}

// A handler that hangs is given up, context or not, and ends as a dead letter; its lane
// goes on, suspects and all.
func TestAHandlerThatHangsIsADeadLetter(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	t.Cleanup(func() { close(release) })
	r := newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{}, func(ctx context.Context, in string) stage.Verdict[string] {
		switch in {
		case "deaf":
			<-release
		case "late":
			<-ctx.Done()
			return stage.Wait[string](contract.ReasonBroker, ctx.Err())
		}
		return stage.Forward(in)
	})
	r.loop.Config.HandlerTimeout = 200 * time.Millisecond
	r.loop.Slots = 1
	r.push("deaf", "late", "good")
	r.start()
	r.settled(3)
	require.Equal(t, map[string]string{"deaf": "timeout", "late": "timeout"}, r.dead(2))
	require.EqualValues(t, 1, r.count(contract.StreamNormalized))
}

// A panic anywhere in a stage's functions is a dead letter.
func TestAPanicAnywhereIsADeadLetter(t *testing.T) {
	t.Parallel()
	r := newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{}, obey)
	decode, encode, ended := r.loop.Decode, r.loop.Encode, r.loop.Ended
	r.loop.Decode = func(m bus.Msg) (string, error) {
		if string(m.Data) == "decode" {
			panic("decode")
		}
		return decode(m)
	}
	r.loop.Encode = func(in, out string) (*nats.Msg, error) {
		if in == "encode" {
			panic("encode")
		}
		return encode(in, out)
	}
	r.loop.Ended = func(m bus.Msg, in *string, o contract.Outcome, reason contract.Reason, err error) []*nats.Msg {
		if string(m.Data) == "reject" {
			panic("ended")
		}
		return ended(m, in, o, reason, err)
	}
	r.push("decode", "encode", "panic", "reject", "good")
	r.start()
	r.settled(5)
	require.Equal(t, map[string]string{"decode": "panic", "encode": "panic", "panic": "panic", "reject": "malformed"}, r.dead(4))
	require.EqualValues(t, 3, r.count(contract.StreamReceipts))
}

// What is in hand is not delivered again, however long it takes.
func TestProgressKeepsAMessage(t *testing.T) {
	t.Parallel()
	r := newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{}, func(_ context.Context, in string) stage.Verdict[string] {
		<-time.After(3500 * time.Millisecond)
		return stage.Forward(in)
	})
	r.loop.Config.AckWait = time.Second
	r.push("slow")
	r.start()
	r.await(contract.StreamNormalized, 1)
	r.settled(1)
	c, err := r.js.Consumer(t.Context(), contract.StreamRaw, "normalize-wire")
	require.NoError(t, err)
	require.LessOrEqual(t, c.CachedInfo().Delivered.Consumer, uint64(2), "deliveries: four without progress, and one more may be a busy machine's")
}

// A lane that is slow keeps all that was delivered to it, begun or not: nothing of it is
// delivered again, and none becomes a suspect.
func TestWhatWaitsForItsTurnIsNotDeliveredAgain(t *testing.T) {
	t.Parallel()
	release, begun := make(chan struct{}), make(chan struct{}, 300)
	r := newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{}, func(_ context.Context, in string) stage.Verdict[string] {
		begun <- struct{}{}
		<-release
		return stage.Forward(in)
	})
	r.loop.Config = bus.Config{AckWait: 3 * time.Second, InFlight: 4, ReadAhead: 16} // a busy machine may report late, by two seconds
	for i := range 200 {
		r.push(fmt.Sprintf("n%d", i))
	}
	r.start()
	<-begun
	<-time.After(3 * r.loop.Config.AckWait / 2)
	close(release)
	r.settled(200)
	c, err := r.js.Consumer(t.Context(), contract.StreamRaw, "normalize-wire")
	require.NoError(t, err)
	require.EqualValues(t, 200, c.CachedInfo().Delivered.Consumer, "deliveries")
}

// One that was delivered again and again is worked on while no other is.
func TestASuspectIsHandledAlone(t *testing.T) {
	t.Parallel()
	var others, beside atomic.Int64
	r := newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{}, nil)
	r.loop.Handle = func(_ context.Context, in string) stage.Verdict[string] {
		if in == "suspect" {
			for range 20 {
				beside.Add(others.Load())
				<-time.After(5 * time.Millisecond)
			}
			return stage.Forward(in)
		}
		others.Add(1)
		defer others.Add(-1)
		<-time.After(20 * time.Millisecond)
		return stage.Forward(in)
	}
	r.loop.Config = bus.Config{AckWait: 100 * time.Millisecond, MaxDeliver: 10, InFlight: 8}
	r.push("suspect")
	src := bus.Sources(contract.Normalize, contract.StreamRaw, "raw")[1]
	cons, err := r.js.CreateConsumer(t.Context(), contract.StreamRaw, bus.ConsumerConfig(r.loop.Config, src))
	require.NoError(t, err)
	for range 2 {
		_, err := cons.Next(jetstream.FetchMaxWait(5 * time.Second))
		require.NoError(t, err)
	}
	for i := range 400 {
		r.push(fmt.Sprintf("n%d", i))
	}
	r.start()
	r.settled(401)
	require.Zero(t, beside.Load())
}

// A provider with much to do does not hold up another one's story.
func TestAFloodOfOneProviderDelaysNoOther(t *testing.T) {
	t.Parallel()
	var before atomic.Int64
	ready := make(chan int64, 1)
	r := newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{}, func(_ context.Context, in string) stage.Verdict[string] {
		if in == "other" {
			ready <- before.Load()
		}
		before.Add(1)
		<-time.After(10 * time.Millisecond)
		return stage.Drop[string](contract.ReasonStale)
	})
	r.loop.Config.InFlight = 8
	r.loop.Ended = nil
	for i := range 600 {
		r.push(fmt.Sprintf("n%d", i))
	}
	_, err := r.js.Publish(t.Context(), "raw.wire.other", []byte("other"))
	require.NoError(t, err)
	r.start()
	require.Less(t, <-ready, int64(500), "of 600 that came before")
	r.settled(601)
}

// waiting is what waits for the backlog of its provider, by provider.
func waiting(t *testing.T, registry *prometheus.Registry) map[string]float64 {
	t.Helper()
	families, err := registry.Gather()
	require.NoError(t, err)
	out := map[string]float64{}
	for _, f := range families {
		if f.GetName() != "wireroom_stage_backlog_waiting" {
			continue
		}
		for _, m := range f.GetMetric() {
			for _, l := range m.GetLabel() {
				if l.GetName() == "provider" {
					out[l.GetValue()] += m.GetGauge().GetValue()
				}
			}
		}
	}
	return out
}

// However much one provider pushes, no more than its share stands in the next stream;
// the rest waits where it is and is in nobody's way, though the next stage stands still.
func TestTheBacklogOfOneProviderIsBounded(t *testing.T) {
	t.Parallel()
	r := newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{}, obey)
	r.loop.Config.InFlight, r.loop.Config.Parked, r.loop.Config.Backlog = 8, 8, 20
	registry := prometheus.NewRegistry()
	metrics, err := bus.NewMetrics(registry, nil)
	require.NoError(t, err)
	core, lines := observer.New(zap.InfoLevel)
	r.loop.Metrics, r.loop.Log = metrics, zap.New(core)
	encode := r.loop.Encode
	r.loop.Encode = func(in, out string) (*nats.Msg, error) {
		m, err := encode(in, out)
		if strings.HasPrefix(in, "other") {
			m.Subject = "normalized.wire.other"
		}
		return m, err
	}
	for i := range 150 {
		r.push(fmt.Sprintf("two%d", i))
	}
	r.start()
	localtest.Eventually(t, 20*time.Second, func() error {
		if n := r.count(contract.StreamNormalized); n < 20 {
			return fmt.Errorf("NORMALIZED holds %d messages", n)
		}
		return nil
	})
	for i := range 10 {
		_, err := r.js.Publish(t.Context(), "raw.wire.other", fmt.Append(nil, "other", i))
		require.NoError(t, err)
	}
	stream, err := r.js.Stream(t.Context(), contract.StreamNormalized)
	require.NoError(t, err)
	localtest.Eventually(t, 20*time.Second, func() error {
		info, err := stream.Info(t.Context(), jetstream.WithSubjectFilter("normalized.>"))
		if err != nil {
			return err
		}
		if n := info.State.Subjects["normalized.wire.other"]; n != 10 {
			return fmt.Errorf("%d of the other provider's 10 stand there", n)
		}
		// what was on its way when the count was asked for comes on top, two of each
		require.LessOrEqual(t, info.State.Msgs, uint64(30+2*r.loop.Config.InFlight))
		return nil
	})
	localtest.Eventually(t, 20*time.Second, func() error {
		if waiting(t, registry)["acme"] < 1 {
			return fmt.Errorf("waiting by provider: %v", waiting(t, registry))
		}
		return nil
	})
	full := lines.FilterMessageSnippet("backlog is full").All()
	require.NotEmpty(t, full)
	require.Equal(t, "acme", full[0].ContextMap()["provider"])
	require.Less(t, len(full), 20, "one line in ten seconds, not one for each message")

	work, err := r.js.CreateConsumer(t.Context(), contract.StreamNormalized, jetstream.ConsumerConfig{AckPolicy: jetstream.AckExplicitPolicy})
	require.NoError(t, err)
	var got sync.Map
	cc, err := work.Consume(func(m jetstream.Msg) { got.Store(string(m.Data()), true); _ = m.Ack() }, jetstream.PullHeartbeat(500*time.Millisecond), jetstream.PullExpiry(5*time.Second))
	require.NoError(t, err)
	defer cc.Stop()
	r.settled(160)
	r.await(contract.StreamNormalized, 0)
	n := 0
	got.Range(func(any, any) bool { n++; return true })
	require.Equal(t, 310, n)
}

// While one resource alone is away, and all of bulk waits for it, flashes go on: those
// that do not need it are served, and none waits behind bulk.
func TestAFlashIsNeverBehindBulk(t *testing.T) {
	t.Parallel()
	for name, subject := range map[string]string{"HELD": "held.abc", "NEWS": "lastword.abc.new.1.en.none.acme", "redis": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{}, func(_ context.Context, in string) stage.Verdict[string] {
				if strings.HasPrefix(in, "bulk") && subject == "" {
					return stage.Wait[string](contract.ReasonRedis, bus.At("redis", errors.New("away")))
				}
				return stage.Forward(in)
			})
			r.loop.Config.DrainTimeout = time.Second
			r.loop.Config.InFlight, r.loop.Config.Parked, r.loop.Config.OutputsInFlight, r.loop.Slots = 2, 4, 4, 1
			encode := r.loop.Encode
			r.loop.Encode = func(in, out string) (*nats.Msg, error) {
				m, err := encode(in, out)
				if strings.HasPrefix(in, "bulk") {
					m.Subject = subject
				}
				return m, err
			}
			if subject != "" {
				require.NoError(t, r.js.DeleteStream(t.Context(), name))
			}
			for i := range 50 {
				_, err := r.js.Publish(t.Context(), "raw.bulk.acme", fmt.Append(nil, "bulk", i))
				require.NoError(t, err)
			}
			r.start()
			for i := range 20 {
				_, err := r.js.Publish(t.Context(), "raw.flash.acme", fmt.Append(nil, "flash", i))
				require.NoError(t, err)
			}
			r.await(contract.StreamNormalized, 20)
			require.Zero(t, r.count(contract.StreamDead))
		})
	}
}
