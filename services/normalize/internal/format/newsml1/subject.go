package newsml1

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// The IPTC's vocabularies of subjects. Both have codes of eight digits; those of
// Media Topics begin with 20, those of the older Subject Codes with 01 to 17.
const (
	subjectCodes = "http://cv.iptc.org/newscodes/subjectcode/"
	mediaTopics  = "http://cv.iptc.org/newscodes/mediatopic/"
)

// subjectCode reads a subject on each of its levels, a line each: the levels above
// are subjects too. AFP adds its category to each.
func (p *part) subjectCode(n *xmltree.Node) {
	found := false
	for level := range n.Elements() {
		switch level.Name {
		case "Subject", "SubjectMatter", "SubjectDetail":
			p.coded(level, "")
			found = true
		case "SubjectQualifier":
			p.coded(level, "qualifier")
			found = true
		}
	}
	if !found {
		p.coded(n, "")
	}
}

func (p *part) coded(n *xmltree.Node, rel string) {
	code := n.Attr("FormalName")
	s := ninjs.Subject{Rel: rel, Name: flat(n), Relevance: percent(n.Attr("Importance")), Confidence: percent(n.Attr("Confidence"))}
	if rel == "" {
		s.URI = subjectURI(code)
	}
	if s.URI == "" && code != "" {
		if s.Literal = literalOf(n); s.Literal == "" && isNumber(code) {
			s.Literal = "IPTC:" + code
		}
		if s.Name == "" {
			s.Name = code
		}
	}
	p.subject(s)
	if cat := n.Attr("cat"); cat != "" {
		p.subject(ninjs.Subject{Name: cat, Rel: "category", Literal: "category:" + cat})
	}
}

// subjectURI is empty for what is no number of the IPTC's.
func subjectURI(code string) ninjs.URI {
	if at := strings.LastIndexByte(code, ':'); at >= 0 && contains(strings.ToLower(code[:at]), "iptc", "subj", "medtop") {
		code = code[at+1:]
	}
	if len(code) == 7 && isNumber(code) {
		code = "0" + code // systems that take it for a number
	}
	switch {
	case len(code) != 8 || !isNumber(code):
		return ""
	case code[:2] == "20":
		return ninjs.URI(mediaTopics + code)
	case code[:2] >= "01" && code[:2] <= "17":
		return ninjs.URI(subjectCodes + code)
	default:
		return ""
	}
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// literalOf is a code within its vocabulary, empty if that is not said.
func literalOf(n *xmltree.Node) string {
	code := n.Attr("FormalName")
	vocabulary := firstOf(n.Attr("Scheme"), strings.TrimPrefix(n.Attr("Vocabulary"), "#"))
	if code == "" || vocabulary == "" {
		return ""
	}
	return vocabulary + ":" + code
}
