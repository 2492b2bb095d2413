package erase

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/inspect/deadletter"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
	"github.com/wireroom/wireroom/pkg/inspect/trace"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

// sweeper removes one article.
type sweeper struct {
	js        jetstream.JetStream
	known     trace.Known
	tombstone uint64 // on NEWS
	touched   map[string]int
}

// sweep removes what it finds, once. It gives how much that was.
func (w *sweeper) sweep(ctx context.Context) (int, error) {
	k := w.known
	ours := func(m scan.Msg) bool { return m.Header.Get(contract.HeaderArticle) == k.Article }
	total := 0
	for _, place := range []struct {
		stream, filter string
		match          func(scan.Msg) bool
	}{
		{contract.StreamNews, contract.NewsOfArticle(k.Article), func(m scan.Msg) bool { return m.Sequence != w.tombstone }},
		{contract.StreamHeld, contract.HeldSubject(k.Article), ours},
		{contract.StreamHeld, contract.ReleaseSubject(k.Article), ours},
		{contract.StreamNormalized, "normalized.*." + k.Provider, ours},
		{contract.StreamEnriched, "enriched.*." + k.Provider, ours},
		{contract.StreamRaw, "raw.*." + k.Provider, w.original},
		{contract.StreamDead, "dead.*." + k.Provider, func(m scan.Msg) bool {
			return ours(m) || slices.Contains(k.Deliveries, deadletter.DeliveryOf(m))
		}},
	} {
		n, err := w.sweepStream(ctx, place.stream, place.filter, place.match)
		if err != nil {
			return total, err
		}
		total += n
	}
	for _, id := range k.Deliveries {
		n, err := w.sweepStream(ctx, contract.StreamReceipts, contract.ReceiptSubject(k.Provider, id), func(scan.Msg) bool { return true })
		if err != nil {
			return total, err
		}
		total += n
	}
	n, err := w.objects(ctx, contract.BucketMedia)
	w.touched["objects"] += n
	return total + n, err
}

// sweepStream removes what matches of a stream's subject. A work queue is gone
// through one by one: it allows no consumer beside its stage's.
func (w *sweeper) sweepStream(ctx context.Context, stream, filter string, match func(scan.Msg) bool) (n int, err error) {
	var found []uint64
	collect := func(m scan.Msg) error {
		if match(m) {
			found = append(found, m.Sequence)
		}
		return nil
	}
	if stream == contract.StreamNormalized || stream == contract.StreamEnriched {
		_, err = scan.Queue(ctx, w.js, stream, filter, time.Time{}, math.MaxInt, collect)
	} else {
		err = scan.Each(ctx, w.js, stream, scan.Query{Filters: []string{filter}, HeadersOnly: true}, collect)
	}
	if err != nil || len(found) == 0 {
		return 0, err
	}
	s, err := w.js.Stream(ctx, stream)
	if err != nil {
		return 0, scan.Explain(stream, err)
	}
	for _, seq := range found {
		if err := w.remove(ctx, s, stream, seq); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// original reports whether a message of RAW is one that the article came in: the
// first one, or a run of it out of the dead letters or for a restore.
func (w *sweeper) original(m scan.Msg) bool {
	if slices.Contains(w.known.Deliveries, m.Header.Get(contract.HeaderDelivery)) {
		return true
	}
	return slices.Contains(w.known.Deliveries, contract.DeliveryID(m.Header.Get(contract.HeaderIncarnation), m.Sequence))
}

// remove deletes a message and has the server write over it.
func (w *sweeper) remove(ctx context.Context, s jetstream.Stream, stream string, seq uint64) error {
	err := s.SecureDeleteMsg(ctx, seq)
	if err != nil && !errors.Is(err, jetstream.ErrMsgNotFound) && !gone(err) {
		return fmt.Errorf("delete %s %d: %w", stream, seq, err)
	}
	w.touched[stream]++
	return nil
}

// Codes of the server for a message that is not there.
const (
	codeNoMessage = 10043
	codeNotGone   = 10057
)

func gone(err error) bool {
	var api *jetstream.APIError
	return errors.As(err, &api) && (api.ErrorCode == codeNoMessage || api.ErrorCode == codeNotGone)
}

// bury writes the tombstone as the article's last word.
func (w *sweeper) bury(ctx context.Context, now time.Time) error {
	filter := contract.NewsOfArticle(w.known.Article)
	for ctx.Err() == nil {
		last, err := scan.Last(ctx, w.js, contract.StreamNews, filter)
		if err != nil {
			return err
		}
		msg, expected, err := w.stone(ctx, last, now)
		if err != nil {
			return err
		}
		ack, err := w.js.PublishMsg(ctx, msg, jetstream.WithExpectLastSequenceForSubject(expected, filter))
		if err != nil && bus.Classify(err) == bus.Conflict {
			continue // somebody published in between
		}
		if err != nil {
			return fmt.Errorf("write the tombstone: %w", err)
		}
		w.tombstone = ack.Sequence
		return nil
	}
	return ctx.Err()
}

// stone makes a kill that says nothing: it comes after all that arrived so far.
func (w *sweeper) stone(ctx context.Context, last *scan.Msg, now time.Time) (*nats.Msg, uint64, error) {
	raw, err := w.js.Stream(ctx, contract.StreamRaw)
	if err != nil {
		return nil, 0, scan.Explain(contract.StreamRaw, err)
	}
	k, expected := w.known, uint64(0)
	subject := contract.NewsSubject{Article: k.Article, Urgency: 5, Language: contract.Undetermined, Topic: contract.None, Provider: k.Provider}
	version := dedup.Version{}
	if last != nil {
		e, err := contract.ParseEnvelope(last.Header)
		if err != nil {
			return nil, 0, fmt.Errorf("read NEWS %d: %w", last.Sequence, err)
		}
		if subject, err = contract.ParseNewsSubject(last.Subject); err != nil {
			return nil, 0, err
		}
		version, expected = e.Version, last.Sequence
	}
	subject.Signal = contract.Kill
	version.Status, version.Seq, version.Pos, version.Replay = dedup.Canceled, max(raw.CachedInfo().State.LastSeq, 1), 1, 0
	env := contract.Envelope{Provider: k.Provider, Delivery: k.Deliveries[len(k.Deliveries)-1], Position: 1, Of: 1, Article: k.Article, URI: k.URI,
		Version: version, Hash: "erased", Lane: contract.Flash, Signal: contract.Kill, Received: now, Published: now}
	data, err := ninjs.Encode(&ninjs.Item{URI: ninjs.URI(k.URI), PubStatus: ninjs.Canceled, Standard: &ninjs.Standard{Name: "ninjs", Version: "3.1", Schema: ninjs.SchemaURI}})
	if err != nil {
		return nil, 0, err
	}
	h := env.Header("news.kill", contract.MsgID(&env, "erase"), now)
	h[contract.HeaderTTL] = []string{"never"}
	return &nats.Msg{Subject: contract.Written(subject.String()), Header: h, Data: data}, expected, nil
}
