package nitf

import (
	"regexp"
	"strings"

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
	return firstOf(text, flat(n.Child("byttl")))
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

var english = regexp.MustCompile(`(?i)^by\b[:\s]*`)

// withoutBy drops the word that introduces a writer. Outside of English it may be
// part of a name ("Von der Leyen", "Di Stefano"), so it goes only where the
// document's language has it.
func (r *reader) withoutBy(s string) string {
	if rest := english.ReplaceAllString(s, ""); rest != "" {
		s = rest
	}
	tag, _, _ := strings.Cut(firstOf(r.a.Item.Language, r.in.Language), "-")
	for _, word := range prepositions(strings.ToLower(tag)) {
		if rest, ok := strings.CutPrefix(s, word+" "); ok {
			return rest
		}
	}
	return s
}

func prepositions(language string) []string {
	switch language {
	case "de":
		return []string{"Von", "VON"}
	case "fr":
		return []string{"Par", "PAR"}
	case "es", "pt":
		return []string{"Por", "POR"}
	case "nl":
		return []string{"Door", "DOOR"}
	case "it":
		return []string{"Di", "DI"}
	case "da", "no", "nb", "nn", "sv":
		return []string{"Af", "AF", "Av", "AV"}
	default:
		return nil
	}
}
