package lists

import (
	"context"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

// both runs a test over each store.
func both(t *testing.T, test func(*testing.T, Store, func())) {
	t.Helper()
	t.Run("memory", func(t *testing.T) {
		t.Parallel()
		m := NewMemory(1000)
		test(t, m, func() { m.mu.Lock(); defer m.mu.Unlock(); m.articles, m.life = nil, "" })
	})
	t.Run("redis", func(t *testing.T) {
		t.Parallel()
		rdb := localtest.Redis(t)
		test(t, NewRedis(rdb, time.Hour), func() { require.NoError(t, rdb.FlushAll(context.WithoutCancel(t.Context())).Err()) })
	})
}

func entry(article string, seq uint64, at int64, lists ...string) Entry {
	return Entry{Article: article, Seq: seq, At: at, Subject: "news." + article, Lists: append([]string{All}, lists...)}
}

func page(t *testing.T, s Store, list string) (out []string) {
	t.Helper()
	entries, err := s.Page(t.Context(), "a1", list, math.MaxInt64, 100)
	require.NoError(t, err)
	for _, e := range entries {
		out = append(out, fmt.Sprint(e.Article, e.Seq))
	}
	return out
}

func TestAStoreMovesOnlyFromWhereItIs(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, s Store, _ func()) {
		ctx := t.Context()
		at, ready, err := s.Position(ctx, "a1")
		require.NoError(t, err)
		require.Zero(t, at)
		require.False(t, ready)
		big := uint64(1) << 52 // more digits than a number of Lua's is written with
		at, err = s.Apply(ctx, "a1", 0, big, []Entry{entry("x", 1, 10, "topic/sport"), entry("y", 2, 20, "topic/sport"), entry("x", big, 30, "topic/none")}, time.UnixMilli(0))
		require.NoError(t, err)
		require.Equal(t, big, at)
		require.Equal(t, []string{fmt.Sprint("x", big), "y2"}, page(t, s, All))
		require.Equal(t, []string{"y2"}, page(t, s, "topic/sport"), "it left the list of its earlier version")
		at, err = s.Apply(ctx, "a1", 1, 2, []Entry{entry("z", 2, 40)}, time.UnixMilli(0))
		require.NoError(t, err)
		require.Equal(t, big, at, "another one was faster")
		require.Len(t, page(t, s, All), 2)
		require.NoError(t, s.Ready(ctx, "a1"))
		at, ready, err = s.Position(ctx, "a1")
		require.NoError(t, err)
		require.Equal(t, big, at)
		require.True(t, ready)
		known, err := s.Entries(ctx, "a1", []string{"y", "none"})
		require.NoError(t, err)
		require.Len(t, known, 1)
		require.EqualValues(t, 2, known["y"].Seq)
		// a kill leaves the lists, and what is old is forgotten
		kill := Entry{Article: "x", Seq: big + 1, At: 50, Lists: []string{Kills}}
		_, err = s.Apply(ctx, "a1", big, big+1, []Entry{kill}, time.UnixMilli(25))
		require.NoError(t, err)
		require.Empty(t, page(t, s, All))
		require.Equal(t, []string{fmt.Sprint("x", big+1)}, page(t, s, Kills))
		n, err := s.Size(ctx, "a1", Kills)
		require.NoError(t, err)
		require.EqualValues(t, 1, n)
		at, _, err = s.Position(ctx, "b2")
		require.NoError(t, err)
		require.Zero(t, at, "another life has another place")
	})
}

func TestPagesGoDownwards(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, s Store, _ func()) {
		var entries []Entry
		for i := range uint64(10) {
			entries = append(entries, entry(fmt.Sprint("a", i), i+1, 10))
		}
		_, err := s.Apply(t.Context(), "a1", 0, 10, entries, time.UnixMilli(0))
		require.NoError(t, err)
		got, err := s.Page(t.Context(), "a1", All, 8, 3)
		require.NoError(t, err)
		require.Len(t, got, 3)
		require.EqualValues(t, 7, got[0].Seq)
		require.EqualValues(t, 5, got[2].Seq)
	})
}

// TestTheListsAreFilledAndFilledAgain: from NEWS, after it is emptied, and by two at once.
func TestTheListsAreFilledAndFilledAgain(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, s Store, empty func()) {
		js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
		require.NoError(t, err)
		require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
		put := func(name string, signal contract.Signal, topic string) {
			id := contract.ArticleID("acme", name)
			e := contract.Envelope{Provider: "acme", Delivery: "x-1", Position: 1, Of: 1, Article: id, URI: name, Lane: contract.Wire, Signal: signal, Urgency: 4,
				Topic: topic, Language: "en", Published: time.Now(), Version: dedup.Version{Status: dedup.Usable, Seq: 1, Pos: 1}}
			subject := contract.NewsSubject{Article: id, Signal: signal, Urgency: 4, Language: "en", Topic: "none", Provider: "acme"}
			_, err := js.PublishMsg(t.Context(), &nats.Msg{Subject: contract.Written(subject.String()), Header: e.Header("news", "id", time.Now()),
				Data: []byte(`{"uri":"urn:a","places":[{"name":"Old  Northby"}]}`)})
			require.NoError(t, err)
		}
		for i := range 250 {
			put(fmt.Sprint(i), contract.New, "sport")
		}
		put("3", contract.Kill, "sport")
		for range 2 {
			go New(js, nil, s, time.Hour, time.Now, zap.NewNop()).Run(t.Context())
		}
		stream, err := js.Stream(t.Context(), contract.StreamNews)
		require.NoError(t, err)
		life := contract.Incarnation(stream.CachedInfo().Created)
		holds := func(n int64) {
			t.Helper()
			require.Eventually(t, func() bool {
				sport, err := s.Size(t.Context(), life, "topic/sport")
				_, ready, readyErr := s.Position(t.Context(), life)
				return err == nil && readyErr == nil && sport == n && ready
			}, 30*time.Second, 20*time.Millisecond)
		}
		holds(249)
		placed, err := s.Size(t.Context(), life, "place/old northby")
		require.NoError(t, err)
		require.EqualValues(t, 249, placed)
		empty()
		holds(249)
		put("new", contract.New, "sport")
		put("5", contract.Update, "economy")
		put("6", contract.Kill, "sport")
		holds(248)
	})
}
