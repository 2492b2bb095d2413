package publish

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/dedup/seen"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/stage"
	"github.com/wireroom/wireroom/services/publish/internal/lastword"
	"github.com/wireroom/wireroom/services/publish/internal/news"
)

// office is a publisher over a broker of its own.
type office struct {
	*publisher
	t  *testing.T
	js jetstream.JetStream
}

func newOffice(t *testing.T) office {
	t.Helper()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	own, err := NewMetrics(prometheus.NewRegistry())
	require.NoError(t, err)
	p := &publisher{js: js, metrics: own, records: seen.New(seen.NewRedis(localtest.Redis(t), time.Hour), time.Now, zap.NewNop()), clock: time.Now, log: zap.NewNop(), maxEmbargo: contract.MaxEmbargo}
	require.NoError(t, p.open(t.Context(), js))
	return office{p, t, js}
}

// version is one of an article, as it comes from ENRICHED.
func version(seq uint64, name string, status dedup.Status) article {
	uri := "urn:test:" + name
	return article{data: []byte("{}"), env: &contract.Envelope{
		Provider: "acme", Delivery: contract.DeliveryID("x", seq), Position: 1, Of: 1, Lane: contract.Wire, Signal: contract.New,
		URI: uri, Article: contract.ArticleID("acme", uri), Hash: fmt.Sprint("h", seq), Urgency: 4, Language: "en", Topic: "none", Received: time.Now(),
		Version: dedup.Version{Status: status, Seq: seq, Pos: 1},
	}}
}

func (o office) handles(a article) verdict { return o.handle(o.t.Context(), a) }

// Somebody else's message on NEWS costs its article, and not the stage, which would
// wait for ever.
func TestAnArticleThatSomebodyElseWroteStopsNoOther(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := version(1, "a", dedup.Usable)
	_, err := o.js.Publish(t.Context(), contract.Written("news."+a.env.Article+".new.5.en.none.acme"), []byte("by hand"))
	require.NoError(t, err)
	v := o.handles(a)
	require.Equal(t, stage.KindReject, v.Kind)
	require.Equal(t, contract.ReasonHeader, v.Reason)
	require.Equal(t, stage.KindForward, o.handles(version(2, "b", dedup.Usable)).Kind)
}

// What takes an article down has its counts removed, in their place among the views.
func TestATakedownRemovesTheCountsOfTheArticle(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	taken := version(1, "a", dedup.Usable)
	require.Equal(t, stage.KindForward, o.handles(taken).Kind)
	views, err := o.js.Stream(t.Context(), contract.StreamViews)
	require.NoError(t, err)
	require.Zero(t, views.CachedInfo().State.Msgs)
	kill := version(2, "a", dedup.Canceled)
	for range 2 { // of a redelivery too, once
		require.Equal(t, stage.KindForward, o.handles(kill).Kind)
	}
	m, err := views.GetLastMsgForSubject(t.Context(), contract.ViewsSubject(contract.ViewShard(taken.env.Article)))
	require.NoError(t, err)
	require.EqualValues(t, 1, m.Sequence)
	require.Contains(t, string(m.Data), taken.env.Article)
}

// crash writes an article and does nothing of what follows.
func (o office) crash(a article) {
	o.t.Helper()
	_, err := o.news.Write(o.t.Context(), contract.NewsOfArticle(a.env.Article), a.env.State(), func(d dedup.Decision, last *lastword.Last) (*nats.Msg, error) {
		return news.Message(*a.env, a.data, d, last, time.Now()), nil
	})
	require.NoError(o.t, err)
}

// subjects are what NEWS holds of an article.
func (o office) subjects(a article) (signals []contract.Signal) {
	o.t.Helper()
	s, err := o.js.Stream(o.t.Context(), contract.StreamNews)
	require.NoError(o.t, err)
	info, err := s.Info(o.t.Context(), jetstream.WithSubjectFilter(contract.NewsOfArticle(a.env.Article)))
	require.NoError(o.t, err)
	for subject := range info.State.Subjects {
		parsed, err := contract.ParseNewsSubject(subject)
		require.NoError(o.t, err)
		signals = append(signals, parsed.Signal)
	}
	return signals
}

