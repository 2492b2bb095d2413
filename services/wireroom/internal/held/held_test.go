package held_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/wireroom/internal/console/consoletest"
	"github.com/wireroom/wireroom/services/wireroom/internal/held"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// hold stores a held article as publish does; a due time of zero withholds it.
func hold(t *testing.T, js jetstream.JetStream, name string, due time.Time) string {
	t.Helper()
	uri := "urn:test:" + name
	env := contract.Envelope{Provider: "acme", Delivery: "x-1", Position: 1, Of: 1, Lane: contract.Wire, URI: uri, Article: contract.ArticleID("acme", uri),
		Hash: "h", Embargo: due, Version: dedup.Version{Status: dedup.Usable, Seq: 1, Pos: 1}}
	h := env.Header("held", contract.MsgID(&env, "held"), time.Now())
	if !due.IsZero() {
		h[contract.HeaderSchedule] = []string{"@at " + due.UTC().Format(time.RFC3339Nano)}
		h[contract.HeaderScheduleTarget] = []string{contract.ReleaseSubject(env.Article)}
	}
	_, err := js.PublishMsg(t.Context(), &nats.Msg{Subject: contract.HeldSubject(env.Article), Header: h, Data: []byte(`{"secret":1}`)})
	require.NoError(t, err)
	return env.Article
}

// promote makes HELD what it is after a mirror of it took its place.
func promote(t *testing.T, js jetstream.JetStream, before func(jetstream.JetStream)) {
	t.Helper()
	own, err := js.Stream(t.Context(), contract.StreamHeld)
	require.NoError(t, err)
	cfg := own.CachedInfo().Config
	require.NoError(t, js.DeleteStream(t.Context(), contract.StreamHeld))
	origin := cfg
	origin.Name = "ORIGIN"
	_, err = js.CreateStream(t.Context(), origin)
	require.NoError(t, err)
	before(js)
	info, err := js.Stream(t.Context(), "ORIGIN")
	require.NoError(t, err)
	mirror, err := js.CreateStream(t.Context(), jetstream.StreamConfig{Name: contract.StreamHeld, Storage: cfg.Storage, Mirror: &jetstream.StreamSource{Name: "ORIGIN"}})
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		i, err := mirror.Info(t.Context())
		return err == nil && i.State.Msgs == info.CachedInfo().State.Msgs
	}, 20*time.Second, 20*time.Millisecond)
	require.NoError(t, js.DeleteStream(t.Context(), "ORIGIN"))
	_, err = js.UpdateStream(t.Context(), cfg)
	require.NoError(t, err)
}

func TestWhatAPromotedMirrorHoldsIsReleasedOnceItIsScheduledAgain(t *testing.T) {
	t.Parallel()
	url := localtest.NATS(t).URL()
	js, err := jetstream.New(localtest.Conn(t, url))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{Memory: true}))
	to := &target.Target{Server: url, Data: t.TempDir()}
	var soon, later, withheld string
	promote(t, js, func(js jetstream.JetStream) {
		later = hold(t, js, "later", time.Now().Add(time.Hour))
		soon = hold(t, js, "soon", time.Now().Add(3*time.Second))
		withheld = hold(t, js, "withheld", time.Time{})
	})

	con := consoletest.New("")
	require.NoError(t, (&held.List{JSON: true}).Run(t.Context(), to, con.Console))
	lines := strings.Split(strings.TrimSpace(con.Stdout()), "\n")
	require.Len(t, lines, 3)
	for i, article := range []string{soon, later, withheld} {
		var e struct{ Article, Due string }
		require.NoError(t, json.Unmarshal([]byte(lines[i]), &e))
		require.Equal(t, article, e.Article)
		require.Equal(t, article == withheld, e.Due == "")
	}
	require.NotContains(t, con.Stdout(), "secret")

	con = consoletest.New("")
	require.NoError(t, (&held.Reschedule{DryRun: true}).Run(t.Context(), to, con.Console))
	require.Equal(t, "2 articles would be scheduled again\n", con.Stdout())
	con = consoletest.New("")
	require.NoError(t, (&held.Reschedule{}).Run(t.Context(), to, con.Console))
	require.Equal(t, "2 articles scheduled again\n", con.Stdout())
	require.NoError(t, (&held.Reschedule{}).Run(t.Context(), to, con.Console), "twice does no harm")

	stream, err := js.Stream(t.Context(), contract.StreamHeld)
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		m, err := stream.GetLastMsgForSubject(t.Context(), contract.ReleaseSubject(soon))
		return err == nil && string(m.Data) == `{"secret":1}`
	}, 20*time.Second, 50*time.Millisecond)
	_, err = stream.GetLastMsgForSubject(t.Context(), contract.ReleaseSubject(later))
	require.ErrorIs(t, err, jetstream.ErrMsgNotFound)
}
