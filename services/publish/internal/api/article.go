package api

import (
	"net/http"
	"strconv"
	"strings"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/publish/internal/access"
	"github.com/wireroom/wireroom/services/publish/internal/conditional"
	"github.com/wireroom/wireroom/services/publish/internal/lastword"
	"github.com/wireroom/wireroom/services/publish/internal/output"
	"github.com/wireroom/wireroom/services/publish/internal/output/content"
)

// article answers with the last word on an article, its handling in headers; 404
// if NEWS holds nothing of it, 410 if it was taken down.
func (a *API) article(w http.ResponseWriter, r *http.Request, id string) {
	format, ok := a.ask(w, r, id)
	if !ok {
		return
	}
	last, data, err := a.news.ReadData(r.Context(), contract.NewsOfArticle(id))
	switch {
	case err != nil:
		a.unavailable(w, id, err)
	case last == nil:
		problem(w, http.StatusNotFound, kindNoArticle, "No such article",
			"NEWS holds nothing of this article: it never came, or is older than the stream reaches back.")
	case last.Envelope.Signal == contract.Kill:
		takenDown(w, last)
	default:
		a.answer(w, r, format, &lastword.Message{Last: *last, Data: data})
	}
}

// ask checks the id and finds the format; false if it has answered.
func (a *API) ask(w http.ResponseWriter, r *http.Request, id string) (output.Article, bool) {
	w.Header().Add("Vary", "Accept, Authorization")
	if !contract.ValidArticle(id) {
		problem(w, http.StatusNotFound, kindNoArticle, "No such article",
			"An article id has 16 characters of a-z and 0-9; a message's header Wireroom-Article holds it.")
		return output.Article{}, false
	}
	i := output.Choose(r, output.Formats())
	if i < 0 {
		notAcceptable(w, output.Formats())
		return output.Article{}, false
	}
	return output.Articles()[i], true
}

func (a *API) unavailable(w http.ResponseWriter, id string, err error) {
	a.log.Warn("article not read", zap.String("article", id), zap.Error(err))
	unavailable(w, string(bus.ReasonOf(err)))
}

// takenDown answers with the tombstone: what its headers say, and no text.
func takenDown(w http.ResponseWriter, last *lastword.Last) {
	describe(w.Header(), last)
	problemWith(w, http.StatusGone, kindTakenDown, "Taken down", "The provider killed or withheld this article. Remove what you have of it.",
		map[string]any{"article": last.Envelope.Article, "uri": last.Envelope.URI, "provider": last.Envelope.Provider, "sequence": last.Sequence, "at": last.Envelope.Published})
}

// answer writes one version in a format.
func (a *API) answer(w http.ResponseWriter, r *http.Request, format output.Article, m *lastword.Message) {
	if !mayRead(r, &m.Last) {
		notEntitled(w)
		return
	}
	etag := etagOf(m, format.Name)
	h := w.Header()
	describe(h, &m.Last)
	h.Set("ETag", etag)
	h.Set("Cache-Control", "no-cache")
	h.Set("Last-Modified", m.Envelope.Published.UTC().Format(http.TimeFormat))
	if conditional.Has(r, etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	article, err := content.New(m.Envelope, m.Data)
	var out []byte
	if err == nil {
		out, err = format.Write(article)
	}
	if err != nil {
		a.log.Error("article not written", zap.String("article", m.Envelope.Article), zap.String("format", format.Name), zap.Error(err))
		h.Del("ETag")
		problem(w, http.StatusInternalServerError, kindInternal, "Not written", "The article can't be written in this format. Ask for application/json.")
		return
	}
	h.Set("Content-Type", format.ContentType())
	h.Set("Content-Length", strconv.Itoa(len(out)))
	h.Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(out) // a reader that has gone away is told nothing
}

// etagOf names a version in a format. The time tells it from one of the same sequence
// in a stream that was made anew.
func etagOf(m *lastword.Message, format string) string {
	return `"` + strconv.FormatUint(m.Sequence, 10) + "-" + strconv.FormatInt(m.Envelope.Published.UnixMilli(), 36) + "-" + format + `"`
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

// mayRead reports whether the reader's rights take in a version.
func mayRead(r *http.Request, last *lastword.Last) bool {
	subject, err := contract.ParseNewsSubject(last.Subject)
	return err == nil && access.Of(r).May(subject, last.Envelope.MachineUse)
}
