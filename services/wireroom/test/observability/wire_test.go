// Package observability checks that operators see what the wire does: its metrics are those
// of the reference, and a trace leads from the request to the message on NEWS.
package observability

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/trace"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/wireroom/internal/up"
)

const (
	acme = "acme"
	key  = "wr_test_key_of_acme"
)

// wire is all four services in this process, over a real broker and Redis.
type wire struct {
	*up.Wire
	t        *testing.T
	rt       *service.Runtime
	registry *prometheus.Registry
	js       jetstream.JetStream
}

// start starts it. tracer may be nil.
func start(t *testing.T, tracer trace.TracerProvider) *wire {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "providers.yaml")
	require.NoError(t, provider.Add(file, provider.Entry{ID: acme, Keys: []string{provider.HashKey(key)}}))
	ctx, cancel := context.WithCancel(context.Background())
	w := &wire{t: t, registry: prometheus.NewRegistry()}
	w.rt = service.New("wireroom", service.Options{Metrics: w.registry, Lost: &service.LostLines{}})
	if tracer != nil {
		w.rt.Tracer = tracer
	}
	const free = "127.0.0.1:0"
	var err error
	w.Wire, err = up.Start(ctx, w.rt, up.Options{Data: dir, NATS: free, Ingest: free, Publish: free, Providers: file, SyncEvery: 2 * time.Minute, RedisURL: localtest.RedisServer(t).URL()})
	t.Cleanup(func() {
		cancel()
		if w.Wire != nil {
			require.NoError(t, w.Wait())
		}
		require.NoError(t, w.rt.Close())
	})
	require.NoError(t, err)
	nc, err := w.Connect()
	require.NoError(t, err)
	t.Cleanup(nc.Close)
	w.js, err = jetstream.New(nc)
	require.NoError(t, err)
	return w
}

// article is a small ninjs document.
func article(uri string, more map[string]any) map[string]any {
	all := map[string]any{
		"uri": uri, "type": "text", "pubStatus": "usable", "language": "en", "urgency": 4,
		"headlines": []map[string]string{{"value": "Harbour board meets"}},
		"bodies":    []map[string]string{{"contentType": "text/plain", "value": "The harbour board of " + uri + " met on Tuesday and agreed on nothing."}},
	}
	for name, value := range more {
		all[name] = value
	}
	return all
}

type delivery struct {
	State    string             `json:"state"`
	Articles []contract.Receipt `json:"articles"`
}

// push pushes a document and waits until it is known what became of it, or that it is
// held.
func (w *wire) push(document any, header map[string]string) delivery {
	w.t.Helper()
	body, err := json.Marshal(document)
	require.NoError(w.t, err)
	var accepted struct{ Delivery string }
	w.call(http.MethodPost, w.Ingest+"/v1/wire/"+acme, body, header, http.StatusAccepted, &accepted)
	var d delivery
	localtest.Eventually(w.t, 20*time.Second, func() error {
		w.call(http.MethodGet, w.Ingest+"/v1/deliveries/"+accepted.Delivery, nil, nil, http.StatusOK, &d)
		for _, a := range d.Articles {
			if a.Outcome == contract.Held {
				return nil
			}
		}
		if d.State != "done" {
			return fmt.Errorf("delivery %s is %s", accepted.Delivery, d.State)
		}
		return nil
	})
	return d
}

func (w *wire) call(method, url string, body []byte, header map[string]string, want int, into any) {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), method, url, bytes.NewReader(body))
	require.NoError(w.t, err)
	req.Header.Set("Authorization", "Bearer "+key)
	req.Header.Set("Content-Type", "application/json")
	for name, value := range header {
		req.Header.Set(name, value)
	}
	resp, err := http.DefaultClient.Do(req)
	require.NoError(w.t, err)
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	require.NoError(w.t, err)
	require.Equal(w.t, want, resp.StatusCode, "%s", data)
	if into != nil {
		require.NoError(w.t, json.Unmarshal(data, into))
	}
}
