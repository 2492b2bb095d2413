package api

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/openapi"
	"github.com/wireroom/wireroom/pkg/openapi/openapitest"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/publish/internal/access"
	"github.com/wireroom/wireroom/services/publish/internal/lastword"
	"github.com/wireroom/wireroom/services/publish/internal/lists"
	"github.com/wireroom/wireroom/services/publish/internal/search"
	"github.com/wireroom/wireroom/services/publish/internal/views"
)

// kiosk is the API over a broker of its own.
type kiosk struct {
	t     *testing.T
	js    jetstream.JetStream
	store lists.Store
	life  string
	http  http.Handler
	views *views.Service
	found *search.Search
	clock atomic.Int64 // how far the clock of views is ahead, in seconds
	check *openapitest.Checker
	noHub atomic.Bool
}

func newKiosk(t *testing.T, readers *access.Access) *kiosk {
	t.Helper()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	news, err := lastword.New(t.Context(), js, contract.StreamNews)
	require.NoError(t, err)
	stream, err := js.Stream(t.Context(), contract.StreamNews)
	require.NoError(t, err)
	schemas := openapi.WireSchemas()
	document, err := openapi.Document{Schemas: schemas, Operations: append(Operations(schemas), views.Operations(schemas)...)}.JSON()
	require.NoError(t, err)
	k := &kiosk{t: t, check: openapitest.New(t, document), js: js, store: lists.NewMemory(1000), life: contract.Incarnation(stream.CachedInfo().Created)}
	mux := http.NewServeMux()
	a := New(news, zap.NewNop())
	a.Mount(mux)
	metrics, err := views.NewMetrics(prometheus.NewRegistry())
	require.NoError(t, err)
	k.views = views.New(views.Config{Lease: time.Second, HalfLife: time.Hour}, views.Deps{JS: js, Log: zap.NewNop(), Metrics: metrics,
		Clock: func() time.Time { return time.Now().Add(time.Duration(k.clock.Load()) * time.Second) }})
	k.views.Mount(mux)
	list := NewList(a, k.store, k.views, func() string { return k.life })
	list.Hub = func() bool { return !k.noHub.Load() }
	list.Mount(mux)
	found, err := search.NewMetrics(prometheus.NewRegistry())
	require.NoError(t, err)
	k.found = search.New(search.Config{Articles: 1000}, js, nil, found, time.Now, zap.NewNop())
	NewSearch(list, k.found).Mount(mux)
	MountRest(mux, Operations(openapi.WireSchemas()), nil)
	k.http = readers.Wrap(mux)
	go lists.New(js, nil, k.store, time.Hour, time.Now, zap.NewNop()).Run(t.Context())
	return k
}

func (k *kiosk) put(name string, signal contract.Signal, language, topic string) uint64 {
	k.t.Helper()
	return k.putMore(name, signal, language, topic, nil)
}

// id is the article id of a name that put takes.
func id(name string) string { return contract.ArticleID("acme", "urn:test:"+name) }

// putMore is put with what else the envelope has.
func (k *kiosk) putMore(name string, signal contract.Signal, language, topic string, more func(*contract.Envelope)) uint64 {
	k.t.Helper()
	uri := "urn:test:" + name
	e := contract.Envelope{Provider: "acme", Delivery: "x-1", Position: 1, Of: 1, Article: contract.ArticleID("acme", uri), URI: uri, Lane: contract.Wire, Signal: signal,
		Urgency: 4, Topic: topic, Language: language, Published: time.Now(), Version: dedup.Version{Status: dedup.Usable, Seq: 1, Pos: 1}}
	if more != nil {
		more(&e)
	}
	subject := contract.NewsSubject{Article: e.Article, Signal: signal, Urgency: 4, Language: language, Topic: topic, Provider: "acme"}
	data := fmt.Sprintf(`{"uri":%q,"language":%q,"by":"Ann","headlines":[{"role":"main","value":"Head <%s>"}],"bodies":[{"role":"main","contentType":"application/xhtml+xml","value":"<p>Text</p>"},{"role":"main","contentType":"text/plain","value":"Text of %s"}]}`, uri, language, name, name)
	ack, err := k.js.PublishMsg(k.t.Context(), &nats.Msg{Subject: contract.Written(subject.String()), Header: e.Header("news", "id", time.Now()), Data: []byte(data)})
	require.NoError(k.t, err)
	require.Eventually(k.t, func() bool {
		at, ready, err := k.store.Position(k.t.Context(), k.life)
		return err == nil && ready && at >= ack.Sequence
	}, 20*time.Second, 5*time.Millisecond)
	return ack.Sequence
}

