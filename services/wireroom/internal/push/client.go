package push

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
)

// client talks to ingest as one provider.
type client struct {
	*Cmd
	base, key string
	console   *console.Console
	http      *http.Client
}

// requestTimeout bounds one request, the wait for receipts (10 s) included.
const requestTimeout = time.Minute

func newClient(base, key string, c *Cmd, con *console.Console) *client {
	return &client{Cmd: c, base: base, key: key, console: con, http: &http.Client{Timeout: requestTimeout}}
}

func known(keys map[string]string) string {
	if len(keys) == 0 {
		return ""
	}
	return " (the address book has keys of " + strings.Join(slices.Sorted(maps.Keys(keys)), ", ") + ")"
}

// push pushes a document and awaits its receipts. Errors are in the result.
func (c *client) push(ctx context.Context, d document) Result {
	r := Result{File: d.name}
	var accepted struct {
		Delivery string `json:"delivery"`
	}
	header, err := c.send(ctx, func() (*http.Request, error) { return c.pushRequest(ctx, d) }, &accepted)
	if err != nil {
		return r.failed(err)
	}
	r.Delivery, r.Known = accepted.Delivery, header.Get("Idempotency-Replayed") == "true"
	if !c.Wait {
		r.State = "stored"
		return r
	}
	return c.await(ctx, r)
}

func (c *client) pushRequest(ctx context.Context, d document) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"/v1/wire/"+url.PathEscape(c.Provider), bytes.NewReader(d.body))
	if err != nil {
		return nil, err
	}
	if d.contentType != "" {
		req.Header.Set("Content-Type", d.contentType)
	}
	if d.file != "" {
		req.Header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": d.file}))
	}
	if c.Lane != "" {
		req.Header.Set(contract.HeaderLane, string(c.Lane))
	}
	req.Header.Set("Idempotency-Key", c.idempotencyKey(d))
	return req, nil
}

// idempotencyKey follows from all that is pushed: with another content type the
// same bytes are another document.
func (c *client) idempotencyKey(d document) string {
	sum := sha256.New()
	for _, part := range []string{d.contentType, d.file, string(c.Lane)} {
		_, _ = io.WriteString(sum, part+"\x00")
	}
	_, _ = sum.Write(d.body)
	key := "wireroom-push-" + hex.EncodeToString(sum.Sum(nil)[:16])
	if c.Again {
		key += "-" + rand.Text()
	}
	return key
}

// await asks until each article has a receipt, or the time is over.
func (c *client) await(ctx context.Context, r Result) Result {
	const wait = 10 * time.Second
	deadline := c.console.Now().Add(c.Timeout)
	for {
		left := min(wait, deadline.Sub(c.console.Now()))
		address := fmt.Sprintf("%s/v1/deliveries/%s?wait=%dms", c.base, url.PathEscape(r.Delivery), max(0, left.Milliseconds()))
		var now page
		_, err := c.send(ctx, func() (*http.Request, error) {
			return http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		}, &now)
		if err != nil {
			return r.failed(fmt.Errorf("stored as delivery %s, but what became of it is unknown: %w", r.Delivery, err))
		}
		r.State, r.Articles = now.State, now.Articles
		if r.State == "done" || left <= 0 {
			return c.rest(ctx, r, now.Next)
		}
	}
}

// page is a part of a delivery's status.
type page struct {
	State    string             `json:"state"`
	Articles []contract.Receipt `json:"articles"`
	Next     string             `json:"next"`
}

// rest reads the pages after the first.
func (c *client) rest(ctx context.Context, r Result, next string) Result {
	for next != "" {
		var more page
		if _, err := c.send(ctx, func() (*http.Request, error) {
			return http.NewRequestWithContext(ctx, http.MethodGet, c.base+next, nil)
		}, &more); err != nil {
			return r.failed(fmt.Errorf("delivery %s: what became of its further articles is unknown: %w", r.Delivery, err))
		}
		r.Articles, next = append(r.Articles, more.Articles...), more.Next
	}
	return r
}

// maxAnswer bounds what is read of an answer, in bytes: a page has many receipts.
const maxAnswer = 16 << 20

// send asks until there is an answer that another try would not change, or the
// time for that is over.
func (c *client) send(ctx context.Context, request func() (*http.Request, error), into any) (http.Header, error) {
	deadline := c.console.Now().Add(c.RetryFor)
	for n := 0; ; n++ {
		req, err := request()
		if err != nil {
			return nil, err
		}
		header, again, err := c.once(req, into)
		if err == nil || !again || ctx.Err() != nil {
			return header, err
		}
		wait := cmp.Or(retryAfter(header, c.console.Now()), min(100*time.Millisecond<<min(n, 6), 5*time.Second))
		if c.console.Now().Add(wait).After(deadline) {
			return nil, fmt.Errorf("given up after %d tries: %w", n+1, err)
		}
		if err := service.Pause(ctx, wait); err != nil {
			return nil, err
		}
	}
}

// once asks once, and says whether another try may help.
func (c *client) once(req *http.Request, into any) (h http.Header, again bool, err error) {
	req.Header.Set("Authorization", "Bearer "+c.key)
	resp, err := c.http.Do(req)
	if err != nil {
		var u *url.Error
		if errors.As(err, &u) {
			err = u.Err
		}
		return nil, true, fmt.Errorf("ingest at %s does not answer: %w", c.base, err)
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return nil, true, fmt.Errorf("read the answer of %s: %w", c.base, err)
	}
	if resp.StatusCode >= http.StatusMultipleChoices {
		again := resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode >= http.StatusInternalServerError
		return resp.Header, again, problem(resp, data)
	}
	if err := json.Unmarshal(data, into); err != nil {
		return nil, false, fmt.Errorf("the answer of %s is not ingest's: does --api name another service? %w", c.base, err)
	}
	return resp.Header, false, nil
}

// problem reads a problem document (RFC 9457), or makes one of what else came.
func problem(resp *http.Response, data []byte) error {
	var p service.Problem
	if err := json.Unmarshal(data, &p); err != nil || p.Status == 0 {
		return service.Problem{Status: resp.StatusCode, Detail: string(data[:min(len(data), 200)])}
	}
	return p
}
