package bus_test

import (
	"context"
	"errors"
	"fmt"
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

// A message that fails by itself gets all its tries, and no more.
func TestAMessageThatFailsIsTriedAgain(t *testing.T) {
	t.Parallel()
	var late atomic.Int64
	r := newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{}, func(_ context.Context, in string) stage.Verdict[string] {
		if in == "late" && late.Add(1) == 3 {
			return stage.Forward(in)
		}
		return stage.Retry[string](contract.ReasonMalformed, errors.New("not yet"))
	})
	r.loop.Config = bus.Config{MaxAttempts: 3}
	r.push("late", "never")
	r.start()
	r.settled(2)
	require.EqualValues(t, 1, r.count(contract.StreamNormalized), "the last try counts")
	require.Equal(t, map[string]string{"never": "exhausted"}, r.dead(1))
	m, err := r.stream(contract.StreamDead).GetMsg(t.Context(), 1)
	require.NoError(t, err)
	require.Equal(t, "malformed, 3 times: not yet", m.Header.Get(contract.HeaderDeadError))
}

func (r *rig) stream(name string) jetstream.Stream {
	r.t.Helper()
	s, err := r.js.Stream(r.t.Context(), name)
	require.NoError(r.t, err)
	return s
}

// counted gives the values of a family of metrics by the values of a label.
func counted(t *testing.T, registry *prometheus.Registry, family, label string) map[string]float64 {
	t.Helper()
	families, err := registry.Gather()
	require.NoError(t, err)
	out := map[string]float64{}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			for _, l := range m.GetLabel() {
				if f.GetName() == family && l.GetName() == label {
					out[l.GetValue()] += m.GetCounter().GetValue() + m.GetGauge().GetValue()
				}
			}
		}
	}
	return out
}

func TestWhatBecomesOfMessagesIsCounted(t *testing.T) {
	t.Parallel()
	r := newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{}, obey)
	registry := prometheus.NewRegistry()
	var err error
	r.loop.Metrics, err = bus.NewMetrics(registry, nil)
	require.NoError(t, err)
	r.loop.Config = bus.Config{MaxAttempts: 3, AckWait: 2 * time.Minute} // nothing is delivered again by itself
	r.push("again", "one", "drop", "reject", "retry")
	src := bus.Sources(contract.Normalize, contract.StreamRaw, "raw")[1]
	cons, err := r.js.CreateConsumer(t.Context(), contract.StreamRaw, bus.ConsumerConfig(r.loop.Config, src))
	require.NoError(t, err)
	first, err := cons.Next(jetstream.FetchMaxWait(30 * time.Second))
	require.NoError(t, err)
	require.NoError(t, first.Nak())
	r.start()
	r.settled(5)
	localtest.Eventually(t, 30*time.Second, func() error {
		if got := counted(t, registry, "wireroom_stage_messages_total", "outcome"); got["forwarded"] != 2 || got["dropped"] != 1 || got["dead"] != 2 {
			return fmt.Errorf("%v", got)
		}
		return nil
	})
	require.Equal(t, map[string]float64{"": 2, "stale": 1, "malformed": 1, "exhausted": 1}, counted(t, registry, "wireroom_stage_messages_total", "reason"))
	require.Equal(t, map[string]float64{"malformed": 2}, counted(t, registry, "wireroom_stage_retries_total", "reason"))
	require.Equal(t, map[string]float64{"malformed": 1, "exhausted": 1}, counted(t, registry, "wireroom_dead_letters_total", "reason"))
	require.Equal(t, 1.0, counted(t, registry, "wireroom_stage_redeliveries_total", "lane")["wire"])
	for _, family := range []string{"wireroom_stage_lag", "wireroom_stage_in_work", "wireroom_stage_oldest_seconds"} {
		localtest.Eventually(t, time.Minute, func() error {
			if got := counted(t, registry, family, "lane"); len(got) != 3 {
				return fmt.Errorf("%s: %v", family, got)
			}
			return nil
		})
	}
}

