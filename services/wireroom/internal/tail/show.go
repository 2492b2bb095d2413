package tail

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
)

// line is what --json writes.
type line struct {
	Subject  string            `json:"subject"`
	Sequence uint64            `json:"sequence"`
	Time     time.Time         `json:"time"`
	Headers  map[string]string `json:"headers"`
	Article  json.RawMessage   `json:"article"`
}

// show writes one message; a notice has no article (null in JSON).
func (c *Cmd) show(con *console.Console) func(scan.Msg, permit) error {
	if c.JSON {
		return func(m scan.Msg, p permit) error {
			article := json.RawMessage(m.Data)
			if p == notice {
				article = nil
			}
			return con.JSON(line{m.Subject, m.Sequence, m.Time, flat(m.Header), article})
		}
	}
	return func(m scan.Msg, p permit) error {
		text := "(the provider forbids its use: " + string(c.MachineUse) + ")"
		if p == whole {
			text = headline(m)
		}
		con.Printf("%s\n", readable(con, m, text))
		return nil
	}
}

func flat(h nats.Header) map[string]string {
	out := make(map[string]string, len(h))
	for name, values := range h {
		out[name] = strings.Join(values, ", ")
	}
	return out
}

// Widths of the columns: a stream of lines can't be measured before it is shown.
const (
	signalWidth   = 10
	topicWidth    = 16
	providerWidth = 14
)

// readable is one line: time, signal, urgency, language, topic, provider, article
// id, what it repeats or else whose story it belongs to, text. Urgency, language and
// topic are the subject's: what a filter sees.
func readable(con *console.Console, m scan.Msg, text string) string {
	s, err := contract.ParseNewsSubject(m.Subject)
	if err != nil {
		return console.Clean(m.Subject)
	}
	when := con.When(m.Time)
	head := []string{
		con.Paint(console.Dim, when),
		con.Paint(style(s.Signal), console.Fit(string(s.Signal), signalWidth)),
		con.Paint(weight(s.Urgency), strconv.Itoa(s.Urgency)),
		console.Fit(s.Language, 3),
		console.Fit(s.Topic, topicWidth),
		console.Fit(s.Provider, providerWidth),
		con.Paint(console.Dim, console.Fit(s.Article, 16)),
	}
	used := len(when) + signalWidth + 1 + 3 + topicWidth + providerWidth + 16 + 2*7
	text = console.Clean(related(m.Header, s.Article) + text)
	if con.Width > used {
		text = console.Cut(text, con.Width-used)
	}
	return strings.TrimRight(strings.Join(append(head, text), "  "), " ")
}

// related says what an article repeats, else which story of another one it belongs to.
func related(h nats.Header, article string) string {
	if original := h.Get(contract.HeaderDuplicateOf); original != "" {
		return "[copy of " + original + "] "
	}
	if story := h.Get(contract.HeaderStory); story != "" && story != article {
		return "[story " + story + "] "
	}
	return ""
}

func style(s contract.Signal) console.Style {
	switch s {
	case contract.New:
		return console.Green
	case contract.Update:
		return console.Cyan
	case contract.Correction:
		return console.Yellow
	default:
		return console.Alarm
	}
}

func weight(urgency int) console.Style {
	if urgency <= 2 {
		return console.Alarm
	}
	return console.Plain
}

// headline is what the article is called; its uri where it has no headline, as a
// kill.
func headline(m scan.Msg) string {
	item, err := ninjs.Decode(m.Data)
	if err != nil {
		return "(no ninjs: " + err.Error() + ")"
	}
	switch {
	case len(item.Headlines) > 0:
		return item.Headlines[0].Value
	case item.Title != "":
		return item.Title
	default:
		return string(item.URI)
	}
}
