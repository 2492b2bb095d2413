package service

import (
	"net/http"
	"path"
	"strings"
)

// ExactPaths keeps from an http.ServeMux what it would answer by itself: it redirects a
// path with empty or dotted segments, with a page of HTML, and has its own rules for
// CONNECT. refuse writes the answer, 404 or 405, with what is wrong.
func ExactPaths(next http.Handler, refuse func(w http.ResponseWriter, status int, detail string)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodConnect:
			refuse(w, http.StatusMethodNotAllowed, "This is no proxy: CONNECT is not taken.")
		case r.URL.Path != exactPath(r.URL.Path):
			refuse(w, http.StatusNotFound, "The path has an empty segment, or one of dots. Without them it is "+exactPath(r.URL.Path)+".")
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// exactPath is the path that a ServeMux would redirect to. That of `OPTIONS *` stays.
func exactPath(p string) string {
	if p == "" || p == "*" {
		return p
	}
	cleaned := path.Clean("/" + p)
	if strings.HasSuffix(p, "/") && cleaned != "/" {
		cleaned += "/"
	}
	return cleaned
}