// What kills the workers of a stage with a work queue goes to DEAD with a receipt, and
// leaves the queue; the server's advisory is settled.
func TestPoisonLeavesItsWorkQueue(t *testing.T) {
	t.Parallel()
	r := newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{}, obey)
	r.loop.Config.AckWait = 100 * time.Millisecond
	sources := bus.Sources(contract.Enrich, contract.StreamNormalized, "normalized")
	r.loop.Encode = func(_, out string) (*nats.Msg, error) {
		return &nats.Msg{Subject: "enriched.wire.acme", Data: []byte(out), Header: nats.Header{"Nats-Msg-Id": {out}}}, nil
	}
	receipt := make(chan string, 10)
	r.loop.Ended = func(_ bus.Msg, in *string, o contract.Outcome, reason contract.Reason, _ error) []*nats.Msg {
		receipt <- fmt.Sprint(*in, " ", o, " ", reason)
		return nil
	}
	_, err := r.js.Publish(t.Context(), "normalized.wire.acme", []byte("killer"))
	require.NoError(t, err)
	cons, err := r.js.CreateConsumer(t.Context(), contract.StreamNormalized, bus.ConsumerConfig(r.loop.Config, sources[1]))
	require.NoError(t, err)
	for range r.loop.Config.MaxDeliver {
		_, err := cons.Next(jetstream.FetchMaxWait(30 * time.Second))
		require.NoError(t, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- r.loop.Run(ctx, sources...) }()
	require.Equal(t, map[string]string{"killer": "poison"}, r.dead(1))
	require.Equal(t, "killer dead poison", <-receipt)
	r.await(contract.StreamNormalized, 0)
	localtest.Eventually(t, 30*time.Second, func() error {
		heard, err := r.js.Consumer(ctx, contract.StreamAdvisories, sources[1].Durable())
		if err == nil && (heard.CachedInfo().NumAckPending != 0 || heard.CachedInfo().AckFloor.Stream == 0) {
			err = errors.New("the advisory is not acknowledged")
		}
		return err
	})
	cancel()
	require.NoError(t, <-done)
}

// Sequences of a stream that was found damaged, or made anew, say nothing of the one before.
func TestTheLifeOfAStreamIsFollowed(t *testing.T) {
	t.Parallel()
	js := jsOf(t, localtest.NATS(t).URL())
	cfg := jetstream.StreamConfig{Name: "S", Subjects: []string{"s"}}
	_, err := bus.NewIncarnation(t.Context(), js, "S")
	require.ErrorIs(t, err, jetstream.ErrStreamNotFound)
	_, err = js.CreateStream(t.Context(), cfg)
	require.NoError(t, err)
	life, err := bus.NewIncarnation(t.Context(), js, "S")
	require.NoError(t, err)
	first := life.Get()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); life.Watch(ctx, 5*time.Millisecond, zap.NewNop()) }()
	cfg.Metadata = map[string]string{contract.MetadataLife: fmt.Sprint(time.Now().Add(time.Hour).Unix())}
	_, err = js.UpdateStream(t.Context(), cfg)
	require.NoError(t, err)
	require.Eventually(t, func() bool { return life.Get() != first }, time.Minute, 5*time.Millisecond)
	cancel()
	<-ended
}

func TestWhoseAMessageIs(t *testing.T) {
	t.Parallel()
	header := nats.Header{contract.HeaderProvider: {"afp"}, contract.HeaderDelivery: {"d7"}, contract.HeaderIncarnation: {"life"}}
	for name, c := range map[string]struct {
		m                  bus.Msg
		provider, delivery string
	}{
		"a work subject":                {bus.Msg{Stream: contract.StreamEnriched, Subject: "enriched.wire.acme", Header: header}, "acme", "d7"},
		"what HELD releases":            {bus.Msg{Stream: contract.StreamHeld, Subject: "release.0123456789abcdef", Header: header}, "afp", "d7"},
		"HELD with a header of no use":  {bus.Msg{Stream: contract.StreamHeld, Subject: "release.x", Header: nats.Header{contract.HeaderProvider: {"A B"}}}, "x", ""},
		"an original":                   {bus.Msg{Stream: contract.StreamRaw, Subject: "raw.wire.acme", Sequence: 5, Header: nats.Header{contract.HeaderIncarnation: {"life"}}}, "acme", contract.DeliveryID("life", 5)},
		"an original that is run again": {bus.Msg{Stream: contract.StreamRaw, Subject: "raw.wire.acme", Sequence: 5, Header: header}, "acme", "d7"},
		"none elsewhere":                {bus.Msg{Stream: contract.StreamEnriched, Subject: "enriched.wire.acme"}, "acme", ""},
	} {
		require.Equal(t, c.provider, c.m.Provider(), name)
		require.Equal(t, c.delivery, c.m.Delivery(), name)
	}
}

