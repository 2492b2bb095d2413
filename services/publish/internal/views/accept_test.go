package views

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/service"
)

func TestWhenAViewMayHaveBeen(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 10, 8, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		age  time.Duration
		want int64
		ok   bool
	}{
		{0, 0, true},
		{90 * time.Second, 90, true},
		{7 * 24 * time.Hour, 7 * 24 * 3600, true},
		{7*24*time.Hour + time.Second, 0, false},
		{-5 * time.Minute, 0, true}, // a clock that is fast
		{-5*time.Minute - time.Second, 0, false},
	} {
		got, err := view{At: now.Add(-c.age).Format(time.RFC3339)}.ago(now)
		require.Equal(t, c.ok, err == nil, "%s: %v", c.age, err)
		require.Equal(t, c.want, got, "%s", c.age)
	}
}

// ask posts views and gives the answer's problem too, if it is one.
func (c *counter) ask(key, body string) (*httptest.ResponseRecorder, service.Problem) {
	c.t.Helper()
	req := httptest.NewRequest(http.MethodPost, "/v1/views", strings.NewReader(body))
	req.Header.Set("Idempotency-Key", key)
	rec := httptest.NewRecorder()
	c.mux.ServeHTTP(rec, req)
	var p service.Problem
	if rec.Code >= 400 {
		require.NoError(c.t, json.Unmarshal(rec.Body.Bytes(), &p))
	}
	return rec, p
}

func one(i int) string { return fmt.Sprintf(`{"article":%q}`, article(i)) }

func TestProblemsOfViewsBearTheirKind(t *testing.T) {
	t.Parallel()
	c := start(t, localtest.NATS(t).URL(), nil, quick)
	for _, test := range []struct{ body, kind string }{
		{"[]", kindInvalid}, {strings.Repeat(" ", maxBody+1), kindTooLarge}, {one(1000), kindNoArticle},
	} {
		_, p := c.ask("", test.body)
		require.Equal(t, "urn:wireroom:problem:"+test.kind, p.Type)
	}
	rec, _ := c.ask(strings.Repeat("k", maxKey), one(1))
	require.Equal(t, http.StatusAccepted, rec.Code, "a key of the longest length")
	require.Equal(t, http.StatusAccepted, c.post("", views(maxBatch, 10, 0)))
}

// A client sends again what the stream could not take, and not what it refuses for good.
func TestARefusalIsToldFromAnOutage(t *testing.T) {
	t.Parallel()
	url := localtest.NATS(t).URL()
	c := start(t, url, nil, quick)
	js, err := jetstream.New(localtest.Conn(t, url))
	require.NoError(t, err)
	stream, err := js.Stream(t.Context(), contract.StreamViews)
	require.NoError(t, err)
	cfg := stream.CachedInfo().Config
	cfg.MaxMsgSize = 8
	_, err = js.UpdateStream(t.Context(), cfg)
	require.NoError(t, err)
	for _, key := range []string{"", "k"} {
		rec, p := c.ask(key, one(1))
		require.Equal(t, http.StatusUnprocessableEntity, rec.Code, key)
		require.Equal(t, "urn:wireroom:problem:"+kindRefused, p.Type)
		require.Empty(t, rec.Header().Get("Retry-After"))
	}
	require.NoError(t, js.DeleteStream(t.Context(), contract.StreamViews))
	for _, key := range []string{"", "k"} {
		rec, p := c.ask(key, one(1))
		require.Equal(t, http.StatusServiceUnavailable, rec.Code, key)
		require.Equal(t, "urn:wireroom:problem:"+kindUnavailable, p.Type)
		require.Equal(t, "1", rec.Header().Get("Retry-After"))
	}
}

func TestMetricsTellWhatBecameOfViews(t *testing.T) {
	t.Parallel()
	c := start(t, localtest.NATS(t).URL(), nil, Config{Lease: time.Second, Snapshot: time.Minute})
	named := fmt.Sprintf(`{"article":%q,"viewer":"x"}`, article(1))
	rec, _ := c.ask("", "["+strings.Join([]string{one(1), named, named, one(1000), one(1000), one(1001), `{"article":"` + article(2) + `","agent":"Googlebot/2.1"}`}, ",")+"]")
	require.Equal(t, http.StatusAccepted, rec.Code)
	c.await(article(1), 2)
	m := c.metrics
	require.EventuallyWithT(t, func(c *assert.CollectT) {
		got := map[string]float64{"accepted": testutil.ToFloat64(m.accepted), "refused": testutil.ToFloat64(m.refused), "robots": testutil.ToFloat64(m.robots),
			"doubled": testutil.ToFloat64(m.doubled), "applied": testutil.ToFloat64(m.applied)}
		assert.Equal(c, map[string]float64{"accepted": 3, "refused": 3, "robots": 1, "doubled": 1, "applied": 2}, got)
	}, 10*time.Second, 10*time.Millisecond)
}
