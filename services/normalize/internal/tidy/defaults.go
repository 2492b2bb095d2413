package tidy

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

const (
	roleMain      = "main"
	maxHeadline   = 120 // characters of a headline that is taken from the text
	maxLanguage   = 64  // bytes; RFC 5646, 4.4.1 asks for at least 35
	ninjsVersion  = "3.1"
	undetermined  = "und"
	sentenceMarks = ".!?。！？"
)

// defaults fills in what the document leaves out.
func defaults(it *ninjs.Item, s Settings, n *notes) {
	if it.PubStatus == "" {
		it.PubStatus = ninjs.Usable
	}
	if it.Urgency == 0 && s.Urgency >= 1 && s.Urgency <= 9 {
		it.Urgency = s.Urgency
	}
	it.Language = languageOf(it.Language, s.Language, n)
	headlineOf(it, n)
	if it.Type == "" && len(it.Headlines)+len(it.Bodies)+len(it.Descriptions) > 0 {
		it.Type = ninjs.TypeText
	}
	it.Standard = &ninjs.Standard{Name: "ninjs", Version: ninjsVersion, Schema: ninjs.SchemaURI}
}

// languageOf is the canonical tag (BCP 47) of what the document says, else of the
// provider's default.
func languageOf(said, fallback string, n *notes) string {
	if tag := canonical(said); tag != "" {
		return tag
	}
	if said != "" && said != undetermined {
		n.add("language dropped: not a BCP 47 tag")
	}
	return canonical(fallback)
}

func canonical(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > maxLanguage {
		return ""
	}
	tag, err := language.Parse(s)
	if err != nil || tag == language.Und {
		return ""
	}
	return tag.String()
}

// headline is the headline in the role main, else the first one.
func headline(it *ninjs.Item) string {
	for _, h := range it.Headlines {
		if h.Role == roleMain {
			return h.Value
		}
	}
	if len(it.Headlines) > 0 {
		return it.Headlines[0].Value
	}
	return ""
}

// headlineOf makes sure of a headline: the title, else the first sentence of the
// text. The first one without a role is the main one, if none is.
func headlineOf(it *ninjs.Item, n *notes) {
	if len(it.Headlines) == 0 {
		value := it.Title
		if value == "" {
			value = lineOf(firstSentence(plainOf(it)))
		}
		if value == "" {
			return
		}
		n.add("headline made of the title or the text: the document has none")
		it.Headlines = []ninjs.Text{{Value: value}}
	}
	for _, h := range it.Headlines {
		if h.Role == roleMain {
			return
		}
	}
	if it.Headlines[0].Role == "" {
		it.Headlines[0].Role = roleMain
	}
}

// plainOf is the main text, else that of the first body, else the first
// description.
func plainOf(it *ninjs.Item) string {
	first := ""
	for _, b := range it.Bodies {
		if b.ContentType == textPlain && b.Role == roleMain {
			return b.Value
		}
		if b.ContentType == textPlain && first == "" {
			first = b.Value
		}
	}
	if first != "" {
		return first
	}
	if len(it.Descriptions) > 0 {
		return it.Descriptions[0].Value
	}
	return ""
}

// firstSentence is the first line of a text up to its first full stop, cut
// between words where it is long.
func firstSentence(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	line = strings.Join(strings.Fields(line), " ")
	for i, r := range line {
		end := i + utf8.RuneLen(r)
		if strings.ContainsRune(sentenceMarks, r) && i > 20 && (end == len(line) || line[end] == ' ') {
			line = line[:end]
			break
		}
	}
	return clip(line, maxHeadline)
}

// clip cuts at the last space before the bound, and says so by an ellipsis.
func clip(s string, bound int) string {
	if utf8.RuneCountInString(s) <= bound {
		return s
	}
	s = string([]rune(s)[:bound-1])
	if i := strings.LastIndexByte(s, ' '); i > bound/2 {
		s = s[:i]
	}
	return strings.TrimRight(s, " ,;:–—-") + "…"
}
