package hostile

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
)

// push pushes once and gives the delivery's id if it was accepted.
func (w *wire) push(ctx context.Context, provider, contentType string, body []byte) (id string, status int, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.ingest+"/v1/wire/"+provider, bytes.NewReader(body))
	if err != nil {
		return "", 0, err
	}
	req.Header.Set("Authorization", "Bearer "+key(provider))
	req.Header.Set("Content-Type", contentType)
	data, status, err := w.do(req)
	if err != nil || status != http.StatusAccepted {
		return "", status, err
	}
	var answer struct {
		Delivery string `json:"delivery"`
	}
	err = json.Unmarshal(data, &answer)
	return answer.Delivery, status, err
}

// pushUntil pushes until it is acknowledged.
func (w *wire) pushUntil(ctx context.Context, provider, contentType string, body []byte) (string, error) {
	for {
		id, status, err := w.push(ctx, provider, contentType, body)
		switch {
		case err == nil && status == http.StatusAccepted:
			return id, nil
		case ctx.Err() != nil:
			return "", ctx.Err()
		case err == nil && status != http.StatusServiceUnavailable && status != http.StatusTooManyRequests:
			return "", fmt.Errorf("the push is answered with %d", status)
		}
		pause(ctx, 100*time.Millisecond)
	}
}

// outcome is the status of a delivery.
type outcome struct {
	State    string             `json:"state"`
	Articles []contract.Receipt `json:"articles"`
	size     int                // of the answer, in bytes
}

// maxStatus bounds the answer to a question for a delivery, in bytes: what is longer
// should come in pages.
const maxStatus = 4 << 20

// settled waits until it is known what became of a delivery.
func (w *wire) settled(ctx context.Context, id string) (outcome, error) {
	for {
		data, status, err := w.get(ctx, w.ingest+"/v1/deliveries/"+id+"?wait=5s", hostile)
		var o outcome
		if err == nil && status == http.StatusOK {
			if err := json.Unmarshal(data, &o); err != nil {
				return o, err
			}
			o.size = len(data)
			if o.size > maxStatus {
				return o, fmt.Errorf("the status of the delivery has %d bytes", o.size)
			}
			if o.State == "done" {
				return o, nil
			}
		}
		if ctx.Err() != nil {
			return o, fmt.Errorf("delivery %s is not settled in time: state %q, %d receipts", id, o.State, len(o.Articles))
		}
		pause(ctx, 50*time.Millisecond)
	}
}

// deliver pushes for the hostile provider and waits for the outcome.
func (w *wire) deliver(ctx context.Context, contentType string, body []byte) (outcome, error) {
	id, err := w.pushUntil(ctx, hostile, contentType, body)
	if err != nil {
		return outcome{}, err
	}
	return w.settled(ctx, id)
}

func (o outcome) String() string {
	counts := map[string]int{}
	for _, a := range o.Articles {
		counts[fmt.Sprintf("%s %s", a.Outcome, a.Reason)]++
	}
	return fmt.Sprint(counts)[len("map"):]
}

func (w *wire) get(ctx context.Context, url, provider string) ([]byte, int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, 0, err
	}
	if provider != "" {
		req.Header.Set("Authorization", "Bearer "+key(provider))
	}
	return w.do(req)
}

func (w *wire) do(req *http.Request) ([]byte, int, error) {
	resp, err := w.client.Do(req)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	return data, resp.StatusCode, err
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}
