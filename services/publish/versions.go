package publish

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/publish/internal/lastword"
	"github.com/wireroom/wireroom/services/publish/internal/news"
)

// write offers the article to NEWS. What is written carries the trace on. An article that
// has had as many versions as the bound allows is counted on NEWS itself, which may have
// forgotten some by age.
func (p *publisher) write(ctx context.Context, a article, filter string, now time.Time, matched bool) (lastword.Result, error) {
	ctx, span := p.span(ctx)
	defer span.End()
	r, err := p.offer(ctx, a, filter, now, matched, 0)
	if errors.Is(err, lastword.ErrNotComposed) {
		var held int
		if held, err = p.news.Count(ctx, filter); err == nil {
			r, err = p.offer(ctx, a, filter, now, matched, held)
		}
	}
	if errors.Is(err, lastword.ErrNotComposed) {
		err = &bus.Fault{Reason: contract.ReasonTooManyVersions, Err: fmt.Errorf("NEWS holds %d versions of the article, the most there may be", contract.MaxVersions)}
	}
	decided(span, r, err)
	return r, err
}

// offer writes once. counted is how many versions NEWS was seen to hold, 0 where it was
// not looked.
func (p *publisher) offer(ctx context.Context, a article, filter string, now time.Time, matched bool, counted int) (lastword.Result, error) {
	return p.news.Write(ctx, filter, a.env.State(), func(d dedup.Decision, last *lastword.Last) *nats.Msg {
		if last != nil && counted > 0 {
			last.Envelope.Versions = counted
		}
		if last != nil && last.Envelope.Versions >= contract.MaxVersions && !news.TakesDown(d.Version) {
			return nil
		}
		msg := news.Message(*a.env, a.data, d, last, now)
		if matched {
			delete(msg.Header, contract.HeaderUnmatched)
		}
		service.Inject(ctx, msg.Header)
		return msg
	})
}
