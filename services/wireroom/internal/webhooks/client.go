package webhooks

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/pkg/webhook"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// hook is a webhook as publish's API gives it.
type hook struct {
	ID          string          `json:"id"`
	Owner       string          `json:"owner,omitempty"`
	Source      string          `json:"source,omitempty"`
	URL         string          `json:"url"`
	Description string          `json:"description,omitempty"`
	Filter      json.RawMessage `json:"filter,omitempty"`
	State       string          `json:"state"`
	Reason      string          `json:"reason,omitempty"`
	Sequence    uint64          `json:"sequence"`
	Secret      string          `json:"secret,omitempty"`
	Failing     []failure       `json:"failing,omitempty"`
}

type failure struct {
	Article string `json:"article"`
	Error   string `json:"error,omitempty"`
}

func (h hook) failures() int { return len(h.Failing) }

// why is the reason of a stop, or of the first failure.
func (h hook) why() string {
	if h.Reason == "" && len(h.Failing) > 0 {
		return h.Failing[0].Error
	}
	return h.Reason
}

type attempt = webhook.Attempt

// client asks publish as a consumer.
type client struct {
	base, key string
	http      *http.Client
}

func newClient(t *target.Target, key string) (*client, error) {
	base, err := t.Publish()
	return &client{base, key, &http.Client{Timeout: time.Minute}}, err
}

const maxAnswer = 16 << 20 // bytes

// do sends a request, and reads the answer.
func (c *client) do(ctx context.Context, method, path string, body, into any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	if body == nil {
		data = nil
	}
	req, err := http.NewRequestWithContext(ctx, method, c.base+"/v1/webhooks"+path, bytes.NewReader(data))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+c.key)
	resp, err := c.http.Do(req)
	if err != nil {
		return fmt.Errorf("ask publish: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return fmt.Errorf("read the answer of publish: %w", err)
	}
	if resp.StatusCode/100 != 2 {
		var p service.Problem
		if json.Unmarshal(answer, &p) != nil {
			p = service.Problem{Status: resp.StatusCode}
		}
		return fmt.Errorf("publish answers %w", p)
	}
	if into == nil || len(answer) == 0 {
		return nil
	}
	return json.Unmarshal(answer, into)
}

// lines writes one object a line.
func lines[T any](con *console.Console, list []T) error {
	for _, v := range list {
		if err := con.JSON(v); err != nil {
			return err
		}
	}
	return nil
}
