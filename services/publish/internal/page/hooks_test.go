package page

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/webhook"
)

func TestWebhooksThatMissSomethingComeFirstAndSayWhy(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	sub := func(id, source, address string) webhook.Subscription {
		return webhook.Subscription{ID: id, Source: source, Owner: "desk", URL: address, Secrets: []webhook.Key{{Secret: "whsec_x"}}}
	}
	rows := hookRows([]webhook.Subscription{
		sub("well", webhook.SourceNews, "https://a.example/hook?token=secret"), sub("new", webhook.SourceReceipts, "https://b.example/"),
		sub("failing", webhook.SourceWebSub, "https://c.example/"), sub("paused", webhook.SourceNews, "https://d.example:8443/x"),
	}, map[string]webhook.Progress{
		"well":    {Took: at},
		"failing": {Failing: []webhook.Failure{{Since: at.Add(time.Minute), Error: "later"}, {Since: at, Error: "500 of the receiver"}}},
		"paused":  {Stopped: webhook.Paused, Reason: "not taken for two days", Since: at, Failing: []webhook.Failure{{Since: at.Add(-time.Hour), Error: "old"}}},
	})
	require.Equal(t, []hookRow{
		{ID: "paused", What: "articles", Owner: "desk", To: "https://d.example:8443", State: webhook.Paused, Why: "not taken for two days", Since: at, Waiting: 1},
		{ID: "failing", What: "feed by WebSub", Owner: "desk", To: "https://c.example", State: webhook.Failing, Why: "500 of the receiver", Since: at, Waiting: 2},
		{ID: "new", What: "receipts", Owner: "desk", To: "https://b.example", State: webhook.Active},
		{ID: "well", What: "articles", Owner: "desk", To: "https://a.example", State: webhook.Active, Took: at},
	}, rows, "what of an address may be a secret is left out")
}
