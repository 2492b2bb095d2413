package poll

import (
	"context"
	"net/http"
	"net/url"

	"github.com/temoto/robotstxt"
)

// agent is our name in robots.txt.
const agent = "wireroom"

// mayFetch reports whether a site's robots.txt allows a page (RFC 9309). A site that
// can't be asked allows nothing for a while (2.3.1.4); one without rules allows
// everything.
func (f *files) mayFetch(ctx context.Context, address string, allowPrivate bool) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	rules := f.get(ctx, hostOf(address)+"/robots.txt", allowPrivate)
	if rules.status == 0 || rules.status >= http.StatusInternalServerError {
		return false
	}
	data, err := robotstxt.FromStatusAndBytes(rules.status, comparable(rules.body))
	if err != nil {
		return false
	}
	path := u.EscapedPath()
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	return data.TestAgent(canonicalPath(path), agent)
}
