package views

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

func keyOf(article, viewer string) uint64 { return fnv1a(fnv1a(fnvOffset, article), viewer) }

// ofView reports whether one view is a doubled click.
func ofView(c *clicks, viewer string, at int64, arrived time.Time) bool {
	_, doubled := c.once(batch{At: at, Views: map[string]viewed{"a": {Count: 1, Viewers: []string{viewer}}}}, arrived)
	return doubled == 1
}

func TestDoubledClicksByTheTimeOfTheLastOne(t *testing.T) {
	t.Parallel()
	c := newClicks(30 * time.Second)
	at, arrived := int64(1_800_000_000), time.Unix(1_800_000_000, 0)
	for _, v := range []struct {
		article, viewer string
		at              int64
		want            bool
	}{{"a", "x", 0, false}, {"a", "x", 20, true}, {"a", "x", 40, true}, {"a", "x", 70, false}, {"b", "x", 71, false}, {"a", "y", 71, false}, {"a", "x", 60, true}, {"a", "x", 0, false}} {
		require.Equal(t, v.want, c.doubled(keyOf(v.article, v.viewer), at+v.at, arrived), "%v", v)
	}
	b, doubled := c.once(batch{At: at, Views: map[string]viewed{"c": {Count: 4, Viewers: []string{"x", "x", "x"}, Ago: []int64{100, 80, 0, 7}}}}, arrived)
	require.Equal(t, 1, doubled)
	require.Equal(t, viewed{Count: 3, Viewers: []string{"x", "x"}, Ago: []int64{100, 0, 7}}, b.Views["c"])
	b, doubled = c.once(batch{At: at + 1000, Views: map[string]viewed{"c": {Count: 1, Viewers: []string{"x"}, Ago: []int64{1000 - 30 - 7 + 8}}}}, arrived)
	require.Equal(t, 1, doubled, "29 s before the last one")
	require.Empty(t, b.Views, "an article whose views are all doubled is not viewed")
	b, doubled = c.once(batch{At: at, Views: map[string]viewed{"d": {Count: 3, Viewers: []string{"x"}, Ago: []int64{5, 6, 7}}}}, arrived)
	require.Zero(t, doubled)
	require.Equal(t, []int64{5, 6, 7}, b.Views["d"].Ago, "the times of those who are not named")
	b, doubled = newClicks(-1).once(batch{At: at, Views: map[string]viewed{"c": {Count: 2, Viewers: []string{"x", "x"}}}}, arrived)
	require.Zero(t, doubled)
	require.Equal(t, 2, b.Views["c"].Count)
}

func TestClicksAreBounded(t *testing.T) {
	t.Parallel()
	c, arrived := newClicks(30*time.Second), time.Unix(1_800_000_000, 0)
	for i := range maxClicks + 1000 {
		require.False(t, c.doubled(keyOf("a", fmt.Sprint(i)), 0, arrived))
	}
	require.EqualValues(t, maxClicks, c.next-c.first)
	require.False(t, c.doubled(keyOf("a", "0"), 0, arrived), "forgotten")
	require.True(t, c.doubled(keyOf("a", fmt.Sprint(maxClicks)), 0, arrived))
	c.forget(arrived.Add(time.Hour))
	require.False(t, slices.ContainsFunc(c.last, func(p place) bool { return p.used }))
	require.Equal(t, c.first, c.next)
	require.Len(t, c.ring, maxClicks)
}

// The table tells what a search through all that is remembered tells, also where keys meet in
// one place and numbers go round.
func TestTheLastClickIsTheOneThatASearchFinds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		c := newClicks(4 * time.Second)
		c.first = math.MaxUint32 - 20
		c.next = c.first
		var all []click
		now := time.Unix(1_800_000_000, 0)
		for range rapid.IntRange(1, 300).Draw(r, "views") {
			now = now.Add(time.Duration(rapid.IntRange(0, 700).Draw(r, "pause")) * time.Millisecond)
			c.forget(now)
			all = slices.DeleteFunc(all, func(k click) bool { return k.arrived < now.Add(-c.remembered()).UnixMilli() })
			key := rapid.Uint64Range(0, 40).Draw(r, "key")*63 + rapid.Uint64Range(0, 1).Draw(r, "high")<<32
			at := now.Unix() - rapid.Int64Range(0, 9).Draw(r, "ago")
			want := false
			for _, k := range slices.Backward(all) {
				if k.key == key {
					want = max(at-k.at, k.at-at) < 4
					break
				}
			}
			all = append(all, click{key: key, at: at, arrived: now.UnixMilli()})
			require.Equal(r, want, c.doubled(key, at, now))
		}
	})
}

// A reader that begins late says the same as one that has read everything, once it has read
// what is remembered.
func TestAReaderThatBeginsLateTellsTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		type view struct {
			viewer  string
			at      int64
			arrived time.Time
		}
		var views []view
		now := time.Unix(1_800_000_000, 0)
		for range rapid.IntRange(1, 80).Draw(r, "views") {
			now = now.Add(time.Duration(rapid.IntRange(0, 8).Draw(r, "pause")) * time.Second)
			views = append(views, view{fmt.Sprint(rapid.IntRange(0, 3).Draw(r, "viewer")), now.Unix() - int64(rapid.IntRange(0, 30).Draw(r, "ago")), now})
		}
		whole, late := newClicks(4*time.Second), newClicks(4*time.Second)
		begin := views[rapid.IntRange(0, len(views)-1).Draw(r, "begin")].arrived
		for _, v := range views {
			want := ofView(whole, v.viewer, v.at, v.arrived)
			if v.arrived.Before(begin) {
				continue
			}
			got := ofView(late, v.viewer, v.at, v.arrived)
			if v.arrived.Add(-late.remembered()).After(begin) {
				require.Equal(r, want, got)
			}
		}
	})
}

