package publish

import (
	"context"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup/window"
	"github.com/wireroom/wireroom/services/publish/internal/lastword"
	"github.com/wireroom/wireroom/services/publish/internal/news"
	"github.com/wireroom/wireroom/services/publish/internal/relate"
)

// marks say which text an article repeats and to which story it belongs.
type marks struct {
	answer  window.Answer
	known   bool // somebody looked, and there is an answer
	skipped bool // nobody could look
	drop    bool // the provider's setting drops what repeats another text
}

// relate looks for what the article repeats, unless it takes something down. What can't
// be looked up goes on without marks. Only a first version is ever dropped, and only
// while its original is readable. An error is of the broker.
func (p *publisher) relate(ctx context.Context, a article, filter string) (marks, error) {
	if p.relator == nil || news.TakesDown(a.env.Version) {
		return marks{}, nil
	}
	answer, err := p.relator.Look(ctx, a.env, a.data)
	if err != nil {
		return marks{skipped: true}, ctx.Err()
	}
	m := marks{answer: answer, known: true}
	if answer.Original == "" {
		return m, nil
	}
	if a.env.DropDuplicates {
		last, err := p.news.Read(ctx, filter)
		if err != nil {
			return marks{}, err
		}
		if m.drop = last == nil; m.drop {
			p.relator.Forget(ctx, a.env.Article)
		}
	}
	return m, nil
}

// told lets those go on that wait for an article before they say what theirs repeats.
func (p *publisher) told(article string) {
	if p.relator != nil {
		p.relator.Published(article)
	}
}

// unrelate takes back what the look-up entered of an article that a kill keeps out.
func (p *publisher) unrelate(ctx context.Context, a article, v verdict) {
	if p.relator != nil && v.Reason == contract.ReasonKilled {
		p.relator.Forget(ctx, a.env.Article)
	}
}

func (m marks) apply(e *contract.Envelope, last *lastword.Last) {
	relate.Mark(e, m.answer, m.known, last)
	e.DedupOff = e.DedupOff || m.skipped
}
