package webhooks

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
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
	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/pkg/webhook"
	"github.com/wireroom/wireroom/services/publish/internal/access"
)

// Keys of the consumers of a bench: desk reads English alone, other all.
const (
	desk  = "wr_desk"
	other = "wr_other"
)

type bench struct {
	t   *testing.T
	js  jetstream.JetStream
	api *httptest.Server
}

func newBench(t *testing.T, cfg webhook.Config) *bench {
	t.Helper()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	m, err := webhook.NewMetrics(prometheus.NewRegistry())
	require.NoError(t, err)
	consumers := consumer.NewStore(
		consumer.Consumer{ID: "desk", Keys: []string{provider.HashKey(desk)}, Rights: consumer.Rights{Languages: []string{"en"}}},
		consumer.Consumer{ID: "other", Keys: []string{provider.HashKey(other)}})
	s, err := New(t.Context(), Deps{Config: cfg, JS: js, Access: access.New(consumers, true), Metrics: m, Log: zap.NewNop(), Clock: time.Now})
	require.NoError(t, err)
	s.engine.Lease = time.Second
	mux := http.NewServeMux()
	s.Mount(mux)
	b := &bench{t, js, httptest.NewServer(mux)}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); s.Run(ctx) }()
	t.Cleanup(func() { b.api.Close(); cancel(); <-done })
	return b
}

func settings() webhook.Config {
	return webhook.Config{AllowPrivate: true, Timeout: 2 * time.Second, FirstRetry: 20 * time.Millisecond, MaxRetry: time.Second, GiveUp: time.Hour, PerOwner: 3, Total: 5}
}

// ask sends a request, and reads the answer into an object.
func (b *bench) ask(method, path, key, body string) (int, map[string]any) {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), method, b.api.URL+path, strings.NewReader(body))
	require.NoError(b.t, err)
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	resp, err := http.DefaultClient.Do(req)
	require.NoError(b.t, err)
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	require.NoError(b.t, err)
	var out map[string]any
	if len(data) > 0 {
		require.NoError(b.t, json.Unmarshal(data, &out), "%s", data)
	}
	return resp.StatusCode, out
}

func (b *bench) create(key string, what map[string]any) (id, secret string) {
	b.t.Helper()
	data, err := json.Marshal(what)
	require.NoError(b.t, err)
	status, out := b.ask("POST", "/v1/webhooks", key, string(data))
	require.Equal(b.t, 201, status, out)
	return out["id"].(string), out["secret"].(string)
}

type message struct {
	name     string
	signal   contract.Signal
	urgency  int
	language string
	topic    string
	provider string
	story    string
	use      machineuse.Use
}

// publish puts a message on NEWS, of an article of its name.
func (b *bench) publish(m message) {
	b.t.Helper()
	if m.provider == "" {
		m.provider = "acme"
	}
	id := contract.ArticleID(m.provider, m.name)
	e := contract.Envelope{Provider: m.provider, Delivery: "x-1", Position: int(time.Now().UnixNano() % 1e6), Of: 1, Article: id, URI: m.name, Lane: contract.Wire, Signal: m.signal,
		Published: time.Now(), Story: m.story, MachineUse: m.use, Version: dedup.Version{Status: dedup.Usable, Seq: 1, Pos: 1}}
	subject := contract.NewsSubject{Article: id, Signal: m.signal, Urgency: max(m.urgency, 1), Language: m.language, Topic: m.topic, Provider: m.provider}
	_, err := b.js.PublishMsg(b.t.Context(), &nats.Msg{Subject: contract.Written(subject.String()), Header: e.Header("news", "id", time.Now()),
		Data: []byte(`{"uri":"` + m.name + `"}`)})
	require.NoError(b.t, err)
}

