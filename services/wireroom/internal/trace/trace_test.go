package trace_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	inspect "github.com/wireroom/wireroom/pkg/inspect/trace"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/wireroom/internal/console/consoletest"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
	"github.com/wireroom/wireroom/services/wireroom/internal/trace"
)

const (
	provider = "acme"
	uri      = "urn:acme:ferry"
)

// stage plays the stages: it writes what they write, at times of its own.
type stage struct {
	t   *testing.T
	js  jetstream.JetStream
	to  *target.Target
	now time.Time
}

func setUp(t *testing.T) *stage {
	t.Helper()
	url := localtest.NATS(t).URL()
	js, err := jetstream.New(localtest.Conn(t, url))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{Memory: true}))
	return &stage{t, js, &target.Target{Server: url, Data: t.TempDir()}, time.Now().UTC().Add(-time.Second).Truncate(time.Millisecond)}
}

func (s *stage) publish(m *nats.Msg) uint64 {
	s.t.Helper()
	ack, err := s.js.PublishMsg(s.t.Context(), m)
	require.NoError(s.t, err)
	return ack.Sequence
}

// receive stores an original and gives its delivery id.
func (s *stage) receive() string {
	h := nats.Header{contract.HeaderProvider: {provider}, contract.HeaderIncarnation: {"abc"}, contract.HeaderContentType: {"text/plain"},
		contract.HeaderReceivedAt: {s.now.Format(time.RFC3339Nano)}, contract.HeaderFileName: {"ferry.txt"}}
	return contract.DeliveryID("abc", s.publish(&nats.Msg{Subject: contract.RawSubject(contract.Wire, provider), Header: h, Data: []byte("a body")}))
}

func (s *stage) envelope(delivery string, position, of int, number uint64) *contract.Envelope {
	_, seq, err := contract.ParseDeliveryID(delivery)
	require.NoError(s.t, err)
	return &contract.Envelope{Provider: provider, Delivery: delivery, Position: position, Of: of, Lane: contract.Wire, Format: "plain",
		URI: uri, Article: contract.ArticleID(provider, uri), Language: "en", Topic: "sport",
		Version:  dedup.Version{Status: dedup.Usable, HasNumber: true, Number: number, Seq: seq, Pos: position},
		Received: s.now, Normalized: s.now.Add(3 * time.Millisecond)}
}

func (s *stage) receipt(e *contract.Envelope, at contract.Stage, o contract.Outcome, r contract.Reason, after time.Duration, change func(*contract.Receipt)) {
	rc := contract.ReceiptFor(e, at, o, r, s.now.Add(after))
	if change != nil {
		change(&rc)
	}
	m, err := rc.Message()
	require.NoError(s.t, err)
	s.publish(m)
}

func (s *stage) news(e *contract.Envelope, signal contract.Signal) (string, uint64) {
	subject := contract.NewsSubject{Article: e.Article, Signal: signal, Urgency: 5, Language: "en", Topic: "sport", Provider: provider}.String()
	return subject, s.publish(&nats.Msg{Subject: contract.Written(subject), Header: e.Header("news", "id", s.now), Data: []byte(`{"uri":"urn:acme:ferry"}`)})
}

// published lets a delivery of one article go the whole way.
func (s *stage) published(number uint64) string {
	id := s.receive()
	e := s.envelope(id, 1, 1, number)
	e.Enriched = s.now.Add(5 * time.Millisecond)
	subject, seq := s.news(e, contract.New)
	s.receipt(e, contract.Publish, contract.Published, "", 9*time.Millisecond, func(r *contract.Receipt) {
		r.Signal, r.Subject, r.Sequence = contract.New, subject, seq
	})
	return id
}

func (s *stage) trace(c trace.Cmd) inspect.Report {
	s.t.Helper()
	con := consoletest.New("")
	c.JSON, c.Scan = true, 1000
	require.NoError(s.t, c.Run(s.t.Context(), s.to, con.Console))
	var r inspect.Report
	require.NoError(s.t, json.Unmarshal([]byte(con.Stdout()), &r))
	return r
}

func (s *stage) text(id string) string {
	s.t.Helper()
	con := consoletest.New("")
	require.NoError(s.t, (&trace.Cmd{ID: id, Scan: 1000, Last: 10}).Run(s.t.Context(), s.to, con.Console))
	return con.Stdout()
}

func kinds(steps []inspect.Step) (out []string) {
	for _, s := range steps {
		out = append(out, s.Kind)
	}
	return out
}

