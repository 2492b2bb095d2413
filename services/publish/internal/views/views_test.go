package views

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

// counter is an instance of the service that can be ended and started again.
type counter struct {
	t       *testing.T
	url     string
	rdb     *redis.Client
	mux     *http.ServeMux
	metrics *Metrics
	cancel  context.CancelFunc
	done    chan error
}

func start(t *testing.T, url string, rdb *redis.Client, cfg Config) *counter {
	t.Helper()
	js, err := jetstream.New(localtest.Conn(t, url))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	metrics, err := NewMetrics(prometheus.NewRegistry())
	require.NoError(t, err)
	d := Deps{JS: js, Log: zap.NewNop(), Metrics: metrics, Clock: time.Now}
	if rdb != nil {
		d.Redis = rdb
	}
	s := New(cfg, d)
	news(t, js)
	c := &counter{t: t, url: url, rdb: rdb, mux: http.NewServeMux(), metrics: metrics, done: make(chan error, 1)}
	s.Mount(c.mux)
	var ctx context.Context
	ctx, c.cancel = context.WithCancel(context.Background())
	go func() { c.done <- s.Run(ctx) }()
	t.Cleanup(c.stop)
	return c
}

func (c *counter) stop() {
	if c.cancel != nil {
		c.cancel()
		require.NoError(c.t, <-c.done)
		c.cancel = nil
	}
}

func (c *counter) post(key string, body any) int {
	data, err := json.Marshal(body)
	require.NoError(c.t, err)
	return c.send(key, data)
}

func (c *counter) send(key string, data []byte) int {
	req := httptest.NewRequest(http.MethodPost, "/v1/views", bytes.NewReader(data))
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	rec := httptest.NewRecorder()
	c.mux.ServeHTTP(rec, req)
	return rec.Code
}

func (c *counter) get(article string) (answer, int) {
	rec := httptest.NewRecorder()
	c.mux.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/v1/articles/"+article+"/views", nil))
	var got answer
	if rec.Code == http.StatusOK {
		require.NoError(c.t, json.Unmarshal(rec.Body.Bytes(), &got))
	}
	return got, rec.Code
}

func (c *counter) await(article string, views int64) answer {
	c.t.Helper()
	var got answer
	localtest.Eventually(c.t, 30*time.Second, func() error {
		var status int
		if got, status = c.get(article); status != http.StatusOK || got.Views != views {
			return fmt.Errorf("%s: status %d, %d views, not %d", article, status, got.Views, views)
		}
		return nil
	})
	return got
}

// news has NEWS hold the articles that tests view.
func news(t *testing.T, js jetstream.JetStream) {
	t.Helper()
	for i := range 60 {
		publishNews(t, js, article(i), contract.New)
	}
}

func publishNews(t *testing.T, js jetstream.JetStream, id string, signal contract.Signal) {
	t.Helper()
	subject := contract.NewsSubject{Article: id, Signal: signal, Urgency: 5, Language: "en", Topic: contract.None, Provider: "acme"}.String()
	_, err := js.PublishMsg(t.Context(), &nats.Msg{Subject: strings.Replace(subject, "news.", "lastword.", 1), Header: nats.Header{}})
	require.NoError(t, err)
}

func article(i int) string { return contract.ArticleID("acme", fmt.Sprint("urn:v:", i)) }

func views(n, articles, first int) []map[string]string {
	out := make([]map[string]string, n)
	for i := range out {
		out[i] = map[string]string{"article": article((first + i) % articles), "viewer": fmt.Sprint("reader ", (first+i)%500)}
	}
	return out
}

var quick = Config{Lease: time.Second, Snapshot: 300 * time.Millisecond, DoubleClick: -1}

func TestWhatIsAcceptedIsCountedOnce(t *testing.T) {
	t.Parallel()
	c := start(t, localtest.NATS(t).URL(), localtest.Redis(t), quick)
	require.Equal(t, http.StatusAccepted, c.post("k1", views(1000, 10, 0)))
	require.Equal(t, http.StatusAccepted, c.post("k1", views(1000, 10, 0)), "a repeat is accepted, and counts nothing")
	require.Equal(t, http.StatusAccepted, c.post("", map[string]string{"article": article(1)}))
	require.Equal(t, http.StatusAccepted, c.post("", map[string]any{"views": views(10, 10, 0)}))
	c.await(article(0), 101)
	got := c.await(article(1), 102)
	require.InDelta(t, 50, got.Unique, 2)
	require.InDelta(t, 102, got.Trending, 1)
	none, status := c.get(article(99))
	require.Equal(t, http.StatusOK, status)
	require.Zero(t, none.Views)
}

