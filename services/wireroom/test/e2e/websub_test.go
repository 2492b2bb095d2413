package e2e

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

// feedReader has subscribed to a feed by WebSub.
type feedReader struct {
	mu     sync.Mutex
	latest string
}

// newFeedReader finds the hub as a reader does, in the feed's header, and subscribes.
func newFeedReader(t *testing.T, r *rig.Rig) *feedReader {
	t.Helper()
	f, asked := &feedReader{}, make(chan struct{}, 1)
	callback := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.Method == http.MethodGet {
			_, _ = io.WriteString(w, req.URL.Query().Get("hub.challenge"))
			select {
			case asked <- struct{}{}:
			default:
			}
			return
		}
		data, err := io.ReadAll(req.Body)
		f.mu.Lock()
		defer f.mu.Unlock()
		if err == nil {
			f.latest = string(data)
		}
	}))
	t.Cleanup(callback.Close)
	localtest.Eventually(t, time.Minute, func() error {
		links := map[string]string{}
		resp, err := http.Get(r.Publish + "/v1/articles?format=atom&limit=100")
		if err != nil {
			return err
		}
		_ = resp.Body.Close()
		for _, link := range resp.Header.Values("Link") {
			address, rel, _ := strings.Cut(link, "; rel=")
			links[strings.Trim(rel, `"`)] = strings.Trim(address, "<>")
		}
		if links["hub"] == "" {
			return fmt.Errorf("status %d, no hub in %v", resp.StatusCode, links)
		}
		resp, err = http.PostForm(links["hub"], url.Values{"hub.mode": {"subscribe"}, "hub.topic": {links["self"]}, "hub.callback": {callback.URL}})
		if err != nil {
			return err
		}
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusAccepted {
			return fmt.Errorf("status %d", resp.StatusCode)
		}
		return nil
	})
	select {
	case <-asked:
	case <-time.After(time.Minute):
		require.Fail(t, "the subscriber is not asked")
	}
	return f
}

// is is nil if the feed has the last versions of the webhooks' articles, each fifth of
// which is taken down.
func (f *feedReader) is(articles, versions int) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range articles {
		uri := fmt.Sprintf("urn:test:hook:%d", i)
		want := fmt.Sprintf("State %d of number %d.", versions-1, i)
		if i%5 == 0 { // what was taken down before all that the feed has is not even named
			if strings.Contains(f.latest, "<id>"+uri+"</id>") {
				return fmt.Errorf("%s is taken down and in the feed", uri)
			}
			continue
		}
		if !strings.Contains(f.latest, want) {
			return fmt.Errorf("the feed of %d bytes has not %s", len(f.latest), want)
		}
	}
	return nil
}
