package api

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/wireroom/wireroom/pkg/service"
)

type route struct{ name, method, path string }

// routes are what publish's API answers, with the one method that each takes.
func routes() []route {
	return []route{
		{"articles", http.MethodGet, "/v1/articles"},
		{"article", http.MethodGet, "/v1/articles/{id}"},
		{"versions of an article", http.MethodGet, "/v1/articles/{id}/versions"},
		{"version of an article", http.MethodGet, "/v1/articles/{id}/versions/{sequence}"},
		{"stories", http.MethodGet, "/v1/stories"},
		{"story", http.MethodGet, "/v1/stories/{id}"},
		{"trending", http.MethodGet, "/v1/trending"},
		{"search", http.MethodGet, "/v1/search"},
		{"stream of events", http.MethodGet, "/v1/stream"},
		{"views of an article", http.MethodGet, "/v1/articles/{id}/views"},
		{"view", http.MethodPost, "/v1/views"},
		{"picture or file", http.MethodGet, "/v1/media/{article}/{file}"},
	}
}

// MountRest adds what answers where no route does: with problem details, as all
// errors, and at / with what is where; to who prefers HTML with page, unless that is nil.
func MountRest(mux *http.ServeMux, page http.Handler) {
	list := map[string]string{"service": "wireroom publish"}
	for _, r := range routes() {
		list[r.name] = r.method + " " + r.path
		mux.HandleFunc(r.path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Allow", r.method)
			problem(w, http.StatusMethodNotAllowed, kindMethod, "Not this method", "This address takes "+r.method+" alone.")
		})
	}
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept")
		if page != nil && prefersHTML(r) {
			page.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(list) // a reader that has gone away is told nothing
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		problem(w, http.StatusNotFound, kindNoRoute, "Nothing there", "There is nothing at this address. GET / tells what is where.")
	})
}

// prefersHTML tells a browser, which names text/html before */*, from a program.
func prefersHTML(r *http.Request) bool {
	return strings.Contains(strings.ToLower(strings.Join(r.Header.Values("Accept"), ",")), "text/html")
}

// Exact answers with problem details where a mux would have an answer of its own.
func Exact(next http.Handler) http.Handler {
	return service.ExactPaths(next, func(w http.ResponseWriter, status int, detail string) {
		if status == http.StatusMethodNotAllowed {
			problem(w, status, kindMethod, "Not this method", detail)
			return
		}
		problem(w, status, kindNoRoute, "Nothing there", detail)
	})
}