// A tombstone is kept for ever: one that stayed behind a return would be the last word
// again when all else has aged out, and what was taken down would stay readable.
func TestWhatACrashLeftBehindAReturnGoesWithTheNextVersion(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.crash(version(1, "a", dedup.Usable))
	o.crash(version(2, "a", dedup.Withheld))
	o.crash(version(3, "a", dedup.Usable))
	last := version(4, "a", dedup.Usable)
	require.ElementsMatch(t, []contract.Signal{contract.New, contract.Kill}, o.subjects(last))
	require.Equal(t, stage.KindForward, o.handles(last).Kind)
	require.ElementsMatch(t, []contract.Signal{contract.New, contract.Update}, o.subjects(last))
	s, err := o.js.Stream(t.Context(), contract.StreamNews)
	require.NoError(t, err)
	require.EqualValues(t, 2, s.CachedInfo().State.Msgs, "the return and the update")
	require.Equal(t, contract.ReasonStale, o.handles(version(3, "a", dedup.Usable)).Reason, "the return is delivered again")
	require.EqualValues(t, 2, s.CachedInfo().State.Msgs)
}

// The picture of what was taken down goes with the return too, where the takedown
// crashed before it could remove it.
func TestAPictureThatACrashLeftBehindGoesWithTheReturn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	objects, err := o.js.ObjectStore(t.Context(), contract.BucketMedia)
	require.NoError(t, err)
	file := func(letter string) string { return strings.Repeat(letter, 64) + ".jpg" }
	first, back := version(1, "a", dedup.Usable), version(3, "a", dedup.Usable)
	first.env.Media, back.env.Media = []string{file("a"), file("b")}, []string{file("b")}
	for _, f := range first.env.Media {
		_, err := objects.PutString(t.Context(), contract.MediaName(first.env.Article, f), "picture")
		require.NoError(t, err)
	}
	o.crash(first)
	o.crash(version(2, "a", dedup.Withheld))
	require.Equal(t, stage.KindForward, o.handles(back).Kind)
	_, err = objects.GetInfo(t.Context(), contract.MediaName(first.env.Article, file("a")))
	require.ErrorIs(t, err, jetstream.ErrObjectNotFound)
	_, err = objects.GetInfo(t.Context(), contract.MediaName(first.env.Article, file("b")))
	require.NoError(t, err, "it came back with this one")
}

// file is a name of a binary.
func file(n int) string { return fmt.Sprintf("%064x.jpg", n) }

// An article that is updated all day with new pictures is published each time: what its
// versions had does not add up in one header, which the broker would refuse for good.
func TestManyVersionsWithPicturesArePublishedAndAllGoWithTheKill(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	objects, err := o.js.ObjectStore(t.Context(), contract.BucketMedia)
	require.NoError(t, err)
	const versions, each = 30, 33
	article := version(1, "a", dedup.Usable).env.Article
	for v := range versions {
		a := version(uint64(v+1), "a", dedup.Usable)
		for i := range each {
			a.env.Media = append(a.env.Media, file(v*each+i))
		}
		_, err := objects.PutString(t.Context(), contract.MediaName(article, a.env.Media[0]), "picture")
		require.NoError(t, err)
		require.Equal(t, stage.KindForward, o.handles(a).Kind, "version %d", v+1)
	}
	kill := version(versions+1, "a", dedup.Canceled)
	require.Equal(t, stage.KindForward, o.handles(kill).Kind)
	left, err := objects.List(t.Context())
	require.ErrorIs(t, err, jetstream.ErrNoObjectsFound, "%v", left)
	require.Equal(t, []contract.Signal{contract.Kill}, o.subjects(kill))
}

