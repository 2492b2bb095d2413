package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

// withdrawal is how long the long form lets a takedown take, on a machine that has nothing
// else to do.
const withdrawal = time.Second

// place is where an article is read; shows tells whether it is there.
type place struct {
	name  string
	path  string
	shows func(status int, body string) bool
}

func placesOf(article, uri, word string) []place {
	names := func(status int, body string) bool { return status == http.StatusOK && strings.Contains(body, article) }
	text := func(status int, body string) bool { return status == http.StatusOK && strings.Contains(body, word) }
	readable := func(status int, _ string) bool { return status != http.StatusGone }
	return []place{
		{"the article", "/v1/articles/" + article, readable},
		{"its versions", "/v1/articles/" + article + "/versions", readable},
		{"the list", "/v1/articles?provider=" + rig.Provider, names},
		{"the RSS feed", "/v1/articles?format=rss", text},
		{"the Atom feed", "/v1/articles?format=atom", text},
		{"the Atom feed's tombstones", "/v1/articles?format=atom", func(status int, body string) bool {
			return status == http.StatusOK && !strings.Contains(body, `deleted-entry ref="`+uri+`"`)
		}},
		{"the JSON feed", "/v1/articles?format=json-feed", text},
		{"the search", "/v1/search?q=" + word, names},
		{"the stories", "/v1/stories", names},
	}
}

// takeDown publishes an article that all places show, takes it down, and waits until none
// shows it and each reader and webhook knows.
func (f *following) takeDown(i int) {
	t := f.t
	t.Helper()
	word := fmt.Sprintf("Zanzibar%d", i)
	uri := fmt.Sprintf("urn:test:takedown:%d", i)
	article := contract.ArticleID(rig.Provider, uri)
	_, err := f.PushUntil(t.Context(), followed(uri, 1, "usable", word+" has a new ferry."))
	require.NoError(t, err)
	for _, p := range placesOf(article, uri, word) {
		localtest.Eventually(t, time.Minute, func() error {
			status, body, err := f.fetch(p.path)
			if err == nil && (status != http.StatusOK || !p.shows(status, body)) {
				err = fmt.Errorf("%s does not show %s: status %d", p.name, article, status)
			}
			return err
		})
	}
	_, err = f.PushUntil(t.Context(), followed(uri, 2, "canceled", word+" has a new ferry."))
	require.NoError(t, err)
	took := f.gone(article, uri, word)
	slowest := ""
	for name, d := range took {
		if d > took[slowest] {
			slowest = name
		}
	}
	t.Logf("takedown %d: gone everywhere %s after NEWS took it, last from %s", i, took[slowest].Round(time.Millisecond), slowest)
	if f.long {
		require.Less(t, took[slowest], withdrawal, slowest)
	}
}

// gone waits until an article is gone, and tells for each place how long after NEWS took the
// takedown.
func (f *following) gone(article, uri, word string) map[string]time.Duration {
	t := f.t
	t.Helper()
	var tombstone struct {
		Sequence uint64    `json:"sequence"`
		At       time.Time `json:"at"`
	}
	localtest.Eventually(t, time.Minute, func() error {
		status, body, err := f.fetch("/v1/articles/" + article)
		if err == nil && status != http.StatusGone {
			err = fmt.Errorf("%s is answered with %d", article, status)
		}
		if err == nil {
			err = json.Unmarshal([]byte(body), &tombstone)
		}
		return err
	})
	waits := map[string]func() error{
		"the readers of events": func() error {
			return all(len(f.readers), func(i int) bool { return f.readers[i].hasKill(tombstone.Sequence) })
		},
		"the webhooks": func() error {
			return all(len(f.hooks), func(i int) bool { return f.hooks[i].hasKill(article) })
		},
	}
	for _, p := range placesOf(article, uri, word) {
		waits[p.name] = func() error {
			status, body, err := f.fetch(p.path)
			if err == nil && (status >= http.StatusInternalServerError || p.shows(status, body)) {
				err = fmt.Errorf("status %d, and it is still there", status)
			}
			return err
		}
	}
	var mu sync.Mutex
	var waiting sync.WaitGroup
	took, failed := map[string]time.Duration{}, []string(nil)
	for name, check := range waits {
		waiting.Go(func() {
			d, err := within(t.Context(), time.Minute, tombstone.At, check)
			mu.Lock()
			defer mu.Unlock()
			if took[name] = d; err != nil {
				failed = append(failed, fmt.Sprintf("%s: %v", name, err))
			}
		})
	}
	waiting.Wait()
	slices.Sort(failed)
	require.Empty(t, failed)
	return took
}

// within checks again and again until there is no error, and gives how long after since that
// was.
func within(ctx context.Context, limit time.Duration, since time.Time, check func() error) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		err := check()
		if err == nil {
			return time.Since(since), nil
		}
		select {
		case <-ctx.Done():
			return time.Since(since), err
		case <-tick.C:
		}
	}
}

func all(n int, ok func(i int) bool) error {
	for i := range n {
		if !ok(i) {
			return fmt.Errorf("number %d of %d does not know", i, n)
		}
	}
	return nil
}

func (f *following) fetch(path string) (int, string, error) {
	req, err := http.NewRequestWithContext(f.t.Context(), http.MethodGet, f.Publish+path, nil)
	if err != nil {
		return 0, "", err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(body), err
}
