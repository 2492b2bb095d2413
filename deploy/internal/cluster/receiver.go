package cluster

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/wireroom/wireroom/pkg/webhook"
)

// receiver takes a consumer's webhooks on the machine that the test runs on, and checks
// their signatures.
type receiver struct {
	server *http.Server
	url    string
	mu     sync.Mutex
	secret string
	ids    map[string]bool // that were taken: a message may come twice
	events seen
}

// receive listens on the address at which this machine reaches the cluster's node, so
// that pods reach it there too.
func receive(ctx context.Context, node string) (*receiver, error) {
	probe, err := (&net.Dialer{}).DialContext(ctx, "udp", node)
	if err != nil {
		return nil, fmt.Errorf("find this machine's address: %w", err)
	}
	host, _, err := net.SplitHostPort(probe.LocalAddr().String())
	_ = probe.Close()
	if err != nil {
		return nil, err
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		return nil, fmt.Errorf("listen for webhooks: %w", err)
	}
	r := &receiver{url: "http://" + l.Addr().String() + "/news", ids: map[string]bool{}, events: seen{}}
	r.server = &http.Server{Handler: r, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = r.server.Serve(l) }()
	return r, nil
}

func (r *receiver) close() { _ = r.server.Close() }

// ServeHTTP takes one message.
func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(io.LimitReader(req.Body, 16<<20))
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.secret == "" {
		http.Error(w, "the secret is not known yet", http.StatusServiceUnavailable)
		return
	}
	if err == nil {
		err = r.take(req.Header, body)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
}

func (r *receiver) take(h http.Header, body []byte) error {
	id := h.Get("webhook-id")
	at, err := strconv.ParseInt(h.Get("webhook-timestamp"), 10, 64)
	if err != nil {
		return fmt.Errorf("webhook %s has no time: %w", id, err)
	}
	want, err := webhook.Sign([]string{r.secret}, id, time.Unix(at, 0), body)
	if err != nil || want != h.Get("webhook-signature") {
		return fmt.Errorf("webhook %s is not signed by us (%w)", id, err)
	}
	var m struct{ Data struct{ URI string } }
	if err := json.Unmarshal(body, &m); err != nil {
		return fmt.Errorf("webhook %s: %w", id, err)
	}
	if !r.ids[id] {
		r.ids[id] = true
		r.events.add(m.Data.URI)
	}
	return nil
}

func (r *receiver) missing(uris map[string]bool) (absent, doubled []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.events.missing(uris)
}

// subscribe makes the webhook, as its consumer.
func (r *receiver) subscribe(ctx context.Context, publish, key string) error {
	body, err := json.Marshal(map[string]string{"url": r.url, "description": "cluster test"})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, publish+"/v1/webhooks", bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+key)
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	if err != nil {
		return err
	}
	var made struct{ Secret string }
	if err := json.Unmarshal(answer, &made); err != nil || res.StatusCode/100 != 2 || !strings.HasPrefix(made.Secret, "whsec_") {
		return fmt.Errorf("POST /v1/webhooks is answered with %s: %s", res.Status, answer)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.secret = made.Secret
	return nil
}
