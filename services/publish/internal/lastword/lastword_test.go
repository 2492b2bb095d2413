package lastword_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/publish/internal/lastword"
	"github.com/wireroom/wireroom/services/publish/internal/news"
)

func writer(t *testing.T) (*lastword.Writer, jetstream.JetStream) {
	t.Helper()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	w, err := lastword.New(t.Context(), js, contract.StreamNews)
	require.NoError(t, err)
	return w, js
}

func envelope(article int, seq, number uint64, status dedup.Status, hash string) contract.Envelope {
	uri := fmt.Sprintf("urn:test:%d", article)
	return contract.Envelope{
		Provider: "acme", Delivery: contract.DeliveryID("x", seq), Position: 1, Of: 1, Lane: contract.Wire,
		URI: uri, Article: contract.ArticleID("acme", uri), Hash: hash, Urgency: 4, Language: "en", Topic: "sport",
		Version: dedup.Version{Status: status, HasNumber: true, Number: number, Seq: seq, Pos: 1},
	}
}

func write(t *testing.T, w *lastword.Writer, e contract.Envelope) lastword.Result {
	t.Helper()
	r, err := w.Write(t.Context(), contract.NewsOfArticle(e.Article), e.State(), func(d dedup.Decision, last *lastword.Last) (*nats.Msg, error) {
		return news.Message(e, []byte("{}"), d, last, time.Now()), nil
	})
	require.NoError(t, err)
	return r
}

func TestTheOrderDecidesWhateverComesFirst(t *testing.T) {
	t.Parallel()
	w, _ := writer(t)
	first := envelope(1, 1, 2, dedup.Usable, "a")
	require.Equal(t, dedup.Publish, write(t, w, first).Decision.Verdict)
	require.Equal(t, dedup.Ours, write(t, w, first).Decision.Verdict, "a redelivery finds itself")
	require.Equal(t, dedup.Stale, write(t, w, envelope(1, 2, 1, dedup.Usable, "b")).Decision.Verdict)
	require.Equal(t, dedup.Duplicate, write(t, w, envelope(1, 3, 2, dedup.Usable, "a")).Decision.Verdict)

	up := envelope(1, 4, 3, dedup.Usable, "a")
	up.Urgency, up.Language, up.Topic = 7, "de", "politics"
	r := write(t, w, up)
	require.True(t, r.Decision.Unchanged)
	require.Equal(t, "news."+up.Article+".update.4.en.sport.acme", r.Subject, "later messages keep the first's tokens")

	kill := write(t, w, envelope(1, 5, 1, dedup.Canceled, "k"))
	require.Equal(t, "news."+up.Article+".kill.4.en.sport.acme", kill.Subject, "a kill wins whatever its number")
	require.Equal(t, dedup.Killed, write(t, w, envelope(1, 6, 99, dedup.Usable, "z")).Decision.Verdict)
}

func TestWhatWasWithheldComesBackAsNew(t *testing.T) {
	t.Parallel()
	w, _ := writer(t)
	write(t, w, envelope(1, 1, 1, dedup.Usable, "a"))
	require.Contains(t, write(t, w, envelope(1, 2, 2, dedup.Withheld, "w")).Subject, ".kill.")
	back := write(t, w, envelope(1, 3, 3, dedup.Usable, "b"))
	require.True(t, back.Decision.Return)
	require.Contains(t, back.Subject, ".new.")
	require.Equal(t, dedup.Stale, write(t, w, envelope(1, 2, 2, dedup.Withheld, "w")).Decision.Verdict, "the old takedown comes too late")
}

// Eight writers offer every version of every article, twice and in any order:
// each article must end with its highest version, and never step back.
func TestManyWritersNeverStepBack(t *testing.T) {
	t.Parallel()
	w, js := writer(t)
	ordinary, err := js.Conn().SubscribeSync("news.>")
	require.NoError(t, err)
	const articles, versions = 40, 12
	var offers []contract.Envelope
	seq := uint64(0)
	for a := range articles {
		for v := range versions {
			seq++
			e := envelope(a, seq, uint64(v+1), dedup.Usable, fmt.Sprint(v))
			offers = append(offers, e, e)
		}
	}
	rand.Shuffle(len(offers), func(i, j int) { offers[i], offers[j] = offers[j], offers[i] })
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for j := i; j < len(offers); j += 8 {
				write(t, w, offers[j])
			}
		})
	}
	wg.Wait()
	last := map[string]dedup.Version{}
	s, err := js.Stream(t.Context(), contract.StreamNews)
	require.NoError(t, err)
	info, err := s.Info(t.Context())
	require.NoError(t, err)
	for n := uint64(1); n <= info.State.LastSeq; n++ {
		m, err := s.GetMsg(t.Context(), n)
		require.NoError(t, err)
		e, err := contract.ParseEnvelope(m.Header)
		require.NoError(t, err)
		before, ok := last[e.Article]
		require.Equal(t, !ok, e.Signal == contract.New)
		seen, err := ordinary.NextMsg(10 * time.Second)
		require.NoError(t, err, "what is stored reaches who just subscribes")
		require.Equal(t, m.Subject, seen.Subject)
		require.Equal(t, m.Header.Get(contract.HeaderVersion), seen.Header.Get(contract.HeaderVersion))
		if ok {
			require.Positive(t, dedup.Compare(e.Version, before), "%s after %s", e.Version, before)
		}
		last[e.Article] = e.Version
	}
	_, err = ordinary.NextMsg(100 * time.Millisecond)
	require.ErrorIs(t, err, nats.ErrTimeout, "what the stream refused reaches nobody")
	require.Len(t, last, articles)
	for a, v := range last {
		require.EqualValues(t, versions, v.Number, a)
	}
}

