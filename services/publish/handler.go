package publish

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.opentelemetry.io/otel/trace"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/dedup/seen"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/pkg/stage"
	"github.com/wireroom/wireroom/services/publish/internal/held"
	"github.com/wireroom/wireroom/services/publish/internal/lastword"
	"github.com/wireroom/wireroom/services/publish/internal/media"
	"github.com/wireroom/wireroom/services/publish/internal/news"
	"github.com/wireroom/wireroom/services/publish/internal/relate"
)

// publisher publishes articles: the one stage whose work is the write itself.
type publisher struct {
	js          jetstream.JetStream
	news        *lastword.Writer
	held        *lastword.Writer
	media       *media.Store
	relator     *relate.Relator // nil: no duplicates are looked for
	records     *seen.Records
	incarnation *bus.Incarnation
	clock       func() time.Time
	log         *zap.Logger
	metrics     *Metrics
	tracer      trace.Tracer
	tooOld      time.Duration // 0: never
	maxEmbargo  time.Duration

	clocksDiffer atomic.Bool // as the log has it
}

type verdict = stage.Verdict[*nats.Msg]

// handle brings one article to NEWS, or to HELD. What follows the publish can be
// done twice without harm, and is done again whenever ours is there already.
func (p *publisher) handle(ctx context.Context, a article) verdict {
	// by our clock, or by that of the broker when it took the article in
	if a.released == 0 && (held.Wanted(a.env, p.clock()) || held.Wanted(a.env, a.stored)) {
		return p.hold(ctx, a)
	}
	v, yields := p.yields(ctx, a)
	switch {
	case yields:
		return v
	case a.released != 0 && held.Early(a.env, a.stored, p.clock()):
		return p.hold(ctx, a)
	default:
		return p.publish(ctx, a)
	}
}

// yields drops what the broker released if a later version has been held since:
// an embargo that is extended at the last moment is extended.
func (p *publisher) yields(ctx context.Context, a article) (verdict, bool) {
	if a.released == 0 {
		return verdict{}, false
	}
	last, err := p.held.Read(ctx, contract.HeldSubject(a.env.Article))
	if err != nil {
		return failed(err), true
	}
	if last == nil {
		return verdict{}, false
	}
	state := last.Envelope.State()
	if d := dedup.Decide(&state, a.env.State()); d.Verdict != dedup.Stale {
		return verdict{}, false
	}
	return stage.Drop[*nats.Msg](contract.ReasonStale), true
}

// failed tells what only the broker can mend, which is waited for, from what is refused
// for good: that is the article's own fault, or of a message of it that somebody else
// wrote, and must not stop the others.
func failed(err error) verdict {
	var fault *bus.Fault
	switch {
	case errors.Is(err, lastword.ErrUnreadable):
		return stage.Reject[*nats.Msg](contract.ReasonHeader, err)
	case errors.As(err, &fault):
		return stage.Reject[*nats.Msg](fault.Reason, err)
	default:
		return bus.VerdictOf[*nats.Msg](err)
	}
}

func (p *publisher) publish(ctx context.Context, a article) verdict {
	filter := contract.NewsOfArticle(a.env.Article)
	now := p.clock()
	if old, err := p.forgotten(ctx, a, filter, now); err != nil {
		return failed(err)
	} else if old {
		return stage.Drop[*nats.Msg](contract.ReasonTooOld)
	}
	matched, err := p.holds(ctx, a)
	if err != nil {
		return failed(err)
	}
	m, err := p.relate(ctx, a, filter)
	if err != nil {
		return failed(err)
	}
	if m.drop {
		return stage.Drop[*nats.Msg](contract.ReasonCopy)
	}
	r, err := p.write(ctx, a, filter, now, matched, m)
	if err != nil {
		return failed(err)
	}
	if v, dropped := drop(r.Decision.Verdict); dropped {
		p.unrelate(ctx, a, v)
		return v
	}
	return p.published(ctx, a, r, now, matched)
}

// write offers the article to NEWS. What is written carries the trace on.
func (p *publisher) write(ctx context.Context, a article, filter string, now time.Time, matched bool, m marks) (lastword.Result, error) {
	ctx, span := p.span(ctx)
	defer span.End()
	r, err := p.news.Write(ctx, filter, a.env.State(), func(d dedup.Decision, last *lastword.Last) (*nats.Msg, error) {
		if err := p.withinBudget(ctx, a, d, last); err != nil {
			return nil, err
		}
		env := *a.env
		m.apply(&env, last)
		msg := news.Message(env, a.data, d, last, now)
		if matched {
			delete(msg.Header, contract.HeaderUnmatched)
		}
		service.Inject(ctx, msg.Header)
		return msg, nil
	})
	decided(span, r, err)
	if err == nil {
		p.told(a.env.Article)
	}
	return r, err
}

