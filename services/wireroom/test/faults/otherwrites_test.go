package faults

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

// The other writes, by the first token of their subjects.
const (
	writeDead   = "dead"
	writeObject = "$O"
	writeViews  = "views"
	writeBucket = "$KV"
)

// someCodes are every error in make faults, else each twelfth and some that a write
// can meet: no resources, a message, headers or a stream too large, a wrong last sequence, no TTL.
func someCodes() []*server.ApiError {
	if os.Getenv("WIREROOM_FAULT_ROUNDS") != "" {
		return codes()
	}
	var some []*server.ApiError
	for i, e := range codes() {
		if i%12 == 0 || slices.Contains([]uint16{10023, 10047, 10054, 10071, 10077, 10097, 10164, 10166}, e.ErrCode) {
			some = append(some, e)
		}
	}
	return some
}

func classOf(e *server.ApiError) bus.Class {
	return bus.Classify(&jetstream.APIError{Code: e.Code, ErrorCode: jetstream.ErrorCode(e.ErrCode), Description: e.Description})
}

// others refuses what the plan says at DEAD and at the object store, the views of an
// article each with an error of its own, and of the writes to buckets each third one, with
// all errors in turn.
type others struct {
	*broker
	some []*server.ApiError

	mu      sync.Mutex
	views   map[string]int // error by article
	refused map[string]int // how often, by article
	buckets int
}

func (o *others) refuse(subject string, message []byte) *server.ApiError {
	switch write, _, _ := strings.Cut(subject, "."); write {
	case writeViews:
		return o.refuseViews(message)
	case writeBucket:
		o.mu.Lock()
		defer o.mu.Unlock()
		if o.buckets++; o.buckets%3 == 0 {
			return o.some[o.buckets/3%len(o.some)]
		}
		return nil
	default:
		return o.broker.refuse(subject, message)
	}
}

func (o *others) refuseViews(message []byte) *server.ApiError {
	o.mu.Lock()
	defer o.mu.Unlock()
	for article, i := range o.views {
		if !bytes.Contains(message, []byte(article)) {
			continue
		}
		if o.refused[article]++; classOf(o.some[i]) != bus.Permanent && o.refused[article] > passing {
			return nil
		}
		return o.some[i]
	}
	return nil
}

// otherPlan has each error at DEAD and at the object store.
func otherPlan(some []*server.ApiError) []refusal {
	var all []refusal
	for _, write := range []string{writeDead, writeObject} {
		for _, e := range some {
			all = append(all, refusal{write: write, err: e, class: classOf(e)})
		}
	}
	return all
}

// broken is a document that no format reads, which becomes a dead letter.
func broken(i int) rig.Document {
	return rig.Document{ContentType: "application/json", Body: fmt.Appendf(nil, `{"uri":"%s%d","type":"text"`, mark, i)}
}

// pictured is an article with a picture that holds the mark.
func pictured(t *testing.T, i int) rig.Document {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 40, 30))
	img.Set(i%40, i/40%30, color.Gray{Y: 200})
	var picture bytes.Buffer
	require.NoError(t, jpeg.Encode(&picture, img, nil))
	return rig.Document{ContentType: "multipart/mixed; boundary=b", Body: fmt.Appendf(nil,
		"--b\r\nContent-Type: application/json\r\n\r\n%s\r\n--b\r\nContent-Type: image/jpeg\r\nContent-Disposition: attachment; filename=picture.jpg\r\n\r\n%s%s%d \r\n--b--\r\n",
		document(i).Body, picture.Bytes(), mark, i)}
}

// hook is a consumer's receiver of webhooks.
type hook struct {
	mu       sync.Mutex
	articles map[string]bool
}

func (h *hook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var p struct {
		Meta struct {
			Article string `json:"article"`
		} `json:"meta"`
	}
	data, err := io.ReadAll(r.Body)
	if err != nil || json.Unmarshal(data, &p) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.articles[p.Meta.Article] = true
}

func (h *hook) has(article string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.articles[article]
}

const hookKey = "wr_test_consumer_0123456789abcdef0123456789"

func subscribe(t *testing.T, r *rig.Rig, url string) {
	t.Helper()
	localtest.Eventually(t, time.Minute, func() error {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.Publish+"/v1/webhooks", strings.NewReader(`{"url":"`+url+`"}`))
		if err != nil {
			return err
		}
		req.Header.Set("Authorization", "Bearer "+hookKey)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return err
		}
		defer func() { _ = resp.Body.Close() }()
		if resp.StatusCode != http.StatusCreated {
			return fmt.Errorf("status %d", resp.StatusCode)
		}
		return nil
	})
}

