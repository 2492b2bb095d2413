package nitf

import (
	"strings"

	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/byline"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// byline is the text from the first person to the last; where none is marked up,
// all of it but titles and places; where there is nothing else, the title.
func (r *reader) byline(n *xmltree.Node) string {
	var w bylineWriter
	w.walk(n)
	text := w.text.String()
	if w.people == 0 {
		text = r.withoutBy(join(", ", strings.Split(paragraphs(n, "byttl", "location", "virtloc"), "\n")...))
	}
	text = strings.Trim(spaceBeforeComma.ReplaceAllString(text, ","), " ,;:-–—/")
	return firstOf(text, r.withoutBy(flat(n.Child("byttl"))))
}

// bylineWriter writes names, and between two of them what stands between them.
type bylineWriter struct {
	text, gap strings.Builder
	people    int
}

func (w *bylineWriter) walk(n *xmltree.Node) {
	for _, c := range n.Children {
		switch c.Name {
		case "":
			w.gap.WriteString(c.Data)
		case "person":
			w.person(personName(c))
		case "byttl", "function", "location", "virtloc", "alt-code":
		case "br":
			w.gap.WriteString(", ")
		default:
			w.walk(c)
		}
	}
}

func (w *bylineWriter) person(name string) {
	if name == "" {
		return
	}
	if w.people > 0 {
		w.text.WriteString(between(w.gap.String()))
	}
	w.text.WriteString(name)
	w.gap.Reset()
	w.people++
}

// between is what parts two names: a comma, "and", or a comma if nothing does.
func between(gap string) string {
	switch gap = strings.Join(strings.Fields(gap), " "); {
	case strings.Trim(gap, ",; ") == "":
		return ", "
	case strings.HasPrefix(gap, ","), strings.HasPrefix(gap, ";"):
		return gap + " "
	default:
		return " " + gap + " "
	}
}

// withoutBy drops the word that introduces a writer.
func (r *reader) withoutBy(s string) string {
	return byline.Clean(s, firstOf(r.a.Item.Language, r.in.Language))
}