func (k *kiosk) get(path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	k.http.ServeHTTP(w, r)
	k.check.Answer(k.t, r, w)
	return w
}

// names are those of the articles of a list, by following next.
func (k *kiosk) names(query string) (out []string) {
	k.t.Helper()
	for next := "/v1/articles?" + query; next != ""; {
		w := k.get(next)
		require.Equal(k.t, 200, w.Code, w.Body)
		var page struct {
			Articles []struct{ Item struct{ URI string } }
			Next     string
		}
		require.NoError(k.t, json.Unmarshal(w.Body.Bytes(), &page))
		for _, a := range page.Articles {
			out = append(out, strings.TrimPrefix(a.Item.URI, "urn:test:"))
		}
		u, err := url.Parse(page.Next)
		require.NoError(k.t, err)
		next = u.RequestURI()
		if page.Next == "" {
			next = ""
		}
	}
	return out
}

func open() *access.Access { return access.New(consumer.NewStore(), true) }

func TestListsAreOfWhatStandsNow(t *testing.T) {
	t.Parallel()
	k := newKiosk(t, open())
	for i, language := range []string{"en", "de", "en", "en", "de"} {
		k.put(fmt.Sprint(i), contract.New, language, []string{"sport", "economy"}[i%2])
	}
	require.Equal(t, []string{"4", "3", "2", "1", "0"}, k.names(""))
	require.Equal(t, []string{"4", "3", "2", "1", "0"}, k.names("limit=2"))
	require.Equal(t, []string{"3", "2", "0"}, k.names("language=en-GB&limit=1"))
	require.Equal(t, []string{"2", "0"}, k.names("language=en&topic=sport"))
	require.Equal(t, []string{"3", "2", "1", "0"}, k.names("topic=sport,economy&signal=new&provider=acme&language=en,de&cursor=5"))
	require.Empty(t, k.names("since="+url.QueryEscape(time.Now().Add(time.Minute).Format(time.RFC3339))))
	require.Empty(t, k.names("until=2020-01-01T00:00:00Z"))
	k.put("0", contract.Correction, "en", "sport")
	k.put("2", contract.Kill, "en", "sport")
	require.Equal(t, []string{"0", "4", "3", "1"}, k.names(""))
	for _, bad := range []string{"limit=0", "limit=101", "cursor=x", "since=now", "topic=A", "colour=red", "uri=urn:a", "story=x", "name=", "machine-use=eat", "once=day"} {
		require.Equal(t, 400, k.get("/v1/articles?"+bad).Code, bad)
	}
	require.Equal(t, 406, k.get("/v1/articles?format=nitf").Code)
}

func TestFeedsAreWellFormedAndAKillLeavesThem(t *testing.T) {
	t.Parallel()
	k := newKiosk(t, open())
	k.put("a", contract.New, "en", "sport")
	k.put("b", contract.New, "en", "sport")
	k.put("a", contract.Kill, "en", "sport")
	for accept, contains := range map[string]string{
		"application/atom+xml": `<at:deleted-entry ref="urn:test:a"`, "application/rss+xml": "<guid isPermaLink=\"false\">urn:test:b</guid>", "application/feed+json": `"id":"urn:test:b"`,
	} {
		w := k.get("/v1/articles", "Accept", accept)
		require.Equal(t, 200, w.Code)
		require.Equal(t, accept, w.Header().Get("Content-Type"))
		require.Contains(t, w.Body.String(), contains)
		require.Equal(t, strings.Contains(accept, "atom"), strings.Contains(w.Body.String(), "urn:test:a"), accept)
		if strings.HasSuffix(accept, "xml") {
			require.NoError(t, xml.Unmarshal(w.Body.Bytes(), new(struct{})))
		}
	}
}

