package normalize

import (
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/dedup/seen"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

// desk is a normalizer with what it knows of one article: a record in Redis and the
// last word on NEWS, which may differ.
type desk struct {
	*normalizer
	t  *testing.T
	js jetstream.JetStream
}

func newDesk(t *testing.T) desk {
	t.Helper()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	life, err := bus.NewIncarnation(t.Context(), js, contract.StreamNews)
	require.NoError(t, err)
	news, err := js.Stream(t.Context(), contract.StreamNews)
	require.NoError(t, err)
	return desk{&normalizer{records: seen.New(seen.NewRedis(localtest.Redis(t), time.Hour), time.Now, zap.NewNop()), incarnation: life, news: news, clock: time.Now, log: zap.NewNop()}, t, js}
}

func envelopeOf(seq uint64, hash string, v dedup.Version) contract.Envelope {
	v.Seq, v.Pos = seq, 1
	return contract.Envelope{Provider: "acme", Delivery: contract.DeliveryID("x", seq), Position: 1, Of: 1, Lane: contract.Wire, URI: "urn:x",
		Article: contract.ArticleID("acme", "urn:x"), Hash: hash, Language: "en", Topic: "none", Signal: contract.New, Version: v}
}

// publish makes e the last word on NEWS, and record notes it in Redis.
func (d desk) publish(e contract.Envelope) {
	d.t.Helper()
	subject := contract.NewsSubject{Article: e.Article, Signal: e.Signal, Urgency: 5, Language: "en", Topic: "none", Provider: "acme"}
	_, err := d.js.PublishMsg(d.t.Context(), &nats.Msg{Subject: contract.Written(subject.String()), Header: e.Header("news", "id", time.Now()), Data: []byte("{}")})
	require.NoError(d.t, err)
}

func (d desk) record(e contract.Envelope) {
	d.t.Helper()
	require.NoError(d.t, d.records.Forward(d.t.Context(), e.Article, seen.Record{Incarnation: d.incarnation.Get(), Sequence: 1, State: e.State()}))
}

func (d desk) verdict(e contract.Envelope) dedup.Verdict { return d.seen(d.t.Context(), &e) }

func usable() dedup.Version   { return dedup.Version{Status: dedup.Usable} }
func canceled() dedup.Version { return dedup.Version{Status: dedup.Canceled} }

func TestWhatNewsConfirmsIsDropped(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first := envelopeOf(1, "a", usable())
	d.publish(first)
	d.record(first)
	require.Equal(t, dedup.Duplicate, d.verdict(envelopeOf(2, "a", usable())))
	require.Equal(t, dedup.Ours, d.verdict(first), "a redelivery goes on")
	require.Equal(t, dedup.Publish, d.verdict(envelopeOf(2, "b", usable())))
}

// Redis was away when the second text was published: its record is the first one's,
// and must not keep the first text from coming back.
func TestAnOldRecordDropsNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first := envelopeOf(1, "a", usable())
	d.publish(first)
	d.record(first)
	second := envelopeOf(2, "b", usable())
	second.Signal = contract.Update
	d.publish(second)
	require.Equal(t, dedup.Publish, d.verdict(envelopeOf(3, "a", usable())))
}

// Redis was away when an operator restored the article: its record is the kill.
func TestTheRecordOfALiftedKillDropsNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	kill := envelopeOf(1, "k", canceled())
	kill.Signal = contract.Kill
	d.publish(kill)
	d.record(kill)
	require.Equal(t, dedup.Killed, d.verdict(envelopeOf(2, "b", usable())))
	restored := envelopeOf(1, "a", dedup.Version{Status: dedup.Usable, Epoch: 1, Since: 2, Replay: 1})
	d.publish(restored)
	require.Equal(t, dedup.Publish, d.verdict(envelopeOf(3, "b", usable())))
}

// NEWS has lost or forgotten what the record speaks of.
func TestARecordOfWhatNewsDoesNotHoldDropsNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.record(envelopeOf(1, "a", usable()))
	require.Equal(t, dedup.Publish, d.verdict(envelopeOf(2, "a", usable())))
}
