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
	"github.com/wireroom/wireroom/services/wireroom/internal/demo"
)

// maxAnswer bounds what is read of an answer, in bytes.
const maxAnswer = 4 << 20

// pusher pushes the sample wire over the real HTTP API.
type pusher struct {
	base    string
	publish string
	keys    map[string]string
	client  *http.Client
}

func newPusher(base, publish string, keys map[string]string) *pusher {
	return &pusher{base: base, publish: publish, keys: keys, client: &http.Client{Timeout: time.Minute}}
}

func (p *pusher) push(ctx context.Context, provider, contentType, fileName string, body []byte) ([]contract.Receipt, error) {
	var accepted struct {
		Delivery string `json:"delivery"`
	}
	h := http.Header{"Content-Type": {contentType}, "Content-Disposition": {fmt.Sprintf("attachment; filename=%q", fileName)}}
	h.Set("Authorization", "Bearer "+p.keys[provider])
	if _, err := p.call(ctx, http.MethodPost, p.base+"/v1/wire/"+provider, h, body, &accepted); err != nil {
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
		if _, err = p.call(ctx, http.MethodGet, p.base+next, http.Header{"Authorization": {"Bearer " + p.keys[provider]}}, nil, &d); err != nil {
			return state, receipts, err
		}
		state, receipts, next = d.State, append(receipts, d.Articles...), d.Next
	}
	return state, receipts, nil
}

// read gives a published version, to whom publish answers without a key.
func (p *pusher) read(ctx context.Context, article string, sequence uint64) (demo.Version, error) {
	var v demo.Version
	h, err := p.call(ctx, http.MethodGet, fmt.Sprintf("%s/v1/articles/%s/versions/%d", p.publish, url.PathEscape(article), sequence), http.Header{}, nil, &v.Item)
	v.Story = h.Get(contract.HeaderStory)
	return v, err
}

// call gives the header of the answer.
func (p *pusher) call(ctx context.Context, method, address string, h http.Header, body []byte, into any) (http.Header, error) {
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", method, address, err)
	}
	req.Header = h
	resp, err := p.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", method, address, err)
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return nil, fmt.Errorf("read answer of %s: %w", address, err)
	}
	if resp.StatusCode >= http.StatusMultipleChoices {
		return nil, fmt.Errorf("%s %s answers %s: %s", method, address, resp.Status, data)
	}
	if err := json.Unmarshal(data, into); err != nil {
		return nil, fmt.Errorf("read answer of %s: %w", address, err)
	}
	return resp.Header, nil
}
