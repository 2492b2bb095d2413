// Package news has the rules for a message on NEWS: which signal it carries,
// which subject it is on, and what it must not contain. They are pure.
package news

import (
	"slices"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/services/publish/internal/lastword"
)

// defaultUrgency stands in the subject where nobody said one: IPTC's middle.
const defaultUrgency = 5

// TakesDown reports whether a version removes its article: canceled or withheld.
func TakesDown(v dedup.Version) bool { return v.Status != dedup.Usable }

// SignalOf decides what the message means to a reader. It is new if the stream
// holds nothing readable of the article, whatever the provider called it.
func SignalOf(v dedup.Version, said contract.Signal, last *lastword.Last) contract.Signal {
	switch {
	case TakesDown(v):
		return contract.Kill
	case last == nil || TakesDown(last.Envelope.Version):
		return contract.New
	case said == contract.Correction:
		return contract.Correction
	default:
		return contract.Update
	}
}

// Envelope gives the envelope as it is published after last.
func Envelope(e contract.Envelope, d dedup.Decision, last *lastword.Last, now time.Time) contract.Envelope {
	said := e.Signal
	e.Version, e.Unchanged, e.Published = d.Version, d.Unchanged, now
	e.Signal = SignalOf(d.Version, said, last)
	e.Unmatched = e.Signal == contract.Kill && last == nil
	follow(&e, last)
	if last != nil {
		// a version that says nothing of it leaves what was said before
		e.MachineUse = e.MachineUse.Or(last.Envelope.MachineUse)
	}
	if e.Signal != contract.Correction {
		e.Corrects = ""
	} else if e.Corrects == "" {
		e.Corrects = versionName(last.Envelope.Version)
	}
	return e
}

// follow counts what came before since the article was last taken down: what a kill
// has to remove. A kill has no binaries of its own, and the first after it starts anew.
func follow(e *contract.Envelope, last *lastword.Last) {
	e.Earlier, e.EarlierMedia = 0, 0
	if e.Signal == contract.Kill {
		e.Media = nil
	}
	if last == nil || e.Signal != contract.Kill && last.Envelope.Signal == contract.Kill {
		return
	}
	e.Earlier, e.EarlierMedia = last.Envelope.Earlier+1, last.Envelope.EarlierMedia
	for _, file := range last.Envelope.Media {
		if !slices.Contains(e.Media, file) {
			e.EarlierMedia++
		}
	}
}

// OverBudget gives the reason why a version may not follow the last one, empty if it
// may: the article has had too many, or too many binaries. A takedown always may.
func OverBudget(e contract.Envelope, d dedup.Decision, last *lastword.Last) contract.Reason {
	if last == nil || TakesDown(d.Version) {
		return ""
	}
	e.Signal = SignalOf(d.Version, e.Signal, last)
	follow(&e, last)
	switch {
	case e.Earlier >= contract.MaxVersions:
		return contract.ReasonTooManyVersions
	case e.EarlierMedia+len(e.Media) > contract.MaxMedia:
		return contract.ReasonTooManyMedia
	default:
		return ""
	}
}

// versionName is the provider's own name of a version: its number, else its date.
func versionName(v dedup.Version) string {
	switch {
	case v.HasNumber:
		return strconv.FormatUint(v.Number, 10)
	case v.HasCreated:
		return v.Created.UTC().Format(time.RFC3339)
	default:
		return ""
	}
}

// Subject places the message. An article's later messages keep the language and
// topic token of its first and the most urgent urgency it ever had, so that
// nobody who got an article misses what becomes of it.
func Subject(e *contract.Envelope, last *lastword.Last) contract.NewsSubject {
	s := contract.NewsSubject{
		Article: e.Article, Signal: e.Signal, Urgency: int(e.Urgency), Provider: e.Provider,
		Language: contract.LanguageToken(e.Language), Topic: contract.TopicToken(e.Topic),
	}
	if s.Urgency < 1 || s.Urgency > 9 {
		s.Urgency = defaultUrgency
	}
	if last == nil {
		return s
	}
	if first, err := contract.ParseNewsSubject(last.Subject); err == nil {
		s.Language, s.Topic, s.Urgency = first.Language, first.Topic, min(s.Urgency, first.Urgency)
	}
	return s
}

// Message builds the message. A takedown is kept for ever: it is the tombstone.
func Message(e contract.Envelope, data []byte, d dedup.Decision, last *lastword.Last, now time.Time) *nats.Msg {
	out := Envelope(e, d, last, now)
	h := out.Header("news."+string(out.Signal), contract.MsgID(&out, "news"), now)
	if out.Signal == contract.Kill {
		h[contract.HeaderTTL] = []string{"never"}
	}
	return &nats.Msg{Subject: Subject(&out, last).String(), Header: h, Data: data}
}
