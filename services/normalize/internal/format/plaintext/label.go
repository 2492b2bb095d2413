package plaintext

import (
	"regexp"
	"slices"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/byline"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/date"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/embargo"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter"
)

// labelled is a line that says what it holds: "Slug: ferry", "HEADLINE - Ferry sinks".
var labelledLine = regexp.MustCompile(`^(\pL[\pL' -]{0,24}?)\s?(?::|\s[-–—])\s*(.*)$`)

// meaningOf is what a label names; empty for one that nobody knows.
func meaningOf(label string) string {
	switch strings.ToLower(strings.TrimSpace(label)) {
	case "slug", "slugline", "slug line", "catchline", "stichwort", "mot-clé", "palabra clave":
		return "slug"
	case "headline", "head", "hed", "title", "titre", "titel", "überschrift", "schlagzeile", "titular", "título", "titolo", "kop", "rubrik", "overskrift", "otsikko", "hl", "заголовок":
		return "headline"
	case "subhead", "subheadline", "sub-headline", "subheading", "deck", "dek", "subtitle", "untertitel", "unterzeile", "sous-titre", "subtítulo", "sottotitolo":
		return "deck"
	case "byline", "by-line", "by line", "by", "author", "authors", "autor", "auteur", "autore", "reporter", "writer", "bl", "von", "par", "por", "автор": //nolint:misspell // Spanish
		return "byline"
	case "dateline", "date line", "place", "location", "dl", "ort", "lieu", "lugar", "luogo":
		return "dateline"
	case "embargo", "embargoed until", "embargo until", "sperrfrist", "release", "for release", "release time", "release date", "hold until":
		return "embargo"
	case "date", "datum", "fecha", "data", "published", "sent", "time", "filed":
		return "date"
	case "urgency", "priority", "priorität", "urgence", "prioridad", "prioridade", "priorità", "urgencia":
		return "urgency"
	case "category", "section", "desk", "ressort", "rubrique", "sección", "kategorie":
		return "category"
	case "keyword":
		return "keyword"
	case "keywords", "tags", "stichwörter", "stichworte", "mots-clés", "palabras clave", "schlagwörter":
		return "keywords"
	case "language", "lang", "sprache", "langue", "idioma", "lingua":
		return "language"
	case "source", "agency", "credit", "quelle", "fuente", "fonte":
		return "source"
	case "copyright":
		return "copyright"
	case "note", "notes", "ednote", "ed note", "editor's note", "editors' note", "note to editors", "notes to editors", "hinweis", "contact", "kontakt":
		return "note"
	case "summary", "abstract", "zusammenfassung", "résumé", "resumen":
		return "summary"
	case "id", "guid", "story id", "item id", "reference", "ref":
		return "id"
	case "version", "revision", "take":
		return "version"
	case "text", "body", "story", "copy", "texte", "texto", "testo":
		return "text"
	default:
		return ""
	}
}

// sure: one line with such a label is enough; the others may begin a headline too
// ("Source: minister to resign").
func sure(meaning string) bool {
	switch meaning {
	case "slug", "headline", "byline", "dateline":
		return true
	default:
		return false
	}
}

// labels are the labelled lines above a text, and what is below them.
type labels struct {
	lines [][2]string // meaning and value
	words teleprinter.Sign
	rest  []string
}

// readLabels reads the labelled lines that a text begins with, and a line of capitals
// above them that says how urgent it is. False where it has none.
func readLabels(lines []string) (labels, bool) {
	var l labels
	certain, at := false, 0
	for ; at < len(lines); at++ {
		line := strings.TrimSpace(lines[at])
		if line == "" {
			continue
		}
		if s, ok := teleprinter.Line(strings.Trim(line, "*+=-!: ")); ok && teleprinter.Shouts(line) && s.Signal != contract.Kill && !s.Hold {
			l.words.Merge(s)
			continue
		}
		m := labelledLine.FindStringSubmatch(line)
		if at > 0 && lines[at-1] != "" && len(l.lines) > 0 && otherLabel(m, line) {
			l.lines = append(l.lines, [2]string{"note", line})
			continue
		}
		if m == nil || meaningOf(m[1]) == "" || m[2] == "" && meaningOf(m[1]) != "text" {
			break
		}
		meaning := meaningOf(m[1])
		certain = certain || sure(meaning) && len(line) < maxHeadline*2
		if meaning == "text" {
			lines = append([]string{strings.TrimSpace(m[2])}, lines[at+1:]...)
			l.lines, at = append(l.lines, [2]string{meaning}), 0
			break
		}
		l.lines = append(l.lines, [2]string{meaning, strings.TrimSpace(m[2])})
	}
	l.rest = trimEmpty(lines[at:])
	words := len(l.lines) == 0 && l.words.Urgency != 0 && len(l.rest) > 0
	return l, words || len(l.lines) > 1 || len(l.lines) == 1 && certain && len(l.rest) > 0
}

