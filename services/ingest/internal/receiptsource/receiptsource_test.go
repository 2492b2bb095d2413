package receiptsource

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/pkg/webhook"
)

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

// A provider is told what became of its own deliveries, as far as it wants to know.
func TestAProviderIsToldWhatBecameOfItsDeliveries(t *testing.T) {
	t.Parallel()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	kv, err := js.KeyValue(t.Context(), contract.BucketWebhooks)
	require.NoError(t, err)
	store := webhook.Store{KV: kv}
	var mu sync.Mutex
	var got []string
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		data, _ := io.ReadAll(r.Body)
		var p payload
		var receipt contract.Receipt
		_ = json.Unmarshal(data, &p)
		_ = json.Unmarshal(p.Data, &receipt)
		mu.Lock()
		defer mu.Unlock()
		got = append(got, p.Type+" "+receipt.Provider+" "+receipt.Delivery+" "+r.Header.Get("webhook-id"))
	}))
	t.Cleanup(server.Close)
	list := provider.NewStore(
		provider.Provider{ID: "acme", ReceiptWebhook: &provider.ReceiptWebhook{URL: server.URL, Secrets: []service.Secret{service.NewSecret(secret)},
			Outcomes: []contract.Outcome{contract.Published, contract.Dead}}},
		provider.Provider{ID: "silent"})
	m, err := webhook.NewMetrics(prometheus.NewRegistry())
	require.NoError(t, err)
	cfg := webhook.Config{AllowPrivate: true, Timeout: time.Second, FirstRetry: time.Second, MaxRetry: time.Second, GiveUp: time.Hour}
	e := &webhook.Engine{Source: New(list, store, zap.NewNop()), Config: cfg, JS: js, Store: store, Client: webhook.NewClient(time.Second, true),
		Metrics: m, Log: zap.NewNop(), Clock: time.Now, Owner: "x", Lease: time.Second}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); e.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	require.Eventually(t, func() bool {
		_, rev, err := store.Progress(t.Context(), ID("acme"))
		return err == nil && rev > 0
	}, 30*time.Second, 20*time.Millisecond)
	for i, r := range []contract.Receipt{
		{Provider: "acme", Delivery: "x-1", Position: 1, Of: 1, Outcome: contract.Published},
		{Provider: "silent", Delivery: "x-2", Position: 1, Of: 1, Outcome: contract.Published},
		{Provider: "acme", Delivery: "x-3", Position: 1, Of: 1, Outcome: contract.Held},
		{Provider: "acme", Delivery: "x-3", Position: 1, Of: 1, Outcome: contract.Dead, Reason: contract.ReasonTooDeep},
	} {
		r.At = time.Now().Add(time.Duration(i))
		msg, err := r.Message()
		require.NoError(t, err)
		_, err = js.PublishMsg(t.Context(), msg)
		require.NoError(t, err)
	}
	want := []string{"receipt.published acme x-1 msg_receipt-x-1-1-published", "receipt.dead acme x-3 msg_receipt-x-3-1-dead"}
	require.Eventually(t, func() bool { mu.Lock(); defer mu.Unlock(); return len(got) >= 2 }, 30*time.Second, 20*time.Millisecond)
	mu.Lock()
	defer mu.Unlock()
	require.ElementsMatch(t, want, got)
	told, err := store.List(t.Context(), webhook.SourceReceipts)
	require.NoError(t, err)
	require.Len(t, told, 1)
	require.Equal(t, server.URL, told[0].URL)
	require.Empty(t, told[0].Secrets)
	require.NoError(t, store.Mirror(t.Context(), webhook.SourceReceipts, nil))
	told, err = store.List(t.Context(), webhook.SourceReceipts)
	require.NoError(t, err)
	require.Empty(t, told)
}
