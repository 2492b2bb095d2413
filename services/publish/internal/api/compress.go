package api

import (
	"net/http"
	"strings"

	"github.com/klauspost/compress/gzhttp"

	"github.com/wireroom/wireroom/services/publish/internal/conditional"
)

// leastCompressed is how many bytes an answer has at least to be compressed.
const leastCompressed = 1024

// Compress writes what is read as gzip for clients that take it: articles, lists, the
// search, and descriptions. Events, pictures and what holds a secret go as they are.
func Compress(next http.Handler) (http.Handler, error) {
	wrap, err := gzhttp.NewWrapper(gzhttp.EnableZstd(false), gzhttp.MinSize(leastCompressed), gzhttp.CompressionLevel(4), gzhttp.SuffixETag(conditional.GzipSuffix))
	if err != nil {
		return nil, err
	}
	compressed := wrap(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if compressible(r) {
			compressed.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	}), nil
}

func compressible(r *http.Request) bool {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return false
	}
	switch r.URL.Path {
	case "/openapi.json", "/docs", "/asyncapi.json":
		return true
	}
	for _, p := range []string{"/v1/articles", "/v1/stories", "/v1/trending", "/v1/search"} {
		if rest, ok := strings.CutPrefix(r.URL.Path, p); ok && (rest == "" || rest[0] == '/') {
			return true
		}
	}
	return false
}
