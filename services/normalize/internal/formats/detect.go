package formats

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/wireroom/wireroom/services/normalize/internal/format/anpa1312"
	"github.com/wireroom/wireroom/services/normalize/internal/format/email"
	"github.com/wireroom/wireroom/services/normalize/internal/format/feed"
	"github.com/wireroom/wireroom/services/normalize/internal/format/iptc7901"
	"github.com/wireroom/wireroom/services/normalize/internal/format/multi"
	"github.com/wireroom/wireroom/services/normalize/internal/format/newsmlg2"
	"github.com/wireroom/wireroom/services/normalize/internal/format/ninjson"
	"github.com/wireroom/wireroom/services/normalize/internal/format/page"
	"github.com/wireroom/wireroom/services/normalize/internal/format/plaintext"
)

func hasRoot(name string) func(Look) bool {
	return func(l Look) bool { return l.Kind == XML && (l.Root == name || l.Inner == name) }
}

func isNewsMLG2(l Look) bool {
	return l.Kind == XML && (newsmlg2.Root(l.Root) || l.Inner != "" && newsmlg2.Root(l.Inner))
}

// isRSS: 0.9x and 2.0 have rss as root, 0.90 and 1.0 rdf:RDF, which other RDF
// documents have too.
func isRSS(l Look) bool {
	if l.Kind != XML {
		return false
	}
	head := bytes.ToLower(l.Head)
	return strings.EqualFold(l.Root, "rss") || strings.EqualFold(l.Root, "RDF") &&
		(bytes.Contains(head, []byte("purl.org/rss/")) || bytes.Contains(head, []byte("netscape.com/rdf")))
}

// isAtom: a feed, or a deleted entry as a document of its own (RFC 6721, 3).
func isAtom(l Look) bool { return l.Kind == XML && (l.Root == "feed" || l.Root == "deleted-entry") }

// isJSONFeed asks the format only where the first look shows a part of it: most
// JSON is none.
func isJSONFeed(l Look) bool {
	return l.Kind == JSON && (bytes.Contains(l.Head, []byte("jsonfeed.org")) || bytes.Contains(l.Head, []byte(`"items"`)) ||
		strings.Contains(l.MediaType, "feed+json")) && feed.Name(l.Input) == feed.JSONFeed
}

// isNinjs claims JSON without a readable key too: ninjson then says what is wrong
// with it.
func isNinjs(l Look) bool {
	return l.Kind == JSON && (len(l.Keys) == 0 || slices.ContainsFunc(l.Keys, ninjson.Field) || slices.ContainsFunc(l.Keys, ninjson.Envelope))
}

func isANPA(l Look) bool { return l.Kind == Text && anpa1312.Detect(l.Head) }

func isIPTC7901(l Look) bool { return l.Kind == Text && iptc7901.Detect(l.Head) }

// isTeleprinter: the teleprinter formats have control characters that only binary
// data has else.
func isTeleprinter(head []byte) bool {
	return anpa1312.Detect(head) || iptc7901.Detect(head)
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

// isText is for what no other format claims: text that nothing shows to be something
// else than news, neither its content type nor its first lines.
func isText(l Look) bool {
	if l.Kind != Text || plaintext.Foreign(string(l.Head)) != "" {
		return false
	}
	switch l.MediaType {
	case "", "application/octet-stream", "text/plain", "text/markdown", "text/enriched", "text/richtext", "text/x-web-markdown":
		return true
	case "text/html":
		return !tag.Match(l.Head)
	default:
		return byContentType(l) == "" && !foreignType(l.MediaType)
	}
}

// foreignType reports whether a content type names something else than news.
func foreignType(mediaType string) bool {
	switch mediaType {
	case "application/x-www-form-urlencoded", "text/css", "text/csv", "text/tab-separated-values", "text/calendar", "text/vcard", "text/javascript", "text/ecmascript", "text/x-log":
		return true
	}
	return strings.HasPrefix(mediaType, "application/") || strings.HasPrefix(mediaType, "text/x-") ||
		!strings.HasPrefix(mediaType, "text/") && strings.Contains(mediaType, "/")
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
	if l.Kind == Binary {
		return "binary data"
	}
	return ""
}
