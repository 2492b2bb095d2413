package poll

import (
	"bytes"
	"errors"
	"regexp"

	"github.com/wireroom/wireroom/pkg/provider"
)

var errNoFeed = errors.New("it answers with a page, not a feed: a login, a block or a notice of maintenance perhaps")

var (
	// before is what may stand before the first element of a document.
	before = regexp.MustCompile(`(?s)^(?:\s+|<\?.*?\?>|<!--.*?-->)+`)
	// pageStart begins a web page, whole or the part of one.
	pageStart = regexp.MustCompile(`(?i)^<(?:!doctype\s+html|(?:html|head|body|title|meta|script|style|div|p|h1|h2|center|form|table|noscript|iframe)[\s>/])`)
)

// isFeed reports whether what was fetched can be a feed: markup that is no web page, or
// JSON. A provider whose format is fixed may send whatever that is, but no page either.
func isFeed(pr provider.Provider, body []byte) bool {
	head := body[:min(len(body), lookLimit)]
	head = bytes.ReplaceAll(head, []byte{0}, nil) // UTF-16
	head = bytes.TrimLeft(head, "\xef\xbb\xbf\xff\xfe \t\r\n")
	head = head[len(before.Find(head)):]
	if pageStart.Match(head) {
		return false
	}
	return pr.Defaults.Format != "" || pr.Mapping != nil || len(head) > 0 && bytes.IndexByte([]byte("<{["), head[0]) >= 0
}
