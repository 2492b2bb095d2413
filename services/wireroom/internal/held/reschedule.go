package held

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/held"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Reschedule is `held reschedule`.
type Reschedule struct {
	DryRun bool `name:"dry-run" help:"Only say what would be done."`
}

// Help says when it is needed.
func (Reschedule) Help() string {
	return `A stream that was a mirror keeps the scheduled messages that it copied, and never releases them. Once it is promoted, this publishes each of them again where it stands, so that the server schedules it. What is overdue is released at once. Doing it twice does no harm.

    wireroom held reschedule --dry-run
    wireroom held reschedule`
}

// Run publishes again what is scheduled.
func (c *Reschedule) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	s, err := t.Connect(ctx, nil)
	if err != nil {
		return err
	}
	defer s.Close()
	messages, err := held.All(ctx, s.JS)
	if err != nil {
		return err
	}
	done, overtaken := 0, 0
	for _, m := range messages {
		if m.Due == nil {
			continue // withheld: nothing releases it
		}
		if !c.DryRun {
			err = again(ctx, s.JS, m.Message)
		}
		switch {
		case err == nil:
			done++
		case bus.Classify(err) == bus.Conflict:
			overtaken++ // released, replaced or killed meanwhile
		default:
			return fmt.Errorf("schedule article %s again: %w", m.Article, err)
		}
	}
	if c.DryRun {
		con.Printf("%s would be scheduled again\n", console.Plural(done, "article"))
		return nil
	}
	con.Printf("%s scheduled again", console.Plural(done, "article"))
	if overtaken > 0 {
		con.Printf(", %d changed meanwhile and left alone", overtaken)
	}
	con.Printf("\n")
	return nil
}

// again publishes a held message where it stands, unless another one stands there now.
func again(ctx context.Context, js jetstream.JetStream, m scan.Msg) error {
	h := nats.Header{}
	for name, values := range m.Header {
		if !strings.HasPrefix(name, "Nats-") || name == contract.HeaderSchedule || name == contract.HeaderScheduleTarget {
			h[name] = values
		}
	}
	h.Set(contract.HeaderExpectedSeq, strconv.FormatUint(m.Sequence, 10))
	h.Set(contract.HeaderExpectedSeqSubject, m.Subject)
	return bus.PublishOnce(ctx, js, &nats.Msg{Subject: m.Subject, Header: h, Data: m.Data})
}
