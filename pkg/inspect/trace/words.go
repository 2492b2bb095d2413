package trace

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/inspect/deadletter"
)

// read tells what normalize made of it.
func read(a *Article) string {
	parts := []string{}
	if a.Format != "" {
		parts = append(parts, "read as "+a.Format)
	}
	if v := version(a.Version); v != "" {
		parts = append(parts, v)
	}
	return strings.Join(parts, ", ")
}

// version says a version as its provider would: its number, else its date.
func version(text string) string {
	v, err := dedup.ParseVersion(text)
	switch {
	case err != nil:
		return ""
	case v.HasNumber:
		return "version " + strconv.FormatUint(v.Number, 10)
	case v.HasCreated:
		return "version of " + v.Created.UTC().Format(time.RFC3339)
	default:
		return "no version: ordered by arrival"
	}
}

func enrichment(e *contract.Envelope) (text string, more []string) {
	parts := []string{}
	if e.Language != "" {
		parts = append(parts, e.Language)
	}
	if e.Topic != "" {
		parts = append(parts, e.Topic)
	}
	if len(e.Derived) > 0 {
		parts = append(parts, "added "+strings.Join(e.Derived, ", "))
	}
	if len(e.EnrichFailed) > 0 {
		more = append(more, "enrichers that failed: "+strings.Join(e.EnrichFailed, ", "))
	}
	return strings.Join(parts, ", "), more
}

// ending is the step that a receipt tells of.
func ending(f facts, r contract.Receipt) Step {
	s := Step{Kind: string(r.Outcome), Stage: r.Stage, At: &r.At}
	switch r.Outcome {
	case contract.Published:
		s.Text, s.More = published(f, r)
	case contract.Dead:
		s.Text = fmt.Sprintf("at %s: %s", r.Stage, r.Reason)
		s.More = append(because(r), letterHint(f, r)...)
	default:
		s.Text = fmt.Sprintf("at %s: %s", r.Stage, r.Reason)
		s.More = because(r)
	}
	return s
}

func because(r contract.Receipt) []string {
	var out []string
	for _, t := range contract.Reasons() {
		if t.Reason == r.Reason {
			out = append(out, t.Text)
		}
	}
	if r.Error != "" {
		out = append(out, r.Error)
	}
	return out
}

func published(f facts, r contract.Receipt) (text string, more []string) {
	text = fmt.Sprintf("%s on %s, NEWS %d", r.Signal, r.Subject, r.Sequence)
	more = because(r)
	m, looked := f.news[r.Sequence]
	if looked && m == nil {
		return text, append(more, "no longer on NEWS: a kill or a return replaced it, or it aged out")
	}
	if m == nil {
		return text, more
	}
	if e, err := contract.ParseEnvelope(m.Header); err == nil {
		if e.Unchanged {
			more = append(more, "only the version or its date differs from the last one")
		}
		if e.Corrects != "" {
			more = append(more, "corrects version "+e.Corrects)
		}
	}
	return text, more
}

// letterHint says where the dead letter is and what can be done. A receipt names
// no letter; the one of the same stage and retry is it.
func letterHint(f facts, r contract.Receipt) []string {
	for _, l := range f.letters {
		if l.Stage == r.Stage && l.Retries == r.Retry && (l.Article == "" || l.Article == r.Article) {
			return hint(l)
		}
	}
	for _, later := range f.receipts {
		if later.Retry > r.Retry && (later.Position == r.Position || later.Position == 0 || r.Position == 0) {
			return nil // told below
		}
	}
	return []string{"its dead letter is gone: it was retried or dropped, or is older than DEAD keeps"}
}

func hint(l *deadletter.Letter) []string {
	return []string{fmt.Sprintf("look:          wireroom dead show %d", l.Seq), fmt.Sprintf("after mending: wireroom dead retry %d", l.Seq)}
}
