// Package api answers for single articles, out of NEWS itself: the last word,
// never a copy of it, in each of the formats of package output.
package api

import (
	"net/http"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/services/publish/internal/lastword"
)

// API serves GET /v1/articles/{id} and what is below it.
type API struct {
	news *lastword.Writer
	log  *zap.Logger
}

// New makes the API over NEWS.
func New(news *lastword.Writer, log *zap.Logger) *API { return &API{news: news, log: log} }

// Mount adds the routes.
func (a *API) Mount(mux *http.ServeMux) {
	mux.HandleFunc("GET /v1/articles/{id}", func(w http.ResponseWriter, r *http.Request) { a.article(w, r, r.PathValue("id")) })
	mux.HandleFunc("GET /v1/articles/{id}/versions", a.versions)
	mux.HandleFunc("GET /v1/articles/{id}/versions/{sequence}", a.version)
}
