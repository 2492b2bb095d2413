package api

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/publish/internal/origin"
)

// A feed library that many readers are built on understands our feeds: what they are, where
// they are, and of each entry the title, the address, the id, the author, the time, the text.
// Behind a proxy that ends TLS every address is the one that was set.
func TestAFeedLibraryReadsOurFeeds(t *testing.T) {
	t.Parallel()
	k := newKiosk(t, open())
	before := time.Now().Add(-time.Minute)
	k.put("a", contract.New, "en", "sport")
	k.put("b", contract.New, "de", "none")
	public := origin.Wrap("https://news.example.org", func(*http.Request) bool { return false }, k.http)
	for format, want := range map[string][2]string{"atom": {"atom", "1.0"}, "rss": {"rss", "2.0"}, "json-feed": {"json", "1.1"}} {
		w := httptest.NewRecorder()
		public.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/v1/articles?format="+format, nil))
		require.Equal(t, http.StatusOK, w.Code)
		body := w.Body.String()
		require.NotContains(t, body, "http://example.com", "%s: the host of the request", format)
		require.NotContains(t, body, "http://news.example.org", format)
		f, err := gofeed.NewParser().ParseString(body)
		require.NoError(t, err, body)
		require.Equal(t, want, [2]string{f.FeedType, strings.TrimPrefix(f.FeedVersion, "https://jsonfeed.org/version/")}, body)
		require.Equal(t, "wireroom", f.Title, format)
		require.Contains(t, f.FeedLink, "https://news.example.org/v1/articles?", format)
		require.Len(t, f.Items, 2, format)
		for i, name := range []string{"b", "a"} {
			item := f.Items[i]
			require.Equal(t, "Head <"+name+">", item.Title, format)
			require.Equal(t, "https://news.example.org/v1/articles/"+id(name), item.Link, format)
			require.Equal(t, "urn:test:"+name, item.GUID, format)
			require.Len(t, item.Authors, 1, format)
			require.Equal(t, "Ann", item.Authors[0].Name, format)
			require.Contains(t, item.Content+item.Description, "<p>Text</p>", format)
			at := item.PublishedParsed
			if at == nil {
				at = item.UpdatedParsed
			}
			require.NotNil(t, at, format)
			require.WithinRange(t, *at, before, time.Now().Add(time.Minute), format)
		}
	}
}
