package publish

import (
	"context"
	"fmt"
	"slices"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/services/publish/internal/lastword"
	"github.com/wireroom/wireroom/services/publish/internal/news"
)

// withinBudget refuses a version of an article that has had as many as the budget
// allows, or as many binaries. What NEWS has forgotten of its versions does not count.
func (p *publisher) withinBudget(ctx context.Context, a article, d dedup.Decision, last *lastword.Last) error {
	reason := news.OverBudget(*a.env, d, last)
	if reason == contract.ReasonTooManyVersions {
		n, err := p.news.Count(ctx, contract.NewsOfArticle(a.env.Article))
		if err != nil || n < contract.MaxVersions {
			return err
		}
	}
	if reason == "" {
		return nil
	}
	return &bus.Fault{Reason: reason, Err: fmt.Errorf("article %s has %d messages on NEWS since it was last taken down, and %d binaries: %d and %d are the most",
		a.env.Article, last.Envelope.Earlier+1, last.Envelope.EarlierMedia+len(last.Envelope.Media), contract.MaxVersions, contract.MaxMedia)}
}

// removeMedia deletes the binaries of what a takedown replaces; a return does what a
// crash of the takedown left. Those that the article brings back stay, and those of a
// later version that is held behind it.
func (p *publisher) removeMedia(ctx context.Context, a article, r lastword.Result, signal contract.Signal) error {
	if r.Last == nil || signal != contract.Kill && r.Last.Envelope.Signal != contract.Kill {
		return nil
	}
	files, err := p.mediaBefore(ctx, a, r)
	if err != nil || len(files) == 0 {
		return err
	}
	last, err := p.held.Read(ctx, contract.HeldSubject(a.env.Article))
	if err != nil {
		return err
	}
	keep := slices.Clone(a.env.Media)
	if last != nil {
		keep = append(keep, last.Envelope.Media...)
	}
	files = slices.DeleteFunc(files, func(file string) bool { return slices.Contains(keep, file) })
	return p.media.Remove(ctx, a.env.Article, files)
}

// mediaBefore names the binaries of all that NEWS holds of the article before what was
// written; a redelivered kill is the last itself, and one of an earlier release names
// them all.
func (p *publisher) mediaBefore(ctx context.Context, a article, r lastword.Result) ([]string, error) {
	files := slices.Clone(r.Last.Envelope.Media)
	if len(files)+r.Last.Envelope.EarlierMedia == 0 {
		return nil, nil
	}
	err := p.news.Each(ctx, contract.NewsOfArticle(a.env.Article), r.Sequence, func(m *lastword.Last) {
		files = append(files, m.Envelope.Media...)
	})
	slices.Sort(files)
	return slices.Compact(files), err
}
