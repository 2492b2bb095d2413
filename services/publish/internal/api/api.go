// Package api answers for single articles, out of NEWS itself: the last word,
// never a copy of it.
package api

import (
	"net/http"
	"strconv"
	"strings"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/publish/internal/lastword"
)

// API serves GET /v1/articles/{id}.
type API struct {
	news *lastword.Writer
	log  *zap.Logger
}

// New makes the API over NEWS.
func New(news *lastword.Writer, log *zap.Logger) *API { return &API{news: news, log: log} }

// Mount adds the routes.
func (a *API) Mount(mux *http.ServeMux) {
	mux.HandleFunc("GET /v1/articles/{id}", a.article)
}

// article answers with the article as plain ninjs, its handling in headers; 404
// if NEWS holds nothing of it, 410 if it was taken down.
func (a *API) article(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	if !contract.ValidArticle(id) {
		service.WriteProblem(w, service.Problem{Status: http.StatusNotFound, Title: "No such article",
			Detail: "An article id has 16 characters of a-z and 0-9; a message's header Wireroom-Article holds it."})
		return
	}
	last, data, err := a.news.ReadData(r.Context(), contract.NewsOfArticle(id))
	switch {
	case err != nil:
		a.log.Warn("article not read", zap.String("article", id), zap.Error(err))
		w.Header().Set("Retry-After", "2")
		service.Because(w, string(bus.ReasonOf(err)))
		service.WriteProblem(w, service.Problem{Status: http.StatusServiceUnavailable, Title: "The stream does not answer",
			Detail: "NEWS can't be read at the moment. Try again."})
	case last == nil:
		service.WriteProblem(w, service.Problem{Status: http.StatusNotFound, Title: "No such article",
			Detail: "NEWS holds nothing of this article: it never came, or is older than the stream reaches back."})
	case last.Envelope.Signal == contract.Kill:
		describe(w.Header(), last)
		service.WriteProblem(w, service.Problem{Status: http.StatusGone, Title: "Taken down",
			Detail: "The provider killed or withheld this article. Remove what you have of it."})
	default:
		a.answer(w, r, last, data)
	}
}

func (a *API) answer(w http.ResponseWriter, r *http.Request, last *lastword.Last, data []byte) {
	etag := `"` + strconv.FormatUint(last.Sequence, 10) + `"`
	describe(w.Header(), last)
	w.Header().Set("ETag", etag)
	w.Header().Set("Cache-Control", "no-cache")
	if strings.Contains(r.Header.Get("If-None-Match"), etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(data) // a reader that has gone away is told nothing
}

// describe puts what the message's headers say into the answer's.
func describe(h http.Header, last *lastword.Last) {
	e := last.Envelope
	for name, values := range e.Header("news."+string(e.Signal), contract.MsgID(e, "news"), e.Published) {
		if strings.HasPrefix(name, "Wireroom-") {
			h[name] = values
		}
	}
	h.Set("Wireroom-Subject", last.Subject)
	h.Set("Wireroom-Sequence", strconv.FormatUint(last.Sequence, 10))
}