// What the broker, or the budget, refuses for good is a dead letter with the reason,
// and the others go on.
func TestWhatIsRefusedForGoodIsADeadLetter(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	media, headers, held, data := version(1, "media", dedup.Usable), version(2, "headers", dedup.Usable), version(3, "held", dedup.Usable), version(4, "data", dedup.Usable)
	for i := range contract.MaxMedia + 1 {
		media.env.Media = append(media.env.Media, file(i))
	}
	headers.env.URI = strings.Repeat("u", contract.MaxHeaders)
	held.env.URI, held.env.Embargo = headers.env.URI, time.Now().Add(time.Hour)
	data.data = make([]byte, 9<<20)
	for _, c := range []struct {
		a    article
		want contract.Reason
	}{{media, contract.ReasonHeaders}, {headers, contract.ReasonHeaders}, {held, contract.ReasonHeaders}, {data, contract.ReasonRefused}} {
		v := o.handles(c.a)
		require.Equal(t, stage.KindReject, v.Kind, "%s: %v", c.a.env.Article, v.Err)
		require.Equal(t, c.want, v.Reason)
	}
	o.handles(version(5, "many", dedup.Usable))
	many := version(6, "many", dedup.Usable)
	for i := range contract.MaxMedia - 400 {
		many.env.Media = append(many.env.Media, file(i))
	}
	require.Equal(t, stage.KindForward, o.handles(many).Kind)
	more := version(7, "many", dedup.Usable)
	for i := range 401 {
		more.env.Media = append(more.env.Media, file(contract.MaxMedia+i))
	}
	require.Equal(t, contract.ReasonTooManyMedia, o.handles(more).Reason)
	require.Equal(t, stage.KindForward, o.handles(version(8, "next", dedup.Usable)).Kind)
}

func TestAnEmbargoBeyondTheBoundHasNoSchedule(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	stored := func(a article) *jetstream.RawStreamMsg {
		s, err := o.js.Stream(t.Context(), contract.StreamHeld)
		require.NoError(t, err)
		m, err := s.GetLastMsgForSubject(t.Context(), contract.HeldSubject(a.env.Article))
		require.NoError(t, err)
		return m
	}
	far := version(1, "far", dedup.Usable)
	far.env.Embargo = time.Date(9999, 12, 31, 23, 59, 59, 0, time.FixedZone("", -3600))
	require.Equal(t, stage.KindForward, o.handles(far).Kind)
	require.Empty(t, stored(far).Header.Get(contract.HeaderSchedule))
	require.Equal(t, stage.KindForward, o.handles(far).Kind, "delivered again")

	early := version(2, "early", dedup.Usable)
	early.env.Embargo, early.released, early.stored = time.Now().Add(time.Hour), 99, time.Now()
	require.Equal(t, stage.KindForward, o.handles(early).Kind)
	require.Equal(t, "@at "+early.env.Embargo.UTC().Format(time.RFC3339Nano), stored(early).Header.Get(contract.HeaderSchedule))
	require.Empty(t, o.subjects(early))
}

// Where only one of two clocks says that an embargo has ended, nothing comes out, and the
// article is looked at again until the other one says so too.
func TestAnEmbargoEndsWhenBothClocksSaySo(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	now := time.Now()
	behind := now.Add(-time.Hour)
	o.clock = func() time.Time { return behind }
	a := version(1, "a", dedup.Usable)
	a.env.Embargo = now
	require.Equal(t, stage.KindForward, o.handles(a).Kind)
	for i := range uint64(3) {
		require.NoError(t, o.held.PurgeBefore(t.Context(), contract.HeldSubject(a.env.Article), 0), "the broker releases it")
		a.released, a.stored = i+1, now.Add(time.Duration(i)*10*time.Second)
		for range 2 { // a redelivery changes nothing
			v := o.handles(a)
			require.Equal(t, stage.KindForward, v.Kind)
			require.Empty(t, v.Outputs, "its provider knows that it is held")
		}
		s, err := o.js.Stream(t.Context(), contract.StreamHeld)
		require.NoError(t, err)
		m, err := s.GetLastMsgForSubject(t.Context(), contract.HeldSubject(a.env.Article))
		require.NoError(t, err)
		require.Equal(t, "@at "+a.stored.Add(10*time.Second).UTC().Format(time.RFC3339Nano), m.Header.Get(contract.HeaderSchedule))
		require.Empty(t, o.subjects(a))
	}
	o.clock = func() time.Time { return now }
	require.NoError(t, o.held.PurgeBefore(t.Context(), contract.HeldSubject(a.env.Article), 0))
	a.released++
	require.Equal(t, stage.KindForward, o.handles(a).Kind)
	require.Equal(t, []contract.Signal{contract.New}, o.subjects(a))
}