// drop gives the verdict for what the order keeps out.
func drop(v dedup.Verdict) (verdict, bool) {
	switch v {
	case dedup.Duplicate:
		return stage.Drop[*nats.Msg](contract.ReasonDuplicate), true
	case dedup.Stale:
		return stage.Drop[*nats.Msg](contract.ReasonStale), true
	case dedup.Killed:
		return stage.Drop[*nats.Msg](contract.ReasonKilled), true
	default:
		return verdict{}, false
	}
}

// holds reports whether a takedown finds its article on HELD: nobody has seen
// it, but it is there.
func (p *publisher) holds(ctx context.Context, a article) (bool, error) {
	if !news.TakesDown(a.env.Version) {
		return false, nil
	}
	last, err := p.held.Read(ctx, contract.HeldSubject(a.env.Article))
	return last != nil, err
}

// forgotten reports whether the article came in so long ago that NEWS may have
// held it and forgotten it since.
func (p *publisher) forgotten(ctx context.Context, a article, filter string, now time.Time) (bool, error) {
	if p.tooOld == 0 || now.Sub(a.env.Received) < p.tooOld {
		return false, nil
	}
	last, err := p.news.Read(ctx, filter)
	return last == nil, err
}

// published does what follows: the purge of what a kill or a return replaces,
// the record, and the receipt.
func (p *publisher) published(ctx context.Context, a article, r lastword.Result, now time.Time, matched bool) verdict {
	subject, err := contract.ParseNewsSubject(r.Subject)
	if err != nil {
		return stage.Reject[*nats.Msg](contract.ReasonInvalid, err)
	}
	// before what names the binaries is purged
	if err := p.removeMedia(ctx, a, r, subject.Signal); err != nil {
		return failed(err)
	}
	if err := p.clear(ctx, a, r, subject.Signal); err != nil {
		return failed(err)
	}
	if err := p.unhold(ctx, a, r, subject.Signal); err != nil {
		return failed(err)
	}
	if a.released != 0 {
		if err := p.media.Refresh(ctx, a.env.Article, a.env.Media, now); err != nil {
			return failed(err)
		}
	}
	p.record(ctx, a, r)
	if subject.Signal == contract.Kill {
		if err := p.forgetViews(ctx, a.env.Article, r.Sequence, now); err != nil {
			return failed(err)
		}
	}
	return p.receipt(ctx, a, r, subject, now, matched)
}

// clear purges what the article's readers must not find any more: everything before a
// kill and before a return, and with a later version what a crash left of that.
func (p *publisher) clear(ctx context.Context, a article, r lastword.Result, signal contract.Signal) error {
	before, ours := r.Sequence, r.Decision.Verdict == dedup.Ours
	switch {
	case signal == contract.Kill, signal == contract.New && (ours || r.Last != nil):
	case written(a, r).Version.Epoch > 0:
		tombstone, err := p.news.Read(ctx, contract.KillsOfArticle(a.env.Article))
		if err != nil || tombstone == nil || tombstone.Sequence > r.Sequence {
			return err
		}
		before = tombstone.Sequence + 1
	default:
		return nil
	}
	return p.news.PurgeBefore(ctx, contract.NewsOfArticle(a.env.Article), before)
}

// unhold removes from HELD what can't follow any more on what was written: older
// versions, and all of them after a kill. What is later by the order stays, also
// behind a version that is only withheld. First versions, which most articles are,
// leave nothing; what is overlooked is dropped as stale when the broker releases
// it.
func (p *publisher) unhold(ctx context.Context, a article, r lastword.Result, signal contract.Signal) error {
	if v := a.env.Version; a.released != 0 || signal == contract.New && (!v.HasNumber || v.Number < 2) {
		return nil
	}
	written := written(a, r)
	if err := p.unholdOutdated(ctx, a.env.Article, written, signal); err != nil || written.Version.Status != dedup.Canceled {
		return err
	}
	// what the broker has just released goes as well
	return errors.Join(p.held.PurgeBefore(ctx, contract.HeldSubject(a.env.Article), 0),
		p.held.PurgeBefore(ctx, contract.ReleaseSubject(a.env.Article), 0))
}

// unholdOutdated removes what is held of an article and can't follow on what is
// written, with its pictures where that takes the article down.
func (p *publisher) unholdOutdated(ctx context.Context, article string, written dedup.State, signal contract.Signal) error {
	subject := contract.HeldSubject(article)
	last, err := p.held.Read(ctx, subject)
	if err != nil || last == nil {
		return err
	}
	if _, outdated := drop(dedup.Decide(&written, last.Envelope.State()).Verdict); !outdated {
		return nil
	}
	if signal == contract.Kill {
		if err := p.media.Remove(ctx, article, last.Envelope.Media); err != nil {
			return err
		}
	}
	return p.held.PurgeBefore(ctx, subject, last.Sequence+1)
}

