package email

import (
	"regexp"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/date"
	"github.com/wireroom/wireroom/services/normalize/internal/mimetree"
)

// The prefixes of subjects that mail programs write, by language.
var (
	forward = regexp.MustCompile(`(?i)^\s*(?:(?:fwd?|wg|tr|rv|enc|doorst|vb|i|pd|vl|yönl|転送)(?:\[\d+\])?\s*[:：]\s*)`)
	reply   = regexp.MustCompile(`(?i)^\s*(?:(?:re|aw|sv|vs|antw|odp|ynt|res|r|回复|答复)(?:\[\d+\]|\^\d+)?\s*[:：]\s*)`)
)

// isForward reports whether a subject says that the mail passes on another one.
func isForward(subject string) bool {
	for {
		loc := reply.FindStringIndex(subject)
		if loc == nil {
			return forward.MatchString(subject)
		}
		subject = subject[loc[1]:]
	}
}

// withoutPrefixes is a subject without them. A subject of nothing else stays.
func withoutPrefixes(subject string) string {
	rest := subject
	for range 10 {
		loc := reply.FindStringIndex(rest)
		if loc == nil {
			loc = forward.FindStringIndex(rest)
		}
		if loc == nil || strings.TrimSpace(rest[loc[1]:]) == "" {
			break
		}
		rest = rest[loc[1]:]
	}
	return strings.TrimSpace(rest)
}

// fields reads the header into the mail's own article.
func (m *message) fields(a *format.Article) {
	it := &a.Item
	it.Type = ninjs.TypeText
	for _, name := range []string{"Subject", "From"} {
		for _, note := range m.root.Header.Notes(name, m.charset) {
			m.note(name + ": " + note)
		}
	}
	if subject := m.text("Subject"); subject != "" {
		headline := withoutPrefixes(subject)
		it.Headlines = []ninjs.Text{{Role: "main", ContentType: "text/plain", Value: headline}}
		it.Slugline = headline
		if headline != subject {
			it.Title = subject
		}
	}
	m.machineUse(a)
	m.identify(a)
	m.dates(a)
	m.senders(it)
	m.subjects(it)
	it.Urgency = m.urgency()
	language, _, _ := strings.Cut(m.text("Content-Language"), ",")
	it.Language = strings.TrimSpace(language)
	it.EdNote = m.text("Comments")
	if summary := m.text("Summary"); summary != "" {
		it.Descriptions = []ninjs.Text{{Role: "summary", ContentType: "text/plain", Value: summary}}
	}
}

// text is a field's text on one line; bytes that say no charset are in that of
// the mail's text.
func (m *message) text(name string) string { return m.root.Header.Text(name, m.charset) }

var messageID = regexp.MustCompile(`<([^<>\s]{1,500})>`)

// identify takes the message's id, and those of the mails that it follows. A mail
// that supersedes another one is an update with an id of its own.
func (m *message) identify(a *format.Article) {
	h := m.root.Header
	a.ID = strings.Trim(strings.Join(strings.Fields(h.Get("Message-Id")), ""), "<>")
	for _, f := range [][2]string{{"Supersedes", "supersedes"}, {"Obsoletes", "supersedes"}, {"In-Reply-To", "in-reply-to"}, {"References", "references"}} {
		for i, id := range messageID.FindAllStringSubmatch(h.Get(f[0]), 20) {
			if f[1] == "supersedes" {
				a.Signal = contract.Update
			} else if f[1] == "references" && i > 0 {
				break // the first one begins the thread
			}
			a.Item.AltIDs = append(a.Item.AltIDs, ninjs.AltID{Role: f[1], Value: id[1]})
		}
	}
}

// dates takes the mail's date; without one, that of the first system that got it.
func (m *message) dates(a *format.Article) {
	h, it := m.root.Header, &a.Item
	said := h.Get("Date")
	if t, ok := parseDate(said, m.in.Zone); ok {
		it.VersionCreated = ninjs.At(t)
	} else if received := h.All("Received"); len(received) > 0 {
		_, stamp, _ := cutLast(received[len(received)-1], ";")
		if t, ok := parseDate(stamp, m.in.Zone); ok {
			it.VersionCreated = ninjs.At(t)
			a.Note("no date that can be read: the first Received field's was taken")
		}
	}
	if said != "" && it.VersionCreated.IsZero() {
		a.Note("a date that can't be read was left out")
	}
	for _, name := range []string{"Expires", "Expiry-Date"} {
		if t := date.Field(name, h.Get(name), m.in.Zone, a.Note); !t.IsZero() {
			it.Expires = ninjs.At(t)
		}
	}
}

// subjects takes the keywords.
func (m *message) subjects(it *ninjs.Item) {
	for _, field := range m.root.Header.All("Keywords") {
		for _, word := range strings.FieldsFunc(mimetree.Words(field, m.charset), func(r rune) bool { return r == ',' || r == ';' }) {
			if word = strings.TrimSpace(word); word != "" && len(it.Subjects) < 100 {
				it.Subjects = append(it.Subjects, ninjs.Subject{Name: word, Rel: "keyword"})
			}
		}
	}
}

// urgency is careful: people mark as urgent what no wire would. So nothing that a
// mail's header says makes a flash or goes to the bulk lane.
func (m *message) urgency() ninjs.Urgency {
	h := m.root.Header
	for _, name := range []string{"Importance", "X-Priority", "Priority", "X-MSMail-Priority"} {
		word := strings.ToLower(strings.TrimSpace(h.Get(name)))
		switch {
		case word == "high", word == "urgent", strings.HasPrefix(word, "1"), strings.HasPrefix(word, "2"):
			return 3
		case word == "low", word == "non-urgent", strings.HasPrefix(word, "4"), strings.HasPrefix(word, "5"):
			return 6
		}
	}
	return 0
}
