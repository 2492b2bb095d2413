package feed

import (
	"net/url"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// subjects gathers an item's categories and keywords, each once.
type subjects struct {
	list []ninjs.Subject
	seen map[string]bool
}

// category adds a term of a scheme. Only a scheme that is a URI names the term
// beyond its feed; any other category is a keyword.
func (s *subjects) category(scheme, term, label string) {
	term, label = oneLine(term), oneLine(label)
	name := firstOf(label, term)
	if name == "" {
		return
	}
	if uri := termURI(strings.TrimSpace(scheme), term); uri != "" {
		s.add(ninjs.Subject{Name: name, URI: uri})
		return
	}
	s.add(ninjs.Subject{Name: name, Rel: "keyword"})
}

// keywords adds a list that is parted by commas.
func (s *subjects) keywords(list string) {
	for word := range strings.SplitSeq(list, ",") {
		s.category("", word, "")
	}
}

func (s *subjects) add(subject ninjs.Subject) {
	key := strings.ToLower(subject.Name) + "\x00" + string(subject.URI)
	if s.seen[key] {
		return
	}
	if s.seen == nil {
		s.seen = map[string]bool{}
	}
	s.seen[key] = true
	s.list = append(s.list, subject)
}

// termURI joins a scheme and its term: the term is the scheme's fragment unless
// the scheme ends in a mark that asks for more.
func termURI(scheme, term string) ninjs.URI {
	if term == "" || !strings.Contains(scheme, "://") && !strings.HasPrefix(scheme, "urn:") {
		return ""
	}
	if uri := absolute(term); uri != "" {
		return uri
	}
	if !strings.ContainsAny(scheme[len(scheme)-1:], "/#:=") {
		scheme += "#"
	}
	return absolute(scheme + url.PathEscape(term))
}