func TestTheWholeWay(t *testing.T) {
	t.Parallel()
	s := setUp(t)
	id := s.published(3)
	d := s.trace(trace.Cmd{ID: id}).Deliveries[0]
	require.Equal(t, "done", d.State)
	require.Equal(t, []string{"received"}, kinds(d.Steps))
	require.Equal(t, 6, d.Bytes)
	require.True(t, d.Original)
	require.Len(t, d.Articles, 1)
	a := d.Articles[0]
	require.Equal(t, []string{"normalized", "enriched", "published"}, kinds(a.Steps))
	for i, want := range []float64{3, 2, 4} {
		require.InDelta(t, want, *a.Steps[i].TookMS, 0.001)
	}
	require.InDelta(t, 9, d.TookMS, 0.001)
	text := s.text(id)
	for _, want := range []string{"done in 9.0 ms", "+3.0 ms  normalized", "version 3", "+2.0 ms  enriched    en, sport", "new on news." + a.ID, "NEWS 1"} {
		require.Contains(t, text, want)
	}
}

func TestAnArticleTellsAlsoWhatWasDropped(t *testing.T) {
	t.Parallel()
	s := setUp(t)
	first := s.published(3)
	late := s.receive()
	s.receipt(s.envelope(late, 1, 1, 2), contract.Normalize, contract.Dropped, contract.ReasonStale, 3*time.Millisecond, nil)
	other := s.receive() // of another article, in the same streams
	e := s.envelope(other, 1, 1, 1)
	e.Article = contract.ArticleID(provider, "urn:acme:other")
	s.receipt(e, contract.Normalize, contract.Dropped, contract.ReasonDuplicate, 0, nil)

	for _, ask := range []trace.Cmd{{ID: contract.ArticleID(provider, uri)}, {ID: uri, Provider: provider}} {
		r := s.trace(ask)
		require.Len(t, r.Deliveries, 2)
		require.Equal(t, []string{first, late}, []string{r.Deliveries[0].ID, r.Deliveries[1].ID})
		require.Equal(t, contract.ReasonStale, r.Deliveries[1].Articles[0].Reason)
		require.Equal(t, uri, r.URI)
		require.EqualValues(t, 1, r.LastWord.Sequence)
	}
	require.Len(t, s.trace(trace.Cmd{ID: uri, Provider: provider, Last: 1}).Deliveries, 1)
	require.Contains(t, s.text(late), "dropped     at normalize: stale")
	require.Contains(t, s.text(late), "A later version of this article is published already.")
}

func TestDeadSaysHowToRetryAndWhatTheRetryBrought(t *testing.T) {
	t.Parallel()
	s := setUp(t)
	id := s.receive()
	_, seq, err := contract.ParseDeliveryID(id)
	require.NoError(t, err)
	h := nats.Header{contract.HeaderIncarnation: {"abc"}}
	letter := contract.DeadLetter(contract.Normalize, provider, contract.Origin{Subject: "raw.wire.acme", Stream: contract.StreamRaw, Sequence: seq},
		h, []byte("a body"), contract.ReasonMalformed, context.Canceled, s.now)
	deadSeq := s.publish(letter)
	s.receipt(s.envelope(id, 0, 0, 1), contract.Normalize, contract.Dead, contract.ReasonMalformed, time.Millisecond, func(r *contract.Receipt) {
		r.Error, r.Normalized, r.Article = "line 3: no such thing", nil, ""
	})
	d := s.trace(trace.Cmd{ID: id}).Deliveries[0]
	require.Equal(t, "dead", d.State)
	require.Equal(t, []string{"received", "dead"}, kinds(d.Steps))
	text := s.text(id)
	for _, want := range []string{"at normalize: malformed", "line 3: no such thing", "wireroom dead retry 1"} {
		require.Contains(t, text, want)
	}

	dead, err := s.js.Stream(t.Context(), contract.StreamDead)
	require.NoError(t, err)
	require.NoError(t, dead.DeleteMsg(t.Context(), deadSeq))
	e := s.envelope(id, 1, 1, 1)
	e.Retry = 1
	e.Normalized = s.now.Add(time.Minute)
	s.receipt(e, contract.Normalize, contract.Dropped, contract.ReasonStale, time.Minute, nil)
	d = s.trace(trace.Cmd{ID: id}).Deliveries[0]
	require.Equal(t, "done", d.State)
	require.Equal(t, []string{"retried", "normalized", "dropped"}, kinds(d.Articles[0].Steps))
	require.InDelta(t, 59_999, *d.Articles[0].Steps[1].TookMS, 1, "since the first run died")
	require.NotContains(t, s.text(id), "dead letter is gone", "the retry is told instead")
}

