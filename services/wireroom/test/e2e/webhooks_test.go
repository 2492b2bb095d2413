package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

const consumerKey = "wr_test_consumer_0123456789abcdef0123456789"

// endpoint is a consumer's receiver of webhooks: each third request fails the first time.
type endpoint struct {
	*httptest.Server
	mu    sync.Mutex
	calls int
	ids   map[string]string   // of a sequence
	seqs  map[string][]uint64 // of an article, as they first came
	kills map[string]bool
	wrong []string
}

func newEndpoint(t *testing.T) *endpoint {
	e := &endpoint{ids: map[string]string{}, seqs: map[string][]uint64{}, kills: map[string]bool{}}
	e.Server = httptest.NewServer(e)
	t.Cleanup(e.Close)
	return e
}

func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var p struct {
		Type string `json:"type"`
		Meta struct {
			Article  string `json:"article"`
			Sequence uint64 `json:"sequence"`
		} `json:"meta"`
	}
	data, err := io.ReadAll(r.Body)
	if err != nil || json.Unmarshal(data, &p) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.calls++; e.calls%10 == 3 {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	seq, id := fmt.Sprint(p.Meta.Sequence), r.Header.Get("webhook-id")
	switch old, again := e.ids[seq]; {
	case again && old != id:
		e.wrong = append(e.wrong, fmt.Sprintf("sequence %s came as %s and as %s", seq, old, id))
	case !again:
		e.ids[seq] = id
		e.seqs[p.Meta.Article] = append(e.seqs[p.Meta.Article], p.Meta.Sequence)
	}
	if p.Type == "article.killed" {
		e.kills[p.Meta.Article] = true
	}
}

// TestWebhooksOverTheKillOfPublish: whatever is killed, each webhook gets each message of
// NEWS at least once, under one id, in order for each article, and the takedowns; and a
// subscriber of a feed has it as it is.
func TestWebhooksOverTheKillOfPublish(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "consumers.yaml")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	require.NoError(t, consumer.Add(file, consumer.Entry{ID: "desk", Keys: []string{provider.HashKey(consumerKey)}}))
	r := rig.Start(t, &binaries, rig.Options{Users: true, Operate: rig.MakeStreams, Env: []string{"WIREROOM_CONSUMERS=" + file, "WIREROOM_PUBLISH_ANONYMOUS=yes",
		"WIREROOM_WEBHOOKS_ALLOW_PRIVATE=true", "WIREROOM_WEBHOOKS_FIRST_RETRY=50ms", "WIREROOM_WEBHOOKS_MAX_RETRY=1s"}})
	ctx := t.Context()
	hooks := make([]*endpoint, 8)
	for i := range hooks {
		hooks[i] = newEndpoint(t)
		subscribe(t, r, hooks[i].URL)
	}
	feed := newFeedReader(t, r)
	const articles, versions = 20, 3
	var push sync.WaitGroup
	for worker := range 4 {
		push.Go(func() {
			for i := worker; i < articles; i += 4 {
				for v := range versions {
					status := "usable"
					if i%5 == 0 && v == versions-1 {
						status = "canceled"
					}
					body := fmt.Sprintf(`{"uri":"urn:test:hook:%d","version":"%d","pubStatus":"%s","headlines":[{"value":"Number %d"}],"bodies":[{"contentType":"text/plain","value":"State %d of number %d."}]}`, i, v+1, status, i, v, i)
					_, err := r.PushUntil(ctx, rig.Document{Body: []byte(body), ContentType: "application/json"})
					require.NoError(t, err)
				}
			}
		})
	}
	pushed := make(chan struct{})
	go func() { push.Wait(); close(pushed) }()
	for range 2 {
		require.Eventually(t, func() bool { return hooks[0].busy() || isClosed(pushed) }, time.Minute, 20*time.Millisecond)
		r.Restart("publish")
		hooks[0].mu.Lock()
		hooks[0].calls = 0
		hooks[0].mu.Unlock()
	}
	<-pushed
	want := map[string]uint64{} // the last sequence of each article
	localtest.Eventually(t, 2*time.Minute, func() error {
		want = map[string]uint64{}
		envelopes, msgs, err := r.ReadStream(ctx, "NEWS")
		for i, m := range msgs {
			if envelopes[i].Version.Number != versions {
				continue
			}
			meta, err := m.Metadata()
			require.NoError(t, err)
			want[envelopes[i].Article] = meta.Sequence.Stream
		}
		if err == nil && len(want) < articles {
			err = fmt.Errorf("%d articles on NEWS in their last version", len(want))
		}
		return err
	})
	localtest.Eventually(t, 2*time.Minute, func() error { return feed.is(articles, versions) })
	for i, e := range hooks {
		localtest.Eventually(t, time.Minute, func() error { return e.has(i, want) })
		for article, seqs := range e.seqs {
			require.IsIncreasing(t, append([]uint64{0}, seqs...), "webhook %d, article %s", i, article)
		}
		require.Empty(t, e.wrong)
		for n := 0; n < articles; n += 5 {
			require.True(t, e.kills[contract.ArticleID(rig.Provider, fmt.Sprintf("urn:test:hook:%d", n))], "webhook %d, kill of %d", i, n)
		}
	}
}

// got gives the sequences that came.
func (e *endpoint) got() (out []uint64) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, seqs := range e.seqs {
		out = append(out, seqs...)
	}
	return out
}

func (e *endpoint) hasKill(article string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.kills[article]
}

func (e *endpoint) busy() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.calls > 5
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// has is nil if the last word on each article came.
func (e *endpoint) has(i int, want map[string]uint64) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	for article, seq := range want {
		if got := e.seqs[article]; len(got) == 0 || got[len(got)-1] != seq {
			return fmt.Errorf("webhook %d has %v of %s, without %d", i, got, article, seq)
		}
	}
	return nil
}

func subscribe(t *testing.T, r *rig.Rig, url string) {
	t.Helper()
	localtest.Eventually(t, time.Minute, func() error {
		req, err := http.NewRequestWithContext(context.WithoutCancel(t.Context()), http.MethodPost, r.Publish+"/v1/webhooks", bytes.NewReader([]byte(`{"url":"`+url+`"}`)))
		require.NoError(t, err)
		req.Header.Set("Authorization", "Bearer "+consumerKey)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusCreated {
			data, _ := io.ReadAll(resp.Body)
			return fmt.Errorf("status %d: %s", resp.StatusCode, data)
		}
		return nil
	})
}
