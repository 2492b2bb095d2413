package page

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/webhook"
)

// hookRow is a webhook, or a subscription to a feed by WebSub.
type hookRow struct {
	ID, What, Owner string
	To              string // where it goes: scheme and host, since the rest may hold a secret
	State           webhook.State
	Why             string    // the reason of a pause, or the error of what is tried again
	Since           time.Time // of the stop, or of the oldest failure
	Waiting         int       // messages that are tried again
	Took            time.Time // when the receiver took something last
}

// Bad reports whether its receiver misses something.
func (h hookRow) Bad() bool { return h.State != webhook.Active }

// lookAtHooks reads all webhooks in one pass: how far each is stands beside it.
func (p *Page) lookAtHooks(ctx context.Context, page *worksPage) error {
	subs, progress := []webhook.Subscription{}, map[string]webhook.Progress{}
	err := p.eachKey(ctx, contract.BucketWebhooks, func(e jetstream.KeyValueEntry) {
		var sub webhook.Subscription
		var at webhook.Progress
		if id, ok := strings.CutPrefix(e.Key(), "progress."); ok && json.Unmarshal(e.Value(), &at) == nil {
			progress[id] = at
		} else if !ok && json.Unmarshal(e.Value(), &sub) == nil {
			subs = append(subs, sub)
		}
	}, "sub.>", "progress.>")
	page.Hooks = hookRows(subs, progress)
	return err
}

// hookRows has those that miss something first.
func hookRows(subs []webhook.Subscription, progress map[string]webhook.Progress) []hookRow {
	what := map[string]string{webhook.SourceNews: "articles", webhook.SourceReceipts: "receipts", webhook.SourceWebSub: "feed by WebSub"}
	var out []hookRow
	for _, s := range subs {
		at := progress[s.ID]
		row := hookRow{ID: s.ID, What: what[s.Source], Owner: s.Owner, To: hostOf(s.URL), State: at.State(), Why: at.Reason, Since: at.Since, Waiting: len(at.Failing), Took: at.Took}
		for _, f := range at.Failing {
			if at.Stopped == "" && (row.Since.IsZero() || f.Since.Before(row.Since)) {
				row.Why, row.Since = f.Error, f.Since
			}
		}
		out = append(out, row)
	}
	rank := map[webhook.State]int{webhook.Disabled: 0, webhook.Paused: 1, webhook.Failing: 2, webhook.Active: 3}
	slices.SortFunc(out, func(a, b hookRow) int {
		if d := rank[a.State] - rank[b.State]; d != 0 {
			return d
		}
		return strings.Compare(a.Owner+" "+a.ID, b.Owner+" "+b.ID)
	})
	return out
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