// However far our clock is ahead, the broker's has to say so too.
func TestAClockAheadEndsNoEmbargo(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for i, ahead := range []time.Duration{time.Hour, 23 * time.Hour, 26 * time.Hour, 365 * 24 * time.Hour} {
		o.clock = func() time.Time { return time.Now().Add(ahead) }
		a := version(uint64(i+1), ahead.String(), dedup.Usable)
		a.stored = time.Now()
		a.env.Embargo = a.stored.Add(time.Hour)
		require.Equal(t, stage.KindForward, o.handles(a).Kind)
		require.Empty(t, o.subjects(a), ahead)
		n, err := o.held.Count(t.Context(), contract.HeldSubject(a.env.Article))
		require.NoError(t, err)
		require.EqualValues(t, 1, n, ahead)
	}
}

// A clock that stands in 1970 withholds nothing for good.
func TestAClockFarBehindMakesNoEmbargoTooFar(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.clock = func() time.Time { return time.Unix(0, 0) }
	a := version(1, "a", dedup.Usable)
	a.stored = time.Now()
	a.env.Embargo = a.stored.Add(time.Hour)
	v := o.handles(a)
	require.Len(t, v.Outputs, 1)
	var receipt contract.Receipt
	require.NoError(t, json.Unmarshal(v.Outputs[0].Data, &receipt))
	require.Equal(t, contract.ReasonEmbargo, receipt.Reason)
}

func TestClocksThatDifferAreToldOnce(t *testing.T) {
	t.Parallel()
	core, logs := observer.New(zap.InfoLevel)
	o := newOffice(t)
	o.log = zap.New(core)
	now := time.Now()
	o.clock = func() time.Time { return now }
	for _, ahead := range []time.Duration{0, time.Minute, time.Hour, -time.Hour, 900 * time.Millisecond, 0} {
		o.compareClocks(now.Add(ahead))
		require.InDelta(t, ahead.Seconds(), testutil.ToFloat64(o.metrics.clocks), 1e-6)
	}
	require.Len(t, logs.All(), 2)
}

// A process that dies before the receipt is stored needs what was released again.
func TestWhatIsReleasedStaysUntilItIsSettled(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for i, name := range []string{"published", "dropped"} {
		a := version(uint64(i+1), name, dedup.Usable)
		if name == "dropped" {
			require.Equal(t, stage.KindForward, o.handles(version(9, name, dedup.Canceled)).Kind)
		}
		ack, err := o.js.Publish(t.Context(), contract.ReleaseSubject(a.env.Article), []byte("{}"))
		require.NoError(t, err)
		a.released, a.stored = ack.Sequence, time.Now()
		require.Contains(t, []stage.Kind{stage.KindForward, stage.KindDrop}, o.handles(a).Kind)
		left := func() uint64 {
			n, err := o.held.Count(t.Context(), contract.ReleaseSubject(a.env.Article))
			require.NoError(t, err)
			return n
		}
		require.EqualValues(t, 1, left(), name)
		o.settled(t.Context(), bus.Msg{Stream: contract.StreamEnriched, Sequence: ack.Sequence})
		require.EqualValues(t, 1, left(), "of another stream")
		o.settled(t.Context(), bus.Msg{Stream: contract.StreamHeld, Sequence: ack.Sequence})
		require.Zero(t, left(), name)
	}
}

// A dead letter of what was released leaves nothing on HELD.
func TestWhatIsReleasedAndSettledLeavesHELD(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	cons, err := o.js.CreateConsumer(t.Context(), contract.StreamHeld, bus.ConsumerConfig(bus.Config{}, released()))
	require.NoError(t, err)
	for _, name := range []string{"aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb"} {
		_, err := o.js.Publish(t.Context(), contract.ReleaseSubject(name), []byte("{}"))
		require.NoError(t, err)
	}
	require.NoError(t, o.sweepOnce(t.Context(), o.js))
	left := func() uint64 {
		n, err := o.held.Count(t.Context(), released().Filter)
		require.NoError(t, err)
		return n
	}
	require.EqualValues(t, 2, left(), "nobody has settled them")
	m, err := cons.Next()
	require.NoError(t, err)
	require.NoError(t, m.Term())
	localtest.Eventually(t, 10*time.Second, func() error {
		require.NoError(t, o.sweepOnce(t.Context(), o.js))
		if n := left(); n != 1 {
			return fmt.Errorf("%d on HELD, not the one that is not settled", n)
		}
		return nil
	})
}
