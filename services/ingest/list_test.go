package ingest_test

import (
	"encoding/json"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/ingest/internal/status"
)

// listed follows next, and gives the deliveries of all pages.
func (d *door) listed(provider string, values url.Values) (out []status.Listed) {
	d.t.Helper()
	for next := "/v1/deliveries?" + values.Encode(); next != ""; {
		r := d.ask("GET", next, nil, "Authorization", "Bearer key-of-"+provider)
		require.Equal(d.t, 200, r.code, string(r.body))
		var page status.Deliveries
		require.NoError(d.t, json.Unmarshal(r.body, &page))
		out, next = append(out, page.Deliveries...), page.Next
	}
	return out
}

func ids(list []status.Listed) (out []string) {
	for _, l := range list {
		out = append(out, l.Delivery.Delivery)
	}
	return out
}

func TestDeliveriesAreListedOnceEachAsTheyStandNow(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	write := func(provider, delivery string, position int, outcome contract.Outcome, retry int) {
		receipt(t, d.js, contract.Receipt{Delivery: delivery, Provider: provider, Position: position, Of: 2, Outcome: outcome, Retry: retry, Stage: contract.Normalize, Error: "why"})
	}
	require.Empty(t, d.listed("acme", nil))
	write("acme", "x-1", 1, contract.Published, 0)
	write("acme", "x-2", 1, contract.Dead, 0)
	write("nord", "x-3", 1, contract.Dead, 0)
	write("acme", "x-4", 1, contract.Dead, 0)
	write("acme", "x-1", 2, contract.Dead, 0) // its second receipt, behind others
	write("acme", "x-4", 1, contract.Published, 1)
	write("acme", "x-2", 2, contract.Dead, 0)
	for _, limit := range []string{"1", "2", "100"} {
		require.Equal(t, []string{"x-1", "x-2", "x-4"}, ids(d.listed("acme", url.Values{"limit": {limit}})), "limit "+limit)
		require.Equal(t, []string{"x-2", "x-1"}, ids(d.listed("acme", url.Values{"limit": {limit}, "outcome": {"dead"}})), "x-4 was read by a retry")
	}
	require.Equal(t, []string{"x-3"}, ids(d.listed("nord", nil)), "only one's own")
	dead := d.listed("acme", url.Values{"outcome": {"dead"}})
	require.Equal(t, map[contract.Outcome]int{contract.Published: 1, contract.Dead: 1}, dead[1].Totals)
	require.Len(t, dead[1].Articles, 1, "only the receipts asked for")
	require.Equal(t, "why", dead[1].Articles[0].Error)
	require.Equal(t, "/v1/deliveries/x-1", dead[1].Status)
	require.Empty(t, d.listed("acme", url.Values{"since": {time.Now().Add(time.Hour).Format(time.RFC3339)}}))
	require.Len(t, d.listed("acme", url.Values{"since": {time.Now().Add(-time.Hour).Format(time.RFC3339)}}), 3)
}

func TestAListThatCantBe(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	require.Equal(t, 401, d.ask("GET", "/v1/deliveries", nil).code)
	for _, bad := range []string{"since=yesterday", "outcome=lost", "limit=0", "limit=101", "cursor=1", "cursor=0-5", "cursor=5-1", "cursor=1-2x", "cursor=-1-2"} {
		r := d.ask("GET", "/v1/deliveries?"+bad, nil, "Authorization", "Bearer key-of-acme")
		require.Equal(t, "urn:wireroom:problem:bad-header", r.problem.Type, bad)
	}
}

// TestALargeDeliveryIsOneOfAList: its receipts are read once, however many there are.
func TestALargeDeliveryIsOneOfAList(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	const of = 700
	for position := 1; position <= of; position++ {
		r := contract.Receipt{Delivery: "x-1", Provider: "acme", Position: position, Of: of, Outcome: contract.Dead, Stage: contract.Normalize}
		msg, err := r.Message()
		require.NoError(t, err)
		_, err = d.js.PublishMsgAsync(msg)
		require.NoError(t, err)
	}
	<-d.js.PublishAsyncComplete()
	receipt(t, d.js, contract.Receipt{Delivery: "x-2", Provider: "acme", Position: 1, Of: 1, Outcome: contract.Dead, Stage: contract.Normalize})
	list := d.listed("acme", url.Values{"outcome": {"dead"}, "limit": {"1"}})
	require.Equal(t, []string{"x-1", "x-2"}, ids(list))
	require.Equal(t, of, list[0].Totals[contract.Dead])
	require.Len(t, list[0].Articles, 20)
}
