package cluster

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// agency pushes as a provider does: whatever is not acknowledged, again, under the
// same Idempotency-Key.
type agency struct {
	url, id, key string
	client       *http.Client
	retries      atomic.Int64
}

// delivery is ingest's answer to a push.
type delivery struct {
	Delivery string `json:"delivery"`
	Status   string `json:"status"`
}

func newAgency(addr, id, key string) *agency {
	return &agency{url: "http://" + addr, id: id, key: key, client: &http.Client{Timeout: 10 * time.Second}}
}

func (a *agency) once(ctx context.Context, method, path, idempotency, contentType string, body []byte) (int, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, a.url+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Authorization", "Bearer "+a.key)
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	if idempotency != "" {
		req.Header.Set("Idempotency-Key", idempotency)
	}
	res, err := a.client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(res.Body, 4<<20))
	return res.StatusCode, answer, err
}

// push pushes until it is acknowledged.
func (a *agency) push(ctx context.Context, idempotency, contentType string, body []byte) (delivery, error) {
	for {
		status, answer, err := a.once(ctx, http.MethodPost, "/v1/wire/"+a.id, idempotency, contentType, body)
		if err == nil && status == http.StatusAccepted {
			var d delivery
			return d, json.Unmarshal(answer, &d)
		}
		if err == nil && status < 500 && status != http.StatusTooManyRequests {
			return delivery{}, fmt.Errorf("push answered with %d: %s", status, answer)
		}
		a.retries.Add(1)
		select {
		case <-ctx.Done():
			return delivery{}, fmt.Errorf("not acknowledged (last answer %d): %w", status, errors.Join(err, ctx.Err()))
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// outcome is what became of one article of a delivery.
type outcome struct {
	Outcome, Reason, URI, Subject, Error string
}

// receipts waits for what became of a delivery.
func (a *agency) receipts(ctx context.Context, d delivery) ([]outcome, error) {
	var state struct {
		State    string
		Articles []outcome
	}
	err := eventually(ctx, 2*time.Minute, func(ctx context.Context) error {
		status, answer, err := a.once(ctx, http.MethodGet, d.Status+"?wait=5s", "", "", nil)
		if err != nil {
			return err
		}
		if status != http.StatusOK {
			return fmt.Errorf("status %d: %s", status, answer)
		}
		if err := json.Unmarshal(answer, &state); err != nil {
			return err
		}
		if state.State != "done" {
			return fmt.Errorf("delivery %s is %s", d.Delivery, state.State)
		}
		return nil
	})
	return state.Articles, err
}

// load pushes articles of its own at a steady rate until it is stopped.
type load struct {
	agency *agency
	rate   int // articles a second
	mu     sync.Mutex
	acked  map[string]bool // uris
	err    error
}

// hands is how many pushes may be under way: at a 503 each waits.
const hands = 400

// run starts each push at its own time, so that a busy machine delays pushes and does
// not leave any out.
func (l *load) run(ctx, stop context.Context, prefix string) {
	busy := make(chan struct{}, hands)
	var group sync.WaitGroup
	defer group.Wait()
	started := time.Now()
	for i := 0; ; i++ {
		wait(stop, time.Until(started.Add(time.Duration(i)*time.Second/time.Duration(l.rate))))
		select {
		case <-stop.Done():
			return
		case busy <- struct{}{}:
		}
		group.Go(func() {
			defer func() { <-busy }()
			l.one(ctx, fmt.Sprintf("urn:example:cluster:%s:%d", prefix, i), i)
		})
	}
}

func (l *load) one(ctx context.Context, uri string, i int) {
	_, err := l.agency.push(ctx, uri, "application/json", document(uri, i))
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		l.err = err
		return
	}
	l.acked[uri] = true
}

func (l *load) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.acked)
}

func document(uri string, i int) []byte {
	text := fmt.Sprintf("Ferry number %d left the harbour on time. ", i)
	body, err := json.Marshal(map[string]any{
		"uri": uri, "type": "text", "version": "1", "language": "en", "urgency": 3 + i%5,
		"headlines": []map[string]string{{"value": fmt.Sprintf("Ferry %d sails", i)}},
		"bodies":    []map[string]string{{"contentType": "text/plain", "value": text + "The crossing takes an hour, and the sea was calm."}},
	})
	if err != nil {
		panic(err) // strings and numbers always marshal
	}
	return body
}
