// Package conditional compares the tags of answers with those that a client has (RFC 9110,
// 13.1). It must not answer by itself.
package conditional

import (
	"net/http"
	"strings"
)

// GzipSuffix tells the ETag of a compressed answer from that of the plain one (RFC 9110,
// 8.8.3.3).
const GzipSuffix = "-gzip"

// Has reports whether If-None-Match of a request names an ETag (RFC 9110, 13.1.2): the
// comparison is weak, a compressed answer is the same one, and * is anything.
func Has(r *http.Request, etag string) bool {
	for part := range strings.SplitSeq(strings.Join(r.Header.Values("If-None-Match"), ","), ",") {
		part = strings.TrimPrefix(strings.TrimSpace(part), "W/")
		if part == "*" || part == etag || part == strings.TrimSuffix(etag, `"`)+GzipSuffix+`"` {
			return true
		}
	}
	return false
}
