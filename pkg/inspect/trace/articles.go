package trace

import (
	"cmp"
	"strconv"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
)

// buildArticle tells the life of one article of a delivery.
func buildArticle(f facts, position int, received *time.Time) *Article {
	a := &Article{Position: position}
	l := &line{last: received}
	for _, r := range f.receipts {
		if r.Position != position {
			continue
		}
		a.name(r.Article, r.URI, r.Version, r.Format, r.Of)
		a.Outcome, a.Reason, a.Subject = r.Outcome, r.Reason, r.Subject
		a.run(f, l, r)
	}
	for _, q := range f.queued {
		if q.env.Position == position {
			a.name(q.env.Article, q.env.URI, q.env.Version.String(), q.env.Format, q.env.Of)
			stamps(l, q.env.Normalized, q.env.Enriched, a, q.env)
			l.add(q.step)
			if a.Outcome != contract.Held {
				a.Outcome, a.Reason = "", ""
			}
		}
	}
	a.Steps = l.steps
	return a
}

// retried says that what follows is another run.
func (l *line) retried(r contract.Receipt) {
	if r.Replay > 0 {
		l.add(Step{Kind: Again, Text: "the original, by an operator (wireroom audit tells why)"})
	}
	if r.Retry > 0 {
		l.add(Step{Kind: Retried, Text: "out of the dead letters, retry " + strconv.Itoa(r.Retry)})
	}
}

func (a *Article) name(id, uri, version, format string, of int) {
	a.ID, a.URI = cmp.Or(id, a.ID), cmp.Or(uri, a.URI)
	a.Version, a.Format, a.Of = cmp.Or(version, a.Version), cmp.Or(format, a.Format), max(of, a.Of)
}

// run adds the steps of one receipt: a retry's go on where the first run ended.
func (a *Article) run(f facts, l *line, r contract.Receipt) {
	l.retried(r)
	var env *contract.Envelope
	if m := f.news[r.Sequence]; m != nil {
		env, _ = contract.ParseEnvelope(m.Header) // without it the receipt says enough
	}
	stamps(l, value(r.Normalized), value(r.Enriched), a, env)
	l.add(ending(f, r))
}

func value(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

// stamps adds the stages that an article passed, unless they are there already.
func stamps(l *line, normalized, enriched time.Time, a *Article, env *contract.Envelope) {
	passed := func(at time.Time) bool { return at.IsZero() || l.last != nil && len(l.steps) > 0 && !at.After(*l.last) }
	if !passed(normalized) {
		s := Step{Kind: Normalized, Stage: contract.Normalize, At: &normalized, Text: read(a)}
		if env != nil {
			s.More = env.Notes
			if env.DedupOff {
				s.More = append(s.More, "Redis was away: not compared with what is published")
			}
		}
		l.add(s)
	}
	if !passed(enriched) {
		s := Step{Kind: Enriched, Stage: contract.Enrich, At: &enriched}
		if env != nil {
			s.Text, s.More = enrichment(env)
		}
		l.add(s)
	}
}
