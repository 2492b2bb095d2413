package newsmlg2

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// codes resolves QCodes (NAR, "alias:code") by the catalogs within the document,
// then by those that the IPTC publishes. A catalogRef is never loaded.
type codes struct {
	own   map[string]string // alias → scheme URI, of the catalogs at hand
	outer *codes            // of the message; nil for its own
}

func newCodes(outer *codes, nodes ...*xmltree.Node) *codes {
	c := &codes{own: map[string]string{}, outer: outer}
	for _, n := range nodes {
		c.learn(n)
	}
	return c
}

// learn adds the schemes of the catalogs that are children of a node.
func (c *codes) learn(n *xmltree.Node) {
	for s := range n.Path("catalog", "scheme") {
		alias, uri := attr(s, "alias"), attr(s, "uri")
		if _, have := c.own[alias]; alias != "" && uri != "" && !have {
			c.own[alias] = uri
		}
	}
}

// scheme gives the URI of an alias, empty if no catalog at hand has it.
func (c *codes) scheme(alias string) string {
	for at := c; at != nil; at = at.outer {
		if uri := at.own[alias]; uri != "" {
			return uri
		}
	}
	if folder := iptcSchemes[alias]; folder != "" {
		return iptcBase + folder + "/"
	}
	return otherSchemes[alias]
}

// uri resolves a QCode; empty if its alias is unknown or the two make no URI.
func (c *codes) uri(qcode string) ninjs.URI {
	alias, code, ok := strings.Cut(qcode, ":")
	if !ok || code == "" {
		return ""
	}
	scheme := c.scheme(alias)
	if scheme == "" {
		return ""
	}
	if last := scheme[len(scheme)-1]; strings.HasPrefix(scheme, iptcBase) && last != '/' && last != '#' {
		scheme += "/" // catalogs of agencies' own forget it
	}
	return iri(eightDigits(scheme + code))
}

// eightDigits gives a Subject Code of the IPTC its eight digits: systems that take it
// for a number lose the first one, 0.
func eightDigits(uri string) string {
	const codes = iptcBase + "subjectcode/"
	code := strings.TrimPrefix(strings.Replace(uri, "https://", "http://", 1), codes)
	if len(code) != 7 || len(uri)-len(code) < len(codes) || strings.Trim(code, "0123456789") != "" {
		return uri
	}
	return codes + "0" + code
}

// codeOf is a QCode without its alias, or the last part of a URI.
func codeOf(s string) string {
	s = strings.TrimRight(s, "/#")
	if strings.Contains(s, "://") {
		return s[strings.LastIndexAny(s, "/#")+1:]
	}
	if i := strings.LastIndexByte(s, ':'); i >= 0 && strings.HasPrefix(s, "urn:") {
		return s[i+1:]
	}
	if _, code, ok := strings.Cut(s, ":"); ok {
		return code
	}
	return s
}

func aliasOf(qcode string) string {
	alias, _, _ := strings.Cut(qcode, ":")
	return alias
}

// coded gives the code of a property whose value is a concept, by qcode, uri or
// literal; in small letters.
func coded(n *xmltree.Node) string {
	return strings.ToLower(codeOf(firstOf(attr(n, "qcode"), attr(n, "uri"), attr(n, "literal"), n.OneLine())))
}

// roleOf gives the code of an attribute that may also be written as a URI.
func codeAttr(n *xmltree.Node, name string) string {
	return codeOf(firstOf(attr(n, name), attr(n, name+"uri")))
}

// iri maps an IRI to a URI (RFC 3987, 3.1), and encodes blanks and quotes too;
// empty if the outcome is none.
func iri(s string) ninjs.URI {
	if uri, err := ninjs.ParseURI(s); err == nil {
		return uri
	}
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c > ' ' && c < 0x7f && strings.IndexByte("\"<>\\^`{|}[]", c) < 0 {
			b.WriteByte(c)
		} else {
			b.WriteString(string([]byte{'%', hex[c>>4], hex[c&15]}))
		}
	}
	uri, err := ninjs.ParseURI(b.String())
	if err != nil {
		return ""
	}
	return uri
}

// uriOrID tells a URI from an id that merely has a colon in it ("BD:7").
func uriOrID(id string) (ninjs.URI, string) {
	lower := strings.ToLower(id)
	if strings.HasPrefix(lower, "urn:") || strings.HasPrefix(lower, "tag:") || strings.Contains(id, "://") {
		if uri := iri(id); uri != "" {
			return uri, ""
		}
	}
	return "", id
}