// A Redis that is emptied again and again makes a consumer for each shard each time.
func TestALeftReadersConsumerIsSoonForgotten(t *testing.T) {
	t.Parallel()
	url := localtest.NATS(t).URL()
	c := start(t, url, localtest.Redis(t), quick)
	require.Equal(t, http.StatusAccepted, c.post("", map[string]string{"article": article(1)}))
	c.await(article(1), 1)
	js, err := jetstream.New(localtest.Conn(t, url))
	require.NoError(t, err)
	stream, err := js.Stream(t.Context(), contract.StreamViews)
	require.NoError(t, err)
	list, n := stream.ListConsumers(t.Context()), 0
	for info := range list.Info() {
		require.LessOrEqual(t, info.Config.InactiveThreshold, forgetAfter, info.Name)
		n++
	}
	require.NoError(t, list.Err())
	require.Positive(t, n)
}

// Nobody tells clients apart: two may choose the same key.
func TestTheSameKeyOfAnotherClientIsNoRepeat(t *testing.T) {
	t.Parallel()
	c := start(t, localtest.NATS(t).URL(), localtest.Redis(t), quick)
	for _, viewer := range []string{"a", "b", "a"} {
		require.Equal(t, http.StatusAccepted, c.post("1", map[string]string{"article": article(1), "viewer": viewer}))
	}
	c.await(article(1), 2)
}

func TestBadViewsAreRefusedWhole(t *testing.T) {
	t.Parallel()
	c := start(t, localtest.NATS(t).URL(), localtest.Redis(t), quick)
	require.Equal(t, http.StatusBadRequest, c.send("", []byte("{")))
	require.Equal(t, http.StatusUnprocessableEntity, c.send("", []byte("[]")))
	require.Equal(t, http.StatusUnprocessableEntity, c.post("", views(1001, 3, 0)))
	require.Equal(t, http.StatusUnprocessableEntity, c.post("", []map[string]string{{"article": article(0)}, {"article": "no.id"}}))
	require.Equal(t, http.StatusRequestEntityTooLarge, c.send("", bytes.Repeat([]byte(" "), maxBody+1)))
	require.Equal(t, http.StatusUnprocessableEntity, c.post(strings.Repeat("k", 256), views(1, 1, 0)))
}

func TestNoNameOfAViewerIsStored(t *testing.T) {
	t.Parallel()
	url := localtest.NATS(t).URL()
	c := start(t, url, localtest.Redis(t), quick)
	require.Equal(t, http.StatusAccepted, c.post("", []map[string]string{{"article": article(0), "viewer": "192.0.2.77"}}))
	c.await(article(0), 1)
	js, err := jetstream.New(localtest.Conn(t, url))
	require.NoError(t, err)
	s, err := js.Stream(t.Context(), contract.StreamViews)
	require.NoError(t, err)
	m, err := s.GetMsg(t.Context(), 1)
	require.NoError(t, err)
	require.NotContains(t, string(m.Data), "192.0.2.77")
}

// exact posts views while fault is called, and awaits every count.
func exact(t *testing.T, c *counter, fault func(round int)) {
	t.Helper()
	const articles, batches = 50, 60
	var wg sync.WaitGroup
	wg.Go(func() {
		for b := range batches {
			for c.post(fmt.Sprint("b", b), views(1000, articles, b*1000)) != http.StatusAccepted {
				time.Sleep(20 * time.Millisecond)
			}
			time.Sleep(30 * time.Millisecond)
		}
	})
	for round := range 12 {
		time.Sleep(time.Duration(50+rand.IntN(200)) * time.Millisecond)
		fault(round)
	}
	wg.Wait()
	for i := range articles {
		c.await(article(i), batches*1000/articles)
	}
}

func TestEmptyingRedisLosesNoView(t *testing.T) {
	t.Parallel()
	rdb := localtest.Redis(t)
	c := start(t, localtest.NATS(t).URL(), rdb, quick)
	exact(t, c, func(int) { require.NoError(t, rdb.FlushAll(t.Context()).Err()) })
}

func TestTwoReadersAndRestartsCountOnce(t *testing.T) {
	t.Parallel()
	url, rdb := localtest.NATS(t).URL(), localtest.Redis(t)
	door := start(t, url, rdb, quick)
	other := start(t, url, rdb, quick)
	exact(t, door, func(round int) {
		other.stop()
		other = start(t, url, rdb, quick)
		if round%4 == 1 {
			require.NoError(t, rdb.FlushAll(t.Context()).Err())
		}
	})
}

func TestRedisAwayIsMadeUpFor(t *testing.T) {
	t.Parallel()
	server := localtest.RedisServer(t)
	c := start(t, localtest.NATS(t).URL(), server.Client(), quick)
	exact(t, c, func(round int) {
		switch round {
		case 3:
			server.Stop()
		case 8:
			_, status := c.get(article(0))
			require.Equal(t, http.StatusServiceUnavailable, status)
			require.Eventually(t, func() bool { return testutil.ToFloat64(c.metrics.waiting) > 0 }, 20*time.Second, time.Millisecond, "no shard is said to wait")
			server.Start()
		case 10:
			server.Kill()
		}
	})
	require.Eventually(t, func() bool { return testutil.ToFloat64(c.metrics.waiting) == 0 }, 20*time.Second, 10*time.Millisecond)
}

