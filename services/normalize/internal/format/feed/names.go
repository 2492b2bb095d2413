package feed

import (
	"regexp"
	"strings"

	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// scope are the namespaces that an element declares, above those of its parent. Its
// values are the names of this package for them.
type scope struct {
	names  map[string]string // by prefix
	parent *scope
}

// native is the name of the vocabulary that the feed's own elements are in.
const native = ""

// within gives the scope of an element.
func (s *scope) within(n *xmltree.Node) *scope {
	var names map[string]string
	for _, a := range n.Attrs {
		prefix := a.Name
		if a.Prefix == "" && a.Name == "xmlns" {
			prefix = ""
		} else if a.Prefix != "xmlns" {
			continue
		}
		if names == nil {
			names = map[string]string{}
		}
		names[prefix] = vocabulary(a.Value, prefix)
	}
	if names == nil {
		return s
	}
	return &scope{names: names, parent: s}
}

// of gives the name of a prefix's namespace; one that nobody declared stands for itself.
func (s *scope) of(prefix string) string {
	for ; s != nil; s = s.parent {
		if name, ok := s.names[prefix]; ok {
			return name
		}
	}
	return prefix
}

var ends = regexp.MustCompile(`^https?://(?:www\.)?|[/#\s]+$|^\s+`)

// vocabulary names a namespace by its address, which feeds write with and without a slash
// at the end, with https, and in any case; one that is not known has its prefix as name.
func vocabulary(uri, prefix string) string {
	bare := ends.ReplaceAllString(strings.ToLower(strings.TrimSpace(uri)), "")
	if name, ok := vocabularies[bare]; ok {
		return name
	}
	switch {
	case strings.HasPrefix(bare, "wordpress.org/export/") && strings.HasSuffix(bare, "/excerpt"):
		return "excerpt"
	case strings.HasPrefix(bare, "wordpress.org/export/"):
		return "wp"
	case strings.HasPrefix(bare, "prismstandard.org/namespaces/"):
		return "prism"
	case strings.HasPrefix(bare, "purl.org/atom/") || strings.HasSuffix(bare, "/2005/atom"):
		return "atom"
	case prefix == "":
		return "unknown:" + bare
	}
	return prefix
}

// vocabularies are those that feeds are read by; RSS's own are native.
var vocabularies = map[string]string{
	"purl.org/rss/1.0": "rss", "purl.org/rss/1.0/modules/rss091": "rss",
	"channel.netscape.com/rdf/simple/0.9": "rss", "my.netscape.com/rdf/simple/0.9": "rss",
	"backend.userland.com/rss": "rss", "backend.userland.com/rss2": "rss", "backend.userland.com/rss091": "rss",
	"blogs.law.harvard.edu/tech/rss": "rss", "cyber.law.harvard.edu/rss/rss.html": "rss",
	"w3.org/2005/atom": "atom", "purl.org/atom/ns": "atom", "purl.org/atompub/tombstones/1.0": "at",
	"purl.org/rss/1.0/modules/content": "content", "w3.org/1999/xhtml": "xhtml",
	"w3.org/1999/02/22-rdf-syntax-ns": "rdf", "w3.org/xml/1998/namespace": "xml",
	"purl.org/dc/elements/1.1": "dc", "purl.org/dc/elements/1.0": "dc", "purl.org/dc/terms": "dcterms",
	"search.yahoo.com/mrss": "media", "video.search.yahoo.com/mrss": "media", "tools.search.yahoo.com/mrss": "media",
	"itunes.com/dtds/podcast-1.0.dtd": "itunes", "example.com/dtds/podcast-1.0.dtd": "itunes",
	"purl.org/rss/1.0/modules/slash": "slash", "purl.org/syndication/thread/1.0": "thr",
	"purl.org/rss/1.0/modules/threading": "thr", "georss.org/georss": "georss", "georss.org/georss/10": "georss",
	"opengis.net/gml": "gml", "w3.org/2003/01/geo/wgs84_pos": "geo",
	"rssnamespace.org/feedburner/ext/1.0": "feedburner", "google.com/schemas/play-podcasts/1.0": "googleplay",
	"backend.userland.com/creativecommonsrssmodule": "creativecommons", "cyber.law.harvard.edu/rss/creativecommonsrssmodule.html": "creativecommons",
	"web.resource.org/cc": "cc", "creativecommons.org/ns": "cc",
	"rslstandard.org/rsl": "rsl", "w3.org/ns/tdmrep": "tdm",
}
