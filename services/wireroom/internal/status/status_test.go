package status_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	inspect "github.com/wireroom/wireroom/pkg/inspect/status"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/wireroom/internal/console/consoletest"
	"github.com/wireroom/wireroom/services/wireroom/internal/status"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

func TestStatusOfEachLane(t *testing.T) {
	t.Parallel()
	url := localtest.NATS(t).URL()
	js, err := jetstream.New(localtest.Conn(t, url))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{Memory: true, MaxBytes: map[string]int64{"RAW": 1_000_000}}))
	for _, c := range []struct{ stream, name, filter string }{
		{"RAW", "normalize-wire", "raw.wire.>"}, {"RAW", "normalize-bulk", "raw.bulk.>"}, {"NEWS", "desk", "news.>"}} {
		_, err := js.CreateConsumer(t.Context(), c.stream, jetstream.ConsumerConfig{Durable: c.name, FilterSubject: c.filter, AckPolicy: jetstream.AckExplicitPolicy})
		require.NoError(t, err)
	}
	for _, subject := range []string{"raw.bulk.acme", "raw.wire.acme", "raw.wire.acme", "dead.normalize.acme"} {
		_, err := js.Publish(t.Context(), subject, []byte("x"))
		require.NoError(t, err)
	}
	admin := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte(`{"status":"unready","checks":{"nats":"ok","redis":"not there"},"failing":["redis"]}`))
	}))
	t.Cleanup(admin.Close)
	to := &target.Target{Server: url, Data: t.TempDir()}

	con := consoletest.New("")
	require.NoError(t, (&status.Cmd{Interval: time.Millisecond, JSON: true, Admin: []string{admin.URL}}).Run(t.Context(), to, con.Console))
	var got inspect.Status
	require.NoError(t, json.Unmarshal([]byte(con.Stdout()), &got))
	stages := map[string]inspect.Stage{}
	for _, s := range got.Stages {
		stages[s.Consumer] = s
	}
	require.Len(t, stages, 10)
	require.EqualValues(t, 2, stages["normalize-wire"].Lag)
	require.NotNil(t, stages["normalize-wire"].Oldest)
	require.WithinDuration(t, time.Now(), *stages["normalize-wire"].Oldest, time.Minute)
	require.EqualValues(t, 1, stages["normalize-bulk"].Lag)
	require.True(t, stages["normalize-flash"].Missing)
	require.EqualValues(t, 1, got.Dead)
	require.Equal(t, "desk", got.Readers[0].Consumer)
	require.Equal(t, "unready", got.Ready[0].Status)
	require.Equal(t, map[string]string{"redis": "not there"}, got.Ready[0].Checks, "what is well is not told")
	require.EqualValues(t, 1_000_000, got.Streams[0].MaxBytes)

	con = consoletest.New("")
	require.NoError(t, (&status.Cmd{Interval: time.Millisecond, Admin: []string{"127.0.0.1:1"}}).Run(t.Context(), to, con.Console))
	for _, want := range []string{"unreachable", "1 dead letter: 1 without a reason (wireroom dead list)", "no worker", "has never run here", "of 1.0 MB", "reader desk", "does not ask"} {
		require.Contains(t, con.Stdout(), want)
	}
}

func TestStatusOfAFreshServer(t *testing.T) {
	t.Parallel()
	to := &target.Target{Server: localtest.NATS(t).URL(), Data: t.TempDir()}
	con := consoletest.New("")
	require.NoError(t, (&status.Cmd{Interval: time.Millisecond}).Run(t.Context(), to, con.Console))
	require.Equal(t, 10, strings.Count(con.Stdout(), "not made yet"))
}

func TestStatusOfAWireThatGoesOnWithoutRedis(t *testing.T) {
	t.Parallel()
	admin := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"status":"ready","checks":{"nats":"ok","publish redis":"redis-unavailable (full): OOM"},"degraded":["publish redis"]}`))
	}))
	t.Cleanup(admin.Close)
	to := &target.Target{Server: localtest.NATS(t).URL(), Data: t.TempDir()}
	con := consoletest.New("")
	require.NoError(t, (&status.Cmd{Interval: time.Millisecond, Admin: []string{admin.URL}}).Run(t.Context(), to, con.Console))
	require.Contains(t, con.Stdout(), "ready, degraded")
	require.Contains(t, con.Stdout(), "away for 1 of 1")
	require.Contains(t, con.Stdout(), "publish redis: redis-unavailable (full): OOM")
}
