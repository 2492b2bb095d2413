package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
)

// countViews counts views as publish does, until the test ends.
func (k *kiosk) countViews() {
	k.t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(k.t.Context()))
	done := make(chan error, 1)
	go func() { done <- k.views.Run(ctx) }()
	k.t.Cleanup(func() { cancel(); require.NoError(k.t, <-done) })
}

// view posts n views of an article, and waits until they are counted.
func (k *kiosk) view(name string, n int) {
	k.t.Helper()
	before := k.viewsOf(name)
	views := strings.TrimSuffix(strings.Repeat(fmt.Sprintf(`{"article":%q},`, id(name)), n), ",")
	w := httptest.NewRecorder()
	k.http.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/v1/views", strings.NewReader("["+views+"]")))
	require.Equal(k.t, 202, w.Code, w.Body)
	require.Eventually(k.t, func() bool { return k.viewsOf(name) == before+int64(n) }, 30*time.Second, 10*time.Millisecond)
}

func (k *kiosk) viewsOf(name string) int64 {
	var out int64
	require.Eventually(k.t, func() bool {
		told, err := k.views.Tell(k.t.Context(), []string{id(name)})
		out = told[id(name)].Views
		return err == nil
	}, 30*time.Second, 10*time.Millisecond)
	return out
}

type countedArticle struct {
	URL    string
	Counts *struct {
		Views, Viewers int64
		Trending       float64
	}
	Source *struct{ Views, Comments *int }
	Item   struct{ URI string }
}

func (k *kiosk) trending(query string, headers ...string) (names []string, all []countedArticle) {
	k.t.Helper()
	w := k.get("/v1/trending?"+query, headers...)
	require.Equal(k.t, 200, w.Code, w.Body)
	var page struct{ Articles []countedArticle }
	require.NoError(k.t, json.Unmarshal(w.Body.Bytes(), &page))
	for _, a := range page.Articles {
		names = append(names, strings.TrimPrefix(a.Item.URI, "urn:test:"))
	}
	return names, page.Articles
}

func TestWhatIsTrendingDecaysAndIsToldByLanguageTopicAndStory(t *testing.T) {
	t.Parallel()
	k := newKiosk(t, open())
	k.putMore("fire", contract.New, "en", "sport", of("fire", ""))
	k.putMore("smoke", contract.New, "de", "sport", of("fire", ""))
	seen := 122
	k.putMore("vote", contract.New, "de", "economy", func(e *contract.Envelope) { e.Story, e.SourceViews = id("vote"), &seen })
	k.put("unseen", contract.New, "en", "sport")
	require.Equal(t, 503, k.get("/v1/trending").Code, "nothing is counted yet")
	require.NotContains(t, k.get("/v1/articles").Body.String(), `"counts"`, "lists do without")
	k.countViews()
	k.view("fire", 8)
	k.view("vote", 6)
	k.view("smoke", 3)
	names, all := k.trending("")
	require.Equal(t, []string{"fire", "vote", "smoke"}, names)
	require.EqualValues(t, 6, all[1].Counts.Views)
	require.InDelta(t, 6, all[1].Counts.Trending, 0.1)
	require.Equal(t, 122, *all[1].Source.Views, "what the source reports stays apart")
	for query, want := range map[string][]string{"language=de": {"vote", "smoke"}, "language=de,en&topic=sport": {"fire", "smoke"}, "topic=economy": {"vote"},
		"story=" + id("fire"): {"fire", "smoke"}, "limit=1": {"fire"}, "once=story": {"fire", "vote"}, "until=2020-01-01T00:00:00Z": nil} {
		names, _ := k.trending(query)
		require.Equal(t, want, names, query)
	}
	var stories struct{ Stories []storyText }
	require.NoError(t, json.Unmarshal(k.get("/v1/trending?by=story").Body.Bytes(), &stories))
	require.Len(t, stories.Stories, 2)
	require.InDelta(t, 11, stories.Stories[0].Trending, 0.1)
	require.Equal(t, id("fire"), stories.Stories[0].Story)
	require.Contains(t, k.get("/v1/articles").Body.String(), `"counts":{"views":8,"viewers":0,`)

	k.clock.Store(2 * 3600) // two half-lives: 8 views count as 2
	k.view("smoke", 2)
	names, all = k.trending("")
	require.Equal(t, []string{"smoke", "fire", "vote"}, names)
	require.InDelta(t, 2.75, all[0].Counts.Trending, 0.05)
	require.InDelta(t, 2, all[1].Counts.Trending, 0.05)

	k.putMore("smoke", contract.Kill, "de", "sport", of("fire", ""))
	names, _ = k.trending("")
	require.Equal(t, []string{"fire", "vote"}, names)
	for _, bad := range []string{"by=day", "cursor=1", "uri=x", "limit=0", "colour=red"} {
		require.Equal(t, 400, k.get("/v1/trending?"+bad).Code, bad)
	}
	require.Equal(t, 406, k.get("/v1/trending?by=story&format=atom").Code)
	require.Contains(t, k.get("/v1/trending?format=json-feed").Body.String(), `"_wireroom":{"about"`)
}
