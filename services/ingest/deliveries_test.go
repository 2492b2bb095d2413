package ingest_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/ingest/internal/auth"
	"github.com/wireroom/wireroom/services/ingest/internal/status"
)

func metrics(d *door) string {
	w := httptest.NewRecorder()
	d.rt.Admin.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	return w.Body.String()
}

func (d *door) status(id string, headers ...string) (status.Delivery, reply) {
	d.t.Helper()
	r := d.ask("GET", "/v1/deliveries/"+id, nil, append([]string{"Authorization", "Bearer key-of-acme"}, headers...)...)
	var s status.Delivery
	if r.code == http.StatusOK {
		require.NoError(d.t, json.Unmarshal(r.body, &s))
	}
	return s, r
}

func TestWhatBecameOfADelivery(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	id := d.push("acme", "two articles").delivery(t)
	s, _ := d.status(id)
	require.Equal(t, status.Pending, s.State)
	require.Equal(t, "acme", s.Provider)
	require.NotNil(t, s.Received)
	require.NotNil(t, s.Articles)
	require.Empty(t, s.Articles)

	now := time.Now().UTC()
	one := contract.Receipt{Delivery: id, Provider: "acme", Position: 1, Of: 2, Outcome: contract.Published, Stage: contract.Publish,
		URI: "urn:one", Signal: contract.New, Subject: "news.x", Notes: []string{"a note"}, At: now, Received: &now}
	receipt(t, d.js, one)
	s, _ = d.status(id)
	require.Equal(t, status.Pending, s.State)
	require.Equal(t, []contract.Receipt{one}, s.Articles)

	time.AfterFunc(50*time.Millisecond, func() {
		receipt(t, d.js, contract.Receipt{Delivery: id, Provider: "acme", Position: 2, Of: 2, Outcome: contract.Dropped, Reason: contract.ReasonStale, Stage: contract.Normalize, At: now})
	})
	s, _ = d.status(id + "?wait=20s")
	require.Equal(t, status.Done, s.State, "a status request can wait for the last receipt")
	require.Len(t, s.Articles, 2)
	require.Equal(t, contract.ReasonStale, s.Articles[1].Reason)
}

func TestADeliveryOfHundreds(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	id := d.push("acme", "a feed").delivery(t)
	const of = 600
	for i := of; i >= 1; i-- {
		receipt(t, d.js, contract.Receipt{Delivery: id, Provider: "acme", Position: i, Of: of, Outcome: contract.Published, Stage: contract.Publish})
	}
	s, _ := d.status(id)
	require.Equal(t, status.Done, s.State)
	require.Len(t, s.Articles, of)
	for i, a := range s.Articles {
		require.Equal(t, i+1, a.Position)
	}
}

func TestDeliveriesAreTheirProvidersAlone(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	mine, other := d.push("acme", "x").delivery(t), d.push("nord", "x").delivery(t)
	receipt(t, d.js, contract.Receipt{Delivery: other, Provider: "nord", Position: 1, Of: 1, Outcome: contract.Published, Stage: contract.Publish})
	life, seq, err := contract.ParseDeliveryID(mine)
	require.NoError(t, err)
	for name, id := range map[string]string{
		"another's": other, "no id": "nonsense", "a wildcard": "*", "all": ">", "not yet": contract.DeliveryID(life, seq+100),
		"of another life": contract.DeliveryID("0", seq),
	} {
		_, r := d.status(id)
		require.Equal(t, 404, r.code, name)
		require.Equal(t, "urn:wireroom:problem:not-found", r.problem.Type)
	}
	require.Equal(t, 401, d.ask("GET", "/v1/deliveries/"+mine, nil).code)
	_, r := d.status(mine + "?wait=soon")
	require.Equal(t, "urn:wireroom:problem:bad-header", r.problem.Type)
}

func TestReceiptsAreReadWithoutTheOriginal(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	id := d.push("acme", "x").delivery(t)
	receipt(t, d.js, contract.Receipt{Delivery: id, Provider: "acme", Outcome: contract.Dead, Reason: contract.ReasonUnknown, Error: "no format", Stage: contract.Normalize})
	raw, err := d.js.Stream(t.Context(), contract.StreamRaw)
	require.NoError(t, err)
	require.NoError(t, raw.Purge(t.Context()))
	s, _ := d.status(id)
	require.Equal(t, status.Done, s.State)
	require.Equal(t, "no format", s.Articles[0].Error)
}

