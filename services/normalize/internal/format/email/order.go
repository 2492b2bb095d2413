package email

import (
	"regexp"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter"
)

// orderRunes is how long the text of a mail may be that takes a story down without
// saying so in its subject, in characters.
const orderRunes = 1200

// Where a subject has the words of an order: in front of a colon, a stroke or within
// brackets, or at its end in the same way.
var (
	orderFirst = regexp.MustCompile(`^[\[(*]*([\pL ]{3,40}?)[\])*]*(?:\s*:\s+|\s+[-–—]+\s+|[\])*]+\s+)\S`)
	orderLast  = regexp.MustCompile(`\S(?:\s+[-–—]+\s+|\s+[\[(*]+|:\s+)([\pL ]{3,40}?)[\])*]*$`)
)

// order makes of a mail what its subject says that it is: a kill of the mails that it
// answers or supersedes, and of what its text names by slug; a hold; a correction. The
// words are in capitals, as agencies write them, or the text tells editors to take a story
// down.
func (m *message) order(a *format.Article) {
	subject, text := withoutPrefixes(m.text("Subject")), plainOf(a.Item.Bodies)
	sign := signOf(subject)
	short := len([]rune(text)) <= orderRunes
	if sign.Signal != contract.Kill && short && !m.forward && teleprinter.Orders(text) {
		sign = teleprinter.Sign{Signal: contract.Kill}
	}
	switch {
	case sign.Signal == contract.Kill:
		m.takeDown(a, subject+"\n"+text)
	case sign.Hold:
		a.Item.PubStatus = ninjs.Withheld
		a.Note("on hold until further notice")
	case sign.Signal == contract.Correction:
		a.Signal = contract.Correction
	}
}

// signOf reads the words of an order in a subject.
func signOf(subject string) teleprinter.Sign {
	if s, ok := teleprinter.Line(subject); ok && teleprinter.Shouts(subject) {
		return s
	}
	for _, syntax := range []*regexp.Regexp{orderFirst, orderLast} {
		if at := syntax.FindStringSubmatch(subject); at != nil && teleprinter.Shouts(at[1]) {
			if s, ok := teleprinter.Line(at[1]); ok {
				return s
			}
		}
	}
	return teleprinter.Sign{}
}

// takeDown targets the mails that this one answers or supersedes, and the slugs of its
// text, of that day and the day before.
func (m *message) takeDown(a *format.Article, text string) {
	a.Signal, a.Item.PubStatus = contract.Kill, ninjs.Canceled
	for _, id := range a.Item.AltIDs {
		if id.Role == "in-reply-to" || id.Role == "supersedes" || id.Role == "references" {
			a.Targets = append(a.Targets, id.Value)
		}
	}
	var slugs []string
	for _, ref := range teleprinter.Refs(text) {
		slugs = append(slugs, ref.Slug)
	}
	day := a.Item.VersionCreated.Time
	if day.IsZero() {
		day = m.in.Received
	}
	if zone := m.in.Zone; zone != nil {
		a.Targets = append(a.Targets, teleprinter.Targets([]string{""}, slugs, teleprinter.Day(day, zone))...)
	}
	if len(a.Targets) == 0 {
		a.Note("a kill that answers no mail and names no story")
	}
}