func TestWhatWaitsSaysForWhom(t *testing.T) {
	t.Parallel()
	s := setUp(t)
	fresh := s.receive()
	d := s.trace(trace.Cmd{ID: fresh}).Deliveries[0]
	require.Equal(t, "on its way", d.State)
	require.Equal(t, []string{"received", "waiting"}, kinds(d.Steps))
	require.Contains(t, s.text(fresh), "normalize has never run here")

	id := s.receive()
	e := s.envelope(id, 2, 2, 1)
	s.publish(&nats.Msg{Subject: contract.NormalizedSubject(contract.Wire, provider), Header: e.Header("normalized", "x", s.now), Data: []byte("{}")})
	e.Position = 1
	e.Enriched = s.now.Add(4 * time.Millisecond)
	s.publish(&nats.Msg{Subject: contract.EnrichedSubject(contract.Wire, provider), Header: e.Header("enriched", "y", s.now), Data: []byte("{}")})
	_, err := s.js.CreateConsumer(t.Context(), contract.StreamEnriched, jetstream.ConsumerConfig{Durable: "publish-wire", FilterSubject: "enriched.wire.>", AckPolicy: jetstream.AckExplicitPolicy})
	require.NoError(t, err)

	d = s.trace(trace.Cmd{ID: id}).Deliveries[0]
	require.Equal(t, "on its way", d.State)
	require.Len(t, d.Articles, 2)
	require.Equal(t, []string{"normalized", "enriched", "waiting"}, kinds(d.Articles[0].Steps))
	require.Equal(t, []string{"normalized", "waiting"}, kinds(d.Articles[1].Steps))
	text := s.text(id)
	require.Contains(t, text, "for publish on ENRICHED 1, lane wire")
	require.Contains(t, text, "1 message in this lane not begun")
	require.Contains(t, text, "nobody asks for work: is publish running?")
	require.Len(t, s.trace(trace.Cmd{ID: uri, Provider: provider}).Deliveries, 1, "found by its article too")
}

func TestHeldSaysUntilWhen(t *testing.T) {
	t.Parallel()
	s := setUp(t)
	id := s.receive()
	e := s.envelope(id, 1, 1, 1)
	e.Embargo = time.Now().Add(90 * time.Minute).UTC().Truncate(time.Second)
	h := e.Header("held", "x", s.now)
	h[contract.HeaderSchedule] = []string{"@at " + e.Embargo.Format(time.RFC3339Nano)}
	h[contract.HeaderScheduleTarget] = []string{contract.ReleaseSubject(e.Article)}
	s.publish(&nats.Msg{Subject: contract.HeldSubject(e.Article), Header: h, Data: []byte("{}")})
	s.receipt(e, contract.Publish, contract.Held, contract.ReasonEmbargo, 5*time.Millisecond, nil)
	d := s.trace(trace.Cmd{ID: id}).Deliveries[0]
	require.Equal(t, "on its way", d.State)
	require.Equal(t, []string{"normalized", "held", "waiting"}, kinds(d.Articles[0].Steps))
	text := s.text(id)
	require.Contains(t, text, "held until "+e.Embargo.Format(time.RFC3339))
	require.Contains(t, text, "in 1h29m")
	require.Len(t, s.trace(trace.Cmd{ID: e.Article}).Deliveries, 1)
}

func TestReceiptsOutliveTheOriginal(t *testing.T) {
	t.Parallel()
	s := setUp(t)
	id := s.published(1)
	raw, err := s.js.Stream(t.Context(), contract.StreamRaw)
	require.NoError(t, err)
	require.NoError(t, raw.Purge(t.Context()))
	news, err := s.js.Stream(t.Context(), contract.StreamNews)
	require.NoError(t, err)
	require.NoError(t, news.Purge(t.Context()))
	d := s.trace(trace.Cmd{ID: id}).Deliveries[0]
	require.Equal(t, "done", d.State)
	require.False(t, d.Original)
	text := s.text(id)
	require.Contains(t, text, "the original is no longer on RAW")
	require.Contains(t, text, "no longer on NEWS")
}

func TestWhatIsNotKnownIsSaid(t *testing.T) {
	t.Parallel()
	s := setUp(t)
	s.receive()
	for id, want := range map[string]string{
		"abc-99": "nothing is known of delivery", "xyz-1": "nothing is known of delivery", strings.Repeat("a", 16): "nothing is known of article",
		"urn:x:y": "add --provider", "nonsense": "neither a delivery id",
	} {
		err := (&trace.Cmd{ID: id}).Run(t.Context(), s.to, consoletest.New("").Console)
		require.ErrorContains(t, err, want, id)
	}
}