// maxOther is how long a line with a label that nobody knows may be, in characters.
const maxOther = 80

// otherLabel reports whether a line right below a labelled one has a label too, though
// nobody knows it ("Word count: 120"): it is for editors.
func otherLabel(m []string, line string) bool {
	return m != nil && m[2] != "" && meaningOf(m[1]) == "" && strings.HasPrefix(line, m[1]+":") && len(strings.Fields(m[1])) <= 3 &&
		length(line) <= maxOther && !strings.HasSuffix(line, ".")
}

// tell writes what the labels say to the article.
func (l labels) tell(a *format.Article, n *notices) {
	it := &a.Item
	it.Urgency, a.Signal = l.words.Urgency, l.words.Signal
	for _, line := range l.lines {
		switch value := line[1]; line[0] {
		case "slug":
			it.Slugline = value
		case "keyword":
			describe(a, "keywords", value)
			if it.Slugline == "" && !strings.ContainsAny(value, ",;") {
				it.Slugline = value
			}
		case "headline":
			it.Headlines = append([]ninjs.Text{{Role: "main", Value: value}}, it.Headlines...)
		case "deck":
			it.Headlines = append(it.Headlines, ninjs.Text{Role: "sub", Value: value})
		case "byline":
			if it.By = byline.Clean(value, n.language); byline.IsCode(it.By) {
				it.By = ""
				it.AltIDs = append(it.AltIDs, ninjs.AltID{Role: "sign-off", Value: value})
			}
		case "dateline":
			a.DateLine = value
		case "embargo":
			n.held(value)
		case "date":
			it.VersionCreated = ninjs.At(date.Field("date", value, n.zone, a.Note))
		case "urgency":
			it.Urgency = urgencyOf(value, it.Urgency)
		default:
			describe(a, line[0], value)
			if line[0] == "note" {
				n.notes = append(n.notes, value)
			}
		}
	}
}

func describe(a *format.Article, meaning, value string) {
	it := &a.Item
	switch meaning {
	case "category":
		it.Subjects = append(it.Subjects, ninjs.Subject{Rel: "category", Name: value})
	case "keywords":
		for _, k := range strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ';' }) {
			if k = strings.TrimSpace(k); k != "" && len(it.Subjects) < 100 {
				it.Subjects = append(it.Subjects, ninjs.Subject{Rel: "keyword", Name: k})
			}
		}
	case "language":
		it.Language = value
	case "source":
		it.InfoSources = append(it.InfoSources, ninjs.InfoSource{Name: value, Role: "source"})
	case "copyright":
		it.CopyrightNotice = value
	case "summary":
		it.Descriptions = append(it.Descriptions, ninjs.Text{Role: "summary", Value: value})
	case "id":
		if a.ID = value; isURI(value) {
			it.URI, a.ID = ninjs.URI(value), ""
		}
	case "version":
		it.Version = value
	}
}

// isURI tells a URI from an id that merely has a colon in it ("BD:7").
func isURI(id string) bool {
	lower := strings.ToLower(id)
	return (strings.HasPrefix(lower, "urn:") || strings.HasPrefix(lower, "tag:") || strings.Contains(id, "://")) && ninjs.URI(id).Valid()
}

// urgencyOf reads a number from 1 to 9, or a word of wires.
func urgencyOf(value string, fallback ninjs.Urgency) ninjs.Urgency {
	if len(value) == 1 && value[0] >= '1' && value[0] <= '9' {
		return ninjs.Urgency(value[0] - '0')
	}
	if s, ok := teleprinter.Line(value); ok && s.Urgency != 0 {
		return s.Urgency
	}
	return fallback
}

// held reads the value of an embargo's label. One that can't be read holds the story.
func (n *notices) held(value string) {
	if until, ok := embargo.Labelled(value, n.received, n.zone); ok {
		n.until, n.notes = &until, append(n.notes, "Embargo: "+value)
	}
}

// Heading reads the labelled lines that a text begins with into an article, if a slug or a
// headline is among them, and gives how many lines they are, without empty ones. in says
// the zone and language of what the labels say; its data are not read.
func Heading(text string, in format.Input) (a format.Article, lines int, ok bool) {
	all := toLines(text)
	said, ok := readLabels(all)
	named := func(line [2]string) bool { return line[1] != "" && (line[0] == "slug" || line[0] == "headline") }
	if !ok || !slices.ContainsFunc(said.lines, named) {
		return format.Article{}, 0, false
	}
	n := noticesOf(in)
	said.tell(&a, n)
	n.tell(&a)
	return a, len(filled(all)) - len(filled(said.rest)), true
}
