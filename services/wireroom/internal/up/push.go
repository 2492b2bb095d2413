package up

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
)

// maxAnswer bounds what is read of an answer, in bytes.
const maxAnswer = 4 << 20

// pusher pushes the sample wire over the real HTTP API.
type pusher struct {
	base   string
	keys   map[string]string
	client *http.Client
}

func newPusher(base string, keys map[string]string) *pusher {
	return &pusher{base: base, keys: keys, client: &http.Client{Timeout: time.Minute}}
}

func (p *pusher) push(ctx context.Context, provider, contentType, fileName string, body []byte) ([]contract.Receipt, error) {
	var accepted struct {
		Delivery string `json:"delivery"`
	}
	h := http.Header{"Content-Type": {contentType}, "Content-Disposition": {fmt.Sprintf("attachment; filename=%q", fileName)}}
	if err := p.call(ctx, http.MethodPost, p.base+"/v1/wire/"+provider, p.keys[provider], h, body, &accepted); err != nil {
		return nil, err
	}
	for {
		state, receipts, err := p.look(ctx, provider, accepted.Delivery, "?wait=10s")
		if err != nil || state == "done" {
			return receipts, err
		}
	}
}

func (p *pusher) status(ctx context.Context, provider, delivery string) ([]contract.Receipt, error) {
	_, receipts, err := p.look(ctx, provider, delivery, "")
	return receipts, err
}

func (p *pusher) look(ctx context.Context, provider, delivery, query string) (state string, receipts []contract.Receipt, err error) {
	next := "/v1/deliveries/" + url.PathEscape(delivery) + query
	for next != "" {
		var d struct {
			State    string             `json:"state"`
			Articles []contract.Receipt `json:"articles"`
			Next     string             `json:"next"`
		}
		if err = p.call(ctx, http.MethodGet, p.base+next, p.keys[provider], http.Header{}, nil, &d); err != nil {
			return state, receipts, err
		}
		state, receipts, next = d.State, append(receipts, d.Articles...), d.Next
	}
	return state, receipts, nil
}

func (p *pusher) call(ctx context.Context, method, address, key string, h http.Header, body []byte, into any) error {
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, address, err)
	}
	req.Header = h
	req.Header.Set("Authorization", "Bearer "+key)
	resp, err := p.client.Do(req)
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, address, err)
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return fmt.Errorf("read answer of %s: %w", address, err)
	}
	if resp.StatusCode >= http.StatusMultipleChoices {
		return fmt.Errorf("%s %s answers %s: %s", method, address, resp.Status, data)
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("read answer of %s: %w", address, err)
	}
	return nil
}