// What a service needs at its start is tried until it is there, or the service ends.
func TestASetupIsTriedUntilItSucceeds(t *testing.T) {
	t.Parallel()
	tries := 0
	require.NoError(t, bus.Persist(t.Context(), zap.NewNop(), "trying", func() error {
		if tries++; tries < 4 {
			return errors.New("not there yet")
		}
		return nil
	}))
	require.Equal(t, 4, tries)
	ctx, cancel := context.WithCancel(t.Context())
	require.ErrorIs(t, bus.Persist(ctx, zap.NewNop(), "trying", func() error { cancel(); return errors.New("never") }), context.Canceled)
}

func TestTheFirstMessageSinceATime(t *testing.T) {
	t.Parallel()
	js := jsOf(t, localtest.NATS(t).URL())
	s, err := js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "S", Subjects: []string{"s"}})
	require.NoError(t, err)
	var stored []time.Time
	for seq := range uint64(3) {
		_, err := js.Publish(t.Context(), "s", nil)
		require.NoError(t, err)
		m, err := s.GetMsg(t.Context(), seq+1)
		require.NoError(t, err)
		stored = append(stored, m.Time)
	}
	for want, at := range map[uint64]time.Time{1: {}, 2: stored[1], 3: stored[1].Add(1), 4: stored[2].Add(time.Hour)} {
		got, err := bus.FirstSince(t.Context(), s, at)
		require.NoError(t, err)
		require.Equal(t, want, got, at)
	}
	require.NoError(t, js.DeleteStream(t.Context(), "S"))
	_, err = bus.FirstSince(t.Context(), s, stored[0])
	require.Error(t, err)
}

func TestTheVerdictOnAnErrorOfTheBroker(t *testing.T) {
	t.Parallel()
	require.Equal(t, stage.KindReject, bus.VerdictOf[string](nats.ErrMaxPayload).Kind)
	require.Equal(t, contract.ReasonRefused, bus.VerdictOf[string](nats.ErrMaxPayload).Reason)
	require.Equal(t, stage.KindWait, bus.VerdictOf[string](nats.ErrNoResponders).Kind)
	require.Equal(t, contract.ReasonBroker, bus.VerdictOf[string](nats.ErrNoResponders).Reason)
}

// What waited for a service comes back into the lane's places: no more are handled at
// once than there are.
func TestWhatWaitedKeepsToTheLanesPlaces(t *testing.T) {
	t.Parallel()
	var atOnce, most, waited atomic.Int64
	var known sync.Map
	r := newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{}, func(_ context.Context, in string) stage.Verdict[string] {
		if _, again := known.LoadOrStore(in, true); !again {
			waited.Add(1)
		}
		if waited.Load() < 20 {
			return stage.Wait[string](contract.ReasonRedis, errors.New("away"))
		}
		if n := atOnce.Add(1); n > most.Load() {
			most.Store(n)
		}
		<-time.After(20 * time.Millisecond) // for the others to come, if they may
		atOnce.Add(-1)
		return stage.Forward(in)
	})
	r.loop.Config = bus.Config{InFlight: 4, Parked: 100}
	for i := range 20 {
		r.push(fmt.Sprint("n", i))
	}
	r.start()
	r.settled(20)
	require.LessOrEqual(t, most.Load(), int64(5), "four, and one that is kept for other providers")
}