func TestFeedsTellWhereToSubscribe(t *testing.T) {
	t.Parallel()
	k := newKiosk(t, open())
	k.put("a", contract.New, "en", "sport")
	const self, hub = "http://example.com/v1/articles?format=%s&language=en", "http://example.com/v1/websub"
	for format, accept := range map[string]string{"atom": "application/atom+xml", "rss": "application/rss+xml", "json-feed": "application/feed+json"} {
		w := k.get("/v1/articles?language=en", "Accept", accept)
		topic := fmt.Sprintf(self, format)
		require.Equal(t, []string{"<" + topic + `>; rel="self"`, "<" + hub + `>; rel="hub"`}, w.Header().Values("Link"), "what names the format is the address")
		require.Contains(t, w.Body.String(), hub)
		require.Contains(t, html.UnescapeString(w.Body.String()), topic)
		require.Equal(t, w.Body.String(), k.get("/v1/articles?language=en&format="+format).Body.String())
		require.NotContains(t, k.get("/v1/articles?cursor=9", "Accept", accept).Body.String(), hub, "another page is no feed")
	}
	require.Empty(t, k.get("/v1/articles").Header().Values("Link"))
	k.noHub.Store(true)
	w := k.get("/v1/articles?format=atom")
	require.NotContains(t, w.Body.String(), hub)
	require.Equal(t, []string{`<http://example.com/v1/articles?format=atom>; rel="self"`}, w.Header().Values("Link"))
}

func TestOneArticleInEachWay(t *testing.T) {
	t.Parallel()
	k := newKiosk(t, open())
	first := k.put("a", contract.New, "en", "sport")
	k.put("a", contract.Correction, "en", "sport")
	path := "/v1/articles/" + contract.ArticleID("acme", "urn:test:a")
	w := k.get(path)
	require.Equal(t, 200, w.Code)
	etag := w.Header().Get("ETag")
	require.Equal(t, 304, k.get(path, "If-None-Match", `"x", W/`+etag).Code)
	require.Equal(t, 200, k.get(path+"?format=nitf", "If-None-Match", etag).Code, "another representation")
	require.Equal(t, w.Body.String(), k.get("/v1/articles?provider=acme&uri=urn:test:a").Body.String())
	require.Equal(t, 406, k.get(path, "Accept", "image/png").Code)
	var list versionsText
	w = k.get(path + "/versions")
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &list))
	require.Len(t, list.Versions, 2)
	require.Equal(t, first, list.Versions[0].Sequence)
	require.Equal(t, 200, k.get(list.Versions[0].URL).Code)
	require.Equal(t, 404, k.get(path+"/versions/99").Code)
	k.put("a", contract.Kill, "en", "sport")
	for _, gone := range []string{path, path + "?format=nitf", path + "/versions", list.Versions[0].URL} {
		w := k.get(gone)
		require.Equal(t, 410, w.Code, gone)
		require.Contains(t, w.Body.String(), "urn:wireroom:problem:taken-down")
		require.Contains(t, w.Body.String(), "urn:test:a")
	}
	require.Equal(t, 404, k.get("/v1/articles/"+contract.ArticleID("acme", "none")).Code)
}

func TestRightsAreEnforcedEverywhere(t *testing.T) {
	t.Parallel()
	const key = "wr_test"
	store := consumer.NewStore(consumer.Consumer{ID: "desk", Keys: []string{provider.HashKey(key)}, Rights: consumer.Rights{Languages: []string{"en"}}})
	k := newKiosk(t, access.New(store, false))
	k.put("de", contract.New, "de", "sport")
	k.put("en", contract.New, "en", "sport")
	german, english := "/v1/articles/"+contract.ArticleID("acme", "urn:test:de"), "/v1/articles/"+contract.ArticleID("acme", "urn:test:en")
	for path, want := range map[string]int{german: 403, english: 200, german + "/versions": 403, english + "/versions": 200, german + "/versions/1": 403, english + "/versions/2": 200,
		"/v1/articles?provider=acme&uri=urn:test:de": 403, "/v1/articles": 200} {
		require.Equal(t, want, k.get(path, "Authorization", "Bearer "+key).Code, path)
		require.Equal(t, 401, k.get(path).Code, path)
		require.Equal(t, 401, k.get(path, "Authorization", "Bearer x").Code, path)
	}
	w := k.get("/v1/articles", "Authorization", "Bearer "+key)
	require.Contains(t, w.Body.String(), "urn:test:en")
	require.NotContains(t, w.Body.String(), "urn:test:de")
}
