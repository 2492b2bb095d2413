package api

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/publish/internal/access"
	"github.com/wireroom/wireroom/services/publish/internal/search/analyze"
)

type foundArticle struct {
	Found struct {
		Score   float64
		Excerpt []analyze.Part
	}
	Item struct{ URI string }
}

// search gives the names of what is found, by following next.
func (k *kiosk) search(q, more string, headers ...string) (names []string, all []foundArticle) {
	k.t.Helper()
	for next := "/v1/search?q=" + url.QueryEscape(q) + more; next != ""; {
		w := k.get(next, headers...)
		require.Equal(k.t, 200, w.Code, w.Body)
		var page struct {
			Articles []foundArticle
			Next     string
		}
		require.NoError(k.t, json.Unmarshal(w.Body.Bytes(), &page))
		for _, a := range page.Articles {
			names, all = append(names, strings.TrimPrefix(a.Item.URI, "urn:test:")), append(all, a)
		}
		u, err := url.Parse(page.Next)
		require.NoError(k.t, err)
		if next = u.RequestURI(); page.Next == "" {
			next = ""
		}
	}
	return names, all
}

// finds waits until a question has an answer: the index is filled beside the lists.
func (k *kiosk) finds(q string, want ...string) {
	k.t.Helper()
	require.Eventually(k.t, func() bool {
		if k.get("/v1/search?q=x").Code != 200 {
			return false
		}
		names, _ := k.search(q, "")
		return strings.Join(names, "|") == strings.Join(want, "|")
	}, 30*time.Second, 10*time.Millisecond, "%s", q)
}

func TestArticlesAreFoundByTheirWords(t *testing.T) {
	t.Parallel()
	k := newKiosk(t, open())
	w := k.get("/v1/search?q=fire")
	require.Equal(t, 503, w.Code)
	require.Contains(t, w.Body.String(), "urn:wireroom:problem:filling")
	k.put("Fires at sea", contract.New, "en", "sport")
	k.put("A fire in Northby after a long day without any rain at all", contract.New, "en", "economy")
	k.put("Le feu à Zürich", contract.New, "fr", "sport")
	k.put("東京で火事", contract.New, "ja", "sport")
	k.putMore("Secret fires", contract.New, "en", "sport", func(e *contract.Envelope) { e.MachineUse.Indexing = machineuse.NotAllowed })
	go k.found.Run(t.Context())
	k.finds("fire", "Fires at sea", "A fire in Northby after a long day without any rain at all")
	k.finds("zurich", "Le feu à Zürich")
	k.finds("東京", "東京で火事")
	k.finds("京東")
	k.finds("fires -sea", "A fire in Northby after a long day without any rain at all")
	k.finds(`"fire at"`, "Fires at sea")
	k.finds(`"at fires"`)
	k.finds("secret")
	names, all := k.search("fire", "&limit=1&sort=time")
	require.Equal(t, []string{"A fire in Northby after a long day without any rain at all", "Fires at sea"}, names)
	require.Greater(t, all[1].Found.Score, all[0].Found.Score)
	require.Equal(t, []analyze.Part{{Text: "Text of "}, {Text: "Fires", Match: true}, {Text: " at sea"}}, all[1].Found.Excerpt)
	names, _ = k.search("fire", "&topic=economy")
	require.Len(t, names, 1)
	require.Contains(t, k.get("/v1/search?q=fire&format=rss").Body.String(), "Northby")

	k.put("Fires at sea", contract.Kill, "en", "sport")
	names, _ = k.search("sea", "")
	require.Empty(t, names, "by the lists, even before the index has read it")
	k.put("Fires again", contract.New, "en", "sport")
	k.finds("again", "Fires again")
	for _, bad := range []string{"", "q=", "q=-x", "q=%22x", "q=x&sort=up", "q=x&cursor=-1", "q=x&limit=0", "q=x&uri=x", "q=%ff", "q=x&colour=red"} {
		w := k.get("/v1/search?" + bad)
		require.Equal(t, 400, w.Code, bad)
		require.Contains(t, w.Body.String(), "urn:wireroom:problem:invalid-request")
	}
}

func TestASearchFindsWhatAKeyMayRead(t *testing.T) {
	t.Parallel()
	const key = "wr_test"
	store := consumer.NewStore(consumer.Consumer{ID: "desk", Keys: []string{provider.HashKey(key)}, Rights: consumer.Rights{Languages: []string{"en"}}})
	k := newKiosk(t, access.New(store, false))
	k.put("Feuer one", contract.New, "de", "sport")
	k.put("Feuer two", contract.New, "en", "sport")
	go k.found.Run(t.Context())
	require.Eventually(t, func() bool { return k.found.Ready(k.life) }, 30*time.Second, 10*time.Millisecond)
	require.Equal(t, 401, k.get("/v1/search?q=feuer").Code)
	names, _ := k.search("feuer", "", "Authorization", "Bearer "+key)
	require.Equal(t, []string{"Feuer two"}, names)
}
