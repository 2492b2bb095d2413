// Package held keeps embargoed articles with the broker until their time: as
// scheduled messages of HELD, which the server itself releases.
//
// Nothing about a held article is readable before: HELD is on no consumer's
// list. The package decides what is held and writes it under the order of
// versions; what is released goes through the last word like anything else.
package held

import (
	"context"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/publish/internal/lastword"
)

// slack is how far this machine's clock may be ahead of the broker's: an embargo less
// than this past is still left to the broker, whose clock counts too.
const slack = 24 * time.Hour

// Wanted reports whether the article must be held. A takedown never waits.
func Wanted(e *contract.Envelope, now time.Time) bool {
	return embargoed(e) && e.Embargo.After(now.Add(-slack))
}

func embargoed(e *contract.Envelope) bool {
	return !e.Embargo.IsZero() && e.Version.Status == dedup.Usable
}

// The bounds within which clocks count.
const (
	// agree is by how much the clocks of a publisher and of the broker may differ.
	agree = time.Second
	// lookAgain is the longest time after which an article that one clock alone calls due is
	// looked at again: a clock that was wrong may have been set right.
	lookAgain = 10 * time.Second
)

// Early reports whether what the broker released at a time by its own clock must be
// held again: by that clock, or by ours, its embargo lies ahead. Nobody knows which of
// two clocks is wrong, and what comes out late can be mended.
func Early(e *contract.Envelope, released, now time.Time) bool {
	return embargoed(e) && (e.Embargo.After(released) || e.Embargo.After(now.Add(agree)))
}

// Again gives the time by the broker's clock at which what it released early is looked at
// again: the end of the embargo by that clock, or where only ours says that it lies ahead, when
// it ends by ours, at most lookAgain later.
func Again(e *contract.Envelope, released, now time.Time) time.Time {
	if e.Embargo.After(released) {
		return e.Embargo
	}
	return released.Add(min(e.Embargo.Sub(now), lookAgain))
}

// TooFar reports whether the embargo ends later than most from now. The broker keeps
// due times as nanoseconds in 64 bits, which end in 2262, and releases at once what
// lies beyond.
func TooFar(e *contract.Envelope, now time.Time, most time.Duration) bool {
	return e.Embargo.After(now.Add(most))
}

// Store holds the article until due. A held version that is later by the order stays.
func Store(ctx context.Context, w *lastword.Writer, e *contract.Envelope, data []byte, due, now time.Time) (lastword.Result, error) {
	return write(ctx, w, e, data, now, func(h nats.Header) {
		h[contract.HeaderSchedule] = []string{"@at " + due.UTC().Format(time.RFC3339Nano)}
		h[contract.HeaderScheduleTarget] = []string{contract.ReleaseSubject(e.Article)}
	})
}

// Withhold keeps the article without a time: nothing but a later version replaces it.
func Withhold(ctx context.Context, w *lastword.Writer, e *contract.Envelope, data []byte, now time.Time) (lastword.Result, error) {
	return write(ctx, w, e, data, now, func(h nats.Header) {
		// as a schedule does by itself: one message for each article
		h[contract.HeaderRollup] = []string{"sub"}
	})
}

// Note says in the receipt why the article is withheld.
func Note(e *contract.Envelope, most time.Duration) string {
	return fmt.Sprintf("embargoed until %s, more than %d days ahead: withheld until a later version", e.Embargo.Format(time.RFC3339), int(most.Hours()/24))
}

func write(ctx context.Context, w *lastword.Writer, e *contract.Envelope, data []byte, now time.Time, keep func(nats.Header)) (lastword.Result, error) {
	subject := contract.HeldSubject(e.Article)
	return w.Write(ctx, subject, e.State(), func(d dedup.Decision, _ *lastword.Last) (*nats.Msg, error) {
		out := *e
		out.Version = d.Version
		h := out.Header("held", contract.MsgID(&out, "held"), now)
		service.Inject(ctx, h)
		keep(h)
		return &nats.Msg{Subject: subject, Header: h, Data: data}, nil
	})
}
