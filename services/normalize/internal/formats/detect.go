package formats

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/wireroom/wireroom/services/normalize/internal/format/email"
	"github.com/wireroom/wireroom/services/normalize/internal/format/feed"
	"github.com/wireroom/wireroom/services/normalize/internal/format/multi"
	"github.com/wireroom/wireroom/services/normalize/internal/format/ninjson"
	"github.com/wireroom/wireroom/services/normalize/internal/format/page"
	"github.com/wireroom/wireroom/services/normalize/internal/format/plaintext"
)

func hasRoot(name string) func(Look) bool {
	return func(l Look) bool { return l.Kind == XML && l.Root == name }
}

// isRSS: 0.9x and 2.0 have rss as root, 0.90 and 1.0 rdf:RDF, which other RDF
// documents have too.
func isRSS(l Look) bool {
	return l.Kind == XML && (l.Root == "rss" || l.Root == "RDF" && bytes.Contains(l.Head, []byte("rss/1.0")) ||
		l.Root == "RDF" && bytes.Contains(l.Head, []byte("my.netscape.com/rdf")))
}

func isJSONFeed(l Look) bool { return l.Kind == JSON && feed.Name(l.Input) == feed.JSONFeed }

// isNinjs claims JSON without a readable key too: ninjson then says what is wrong
// with it.
func isNinjs(l Look) bool {
	return l.Kind == JSON && (len(l.Keys) == 0 || slices.ContainsFunc(l.Keys, ninjson.Field))
}

// isPage: html, head and body begin a page; with one of the less certain elements
// first it is one only if the content type says so.
func isPage(l Look) bool {
	if l.Kind != XML {
		return false
	}
	switch root := strings.ToLower(l.Root); root {
	case "html", "head", "body":
		return true
	case "article", "div", "p", "section", "main", "h1", "h2", "span", "meta", "title":
		return l.Doctype == "html" || strings.HasPrefix(l.MediaType, "text/html")
	default:
		return l.Doctype == "html"
	}
}

// isText: text is what nothing else is, unless the content type names something
// else than text.
func isText(l Look) bool {
	if l.Kind != Text || l.unread() != "" {
		return false
	}
	switch {
	case l.MediaType == "text/html" && tag.Match(l.Head):
		return false
	case l.MediaType == "", strings.HasPrefix(l.MediaType, "text/"), l.MediaType == "application/octet-stream":
		return true
	default:
		return byContentType(l) == ""
	}
}

var tag = regexp.MustCompile(`<[A-Za-z]+[\s>/]`)

// byContentType names the format of a content type, for documents that no format
// claims: its error is then a better one than ErrUnknown.
func byContentType(l Look) string {
	switch l.MediaType {
	case "application/rss+xml":
		return feed.RSS
	case "application/atom+xml":
		return feed.Atom
	case "application/feed+json":
		return feed.JSONFeed
	case "application/x-ndjson", "application/ndjson", "application/jsonl", "application/json-seq", "application/json":
		if l.Kind == JSON && len(l.Keys) > 0 {
			return "" // JSON, but none of ours
		}
		return "ninjs"
	case "text/html", "application/xhtml+xml":
		return page.Name
	case "text/plain":
		return plaintext.Name
	}
	return ""
}

// isMail: a header in an old charset may pass for binary data. Markup and JSON that
// is declared as mail is what it is.
func isMail(l Look) bool {
	return (l.Kind == Text || l.Kind == Binary) && (l.MediaType == "message/rfc822" || l.MediaType == "message/global" || email.Looks(l.Head))
}

// isMultipart: the content type is needed for the boundary only.
func isMultipart(l Look) bool {
	return (l.Kind == Text || l.Kind == Binary) && (strings.HasPrefix(l.MediaType, "multipart/") && !email.Looks(l.Head) || multi.Looks(l.Head))
}

// unread names a document that is known but not read yet, or never will be.
func (l Look) unread() string {
	switch {
	case l.Kind == Binary:
		return "binary data"
	case l.Kind == XML:
		return unreadRoot(l.Root)
	case l.Kind == Text && isTeleprinter(l.Head):
		return "IPTC 7901 or ANPA 1312"
	}
	return ""
}

// unreadRoot knows the roots of NewsML-G2 (IPTC G2 Standards, 2.x), of NewsML 1. A
// format of the list that claims one of them comes first.
func unreadRoot(root string) string {
	switch root {
	case "newsItem", "newsMessage", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem", "hopDocument":
		return "NewsML-G2 " + root
	case "NewsML":
		return "NewsML 1 (root element NewsML)"
	}
	return ""
}
