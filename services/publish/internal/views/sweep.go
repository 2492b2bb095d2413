package views

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/publish/internal/views/counts"
)

const (
	sweepEvery = time.Hour
	sweepMost  = 5000 // articles asked about in one sweep of a shard
	sweepPart  = 200  // of one question, and of one message
)

// sweep removes the counts of articles that NEWS does not hold any more. What was viewed
// within the age of NEWS was on it then; only the others are asked about. They are removed by
// messages of VIEWS, in their place among the views.
func (r *reader) sweep(ctx context.Context, now time.Time) error {
	old, err := r.names(ctx, func(n counts.Name) bool { return now.Sub(time.Unix(n.At, 0)) > r.newsAge })
	if err != nil {
		return err
	}
	rand.Shuffle(len(old), func(i, j int) { old[i], old[j] = old[j], old[i] }) // where there are more, another part each time
	old = old[:min(len(old), sweepMost)]
	for start := 0; start < len(old); start += sweepPart {
		missing, err := r.articles.missing(ctx, old[start:min(start+sweepPart, len(old))])
		if err != nil {
			return err
		}
		b := batch{At: now.Unix()}
		for article := range missing {
			b.Forget = append(b.Forget, article)
		}
		if len(b.Forget) == 0 {
			continue
		}
		if err := bus.PublishOnce(ctx, r.js, &nats.Msg{Subject: contract.ViewsSubject(r.shard), Data: b.encode()}); err != nil {
			return err
		}
	}
	return nil
}