func TestASignedStatusRequest(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	id := d.push("acme", "x").delivery(t)
	path := "/v1/deliveries/" + id + "?wait=1ms"
	ask := func(provider, signature string) int {
		return d.ask("GET", path, nil, "Wireroom-Provider", provider, "Wireroom-Signature", signature).code
	}
	require.Equal(t, 200, ask("acme", auth.Sign(secret, time.Now(), []byte(path))))
	require.Equal(t, 401, ask("nord", auth.Sign(secret, time.Now(), []byte(path))))
	require.Equal(t, 401, ask("acme", auth.Sign(secret, time.Now(), nil)))
}

func TestALargeDeliveryIsToldInPages(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	id := d.push("acme", "a feed").delivery(t)
	const of = 1200
	for position := 1; position <= of; position++ {
		outcome := contract.Published
		if position%3 == 0 {
			outcome = contract.Dead
		}
		r := contract.Receipt{Delivery: id, Provider: "acme", Position: position, Of: of, Outcome: outcome, Stage: contract.Publish}
		msg, err := r.Message()
		require.NoError(t, err)
		_, err = d.js.PublishMsgAsync(msg)
		require.NoError(t, err)
	}
	<-d.js.PublishAsyncComplete()
	var positions []int
	pages := 0
	for next := id; next != ""; pages++ {
		s, r := d.status(strings.TrimPrefix(next, "/v1/deliveries/"))
		require.Equal(t, 200, r.code, string(r.body))
		require.Equal(t, status.Done, s.State)
		require.Equal(t, of, s.Of)
		require.Equal(t, map[contract.Outcome]int{contract.Published: 800, contract.Dead: 400}, s.Totals)
		require.LessOrEqual(t, len(s.Articles), status.DefaultLimit)
		for _, a := range s.Articles {
			positions = append(positions, a.Position)
		}
		next = s.Next
	}
	require.Equal(t, 2, pages)
	require.Len(t, positions, of)
	require.True(t, slices.IsSorted(positions))
	s, _ := d.status(id + "?limit=7&cursor=1190")
	require.Len(t, s.Articles, 7)
	require.Equal(t, 1191, s.Articles[0].Position)
	for _, bad := range []string{"limit=0", "limit=1001", "limit=x", "cursor=-1", "cursor=99999999999"} {
		_, r := d.status(id + "?" + bad)
		require.Equal(t, 422, r.code, bad)
		require.Equal(t, "urn:wireroom:problem:bad-header", r.problem.Type)
	}
}

func TestWhatTheStreamRefusesForGoodIsNotAskedForAgain(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	stream, err := d.js.Stream(t.Context(), contract.StreamRaw)
	require.NoError(t, err)
	cfg := stream.CachedInfo().Config
	cfg.MaxMsgSize = 2000
	_, err = d.js.UpdateStream(t.Context(), cfg)
	require.NoError(t, err)
	r := d.push("acme", strings.Repeat("x", 5000))
	require.Equal(t, 422, r.code, string(r.body))
	require.Equal(t, "urn:wireroom:problem:refused", r.problem.Type)
	require.Empty(t, r.header.Get("Retry-After"))
	d.push("acme", "a small one").delivery(t)
}

func TestHeadersThatAreTooLongAreRefused(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	long := strings.Repeat("n", 256)
	for name, headers := range map[string][]string{
		"type": {"Content-Type", "text/" + long}, "file name": {"Content-Disposition", `attachment; filename="` + long + `"`},
	} {
		r := d.push("acme", "x", headers...)
		require.Equal(t, 431, r.code, name)
		require.Equal(t, "urn:wireroom:problem:header-too-large", r.problem.Type)
	}
	r := d.push("acme", "x", "X-Flood", strings.Repeat("x", 100<<10))
	require.Equal(t, 431, r.code)
	d.push("acme", "x", "Content-Disposition", `attachment; filename="`+long[1:]+`"`).delivery(t)
}
