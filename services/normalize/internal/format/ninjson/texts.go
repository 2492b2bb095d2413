package ninjson

import (
	"regexp"
	"slices"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// The content types of texts.
const (
	plainText = "text/plain"
	htmlText  = "text/html"
	xhtmlText = "application/xhtml+xml"
)

// texts reads headlines, descriptions and bodies of all generations: ninjs 1
// spells role or content type into the field's name.
func (n node) texts(it *ninjs.Item) {
	role := "summary"
	switch it.Type {
	case ninjs.TypePicture, ninjs.TypeGraphic, ninjs.TypeVideo, ninjs.TypeAudio:
		role = "caption"
	}
	it.Headlines = append(oneType(n.suffixed("headline", ""), ""), n.roled("headlines")...)
	it.Descriptions = append(oneType(n.suffixed("description", role), role), n.roled("descriptions")...)
	n.bodyForms()
	for _, t := range n.suffixed("body", "main") {
		it.Bodies = append(it.Bodies, ninjs.Body{Role: t.Role, ContentType: t.ContentType, Value: t.Value})
	}
	chars, words := n.count("charcount"), n.count("wordcount")
	if len(it.Bodies) == 1 {
		it.Bodies[0].CharCount, it.Bodies[0].WordCount = chars, words
	}
	it.Bodies = append(it.Bodies, n.bodies()...)
}

// bodyForms takes a body that is an object of its forms, as AP has it, for the fields of
// ninjs 1. NITF's elements are read as HTML, which knows its paragraphs and tables.
func (n node) bodyForms() {
	forms, ok := n.fields["body"].(map[string]any)
	if !ok {
		return
	}
	delete(n.fields, "body")
	for key, v := range lowered(forms) {
		switch key {
		case "nitf", "html", "xhtml":
			n.fields["body_html"] = firstText(v, n.fields["body_html"])
		case "text", "plain":
			n.fields["body_text"] = firstText(v, n.fields["body_text"])
		default:
			n.note("body."+short(key), "is no form of a text that is known")
		}
	}
}

func firstText(list ...any) any {
	for _, v := range list {
		if s, _ := v.(string); strings.TrimSpace(s) != "" {
			return v
		}
	}
	return nil
}

// suffixed reads a field of ninjs 1 such as body_html; role is for suffixes that
// tell a content type rather than a role.
func (n node) suffixed(field, role string) []ninjs.Text {
	var out []ninjs.Text
	for _, key := range n.variants(field) {
		t := ninjs.Text{Role: role}
		switch suffix := strings.TrimPrefix(strings.TrimPrefix(key, field), "_"); suffix {
		case "", "richtext":
		case "text", "plain":
			t.ContentType = plainText
		case "html", "html5":
			t.ContentType = htmlText
		case "xhtml":
			t.ContentType = xhtmlText
		default:
			t.Role = suffix
		}
		if t.Value = n.text(key); t.Value == "" {
			continue
		}
		t.ContentType = contentType(field, t.ContentType, t.Value)
		out = append(out, t)
	}
	return out
}

// variants are the names of a field with and without suffix, in their order.
func (n node) variants(field string) []string {
	var out []string
	for key := range n.fields {
		if suffix, ok := strings.CutPrefix(key, field); ok && (suffix == "" || suffix[0] == '_') {
			out = append(out, key)
		}
	}
	slices.Sort(out)
	return out
}

// oneType keeps one of the texts of a role that differ in their content type only,
// plain text if there is one: headlines and descriptions come out as text.
func oneType(texts []ninjs.Text, role string) []ninjs.Text {
	best := slices.IndexFunc(texts, func(t ninjs.Text) bool { return t.Role == role && t.ContentType == plainText })
	if best < 0 {
		best = slices.IndexFunc(texts, func(t ninjs.Text) bool { return t.Role == role })
	}
	var out []ninjs.Text
	for i, t := range texts {
		if t.Role != role || i == best {
			out = append(out, t)
		}
	}
	return out
}

// guessType tells text from markup where nothing says it. A headline is text: a
// tag in it is too rare to take every "<" for one.
func guessType(field, value string) string {
	start := strings.TrimSpace(value)
	if strings.HasPrefix(start, "<") && strings.Contains(start, "</") {
		return htmlText
	}
	if field == "body" {
		return plainText
	}
	return ""
}

// contentType is what a text is: as it says, unless it is said to be plain and holds
// HTML, which systems copy into plain fields; else by a look at it.
func contentType(field, said, value string) string {
	switch {
	case said == "":
		return guessType(field, value)
	case mediaType(said) == plainText && isHTML(value):
		return htmlText
	default:
		return said
	}
}

// mediaType is a content type without its parameters.
func mediaType(contentType string) string {
	name, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(name))
}

// Elements of HTML as texts have them: one that is closed, or a break of the line.
var (
	htmlEnd   = regexp.MustCompile(`(?i)</(p|div|table|tr|td|ul|ol|li|h[1-6]|section|article|blockquote|pre|figure|span|strong|em|b|i|u|a|html|body)\s*>`)
	htmlBreak = regexp.MustCompile(`(?i)<br\s*/?>|<p\s*/>`)
)

// isHTML reports whether a text holds elements of HTML, and not just signs of
// comparison.
func isHTML(value string) bool {
	if !strings.Contains(value, "<") {
		return false
	}
	if htmlBreak.MatchString(value) {
		return true
	}
	for _, m := range htmlEnd.FindAllStringSubmatchIndex(value, most) {
		before := strings.ToLower(value[:m[0]])
		start := "<" + strings.ToLower(value[m[2]:m[3]])
		for _, after := range []string{">", " "} {
			if strings.Contains(before, start+after) {
				return true
			}
		}
	}
	return false
}

// most ends of elements are looked at to tell whether a text is HTML.
const most = 3

func (n node) roled(key string) []ninjs.Text {
	var out []ninjs.Text
	for _, m := range n.list("value", key) {
		t := ninjs.Text{Role: m.text("role"), ContentType: m.text("contenttype"), Value: m.text("value")}
		m.rest()
		if t.ContentType != "" {
			t.ContentType = contentType(key, t.ContentType, t.Value)
		}
		if t.Value != "" {
			out = append(out, t)
		}
	}
	return out
}

func (n node) bodies() []ninjs.Body {
	var out []ninjs.Body
	for _, m := range n.list("value", "bodies") {
		b := ninjs.Body{
			Role: m.text("role"), ContentType: m.text("contenttype"), Value: m.text("value"),
			CharCount: m.count("charcount"), WordCount: m.count("wordcount"),
		}
		m.rest()
		b.ContentType = contentType("body", b.ContentType, b.Value)
		if b.Value != "" {
			out = append(out, b)
		}
	}
	return out
}
