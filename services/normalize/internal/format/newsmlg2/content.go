package newsmlg2

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// text is one of the forms in which an item has its content.
type text struct {
	rank int // 0 is preferred
	set  int // the contentSet that it stands in
	lang string
	body ninjs.Body
	nitf *format.Article // what a NITF document says beside its text
}

// The order in which forms of one text are preferred.
const (
	rankXHTML = iota
	rankNITF
	rankHTML
	rankPlain
	rankOther
)

// maxMerged is how many NITF documents within an item add to its metadata.
const maxMerged = 4

const (
	xhtml     = "application/xhtml+xml"
	textHTML  = "text/html"
	textPlain = "text/plain"
)

// contents reads the forms of the content: texts, files within, files elsewhere.
func (r *reader) contents() {
	for n := range r.root.Path("contentSet") {
		r.contentSet(n)
		r.set++
	}
	for _, c := range r.root.Children {
		if c.IsText() && strings.TrimSpace(c.Data) != "" {
			r.addText(text{rank: rankOther + 1, body: ninjs.Body{ContentType: textPlain, Value: strings.TrimSpace(c.Data)}})
			r.note("text outside of the contentSet was taken for content")
		}
	}
	if r.a.Item.Type == "" && len(r.texts) > 0 {
		r.a.Item.Type = ninjs.TypeText
	}
}

func (r *reader) contentSet(set *xmltree.Node) {
	for n := range set.Elements() {
		switch n.Name {
		case "inlineXML":
			r.inlineXML(n)
		case "inlineData":
			r.inlineData(n)
		case "remoteContent":
			if strings.Contains(attr(n, "contenttype"), "iptc.g2") {
				r.refer(n, "content", "")
				continue
			}
			r.rendition(n, "rendition")
		}
	}
}

func (r *reader) addText(t text) {
	if strings.TrimSpace(t.body.Value) != "" || t.nitf != nil {
		t.set = r.set
		r.texts = append(r.texts, t)
	}
}

// settleTexts keeps the best form of the text, and of those in other languages: the
// parts of a contentSet are alternatives to each other. The NITF among them has
// metadata, whether its text is chosen or not.
func (r *reader) settleTexts() {
	type form struct {
		set  int
		lang string
	}
	chosen := map[form]int{}
	var order []form
	var languages []string
	merged := 0
	for i, t := range r.texts {
		if t.nitf != nil && merged < maxMerged {
			merged++
			r.merge(t.nitf)
		}
		key := form{t.set, t.lang}
		have, ok := chosen[key]
		if !ok {
			order, languages = append(order, key), append(languages, t.lang)
		}
		if t.body.Value != "" && (!ok || t.rank < r.texts[have].rank) {
			chosen[key] = i
		}
	}
	main := r.mainLanguage(languages)
	var out []ninjs.Body
	for _, key := range order {
		i, ok := chosen[key]
		if !ok || key.lang == "" && key.lang != main {
			continue
		}
		b := r.texts[i].body
		if key.lang != main {
			b.Role = key.lang
		}
		out = addBody(out, b)
	}
	r.a.Item.Bodies = append(out, r.a.Item.Bodies...)
	r.bylineOfText()
}

// addBody adds a text: the main one first, and what a further contentSet has of it
// below that.
func addBody(list []ninjs.Body, b ninjs.Body) []ninjs.Body {
	for i := range list {
		if list[i].Role != b.Role {
			continue
		}
		switch {
		case strings.Contains(list[i].Value, b.Value):
		case list[i].ContentType == b.ContentType:
			list[i].Value += "\n" + b.Value
		default:
			return append(list, b)
		}
		return list
	}
	if b.Role == "" {
		return append([]ninjs.Body{b}, list...)
	}
	return append(list, b)
}

// mainLanguage is that of the item, if there is a text in it.
func (r *reader) mainLanguage(order []string) string {
	out, rank := "", -1
	for _, lang := range order {
		if f := fit(lang, r.lang); f > rank {
			out, rank = lang, f
		}
	}
	return out
}
