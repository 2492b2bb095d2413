package torture

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

// world is the wire, those who use it, and what they saw.
type world struct {
	*rig.Rig
	t       *testing.T
	seed    uint64
	options Options
	rng     *rand.Rand // of what a plan leaves open
	link    *rig.Link
	js      jetstream.JetStream

	mu       sync.Mutex
	pushed   []Pushed
	news     map[uint64]Message
	outcomes map[string][]Outcome // of deliveries that are done
	views    map[string]int
	counted  map[string]int
	stream   []Message
	hooks    []Message
}

// follow reads NEWS as it grows, so that what is purged later is known.
func (w *world) follow() {
	w.t.Helper()
	w.js, w.news = w.JetStream(), map[uint64]Message{}
	var cons jetstream.Consumer
	localtest.Eventually(w.t, time.Minute, func() (err error) {
		cons, err = w.js.OrderedConsumer(w.t.Context(), contract.StreamNews, jetstream.OrderedConsumerConfig{})
		return err
	})
	running, err := cons.Consume(func(m jetstream.Msg) {
		if err := w.take(m); err != nil {
			w.t.Errorf("read NEWS: %v", err)
		}
	})
	require.NoError(w.t, err)
	w.t.Cleanup(running.Stop)
}

func (w *world) take(m jetstream.Msg) error {
	meta, err := m.Metadata()
	if err != nil {
		return err
	}
	e, err := contract.ParseEnvelope(m.Headers())
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	now := Message{URI: e.URI, Version: int(e.Version.Number), Kill: e.Signal == contract.Kill, Delivery: e.Delivery, //nolint:gosec // small
		Sequence: meta.Sequence.Stream, At: meta.Timestamp}
	if w.options.Clocks {
		now.At = time.Now() // the clocks of NATS are stepped
	}
	if before, ok := w.news[now.Sequence]; ok && (before.Delivery != now.Delivery || before.URI != now.URI) {
		w.t.Errorf("sequence %d of NEWS was given out twice, to %+v and %+v", now.Sequence, before, now)
	}
	w.news[now.Sequence] = now
	return nil
}

// told is what a webhook's message and an event say.
type told struct {
	Article  string `json:"article"`
	Signal   string `json:"signal"`
	Sequence uint64 `json:"sequence"`
}

func (w *world) hook() http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		var p struct {
			Meta told `json:"meta"`
		}
		data, err := io.ReadAll(r.Body)
		if err != nil || json.Unmarshal(data, &p) != nil {
			rw.WriteHeader(http.StatusBadRequest)
			return
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		w.hooks = append(w.hooks, Message{Sequence: p.Meta.Sequence})
	})
}

func (w *world) subscribe(url string) {
	w.t.Helper()
	localtest.Eventually(w.t, time.Minute, func() error {
		resp, err := w.ask(w.t.Context(), http.MethodPost, "/v1/webhooks", `{"url":"`+url+`"}`, "")
		if err != nil {
			return err
		}
		defer func() { _ = resp.Body.Close() }()
		if resp.StatusCode != http.StatusCreated {
			return fmt.Errorf("subscribe: status %d", resp.StatusCode)
		}
		return nil
	})
}

func (w *world) ask(ctx context.Context, method, path, body, after string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, w.Publish+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+rig.Key)
	if after != "" {
		req.Header.Set("Last-Event-ID", after)
	}
	return http.DefaultClient.Do(req)
}

// listen reads server-sent events, again from the last one whenever it ends.
func (w *world) listen() {
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	var last string
	began := time.Now().UTC().Format(time.RFC3339)
	running.Go(func() {
		for ctx.Err() == nil {
			resp, err := w.ask(ctx, http.MethodGet, "/v1/stream?since="+began, "", last)
			if err == nil {
				last = w.events(resp.Body, last)
				_ = resp.Body.Close()
			}
			select {
			case <-ctx.Done():
			case <-time.After(50 * time.Millisecond):
			}
		}
	})
	w.t.Cleanup(func() { stop(); running.Wait() })
}

// events reads until the connection ends, and gives the last id.
func (w *world) events(body io.Reader, last string) string {
	r := bufio.NewReader(body)
	id := last
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return last
		}
		if text, ok := strings.CutPrefix(line, "id: "); ok {
			id = strings.TrimSpace(text)
		}
		if text, ok := strings.CutPrefix(line, "data: "); ok {
			var m told
			if json.Unmarshal([]byte(text), &m) == nil {
				w.mu.Lock()
				w.stream = append(w.stream, Message{Sequence: m.Sequence})
				w.mu.Unlock()
			}
		}
		if line == "\n" {
			last = id
		}
	}
}

// history gathers what is known now.
func (w *world) history() (History, error) {
	w.mu.Lock()
	h := History{Pushed: slices.Clone(w.pushed), Views: w.views, Stream: slices.Clone(w.stream), Hooks: slices.Clone(w.hooks)}
	for _, m := range w.news {
		h.News = append(h.News, m)
	}
	w.mu.Unlock()
	slices.SortFunc(h.News, func(a, b Message) int { return int(a.Sequence) - int(b.Sequence) }) //nolint:gosec // small
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	for _, p := range h.Pushed {
		if err := w.outcome(ctx, p.Delivery); err != nil {
			return h, err
		}
	}
	for uri, want := range h.Views {
		if w.counted[uri] == want {
			continue
		}
		n, err := w.Views(ctx, contract.ArticleID(rig.Provider, uri))
		if err != nil {
			return h, err
		}
		w.counted[uri] = n
	}
	h.Outcomes, h.Counted = w.outcomes, w.counted
	return h, nil
}

func (w *world) outcome(ctx context.Context, id string) error {
	for _, o := range w.outcomes[id] {
		if o.Word != "held" {
			return nil
		}
	}
	d, err := w.Delivery(ctx, id)
	if err != nil {
		return err
	}
	w.outcomes[id] = nil
	for _, r := range d.Articles {
		w.outcomes[id] = append(w.outcomes[id], Outcome{Word: string(r.Outcome), Reason: string(r.Reason), Sequence: r.Sequence})
	}
	return nil
}