func TestASnapshotIsPurgedToAfterADay(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	m := &manifest{}
	for h := range 60 {
		m.Seq = uint64(h)
		m.mark(now.Add(time.Duration(h) * time.Hour))
	}
	at := now.Add(59 * time.Hour)
	require.EqualValues(t, 35, m.purgeable(at), "what is a day old and in a snapshot")
	require.LessOrEqual(t, len(m.Points), 26)
	require.Zero(t, (&manifest{Points: []point{{now.Unix(), 9}}}).purgeable(now.Add(23*time.Hour)))
}

func TestViewsOfWhatNewsDoesNotHoldAreRefused(t *testing.T) {
	t.Parallel()
	url := localtest.NATS(t).URL()
	c := start(t, url, localtest.Redis(t), quick)
	js, err := jetstream.New(localtest.Conn(t, url))
	require.NoError(t, err)
	unknown, killed := article(1000), article(1001)
	publishNews(t, js, killed, contract.Kill)
	for _, id := range []string{unknown, killed} {
		require.Equal(t, http.StatusNotFound, c.post("", map[string]string{"article": id}))
	}
	rec := httptest.NewRecorder()
	c.mux.ServeHTTP(rec, httptest.NewRequest(http.MethodPost, "/v1/views", strings.NewReader(
		fmt.Sprintf(`[{"article":%q},{"article":%q},{"article":%q},{"article":%q}]`, article(1), unknown, article(1), killed))))
	require.Equal(t, http.StatusAccepted, rec.Code)
	var got accepted
	require.NoError(t, json.Unmarshal(rec.Body.Bytes(), &got))
	require.Equal(t, 2, got.Accepted)
	require.ElementsMatch(t, []string{unknown, killed}, got.Unknown)
	c.await(article(1), 2)
	publishNews(t, js, unknown, contract.New)
	require.Equal(t, http.StatusAccepted, c.post("", map[string]string{"article": unknown}), "it has come meanwhile")
	c.await(unknown, 1)
	c.await(killed, 0)
}

func TestATakenDownArticlesCountsGoInTheirPlace(t *testing.T) {
	t.Parallel()
	url := localtest.NATS(t).URL()
	c := start(t, url, nil, quick)
	require.Equal(t, http.StatusAccepted, c.post("", views(40, 4, 0)))
	c.await(article(1), 10)
	js, err := jetstream.New(localtest.Conn(t, url))
	require.NoError(t, err)
	m, err := contract.ForgetViews(article(1), 7, time.Now())
	require.NoError(t, err)
	for range 2 { // done twice it is done once
		_, err = js.PublishMsg(t.Context(), m)
		require.NoError(t, err)
	}
	require.Equal(t, http.StatusAccepted, c.post("", map[string]string{"article": article(1)}))
	c.await(article(1), 1)
	c.stop()
	c = start(t, url, nil, quick)
	c.await(article(1), 1)
	c.await(article(2), 10)
}

// In a process that has no Redis, counts and viewers are there again after any end.
func TestCountsInMemoryOutliveTheProcess(t *testing.T) {
	t.Parallel()
	url := localtest.NATS(t).URL()
	c := start(t, url, nil, quick)
	unique := map[string]int64{}
	require.Equal(t, http.StatusAccepted, c.post("", views(1000, 10, 0)))
	for i := range 10 {
		unique[article(i)] = c.await(article(i), 100).Unique
	}
	for round := range 3 {
		c.stop()
		c = start(t, url, nil, quick)
		require.Equal(t, http.StatusAccepted, c.post("", views(1000, 10, 0)))
		for i := range 10 {
			require.Equal(t, unique[article(i)], c.await(article(i), int64(200+100*round)).Unique)
			require.Positive(t, unique[article(i)])
		}
	}
}

// VIEWS is deleted and made anew under a running counter: what was counted stays, and
// each view that is accepted after counts, from the first one on.
func TestViewsMadeAnewAreCountedFromTheFirst(t *testing.T) {
	t.Parallel()
	url := localtest.NATS(t).URL()
	c := start(t, url, localtest.Redis(t), quick)
	js, err := jetstream.New(localtest.Conn(t, url))
	require.NoError(t, err)
	id, total := article(1), int64(0)
	post := func(n int) {
		for range n {
			require.Equal(t, http.StatusAccepted, c.post("", map[string]string{"article": id}))
		}
		total += int64(n)
		c.await(id, total)
	}
	post(20)
	for range 3 {
		old, err := js.Stream(t.Context(), contract.StreamViews)
		require.NoError(t, err)
		require.NoError(t, js.DeleteStream(t.Context(), contract.StreamViews))
		localtest.Eventually(t, 5*time.Second, func() error {
			if time.Now().Unix() == old.CachedInfo().Created.Unix() {
				return errors.New("a life is named by the second in which it began")
			}
			return nil
		})
		require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
		post(25)
	}
}
