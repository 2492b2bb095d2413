package api

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/publish/internal/lastword"
	"github.com/wireroom/wireroom/services/publish/internal/output/content"
)

// maxVersions is how many versions one answer lists: each is read by itself.
const maxVersions = 100

type versionText struct {
	Sequence       uint64          `json:"sequence" doc:"Its sequence on NEWS."`
	Signal         contract.Signal `json:"signal" doc:"What it meant."`
	Corrects       string          `json:"corrects,omitempty" doc:"The version that it corrects."`
	Version        string          `json:"version,omitempty" doc:"The provider's version."`
	VersionCreated *time.Time      `json:"versionCreated,omitempty" doc:"The provider's date of the version."`
	Published      time.Time       `json:"published" doc:"When it was published."`
	Urgency        int             `json:"urgency,omitempty" doc:"Its urgency, 1 to 9."`
	Headline       string          `json:"headline,omitempty"`
	URL            string          `json:"url" doc:"Path of the version."`
}

type versionsText struct {
	Article  string        `json:"article" doc:"The article's id."`
	Versions []versionText `json:"versions"`
	Next     string        `json:"next,omitempty" doc:"Path of the next page; missing on the last one."`
}

// versions lists the versions of an article that NEWS holds, oldest first, 100 at most;
// next leads on.
func (a *API) versions(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	from, err := after(r.URL.Query())
	if err != nil {
		problem(w, http.StatusBadRequest, kindInvalid, "Not a sequence", "after is the sequence of the last version that you have, a number.")
		return
	}
	last, ok := a.readable(w, r, id)
	if !ok {
		return
	}
	if !mayRead(r, last) {
		notEntitled(w)
		return
	}
	out := versionsText{Article: id, Versions: []versionText{}}
	for from <= last.Sequence {
		m, err := a.news.Next(r.Context(), contract.NewsOfArticle(id), from)
		if err != nil {
			a.unavailable(w, id, err)
			return
		}
		if m == nil {
			break
		}
		if len(out.Versions) == maxVersions {
			out.Next = "/v1/articles/" + id + "/versions?after=" + strconv.FormatUint(from-1, 10)
			break
		}
		if mayRead(r, &m.Last) {
			out.Versions = append(out.Versions, describeVersion(id, m))
		}
		from = m.Sequence + 1
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-cache")
	_ = json.NewEncoder(w).Encode(out) // a reader that has gone away is told nothing
}

func after(q url.Values) (uint64, error) {
	if q.Get("after") == "" {
		return 1, nil
	}
	n, err := strconv.ParseUint(q.Get("after"), 10, 63)
	return n + 1, err
}

// readable reads the last word on an article that can be read; false if it has answered.
func (a *API) readable(w http.ResponseWriter, r *http.Request, id string) (*lastword.Last, bool) {
	if !contract.ValidArticle(id) {
		noArticle(w)
		return nil, false
	}
	last, err := a.news.Read(r.Context(), contract.NewsOfArticle(id))
	switch {
	case err != nil:
		a.unavailable(w, id, err)
	case last == nil:
		noArticle(w)
	case last.Envelope.Signal == contract.Kill:
		takenDown(w, last)
	default:
		return last, true
	}
	return nil, false
}

func noArticle(w http.ResponseWriter) {
	problem(w, http.StatusNotFound, kindNoArticle, "No such article",
		"NEWS holds nothing of this article: it never came, or is older than the stream reaches back.")
}

func describeVersion(id string, m *lastword.Message) versionText {
	e := m.Envelope
	v := versionText{Sequence: m.Sequence, Signal: e.Signal, Corrects: e.Corrects, Published: e.Published, Urgency: int(e.Urgency),
		URL: "/v1/articles/" + id + "/versions/" + strconv.FormatUint(m.Sequence, 10)}
	if article, err := content.New(e, m.Data); err == nil {
		v.Headline, v.Version = article.Headline(), article.Item.Version
		if t := article.Item.VersionCreated; !t.IsZero() {
			v.VersionCreated = &t.Time
		}
	}
	return v
}

// version answers with one version, in any of the formats. Those of an article that was
// taken down are gone.
func (a *API) version(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	format, ok := a.ask(w, r, id)
	if !ok {
		return
	}
	seq, err := strconv.ParseUint(r.PathValue("sequence"), 10, 63)
	if err != nil || seq == 0 {
		noArticle(w)
		return
	}
	if _, ok := a.readable(w, r, id); !ok {
		return
	}
	m, err := a.news.Next(r.Context(), contract.NewsOfArticle(id), seq)
	switch {
	case err != nil:
		a.unavailable(w, id, err)
	case m == nil || m.Sequence != seq:
		noArticle(w)
	default:
		a.answer(w, r, format, m)
	}
}