// written is the article as it stands on NEWS.
func written(a article, r lastword.Result) dedup.State {
	if r.Decision.Verdict == dedup.Ours {
		return dedup.State{Version: r.Last.Envelope.Version, Hash: a.env.Hash}
	}
	return dedup.State{Version: r.Decision.Version, Hash: a.env.Hash}
}

// record moves the record forward. Without it a duplicate costs work: its loss
// is no reason to wait.
func (p *publisher) record(ctx context.Context, a article, r lastword.Result) {
	rec := seen.Record{Incarnation: p.incarnation.Get(), Sequence: r.Sequence, State: written(a, r)}
	if err := p.records.Forward(ctx, a.env.Article, rec); err != nil {
		p.metrics.noRecord.Inc()
		p.log.Debug("record not written", zap.String("article", a.env.Article), zap.String("delivery", a.env.Delivery), service.TraceField(ctx), zap.Error(err))
	}
}

// forgetViews has the counts of an article that was taken down removed.
func (p *publisher) forgetViews(ctx context.Context, article string, sequence uint64, now time.Time) error {
	m, err := contract.ForgetViews(article, sequence, now)
	if err != nil {
		return err
	}
	return bus.PublishOnce(ctx, p.js, m)
}

func (p *publisher) receipt(ctx context.Context, a article, r lastword.Result, subject contract.NewsSubject, now time.Time, matched bool) verdict {
	reason := contract.Reason("")
	env := *a.env
	env.Signal, env.Version = subject.Signal, r.Decision.Version
	if r.Last != nil && r.Decision.Verdict == dedup.Ours {
		env, now = *r.Last.Envelope, r.Last.Envelope.Published
	} else if r.Last == nil && subject.Signal == contract.Kill {
		env.Unmatched = !matched
	}
	if env.Unmatched {
		reason = contract.ReasonUnmatched
	}
	if r.Decision.Verdict == dedup.Publish {
		p.metrics.onNews(a, &env, reason, p.clock(), trace.SpanContextFromContext(ctx))
	}
	receipt := contract.ReceiptFor(&env, contract.Publish, contract.Published, reason, now)
	receipt.Subject, receipt.Sequence = r.Subject, r.Sequence
	return p.forward(&receipt)
}

func (p *publisher) forward(receipt *contract.Receipt) verdict {
	p.metrics.stage.Ended(receipt)
	msg, err := receipt.Message()
	if err != nil {
		return stage.Reject[*nats.Msg](contract.ReasonInvalid, err)
	}
	return stage.Forward(msg)
}

// hold gives the article to the broker until its embargo ends, unless NEWS has
// something that it would not follow.
func (p *publisher) hold(ctx context.Context, a article) verdict {
	last, err := p.news.Read(ctx, contract.NewsOfArticle(a.env.Article))
	if err != nil {
		return failed(err)
	}
	if last != nil {
		state := last.Envelope.State()
		d := dedup.Decide(&state, a.env.State())
		if v, dropped := drop(d.Verdict); dropped {
			return v
		}
		if d.Verdict == dedup.Ours {
			return p.publish(ctx, a) // released and published before we could settle it
		}
		// what was overlooked on HELD must not keep this one out
		if err := p.unholdOutdated(ctx, a.env.Article, state, last.Envelope.Signal); err != nil {
			return failed(err)
		}
	}
	return p.store(ctx, a)
}

func (p *publisher) store(ctx context.Context, a article) verdict {
	now := p.clock()
	r, reason, err := p.keep(ctx, a, now)
	if err != nil {
		return failed(err)
	}
	if v, dropped := drop(r.Decision.Verdict); dropped {
		return v
	}
	if a.released != 0 && reason == contract.ReasonEmbargo {
		return stage.Forward[*nats.Msg]() // its provider knows that it is held
	}
	p.metrics.held.Inc()
	receipt := contract.ReceiptFor(a.env, contract.Publish, contract.Held, reason, now)
	return p.forward(&receipt)
}

// keep writes the article to HELD, and says why: until its embargo ends, or, where
// that is too far ahead, until a later version.
func (p *publisher) keep(ctx context.Context, a article, now time.Time) (lastword.Result, contract.Reason, error) {
	// of two clocks the later one: one that stands in 1970 must not withhold what is due
	if held.TooFar(a.env, later(now, a.stored), p.maxEmbargo) {
		a.env.Notes = append(slices.Clone(a.env.Notes), held.Note(a.env, p.maxEmbargo))
		r, err := held.Withhold(ctx, p.held, a.env, a.data, now)
		return r, contract.ReasonEmbargoTooFar, err
	}
	due := a.env.Embargo
	if a.released != 0 {
		due = held.Again(a.env, a.stored, now)
	}
	r, err := held.Store(ctx, p.held, a.env, a.data, due, now)
	return r, contract.ReasonEmbargo, err
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
