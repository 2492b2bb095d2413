package status

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/wireroom/wireroom/pkg/inspect/status"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
)

// much is from when on a lane's age is worth a colour.
const much = 10 * time.Second

func write(con *console.Console, s *status.Status) {
	writeReady(con, s)
	table := con.Table("STAGE", ">WAITING", ">IN WORK", ">AGAIN", ">RATE", ">OLDEST", "")
	for _, g := range s.Stages {
		table.Row(stageRow(g, s.At)...)
	}
	for _, g := range s.Readers {
		table.Row("reader "+g.Consumer, console.Count(g.Waiting), console.Count(g.InWork), console.Count(g.Redelivered), "", "", "")
	}
	table.Write()
	con.Printf("\n")
	table = con.Table("STREAM", ">MESSAGES", ">SIZE", ">LIMIT", ">RATE", "SINCE")
	for _, m := range s.Streams {
		table.Row(streamRow(con, m)...)
	}
	table.Write()
	if s.Dead > 0 {
		con.Printf("\n%s: wireroom dead list\n", con.Paint(console.Alarm, console.Plural(s.Dead, "dead letter")))
	} else {
		con.Printf("\nno dead letters\n")
	}
}

func writeReady(con *console.Console, s *status.Status) {
	if s.Ready == nil {
		return
	}
	style, word := console.Green, s.Ready.Status
	switch {
	case word != "ready":
		style = console.Alarm
	case len(s.Ready.Degraded) > 0:
		style, word = console.Yellow, word+", degraded"
	}
	con.Printf("%s  admin port %s\n", con.Paint(style, word), console.Clean(s.Ready.Addr))
	for _, name := range slices.Sorted(maps.Keys(s.Ready.Checks)) {
		con.Printf("  %s: %s\n", console.Clean(name), console.Clean(s.Ready.Checks[name]))
	}
	con.Printf("\n")
}

func stageRow(g status.Stage, now time.Time) []any {
	if g.Missing {
		return []any{g.Consumer, "", "", "", "", "", console.Cell{Text: "has never run here", Style: console.Yellow}}
	}
	oldest, note := console.Cell{}, console.Cell{}
	if g.Oldest != nil {
		age := now.Sub(*g.Oldest)
		oldest.Text = console.Took(max(0, age))
		if age > much {
			oldest.Style = console.Yellow
		}
	}
	if g.Workers == 0 && g.InWork == 0 {
		note = console.Cell{Text: "no worker", Style: console.Alarm}
	}
	waiting := console.Cell{Text: console.Count(g.Waiting)}
	if g.Waiting > 0 {
		waiting.Style = console.Bold
	}
	return []any{g.Consumer, waiting, console.Count(g.InWork), console.Count(g.Redelivered), rate(g.PerSecond), oldest, note}
}

func streamRow(con *console.Console, m status.Stream) []any {
	if m.Missing {
		return []any{m.Name, "", "", "", "", console.Cell{Text: "not made yet", Style: console.Yellow}}
	}
	limit, since := "none", ""
	if m.MaxBytes > 0 {
		limit = fmt.Sprintf("%.0f%% of %s", 100*float64(m.Bytes)/float64(m.MaxBytes), console.Bytes(m.MaxBytes))
	}
	if m.Messages > 0 {
		since = con.When(m.First)
	}
	return []any{m.Name, console.Count(m.Messages), console.Bytes(m.Bytes), limit, rate(m.PerSecond), since}
}

func rate(perSecond float64) string {
	if perSecond == 0 {
		return "0/s"
	}
	if perSecond < 10 {
		return fmt.Sprintf("%.1f/s", perSecond)
	}
	return console.Count(int64(perSecond+0.5)) + "/s"
}