// Each error of the broker at DEAD, at the object store, at VIEWS, and at the buckets of
// leases, counts and webhooks: no dead letter is lost or doubled, a picture that is refused
// for good costs its article, views that are refused for good are answered so and all
// others count once, and what only saves work or place costs neither a view nor a webhook.
func TestFaultsEveryErrorAtOtherWrites(t *testing.T) {
	o := &others{some: someCodes(), views: map[string]int{}, refused: map[string]int{}}
	o.broker = &broker{plan: otherPlan(o.some), met: map[int]int{}}
	file := filepath.Join(t.TempDir(), "consumers.yaml")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	require.NoError(t, consumer.Add(file, consumer.Entry{ID: "desk", Keys: []string{provider.HashKey(hookKey)}}))
	r := rig.Start(t, &binaries, rig.Options{
		Operate: func(r *rig.Rig) { r.Via = rig.NewProxy(t, r.NATSURL, o.refuse).URL },
		Env: []string{"WIREROOM_CONSUMERS=" + file, "WIREROOM_PUBLISH_ANONYMOUS=yes",
			"WIREROOM_WEBHOOKS_ALLOW_PRIVATE=true", "WIREROOM_WEBHOOKS_FIRST_RETRY=50ms", "WIREROOM_WEBHOOKS_MAX_RETRY=1s"},
	})
	received := &hook{articles: map[string]bool{}}
	endpoint := httptest.NewServer(received)
	t.Cleanup(endpoint.Close)
	subscribe(t, r, endpoint.URL)

	total := len(o.plan) + len(o.some) // the last ones are viewed
	ids := make([]string, total)
	g, ctx := errgroup.WithContext(t.Context())
	g.SetLimit(pushers * 2)
	for i := range total {
		d := document(i)
		if i < len(o.plan) {
			d = pictured(t, i)
			if o.plan[i].write == writeDead {
				d = broken(i)
			}
		}
		g.Go(func() (err error) { ids[i], err = r.PushUntil(ctx, d); return err })
	}
	require.NoError(t, g.Wait())
	settled(t, r, o.broker, ids)
	o.articles(t, r, ids)
	o.deadLetters(t, r, ids)
	o.viewed(t, r)
	for i := len(o.plan); i < total; i++ {
		localtest.Eventually(t, 2*time.Minute, func() error {
			if !received.has(articleID(i)) {
				return fmt.Errorf("no webhook of article %d", i)
			}
			return nil
		})
	}
}

// articles are on NEWS once each, but for those that can't be read and those whose picture
// is refused for good, whose receipts say so.
func (o *others) articles(t *testing.T, r *rig.Rig, ids []string) {
	t.Helper()
	envelopes, _, err := r.ReadStream(t.Context(), contract.StreamNews)
	require.NoError(t, err)
	count := map[string]int{}
	for _, e := range envelopes {
		count[e.Article]++
	}
	for i, id := range ids {
		want, reason := 1, contract.Reason("")
		switch {
		case i >= len(o.plan):
		case o.plan[i].write == writeDead:
			want, reason = 0, contract.ReasonMalformed
		case o.plan[i].class == bus.Permanent:
			want, reason = 0, contract.ReasonRefused
		}
		assert.Equal(t, want, count[articleID(i)], "article %d on NEWS: %s", i, o.describe(i))
		if i < len(o.plan) {
			assert.Positive(t, o.times(i), "the plan met nothing: %s", o.describe(i))
		}
		if want == 1 {
			continue
		}
		d, err := r.Delivery(t.Context(), id)
		require.NoError(t, err)
		if assert.Len(t, d.Articles, 1, "receipts of article %d: %s", i, o.describe(i)) {
			assert.Equal(t, contract.Dead, d.Articles[0].Outcome, "article %d: %s", i, o.describe(i))
			if i >= len(o.plan) || o.plan[i].write != writeDead || o.plan[i].class != bus.Permanent {
				assert.Equal(t, reason, d.Articles[0].Reason, "article %d: %s", i, o.describe(i))
			}
		}
	}
}

// deadLetters are one for each delivery that is dead.
func (o *others) deadLetters(t *testing.T, r *rig.Rig, ids []string) {
	t.Helper()
	_, msgs, err := r.ReadStream(t.Context(), contract.StreamDead)
	require.NoError(t, err)
	letters := map[string]int{}
	for _, m := range msgs {
		letters[m.Headers().Get(contract.HeaderDeadStream)+" "+m.Headers().Get(contract.HeaderDeadSeq)]++
	}
	dead := 0
	for i := range ids {
		if i < len(o.plan) && (o.plan[i].write == writeDead || o.plan[i].class == bus.Permanent) {
			dead++
		}
	}
	for from, n := range letters {
		assert.Equal(t, 1, n, "dead letters of %s", from)
	}
	assert.Len(t, letters, dead)
}

// viewed posts views of the last articles, the writes of each of which meet one error.
func (o *others) viewed(t *testing.T, r *rig.Rig) {
	t.Helper()
	first := len(o.plan)
	o.mu.Lock()
	for i := range o.some {
		o.views[articleID(first+i)] = i
	}
	o.mu.Unlock()
	g, ctx := errgroup.WithContext(t.Context())
	g.SetLimit(pushers)
	for i, e := range o.some {
		g.Go(func() error {
			err := r.ViewsUntil(ctx, fmt.Sprint("views-", i), map[string]any{"views": []map[string]string{{"article": articleID(first + i), "viewer": "a"}, {"article": articleID(first + i), "viewer": "b"}}})
			if classOf(e) == bus.Permanent {
				assert.ErrorContains(t, err, "422", "%d (%s)", e.ErrCode, e.Description)
				return nil
			}
			return err
		})
	}
	require.NoError(t, g.Wait())
	for i, e := range o.some {
		want := 2
		if classOf(e) == bus.Permanent {
			want = 0
		}
		localtest.Eventually(t, 2*time.Minute, func() error { return hasViews(t.Context(), r, first+i, want) })
	}
}

func hasViews(ctx context.Context, r *rig.Rig, i, want int) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.Publish+"/v1/articles/"+articleID(i)+"/views", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+hookKey)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("views of article %d: status %d", i, resp.StatusCode)
	}
	var answer struct {
		Views int `json:"views"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		return fmt.Errorf("views of article %d: %w", i, err)
	}
	if answer.Views != want {
		return fmt.Errorf("article %d has %d views, not %d", i, answer.Views, want)
	}
	return nil
}
