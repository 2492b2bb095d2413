package ingest_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
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
		receipt(t, d.js, contract.Receipt{Delivery: id, Provider: "acme", Position: i, Of: of, Outcome: contract.Published})
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
	receipt(t, d.js, contract.Receipt{Delivery: other, Provider: "nord", Position: 1, Of: 1, Outcome: contract.Published})
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
	receipt(t, d.js, contract.Receipt{Delivery: id, Provider: "acme", Outcome: contract.Dead, Reason: contract.ReasonUnknown, Error: "no format"})
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
