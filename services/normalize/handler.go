package normalize

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/dedup/seen"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/pkg/stage"
)

// normalizer is the stage's handler with what it needs.
type normalizer struct {
	settings    func(provider string) Settings
	records     *seen.Records
	incarnation *bus.Incarnation
	news        jetstream.Stream
	media       jetstream.ObjectStore
	clock       func() time.Time
	log         *zap.Logger
	metrics     *bus.Metrics // nil: none
	slots       *bus.Slots   // for parsing: more at once than a few for each processor gain nothing
}

// output writes one message of a delivery when the loop asks for it: a delivery may
// have ten thousand, and the loop has a window.
type output func() (*nats.Msg, error)

func encodeOutput(_ Delivery, o output) (*nats.Msg, error) { return o() }

type verdict = stage.Verdict[output]

// handle reads a delivery. Each article goes on, or ends here with a receipt;
// what can't be read is a dead letter and costs no other article.
func (n *normalizer) handle(ctx context.Context, d Delivery) verdict {
	articles, err := n.parse(ctx, d)
	switch {
	case ctx.Err() != nil:
		return stage.Wait[output](contract.ReasonBroker, err) // the loop has given it up
	case err != nil:
		return stage.Reject[output](ReasonOf(err), err)
	case len(articles) == 0:
		return stage.Drop[output](contract.ReasonEmpty)
	}
	verdicts := n.lookUp(ctx, articles)
	for i := range articles {
		if articles[i].Err == nil && verdicts[i] == dedup.Publish {
			if err := n.keep(ctx, &articles[i]); err != nil {
				return bus.VerdictOf[output](err)
			}
		}
	}
	return stage.Forward(n.outputs(ctx, d, articles, verdicts)...)
}

// outputs are what follows from each article, with one dead letter before them for
// all that can't be read.
func (n *normalizer) outputs(ctx context.Context, d Delivery, articles []Article, verdicts []dedup.Verdict) []output {
	var out []output
	if slices.ContainsFunc(articles, func(a Article) bool { return a.Err != nil }) {
		out = append(out, func() (*nats.Msg, error) { return n.bury(ctx, d, articles), nil })
	}
	for i := range articles {
		out = append(out, func() (*nats.Msg, error) { return n.follow(&articles[i], verdicts[i]) })
	}
	return out
}

// parse waits for a slot. What follows it waits for Redis, and would keep the others
// from their slots. What only a caller of Parse wants of an article is let go of.
func (n *normalizer) parse(ctx context.Context, d Delivery) ([]Article, error) {
	defer n.slots.Take(ctx, d.Lane, d.Provider)()
	return parse(ctx, d, n.settings(d.Provider), func(a *Article) { a.Item = ninjs.Item{} })
}

// lookUp asks the records of all articles at once. Without Redis everything goes
// on: NEWS decides.
func (n *normalizer) lookUp(ctx context.Context, articles []Article) []dedup.Verdict {
	out := make([]dedup.Verdict, len(articles))
	var group errgroup.Group
	group.SetLimit(lookUps)
	for i := range articles {
		if articles[i].Err != nil {
			continue
		}
		ask := func() { out[i] = n.seen(ctx, &articles[i].Envelope) }
		if len(articles) == 1 {
			ask()
			continue
		}
		group.Go(func() error { ask(); return nil })
	}
	_ = group.Wait() // no look-up fails: without an answer an article goes on
	return out
}

// lookUps bounds how many records of one delivery are asked for at once.
const lookUps = 256

func (n *normalizer) seen(ctx context.Context, e *contract.Envelope) dedup.Verdict {
	rec, err := n.records.Get(ctx, e.Article, n.incarnation.Get())
	if err != nil {
		e.DedupOff = ctx.Err() == nil
		return dedup.Publish
	}
	if rec == nil {
		return dedup.Publish
	}
	v := dedup.Decide(&rec.State, e.State()).Verdict
	if v == dedup.Publish || v == dedup.Ours {
		return v
	}
	return n.confirm(ctx, e)
}

// confirmTimeout bounds the look at NEWS; without an answer everything goes on.
const confirmTimeout = 2 * time.Second

// confirm asks NEWS itself about what the record would drop. A record may be older
// than the last word, where Redis was away in between: what it speaks of is published,
// but another text, or an operator's restore, may have followed.
func (n *normalizer) confirm(ctx context.Context, e *contract.Envelope) dedup.Verdict {
	ctx, cancel := context.WithTimeout(ctx, confirmTimeout)
	defer cancel()
	m, err := n.news.GetLastMsgForSubject(ctx, contract.NewsOfArticle(e.Article))
	if err != nil {
		return dedup.Publish
	}
	last, err := contract.ParseEnvelope(m.Header)
	if err != nil {
		return dedup.Publish
	}
	state := last.State()
	return dedup.Decide(&state, e.State()).Verdict
}

