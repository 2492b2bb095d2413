package status

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/inspect/status"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
)

// much is from when on a lane's age is worth a colour.
const much = 10 * time.Second

func write(con *console.Console, s *status.Status) {
	writeServices(con, s)
	table := con.Table("STAGE", ">LAG", ">IN WORK", ">AGAIN", ">RATE", ">OLDEST", "")
	for _, g := range s.Stages {
		table.Row(stageRow(g, s.At)...)
	}
	for _, g := range s.Readers {
		table.Row("reader "+g.Consumer, console.Count(g.Lag), console.Count(g.InWork), console.Count(g.Redelivered), "", "", asks(g))
	}
	table.Write()
	con.Printf("\n")
	table = con.Table("STREAM", ">MESSAGES", ">SIZE", ">LIMIT", ">RATE", "SINCE")
	for _, m := range s.Streams {
		table.Row(streamRow(con, m)...)
	}
	table.Write()
	if s.Dead > 0 {
		con.Printf("\n%s: %s (wireroom dead list)\n", con.Paint(console.Alarm, console.Plural(s.Dead, "dead letter")), reasons(s))
	} else {
		con.Printf("\nno dead letters\n")
	}
}

// writeServices shows what runs, with its version, and what it goes without.
func writeServices(con *console.Console, s *status.Status) {
	table := con.Table("SERVICE", "VERSION", "STATUS", "AT", "")
	for _, r := range s.Ready {
		style, word := console.Green, r.Status
		switch {
		case word != "ready":
			style = console.Alarm
		case len(r.Degraded) > 0:
			style, word = console.Yellow, word+", degraded"
		}
		table.Row(cmp.Or(console.Clean(r.Service), "-"), cmp.Or(console.Clean(r.Version), "-"), console.Cell{Text: word, Style: style}, console.Clean(r.Addr), wellOf(r))
	}
	cluster := ""
	if s.NATS.Cluster != "" {
		cluster = ", cluster " + s.NATS.Cluster
	}
	table.Row("NATS", console.Clean(s.NATS.Version), console.Cell{Text: "connected", Style: console.Green}, console.Clean(s.NATS.URL), console.Clean(s.NATS.Name+cluster))
	if row, known := redisRow(s); known {
		table.Row(row...)
	}
	table.Write()
	for _, r := range s.Ready {
		for _, name := range slices.Sorted(maps.Keys(r.Checks)) {
			con.Printf("  %s %s: %s\n", cmp.Or(console.Clean(r.Service), console.Clean(r.Addr)), console.Clean(name), console.Clean(r.Checks[name]))
		}
	}
	con.Printf("\n")
}

func wellOf(r status.Ready) string {
	if n := len(r.Well); n > 0 {
		return fmt.Sprintf("%s ok", console.Plural(n, "check"))
	}
	return ""
}

// redisRow says whether the services reach their Redis, or the embedded store in its place.
func redisRow(s *status.Status) (row []any, known bool) {
	asked, away := 0, 0
	isRedis := func(name string) bool { return name == "redis" || strings.HasSuffix(name, " redis") }
	for _, r := range s.Ready {
		for _, name := range r.Well {
			if isRedis(name) {
				asked++
			}
		}
		for name := range r.Checks {
			if isRedis(name) {
				asked, away = asked+1, away+1
			}
		}
	}
	cell := console.Cell{Text: "ok", Style: console.Green}
	if away > 0 {
		cell = console.Cell{Text: fmt.Sprintf("away for %d of %d", away, asked), Style: console.Yellow}
	}
	return []any{"Redis", "", cell, "", ""}, asked > 0
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
	lag := console.Cell{Text: console.Count(g.Lag)}
	if g.Lag > 0 {
		lag.Style = console.Bold
	}
	return []any{g.Consumer, lag, console.Count(g.InWork), console.Count(g.Redelivered), rate(g.PerSecond), oldest, note}
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

// asks tells of a reader that nobody asks for: nothing takes what it has before it.
func asks(g status.Stage) console.Cell {
	if g.Workers > 0 || g.InWork > 0 {
		return console.Cell{}
	}
	return console.Cell{Text: "does not ask: its process may be gone", Style: console.Yellow}
}

func reasons(s *status.Status) string {
	var out []string
	for _, r := range s.Reasons {
		out = append(out, fmt.Sprintf("%s %s", console.Count(r.Count), cmp.Or(console.Clean(string(r.Reason)), "without a reason")))
	}
	return strings.Join(out, ", ")
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
