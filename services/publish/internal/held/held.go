// Package held keeps embargoed articles with the broker until their time: as
// scheduled messages of HELD, which the server itself releases.
//
// Nothing about a held article is readable before: HELD is on no consumer's
// list. The package decides what is held and writes it under the order of
// versions; what is released goes through the last word like anything else.
package held

import (
	"context"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/publish/internal/lastword"
)

// slack is how far this machine's clock may be ahead of the broker's: an embargo
// less than this past is still left to the broker, whose clock counts.
const slack = 24 * time.Hour

// Wanted reports whether the article must be held. A takedown never waits.
func Wanted(e *contract.Envelope, now time.Time) bool {
	return !e.Embargo.IsZero() && e.Embargo.After(now.Add(-slack)) && e.Version.Status == dedup.Usable
}

// Store holds the article until its embargo ends. A held version that is later
// by the order stays.
func Store(ctx context.Context, w *lastword.Writer, e *contract.Envelope, data []byte, now time.Time) (lastword.Result, error) {
	subject := contract.HeldSubject(e.Article)
	return w.Write(ctx, subject, e.State(), func(d dedup.Decision, _ *lastword.Last) *nats.Msg {
		out := *e
		out.Version = d.Version
		h := out.Header("held", contract.MsgID(&out, "held"), now)
		service.Inject(ctx, h)
		h[contract.HeaderSchedule] = []string{"@at " + e.Embargo.UTC().Format(time.RFC3339Nano)}
		h[contract.HeaderScheduleTarget] = []string{contract.ReleaseSubject(e.Article)}
		return &nats.Msg{Subject: subject, Header: h, Data: data}
	})
}
