package trace

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/trace"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
)

func write(con *console.Console, r *trace.Report) {
	if r.Article != "" {
		con.Printf("%s  %s\n", con.Paint(console.Bold, "article "+r.Article), console.Clean(r.URI))
		if w := r.LastWord; w != nil {
			con.Printf("last word: %s on %s, NEWS %d, %s; NEWS holds %s of it\n", con.Paint(styleOf(string(w.Signal)), string(w.Signal)),
				console.Clean(w.Subject), w.Sequence, con.When(w.At), console.Plural(w.Messages, "message"))
		} else {
			con.Printf("NEWS holds nothing of it\n")
		}
		con.Printf("\n")
	}
	for i, d := range r.Deliveries {
		if i > 0 {
			con.Printf("\n")
		}
		writeDelivery(con, d)
	}
	for _, n := range r.Notes {
		con.Notef("note: %s", n)
	}
}

func writeDelivery(con *console.Console, d *trace.Delivery) {
	head := []string{con.Paint(console.Bold, "delivery "+d.ID), console.Clean(d.Provider), state(con, d)}
	if n := len(d.Articles); n > 0 {
		head = append(head, console.Plural(max(d.Articles[0].Of, n), "article"))
	}
	con.Printf("%s\n", strings.Join(head, "  "))
	writeSteps(con, d.Steps)
	for _, a := range d.Articles {
		con.Printf("  %s %d/%d  %s  %s\n", con.Paint(console.Bold, "article"), a.Position, a.Of, console.Clean(cmp.Or(a.ID, "(without an id)")), con.Paint(console.Dim, console.Clean(a.URI)))
		writeSteps(con, a.Steps)
	}
	if len(d.Articles) == 0 {
		return
	}
	for _, l := range d.Letters {
		con.Printf("  %s %d  %s at %s, %s\n", con.Paint(console.Alarm, "dead letter"), l.Seq, console.Clean(string(l.Reason)), console.Clean(string(l.Stage)), con.When(l.At))
	}
}

func state(con *console.Console, d *trace.Delivery) string {
	switch d.State {
	case "done":
		if d.TookMS > 0 {
			return "done in " + console.Took(span(d.TookMS))
		}
		return "done"
	case "dead":
		return con.Paint(console.Alarm, d.State)
	case "on its way":
		return con.Paint(console.Yellow, d.State)
	default:
		return con.Paint(console.Yellow, "what became of it is not known: its receipts are older than RECEIPTS keeps, or not written yet")
	}
}

func span(ms float64) time.Duration { return time.Duration(ms * float64(time.Millisecond)) }

const (
	tookWidth = 9
	kindWidth = 10
)

func writeSteps(con *console.Console, steps []trace.Step) {
	for _, s := range steps {
		at, took := "", ""
		if s.At != nil {
			at = console.Clock(*s.At, con.Now())
		}
		if s.TookMS != nil {
			took = plus(span(*s.TookMS))
		}
		clock := console.Fit(at, len("15:04:05.000"))
		if len(at) > len("15:04:05.000") {
			clock = at
		}
		lead := fmt.Sprintf("    %s  %*s  ", clock, tookWidth, took)
		con.Printf("%s%s  %s\n", lead, con.Paint(styleOf(s.Kind), console.Fit(s.Kind, kindWidth)), console.Clean(s.Text))
		for _, m := range s.More {
			con.Printf("%s%s\n", strings.Repeat(" ", len(lead)+kindWidth+2), con.Paint(console.Dim, console.Clean(m)))
		}
	}
}

func plus(d time.Duration) string {
	if d < 0 {
		return console.Took(d)
	}
	return "+" + console.Took(d)
}

func styleOf(kind string) console.Style {
	switch kind {
	case string(contract.Published), string(contract.New):
		return console.Green
	case string(contract.Dead), string(contract.Kill):
		return console.Alarm
	case string(contract.Dropped), string(contract.Held), trace.Waiting, trace.Retried, string(contract.Correction):
		return console.Yellow
	default:
		return console.Cyan
	}
}