// A doubled click does not count, also when the store is emptied in between, when it is counted
// after a restart, or when its first view is in a snapshot already.
func TestADoubledClickDoesNotCountWhateverHappensInBetween(t *testing.T) {
	t.Parallel()
	for _, withRedis := range []bool{true, false} {
		t.Run(fmt.Sprint("redis ", withRedis), func(t *testing.T) {
			t.Parallel()
			var rdb *redis.Client
			if withRedis {
				rdb = localtest.Redis(t)
			}
			url, cfg := localtest.NATS(t).URL(), Config{Lease: time.Second, Snapshot: 100 * time.Millisecond}
			c, now := start(t, url, rdb, cfg), time.Now()
			post := func(seconds int) {
				t.Helper()
				require.Equal(t, http.StatusAccepted, c.post("", map[string]string{"article": article(1), "viewer": "x", "at": now.Add(time.Duration(seconds) * time.Second).Format(time.RFC3339)}))
			}
			post(-200)
			post(-190)
			post(-150)
			require.Equal(t, http.StatusAccepted, c.post("", map[string]string{"article": article(1)}), "nobody is named")
			c.await(article(1), 3)
			savedUpTo(t, url, 4)
			c.stop()
			if withRedis {
				require.NoError(t, rdb.FlushAll(t.Context()).Err())
			}
			c = start(t, url, rdb, cfg)
			post(-140)
			post(-100)
			c.await(article(1), 4)
		})
	}
}

// savedUpTo waits until the snapshot of the article's shard has a sequence of VIEWS.
func savedUpTo(t *testing.T, url string, seq uint64) {
	t.Helper()
	js, err := jetstream.New(localtest.Conn(t, url))
	require.NoError(t, err)
	kv, err := js.KeyValue(t.Context(), contract.BucketViews)
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		e, err := kv.Get(t.Context(), manifestKey(contract.ViewShard(article(1))))
		var m manifest
		return err == nil && json.Unmarshal(e.Value(), &m) == nil && m.Seq >= seq
	}, 30*time.Second, 10*time.Millisecond)
}

func TestDeclaredRobots(t *testing.T) {
	t.Parallel()
	for agent, want := range map[string]bool{
		"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)":                               true,
		"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)": true,
		"Mozilla/5.0 (compatible; ClaudeBot/1.0)":                                                                true,
		"bingbot/2.0": true, "Baiduspider-render/2.0": true, "Mozilla/5.0 (compatible; Bytespider)": true, "facebookexternalhit/1.1": true,
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0": true, "Some Crawler": true, "Slackbot-LinkExpanding 1.0": true,
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36":            false,
		"Mozilla/5.0 (Linux; Android 8.0.0; CUBOT X18 Plus) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0 Mobile Safari/537.36": false,
		"Go-http-client/1.1": false, "python-requests/2.32": false, "curl/8.5": false, "": false, "Robotics Reader": false,
	} {
		require.Equal(t, want, declaredRobot(agent), agent)
	}
}

func TestRobotsAreNotCountedAndTimesAreChecked(t *testing.T) {
	t.Parallel()
	c := start(t, localtest.NATS(t).URL(), localtest.Redis(t), quick)
	send := func(agent, body string) (int, accepted) {
		r := httptest.NewRequest(http.MethodPost, "/v1/views", strings.NewReader(strings.ReplaceAll(body, "ID", article(1))))
		r.Header.Set("User-Agent", agent)
		w := httptest.NewRecorder()
		c.mux.ServeHTTP(w, r)
		var got accepted
		_ = json.Unmarshal(w.Body.Bytes(), &got)
		return w.Code, got
	}
	status, got := send("Googlebot/2.1", `{"article":"ID"}`)
	require.Equal(t, 202, status)
	require.Equal(t, accepted{Robots: 1}, got)
	status, got = send("Go-http-client/1.1", `[{"article":"ID","agent":"Googlebot/2.1"},{"article":"ID","agent":"Mozilla/5.0"},{"article":"ID"}]`)
	require.Equal(t, 202, status)
	require.Equal(t, accepted{Accepted: 2, Robots: 1}, got)
	c.await(article(1), 2)
	for _, bad := range []string{"yesterday", time.Now().Add(time.Hour).Format(time.RFC3339), "2020-01-01T00:00:00Z"} {
		status, _ = send("x", `[{"article":"ID"},{"article":"ID","at":"`+bad+`"}]`)
		require.Equal(t, 422, status, bad)
	}
	status, _ = send("x", `{"article":"ID","at":"`+time.Now().Add(-6*time.Hour).Format(time.RFC3339)+`"}`)
	require.Equal(t, 202, status)
	require.InDelta(t, 2.5, c.await(article(1), 3).Trending, 0.05, "a view of a half-life ago counts half")
}
