package bus

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

// told gives each figure of the streams as "name label value ...".
func told(t *testing.T, registry *prometheus.Registry) map[string]float64 {
	t.Helper()
	families, err := registry.Gather()
	require.NoError(t, err)
	out := map[string]float64{}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			name := f.GetName()[len("wireroom_"):]
			for _, l := range m.GetLabel() {
				name += " " + l.GetValue() // by the label's name
			}
			out[name] = m.GetGauge().GetValue() + m.GetCounter().GetValue()
		}
	}
	return out
}

func TestStreamsAndDeadLettersAreTold(t *testing.T) {
	t.Parallel()
	server := localtest.NATSServer(t)
	js, err := jetstream.New(localtest.Conn(t, server.URL()))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{MaxBytes: map[string]int64{contract.StreamRaw: 1 << 20}}))
	for _, subject := range []string{"raw.wire.acme", "dead.normalize.acme", "dead.normalize.acme", "dead.publish.acme", "dead.unheard.afp"} {
		_, err := js.Publish(t.Context(), subject, []byte("x"))
		require.NoError(t, err)
	}
	registry := prometheus.NewRegistry()
	m, err := NewStreamMetrics(registry, nil)
	require.NoError(t, err)
	require.NoError(t, js.DeleteStream(t.Context(), contract.StreamViews), "one that is missing hides no other")
	require.NoError(t, m.look(t.Context(), js))
	got := told(t, registry)
	for name, want := range map[string]float64{
		"stream_messages RAW": 1, "stream_messages DEAD": 4, "stream_written_total RAW": 1, "stream_limit_bytes RAW": 1 << 20,
		"stream_replicas RAW": 1, "stream_replicas_current RAW": 1,
		"dead_letters_waiting acme normalize": 2, "dead_letters_waiting acme publish": 1, "dead_letters_waiting afp other": 1,
	} {
		require.Equal(t, want, got[name], "%s of %v", name, got)
	}
	require.NotContains(t, got, "stream_limit_bytes NORMALIZED", "it has no limit")

	dead, err := js.Stream(t.Context(), contract.StreamDead)
	require.NoError(t, err)
	require.NoError(t, dead.Purge(t.Context(), jetstream.WithPurgeSubject("dead.normalize.acme")))
	require.NoError(t, m.look(t.Context(), js))
	got = told(t, registry)
	require.NotContains(t, got, "dead_letters_waiting acme normalize", "nothing waits any more")
	require.Equal(t, 1.0, got["dead_letters_waiting acme publish"])

	server.Stop()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); m.Watch(ctx, js, zap.NewNop()) }()
	is := func(answers float64) {
		localtest.Eventually(t, time.Minute, func() error {
			got := told(t, registry)
			if _, known := got["stream_messages RAW"]; got["jetstream_ok"] != answers || known != (answers == 1) {
				return fmt.Errorf("%v", got)
			}
			return nil
		})
	}
	is(0)
	server.Start()
	is(1)
	cancel()
	<-ended
}

func TestReplicasInStep(t *testing.T) {
	t.Parallel()
	peer := func(current, offline bool) *jetstream.PeerInfo {
		return &jetstream.PeerInfo{Current: current, Offline: offline}
	}
	for want, c := range map[int]*jetstream.ClusterInfo{
		1: nil,
		3: {Leader: "a", Replicas: []*jetstream.PeerInfo{peer(true, false), peer(true, false)}},
		2: {Leader: "a", Replicas: []*jetstream.PeerInfo{peer(false, false), peer(true, false), peer(true, true)}},
		0: {Replicas: []*jetstream.PeerInfo{peer(false, false), peer(true, true)}},
	} {
		require.Equal(t, want, inStep(c), "%+v", c)
	}
}