// receiver notes what it got.
type receiver struct {
	*httptest.Server
	mu  sync.Mutex
	got []payload
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		var p payload
		data, _ := io.ReadAll(req.Body)
		if json.Unmarshal(data, &p) != nil || bytes.Contains(data, []byte("Nats-")) {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.got = append(r.got, p)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) told() (out []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range r.got {
		var item struct {
			URI string `json:"uri"`
		}
		_ = json.Unmarshal(p.Data, &item)
		out = append(out, p.Type+" "+item.URI)
	}
	return out
}

func (r *receiver) awaits(t *testing.T, want ...string) {
	t.Helper()
	require.Eventually(t, func() bool { return len(r.told()) >= len(want) }, 30*time.Second, 20*time.Millisecond, "%v", want)
	require.ElementsMatch(t, want, r.told())
}

// A webhook gets what its filter and its consumer's rights take in, and all takedowns.
func TestAWebhookGetsWhatItMay(t *testing.T) {
	t.Parallel()
	b := newBench(t, settings())
	mayAll, mayEnglish, mayUseful := newReceiver(t), newReceiver(t), newReceiver(t)
	story := strings.Repeat("s", 16)
	b.create(other, map[string]any{"url": mayAll.URL})
	b.create(desk, map[string]any{"url": mayEnglish.URL, "filter": map[string]any{"language": []string{"en", "de"}, "urgency": []int{1, 2}}})
	b.create(other, map[string]any{"url": mayUseful.URL, "filter": map[string]any{"machine": true, "story": []string{story}}})
	forbidden, err := machineuse.Parse("training=not-allowed")
	require.NoError(t, err)
	b.publish(message{name: "a", signal: contract.New, urgency: 1, language: "en", topic: "sport"})
	b.publish(message{name: "b", signal: contract.New, urgency: 1, language: "de", topic: "sport"})
	b.publish(message{name: "c", signal: contract.Update, urgency: 4, language: "en", topic: "sport", story: story})
	b.publish(message{name: "d", signal: contract.Correction, urgency: 2, language: "en", topic: "none", story: story, use: forbidden})
	b.publish(message{name: "e", signal: contract.Kill, urgency: 5, language: "fr", topic: "none"})
	mayAll.awaits(t, "article.published a", "article.published b", "article.updated c", "article.corrected d", "article.killed e")
	mayEnglish.awaits(t, "article.published a", "article.corrected d", "article.killed e")
	mayUseful.awaits(t, "article.updated c", "article.killed e")
	mayAll.mu.Lock()
	defer mayAll.mu.Unlock()
	var articles []string // those of different articles come in any order
	for _, p := range mayAll.got {
		articles = append(articles, p.Meta.Article)
		require.NotZero(t, p.Meta.Sequence)
		require.Equal(t, "acme", p.Meta.Headers[contract.HeaderProvider])
		require.False(t, p.Timestamp.IsZero())
	}
	require.Contains(t, articles, contract.ArticleID("acme", "a"))
}

func TestAConsumerKeepsItsOwnWebhooksAlone(t *testing.T) {
	t.Parallel()
	b := newBench(t, settings())
	r := newReceiver(t)
	status, _ := b.ask("GET", "/v1/webhooks", "", "")
	require.Equal(t, 401, status)
	status, _ = b.ask("POST", "/v1/webhooks", "wr_wrong", `{}`)
	require.Equal(t, 401, status)
	id, secret := b.create(desk, map[string]any{"url": r.URL, "description": "the desk's", "filter": map[string]any{"topic": []string{"politics"}}})
	require.NoError(t, webhook.CheckSecret(secret))
	for _, c := range [][2]string{{"GET", ""}, {"PATCH", ""}, {"DELETE", ""}, {"POST", "/ping"}, {"POST", "/resume"}, {"POST", "/secret"}, {"GET", "/deliveries"}} {
		status, out := b.ask(c[0], "/v1/webhooks/"+id+c[1], other, "")
		require.Equal(t, 404, status, "%s %s", c, out)
		require.Equal(t, "urn:wireroom:problem:no-webhook", out["type"])
	}
	status, out := b.ask("GET", "/v1/webhooks", other, "")
	require.Equal(t, 200, status)
	require.Empty(t, out["webhooks"])
	status, out = b.ask("GET", "/v1/webhooks/"+id, desk, "")
	require.Equal(t, 200, status)
	require.NotContains(t, out, "secret")
	require.Equal(t, "active", out["state"])
	status, out = b.ask("POST", "/v1/webhooks/"+id+"/secret", desk, `{"overlapSeconds":60}`)
	require.Equal(t, 200, status)
	require.NotEqual(t, secret, out["secret"])
	require.Len(t, out["oldSecretsUntil"], 1)
	status, out = b.ask("POST", "/v1/webhooks/"+id+"/ping", desk, "")
	require.Equal(t, 200, status)
	require.Equal(t, true, out["ok"], out)
	require.Equal(t, []string{"ping "}, r.told())
	status, out = b.ask("PATCH", "/v1/webhooks/"+id, desk, `{"filter":{"topic":["sport"]}}`)
	require.Equal(t, 200, status)
	require.Equal(t, r.URL, out["url"])
	// the change is noticed a moment later
	require.Eventually(t, func() bool {
		b.publish(message{name: "a", signal: contract.New, language: "en", topic: "sport"})
		return slices.Contains(r.told(), "article.published a")
	}, 30*time.Second, 100*time.Millisecond)
	require.Eventually(t, func() bool {
		_, out = b.ask("GET", "/v1/webhooks/"+id+"/deliveries", desk, "")
		list := out["deliveries"].([]any)
		return len(list) > 0 && list[0].(map[string]any)["ok"] == true
	}, 30*time.Second, 50*time.Millisecond)
	status, _ = b.ask("DELETE", "/v1/webhooks/"+id, desk, "")
	require.Equal(t, 204, status)
	status, _ = b.ask("GET", "/v1/webhooks/"+id, desk, "")
	require.Equal(t, 404, status)
}

func TestARefusedRequestSaysWhy(t *testing.T) {
	t.Parallel()
	cfg := settings()
	cfg.AllowPrivate = false
	b := newBench(t, cfg)
	for body, says := range map[string]string{
		`{}`:                            "no absolute address",
		`{"url":"http://example.com/"}`: "https://",
		`{"url":"https://example.com/","filter":{"topics":[]}}`:           "topics",
		`{"url":"https://example.com/","filter":{"urgency":[12]}}`:        "1 to 9",
		`{"url":"https://example.com/","filter":{"story":["no"]}}`:        "story",
		`{"url":"https://example.com/","filter":{"signal":["deleted"]}}`:  "none of new",
		`{"url":"https://example.com/"} {}`:                               "after the object",
		`[]`:                                                              "not what is expected",
		`{"url":"https://example.com/` + strings.Repeat("x", 3000) + `"}`: "longer than",
	} {
		status, out := b.ask("POST", "/v1/webhooks", desk, body)
		require.Equal(t, 400, status, "%s: %v", body, out)
		require.Contains(t, out["detail"], says, body)
	}
	status, _ := b.ask("POST", "/v1/webhooks", desk, `{"url":"`+strings.Repeat("x", 1<<20)+`"}`)
	require.Equal(t, 413, status)
	for range cfg.PerOwner {
		b.create(desk, map[string]any{"url": "https://example.invalid/hook"})
	}
	status, out := b.ask("POST", "/v1/webhooks", desk, `{"url":"https://example.invalid/hook"}`)
	require.Equal(t, 403, status, out)
}

// What was published before can be had too, from a time on.
func TestAWebhookBeginsWhereItIsTold(t *testing.T) {
	t.Parallel()
	b := newBench(t, settings())
	b.publish(message{name: "old", signal: contract.New, language: "en", topic: "sport"})
	now, all := newReceiver(t), newReceiver(t)
	b.create(other, map[string]any{"url": now.URL})
	b.create(other, map[string]any{"url": all.URL, "since": time.Now().Add(-time.Hour)})
	b.publish(message{name: "new", signal: contract.New, language: "en", topic: "sport"})
	now.awaits(t, "article.published new")
	all.awaits(t, "article.published old", "article.published new")
}

func TestSubjectsTakeInWhatTheFilterDoes(t *testing.T) {
	t.Parallel()
	require.Nil(t, subjects(consumer.Rights{}))
	require.Equal(t, []string{"news.*.*.*.en.*.*", kills}, subjects(consumer.Rights{Languages: []string{"en", "en"}}))
	require.Equal(t, []string{"news.*.new.1.*.*.*", "news.*.new.2.*.*.*", kills}, subjects(consumer.Rights{Signals: []contract.Signal{contract.New, contract.Kill}, Urgencies: []int{2, 1}}))
	require.Equal(t, []string{kills}, subjects(consumer.Rights{Signals: []contract.Signal{contract.Kill}}))
	many := consumer.Rights{Urgencies: []int{1, 2, 3, 4, 5, 6, 7, 8, 9}, Languages: strings.Split("aa ab ac ad ae af ag ah ai aj", " ")}
	require.Equal(t, 10, len(subjects(many)))
}
