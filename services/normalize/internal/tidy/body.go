package tidy

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/charset"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy/glyph"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy/markup"
)

const (
	textPlain = "text/plain"
	textHTML  = "text/html"
	xhtmlType = "application/xhtml+xml"
)

// bodies gives each role one XHTML body and its twin in plain text. CharCount and
// WordCount are ours, as markup.Count has it, also where the document states
// other ones; captions of figures count for nothing. Markup wins over plain text
// of the same role, XHTML over HTML; two different texts of one role are kept,
// the second under another role.
func bodies(in []ninjs.Body, n *notes) []ninjs.Body {
	var out []ninjs.Body
	taken := map[string]string{} // plain text by role
	for _, rank := range []int{0, 1, 2} {
		for i := range in {
			kind, ok := readable(&in[i])
			if !ok || rankOf(kind) != rank {
				continue
			}
			out = addBody(out, taken, &in[i], kind, n)
		}
	}
	for _, b := range in {
		if _, ok := readable(&b); !ok {
			if b.Value = glyph.Normal(glyph.Clean(b.Value)); b.Value != "" {
				out = append(out, b)
			}
		}
	}
	return out
}

func addBody(out []ninjs.Body, taken map[string]string, b *ninjs.Body, kind string, n *notes) []ninjs.Body {
	r := render(b.Value, kind)
	if r.Flattened {
		n.add("body: nested too deep, flattened")
	}
	if r.XHTML == "" {
		if b.Value != "" {
			n.add("a body that holds no text was dropped")
		}
		return out
	}
	role := b.Role
	if role == "" {
		role = roleMain
	}
	if have, ok := taken[role]; ok {
		if kind == textPlain || sameWords(have, r.Text) {
			return out // the same in another content type
		}
		role = freeRole(taken, role)
		n.add("a second body of one role is kept as " + role)
	}
	taken[role] = r.Text
	chars, words := markup.Count(r.Text)
	out = append(out, ninjs.Body{Role: role, ContentType: xhtmlType, CharCount: chars, WordCount: words, Value: r.XHTML})
	if r.Text != "" {
		out = append(out, ninjs.Body{Role: role, ContentType: textPlain, CharCount: chars, WordCount: words, Value: r.Text})
	}
	return out
}

func render(value, kind string) markup.Result {
	if kind == textPlain {
		return markup.FromText(value)
	}
	return markup.Clean(charset.JoinPairs(value), kind == xhtmlType)
}

func sameWords(a, b string) bool {
	return strings.Join(strings.Fields(a), " ") == strings.Join(strings.Fields(b), " ")
}

func freeRole(taken map[string]string, role string) string {
	for i := 2; ; i++ {
		name := role + "-" + strconv.Itoa(i)
		if _, ok := taken[name]; !ok {
			return name
		}
	}
}

func rankOf(kind string) int {
	switch kind {
	case xhtmlType:
		return 0
	case textHTML:
		return 1
	default:
		return 2
	}
}

// readable gives how a body is read, false if it is neither markup nor text. A
// type that is none, or that hides markup, is told by a look at the value: no
// markup passes uncleaned.
func readable(b *ninjs.Body) (string, bool) {
	media, _, _ := strings.Cut(strings.ToLower(b.ContentType), ";")
	switch media = strings.TrimSpace(media); {
	case media == textHTML:
		return textHTML, true
	case media == xhtmlType, strings.HasSuffix(media, "+xml"), strings.HasSuffix(media, "/xml"):
		return xhtmlType, true
	case strings.HasPrefix(media, "text/"):
		return textPlain, true
	case media != "" && anyTag.MatchString(b.Value), hasMarkup(b.Value):
		return textHTML, true
	case !strings.Contains(media, "/"):
		return textPlain, true
	default:
		return "", false
	}
}

var anyTag = regexp.MustCompile(`<[a-zA-Z/!?]`)

// knownTag finds tags that HTML knows: "a < b" and "List<String>" are text.
var knownTag = regexp.MustCompile(`(?i)</?(?:p|br|b|i|em|strong|u|a|span|div|font|sub|sup|small|big|img|ul|ol|li|h[1-6]|q|cite|abbr|code|table|tr|td|blockquote|script|style)(?:\s[^<>]*)?/?>`)

func hasMarkup(s string) bool { return strings.IndexByte(s, '<') >= 0 && knownTag.MatchString(s) }

// texts cleans headlines: plain text on one line, whatever they came as.
func texts(in []ninjs.Text, what string, n *notes) []ninjs.Text {
	var out []ninjs.Text
	for _, t := range in {
		if t.Value = glyph.Line(plain(t.Value, t.ContentType)); t.Value == "" {
			n.add("an empty " + what + " was dropped")
			continue
		}
		t.ContentType = plainType(t.ContentType)
		out = append(out, t)
	}
	return out
}

// lines are texts of one line that hold no markup: nothing in them is decoded.
func lines(in []ninjs.Text) []ninjs.Text {
	var out []ninjs.Text
	for _, t := range in {
		if t.Value = glyph.Line(t.Value); t.Value != "" {
			out = append(out, t)
		}
	}
	return out
}

// descriptions are plain text too, and keep their lines.
func descriptions(in []ninjs.Text, n *notes) []ninjs.Text {
	var out []ninjs.Text
	for _, t := range in {
		if t.Value = glyph.Block(plain(t.Value, t.ContentType)); t.Value == "" {
			n.add("an empty description was dropped")
			continue
		}
		t.ContentType = plainType(t.ContentType)
		out = append(out, t)
	}
	return out
}

// plainType says that what was markup is text now; where nothing was said, it
// stays so.
func plainType(said string) string {
	if said == "" {
		return ""
	}
	return textPlain
}
