package openapi

import "net/http"

// Paths of what Mount serves.
const (
	DocumentPath = "/openapi.json"
	PagePath     = "/docs"
)

// Mount serves a description and its page.
func Mount(mux *http.ServeMux, document []byte) error {
	page, err := Page(document)
	if err != nil {
		return err
	}
	mux.HandleFunc("GET "+DocumentPath, Fixed("application/json", document))
	mux.HandleFunc("GET "+PagePath, Fixed("text/html; charset=utf-8", page))
	return nil
}

// Own describes what Mount serves.
func Own() []Operation {
	return []Operation{
		{Name: "openapi", Method: http.MethodGet, Path: DocumentPath, Tag: "description", Public: true, Summary: "This description",
			Answers: []Answer{{Status: http.StatusOK, Text: "OpenAPI 3.1.", Media: []Media{{"application/json", Schema{"type": "object"}}}}}},
		{Name: "docs", Method: http.MethodGet, Path: PagePath, Tag: "description", Public: true, Summary: "This description as a page for people",
			Answers: []Answer{{Status: http.StatusOK, Text: "A page.", Media: []Media{{"text/html", nil}}}}},
	}
}

// Fixed answers always the same.
func Fixed(contentType string, body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h.Set("Content-Type", contentType)
		h.Set("Cache-Control", "no-cache")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
		_, _ = w.Write(body) // a reader that has gone away is told nothing
	}
}