// Another writer is faster three times: the fourth try is written after what they wrote.
func TestAConflictIsTriedAgainUntilItIsDecided(t *testing.T) {
	t.Parallel()
	w, _ := writer(t)
	e := envelope(1, 10, 10, dedup.Usable, "ours")
	others := uint64(0)
	r, err := w.Write(t.Context(), contract.NewsOfArticle(e.Article), e.State(), func(d dedup.Decision, last *lastword.Last) (*nats.Msg, error) {
		if others < 3 {
			others++
			require.Equal(t, others, write(t, w, envelope(1, others, others, dedup.Usable, fmt.Sprint(others))).Sequence)
		}
		return news.Message(e, []byte("{}"), d, last, time.Now()), nil
	})
	require.NoError(t, err)
	require.Equal(t, dedup.Publish, r.Decision.Verdict)
	require.EqualValues(t, 4, r.Sequence)
	require.EqualValues(t, 3, r.Last.Envelope.Version.Number)
}

// What has as many bytes of headers as the budget allows is written; one more is a fault of
// the message.
func TestHeadersMayFillTheirBudget(t *testing.T) {
	t.Parallel()
	w, _ := writer(t)
	for article, more := range []int{0, 1} {
		e := envelope(article, 1, 1, dedup.Usable, "a")
		filter := contract.NewsOfArticle(e.Article)
		_, err := w.Write(t.Context(), filter, e.State(), func(d dedup.Decision, last *lastword.Last) (*nats.Msg, error) {
			m := news.Message(e, []byte("{}"), d, last, time.Now())
			m.Header["Large"], m.Header[contract.HeaderExpectedSeq], m.Header[contract.HeaderExpectedSeqSubject] = []string{""}, []string{"0"}, []string{filter}
			m.Header["Large"][0] = strings.Repeat("x", contract.MaxHeaders-contract.HeaderSize(m.Header)+more)
			return m, nil
		})
		var fault *bus.Fault
		if more == 0 {
			require.NoError(t, err)
			continue
		}
		require.ErrorAs(t, err, &fault)
		require.Equal(t, contract.ReasonHeaders, fault.Reason)
	}
}

func TestWhatIsGoneNeedsNoDeletion(t *testing.T) {
	t.Parallel()
	w, _ := writer(t)
	r := write(t, w, envelope(1, 1, 1, dedup.Usable, "a"))
	require.NoError(t, w.Delete(t.Context(), r.Sequence))
	require.NoError(t, w.Delete(t.Context(), r.Sequence), "a purge or another worker was faster")
	require.NoError(t, w.Delete(t.Context(), r.Sequence+100))
}

// A stream of before keeps what it holds and is written as every other.
func TestAnOlderStreamIsAdopted(t *testing.T) {
	t.Parallel()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	for _, cfg := range contract.Streams(contract.StreamOptions{}) {
		if cfg.Name == contract.StreamNews {
			cfg.Subjects, cfg.SubjectTransform, cfg.RePublish, cfg.MaxAge = []string{"news.>"}, nil, nil, 90*24*time.Hour
			_, err = js.CreateStream(t.Context(), cfg)
			require.NoError(t, err)
		}
	}
	_, err = js.Publish(t.Context(), "news.old.new.5.en.none.acme", []byte("{}"))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	w, err := lastword.New(t.Context(), js, contract.StreamNews)
	require.NoError(t, err)
	require.EqualValues(t, 2, write(t, w, envelope(1, 1, 1, dedup.Usable, "a")).Sequence)
	s, err := js.Stream(t.Context(), contract.StreamNews)
	require.NoError(t, err)
	require.EqualValues(t, 2, s.CachedInfo().State.Msgs)
	require.Equal(t, 90*24*time.Hour, s.CachedInfo().Config.MaxAge, "what an operator set stays")
}