// headersRoom is for the headers that later stages add, in bytes.
const headersRoom = 4 << 10

func (n *normalizer) follow(a *Article, v dedup.Verdict) (*nats.Msg, error) {
	if a.Err != nil {
		return n.receipt(a, contract.Dead, ReasonOf(a.Err), a.Err)
	}
	switch v {
	case dedup.Duplicate:
		return n.receipt(a, contract.Dropped, contract.ReasonDuplicate, nil)
	case dedup.Stale:
		return n.receipt(a, contract.Dropped, contract.ReasonStale, nil)
	case dedup.Killed:
		return n.receipt(a, contract.Dropped, contract.ReasonKilled, nil)
	}
	now := n.clock()
	a.Envelope.Normalized = now
	id := contract.MsgID(&a.Envelope, "n")
	h := a.Envelope.Header("normalized", id, now)
	if n := contract.HeaderSize(h); n > contract.MaxHeaders-headersRoom {
		return nil, &bus.Fault{Reason: contract.ReasonHeaders, Err: fmt.Errorf("%d bytes of headers, where an article's may be %d: its uri or another name in it is too long", n, contract.MaxHeaders-headersRoom)}
	}
	h[contract.HeaderMsgID] = []string{id}
	return &nats.Msg{Subject: contract.NormalizedSubject(a.Envelope.Lane, a.Envelope.Provider), Header: h, Data: a.Data}, nil
}

func (n *normalizer) receipt(a *Article, o contract.Outcome, r contract.Reason, cause error) (*nats.Msg, error) {
	receipt := contract.ReceiptFor(&a.Envelope, contract.Normalize, o, r, n.clock())
	if cause != nil {
		receipt.Error = cause.Error()
	}
	n.metrics.Ended(&receipt)
	return receipt.Message()
}

// bury makes one dead letter of a delivery for all of its articles that can't be
// read: a retry runs the whole delivery again, and the others come out as
// duplicates.
func (n *normalizer) bury(ctx context.Context, d Delivery, articles []Article) *nats.Msg {
	reason, cause := causeOf(articles)
	n.metrics.Buried(contract.Normalize, d.Provider, reason)
	trace.SpanFromContext(ctx).SetStatus(codes.Error, string(reason))
	n.log.Error("dead letter", zap.String("reason", string(reason)), zap.String("delivery", d.ID), zap.String("provider", d.Provider), service.TraceField(ctx), zap.Error(cause))
	return contract.DeadLetter(contract.Normalize, d.Provider, d.origin, d.header, d.Data, reason, cause, n.clock())
}

// maxCauses bounds how many articles a dead letter's error tells of.
const maxCauses = 10

// causeOf gives the first reason, and the errors of the first articles that can't be
// read.
func causeOf(articles []Article) (reason contract.Reason, cause error) {
	var causes []error
	broken := 0
	for i := range articles {
		a := &articles[i]
		if a.Err == nil {
			continue
		}
		if broken++; broken == 1 {
			reason = ReasonOf(a.Err)
		}
		if broken <= maxCauses {
			causes = append(causes, fmt.Errorf("article %d: %w", a.Envelope.Position, a.Err))
		}
	}
	if more := broken - maxCauses; more > 0 {
		causes = append(causes, fmt.Errorf("and %d more", more))
	}
	return reason, errors.Join(causes...)
}

// ended writes the receipt of a delivery that ends here as a whole.
func (n *normalizer) ended(m bus.Msg, in *Delivery, o contract.Outcome, r contract.Reason, cause error) []*nats.Msg {
	if in == nil {
		d, err := decode(m)
		if err != nil {
			return nil
		}
		in = &d
	}
	received := in.Received.UTC()
	receipt := contract.Receipt{
		Delivery: in.ID, Provider: in.Provider, Outcome: o, Reason: r, Stage: contract.Normalize,
		Lane: in.Lane, Retry: in.Retry, Replay: in.Replay, Received: &received, At: n.clock().UTC(),
	}
	if cause != nil {
		receipt.Error = cause.Error()
	}
	n.metrics.Ended(&receipt)
	msg, err := receipt.Message()
	if err != nil {
		n.log.Error("receipt can't be written", zap.Error(err))
		return nil
	}
	return []*nats.Msg{msg}
}
