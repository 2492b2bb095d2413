package cluster

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// follower reads GET /v1/stream as a consumer does: after a break it goes on from the id
// of the last event.
type follower struct {
	url, key string
	mu       sync.Mutex
	last     string
	events   seen
	breaks   int
	err      error // of the last break
}

// follow reads until ctx ends.
func (f *follower) follow(ctx context.Context) {
	for ctx.Err() == nil {
		err := f.once(ctx)
		f.mu.Lock()
		f.breaks++
		f.err = err
		f.mu.Unlock()
		wait(ctx, 200*time.Millisecond)
	}
}

func (f *follower) once(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, f.url+"/v1/stream", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+f.key)
	f.mu.Lock()
	if f.last != "" {
		req.Header.Set("Last-Event-ID", f.last)
	}
	f.mu.Unlock()
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("GET /v1/stream is answered with %s", res.Status)
	}
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 16<<20)
	return f.read(lines)
}

// read takes the events of one connection.
func (f *follower) read(lines *bufio.Scanner) error {
	var id, data string
	for lines.Scan() {
		field, value, _ := strings.Cut(lines.Text(), ": ")
		switch {
		case lines.Text() == "" && data != "":
			if err := f.take(id, data); err != nil {
				return err
			}
			id, data = "", ""
		case field == "id":
			id = value
		case field == "data":
			data += value
		}
	}
	return lines.Err()
}

func (f *follower) take(id, data string) error {
	var e struct{ Item struct{ URI string } }
	if err := json.Unmarshal([]byte(data), &e); err != nil {
		return fmt.Errorf("event %s: %w", id, err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if id != "" {
		f.last = id
	}
	f.events.add(e.Item.URI)
	return nil
}

func (f *follower) lastError() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.err
}

// missing counts which of the uris did not come, and which came more than once.
func (f *follower) missing(uris map[string]bool) (absent, doubled []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.events.missing(uris)
}

// seen counts messages by the uri of their article.
type seen map[string]int

func (s seen) add(uri string) { s[uri]++ }

func (s seen) missing(uris map[string]bool) (absent, doubled []string) {
	for uri := range uris {
		switch n := s[uri]; {
		case n == 0:
			absent = append(absent, uri)
		case n > 1:
			doubled = append(doubled, uri)
		}
	}
	return absent, doubled
}
