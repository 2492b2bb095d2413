package rig

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
)

// CloseIdle closes the connections to the services that nobody uses.
func (r *Rig) CloseIdle() { r.client.CloseIdleConnections() }

// Document is one push.
type Document struct {
	Body        []byte
	ContentType string
	Key         string // Idempotency-Key; empty: none
}

// Push pushes once. It returns the delivery id of a 202.
func (r *Rig) Push(ctx context.Context, d Document) (delivery string, status int, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.Ingest+"/v1/wire/"+Provider, bytes.NewReader(d.Body))
	if err != nil {
		return "", 0, err
	}
	req.Header.Set("Authorization", "Bearer "+Key)
	req.Header.Set("Content-Type", d.ContentType)
	if d.Key != "" {
		req.Header.Set("Idempotency-Key", d.Key)
	}
	var answer struct {
		Delivery string `json:"delivery"`
	}
	status, err = r.do(req, &answer)
	return answer.Delivery, status, err
}

// PushUntil pushes until it is acknowledged, as an agency does: whatever fails,
// again.
func (r *Rig) PushUntil(ctx context.Context, d Document) (string, error) {
	for {
		delivery, status, err := r.Push(ctx, d)
		if err == nil && status == http.StatusAccepted {
			return delivery, nil
		}
		if err == nil && status != http.StatusServiceUnavailable && status != http.StatusTooManyRequests {
			return "", fmt.Errorf("push answered with %d", status)
		}
		if err := service.Pause(ctx, 100*time.Millisecond); err != nil {
			return "", err
		}
	}
}

// AwaitArticle waits until an article can be read.
func (r *Rig) AwaitArticle(ctx context.Context, id string) error {
	for {
		if status, err := r.get(ctx, r.Publish+"/v1/articles/"+id, nil); err == nil && status == http.StatusOK {
			return nil
		}
		if err := service.Pause(ctx, 100*time.Millisecond); err != nil {
			return err
		}
	}
}

// ViewsUntil posts a batch of views until it is acknowledged as a whole. The key makes
// it count once. An article that is not there yet may be on its way.
func (r *Rig) ViewsUntil(ctx context.Context, key string, batch any) error {
	body, err := json.Marshal(batch)
	if err != nil {
		return err
	}
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.Publish+"/v1/views", bytes.NewReader(body))
		if err != nil {
			return err
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Idempotency-Key", key)
		var answer struct {
			Unknown []string `json:"unknown"`
		}
		status, err := r.do(req, &answer)
		if err == nil && status == http.StatusAccepted {
			if len(answer.Unknown) > 0 {
				return fmt.Errorf("views of articles that are not there: %v", answer.Unknown)
			}
			return nil
		}
		if err == nil && status != http.StatusServiceUnavailable && status != http.StatusTooManyRequests && status != http.StatusNotFound {
			return fmt.Errorf("views answered with %d", status)
		}
		if err := service.Pause(ctx, 100*time.Millisecond); err != nil {
			return err
		}
	}
}

// Views gives the count of an article.
func (r *Rig) Views(ctx context.Context, article string) (int, error) {
	var answer struct {
		Views int `json:"views"`
	}
	status, err := r.get(ctx, r.Publish+"/v1/articles/"+article+"/views", &answer)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("views of %s: status %d", article, status)
	}
	return answer.Views, err
}

// Delivery is the status of a delivery.
type Delivery struct {
	State    string             `json:"state"`
	Articles []contract.Receipt `json:"articles"`
}

// ErrUnknown says that there is no such delivery.
var ErrUnknown = errors.New("unknown")

// Delivery asks what became of a delivery.
func (r *Rig) Delivery(ctx context.Context, id string) (Delivery, error) {
	var d Delivery
	for next := "/v1/deliveries/" + id + "?wait=10s"; next != ""; {
		var page struct {
			Delivery
			Next string `json:"next"`
		}
		status, err := r.get(ctx, r.Ingest+next, &page)
		if err == nil && status == http.StatusNotFound {
			err = fmt.Errorf("delivery %s: %w", id, ErrUnknown)
		}
		if err == nil && status != http.StatusOK {
			err = fmt.Errorf("delivery %s: status %d", id, status)
		}
		if err != nil {
			return d, err
		}
		d.State, d.Articles, next = page.State, append(d.Articles, page.Articles...), page.Next
	}
	return d, nil
}

func (r *Rig) get(ctx context.Context, url string, into any) (int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, err
	}
	req.Header.Set("Authorization", "Bearer "+Key)
	return r.do(req, into)
}

func (r *Rig) do(req *http.Request, into any) (int, error) {
	resp, err := r.client.Do(req)
	if err != nil {
		return 0, err
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, err
	}
	if into != nil && resp.StatusCode < 300 {
		err = json.Unmarshal(data, into)
	}
	return resp.StatusCode, err
}
