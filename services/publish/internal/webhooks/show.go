package webhooks

import (
	"context"
	"time"

	"github.com/wireroom/wireroom/pkg/webhook"
)

// shown is a webhook as the API gives it.
type shown struct {
	ID          string        `json:"id"`
	URL         string        `json:"url"`
	Description string        `json:"description,omitempty"`
	Filter      Filter        `json:"filter"`
	State       webhook.State `json:"state"`
	Reason      string        `json:"reason,omitempty"` // of paused and disabled
	Since       *time.Time    `json:"since,omitempty"`
	Created     time.Time     `json:"created"`
	// Secret is shown when it is made, and never again.
	Secret string `json:"secret,omitempty"`
	// OldSecretsUntil says until when the secrets before the last one sign too.
	OldSecretsUntil []time.Time `json:"oldSecretsUntil,omitempty"`
	// Sequence of NEWS up to which everything was taken, but for what fails.
	Sequence uint64     `json:"sequence"`
	Retry    *time.Time `json:"nextTry,omitempty"` // where the receiver is down
	Failing  []failing  `json:"failing,omitempty"`
}

// failing is an article that is to be sent again.
type failing struct {
	Article  string    `json:"article"`
	Sequence uint64    `json:"sequence"`
	Tries    int       `json:"tries"`
	Since    time.Time `json:"since"`
	Due      time.Time `json:"due"`
	Error    string    `json:"error,omitempty"`
}

// show reads how far a webhook is.
func (s *Service) show(ctx context.Context, sub *webhook.Subscription) (*shown, error) {
	p, rev, err := s.Store.Progress(ctx, sub.ID)
	if err != nil {
		return nil, err
	}
	if rev == 0 {
		p.Place = sub.Start
	}
	filter, _, err := filterOf(sub.Filter)
	if err != nil {
		return nil, err
	}
	out := &shown{ID: sub.ID, URL: sub.URL, Description: sub.Description, Filter: filter, State: p.State(), Reason: p.Reason, Created: sub.Created}
	if p.Next > 0 {
		out.Sequence = p.Next - 1
	}
	if !p.Since.IsZero() {
		out.Since = &p.Since
	}
	now := s.Clock()
	if p.Due.After(now) {
		out.Retry = &p.Due
	}
	for _, k := range sub.Secrets {
		if k.Until.After(now) {
			out.OldSecretsUntil = append(out.OldSecretsUntil, k.Until)
		}
	}
	for _, f := range p.Failing {
		out.Failing = append(out.Failing, failing{f.Key, f.Seq, f.Tries, f.Since, f.Due, f.Error})
	}
	return out, nil
}
