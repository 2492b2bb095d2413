package plaintext

import (
	"regexp"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter"
)

// nameBySlug names a story that has no id by its slug and its day, as the teleprinter
// formats do: so its takes are versions of one article, and a kill by slug hits it and
// no other. A slug that only names a desk or a kind names no story.
func nameBySlug(a *format.Article, n *notices) {
	it := &a.Item
	if it.URI != "" || a.ID != "" || len(a.Targets) > 0 || it.PubStatus == ninjs.Canceled {
		return
	}
	slug, s := teleprinter.Split(it.Slugline)
	if isGeneral(slug) {
		return
	}
	if a.ID = teleprinter.ID("", slug, n.day(a), s.Page); a.ID == "" {
		return
	}
	switch {
	case s.Advisory, s.Substitute:
		a.ID += ".other"
	case a.Signal == "" && s.Signal != contract.Kill:
		a.Signal = s.Signal
	}
}

// day is the day of a story in the provider's zone: the one it says, else that of its
// arrival; empty if nobody knows.
func (n *notices) day(a *format.Article) string {
	if created := a.Item.VersionCreated; !created.IsZero() {
		return teleprinter.Day(created.Time, n.zone)
	}
	return teleprinter.Day(n.received, n.zone)
}

// isGeneral reports whether a slug is one that many stories of a day have.
func isGeneral(slug string) bool {
	switch strings.ToLower(strings.TrimSpace(slug)) {
	case "news", "sport", "sports", "politics", "business", "world", "weather", "market", "markets", "economy", "finance", "culture", "entertainment", "local", "national", "international",
		"breaking", "update", "alert", "flash", "urgent", "advisory", "general", "domestic", "foreign", "other", "misc", "test", "story", "text", "brief", "briefs", "feature", "features",
		"politik", "wirtschaft", "kultur", "vermischtes", "wetter", "inland", "ausland", "lokales", "panorama", "politique", "économie", "monde", "météo", "culture-loisirs",
		"política", "economía", "deportes", "sociedad", "cultura", "mundo", "esteri", "cronaca", "politica", "economia":
		return true
	default:
		return false
	}
}

// A slug above a story, with the cycle of American wires ("BC-Pier-Fire") or
// with the page's number of British ones ("1 POLICE Pier").
var (
	cycleLine = regexp.MustCompile(`^(?:BC|AM|PM|AP)-\pL[\pL\pN.,'&/ -]{1,60}$`)
	catchLine = regexp.MustCompile(`^\d{1,2} \p{Lu}{3,}(?: \p{Lu}[\pL-]*){1,4}$`)
	pageLine  = regexp.MustCompile(`^(?i:page \d{1,2}(?:: ?\d{1,2}[:.]\d\d)?)$`)
)

// takeSlug takes a slug line off the top of a text, and the number of a page below it. A
// British one counts above a headline alone: a headline may begin with a number too.
func takeSlug(lines []string) (slug string, rest []string) {
	if len(lines) < 2 {
		return "", lines
	}
	first, rest := strings.TrimSpace(lines[0]), trimEmpty(lines[1:])
	switch {
	case cycleLine.MatchString(first):
	case catchLine.MatchString(first) && canBeHeadline(rest):
		_, first, _ = strings.Cut(first, " ")
	default:
		return "", lines
	}
	if len(rest) > 1 && pageLine.MatchString(strings.TrimSpace(rest[0])) {
		rest = trimEmpty(rest[1:])
	}
	return first, rest
}
