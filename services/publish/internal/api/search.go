package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/wireroom/wireroom/services/publish/internal/lists"
	"github.com/wireroom/wireroom/services/publish/internal/output"
	"github.com/wireroom/wireroom/services/publish/internal/output/feed"
	"github.com/wireroom/wireroom/services/publish/internal/search"
	"github.com/wireroom/wireroom/services/publish/internal/search/analyze"
	"github.com/wireroom/wireroom/services/publish/internal/search/index"
)

// Search serves GET /v1/search.
type Search struct {
	*List
	search *search.Search
}

// NewSearch makes it over the lists, whose filters and rights hold for what is found.
func NewSearch(l *List, s *search.Search) *Search { return &Search{l, s} }

// Mount adds the route.
func (s *Search) Mount(mux *http.ServeMux) { mux.HandleFunc("GET /v1/search", s.serve) }

// question is what a request asks.
type question struct {
	analyze.Query
	latest bool // ordered by time
	from   int  // the cursor: how many hits were looked at before
}

func (s *Search) serve(w http.ResponseWriter, r *http.Request) {
	w.Header().Add("Vary", "Accept, Authorization")
	i := output.Choose(r, output.ListFormats())
	if i < 0 {
		notAcceptable(w, output.ListFormats())
		return
	}
	ask, q, err := parseQuestion(r.URL.Query())
	if err != nil {
		problem(w, http.StatusBadRequest, kindInvalid, "Not a question", err.Error())
		return
	}
	if s.search.Off() {
		problem(w, http.StatusNotFound, kindNoRoute, "No search", "The search is turned off here (WIREROOM_SEARCH_ARTICLES).")
		return
	}
	wk, ok := s.walk(w, r, q)
	if !ok {
		return
	}
	if !s.search.Ready(wk.life) {
		w.Header().Set("Retry-After", "2")
		problem(w, http.StatusServiceUnavailable, "filling", "The search is being filled", "The search is filled from NEWS at each start. Try again.")
		return
	}
	f, err := s.find(r, wk, ask)
	if err != nil {
		s.notRead(w, err)
		return
	}
	s.write(w, output.Lists()[i], f)
}

func parseQuestion(values url.Values) (question, query, error) {
	var ask question
	var err error
	if !values.Has("q") {
		return ask, query{}, errors.New(`q is what to search for: words, "words in a row", -word`)
	}
	if ask.Query, err = analyze.Parse(values.Get("q")); err != nil {
		return ask, query{}, err
	}
	if values.Has("uri") {
		return ask, query{}, errors.New("uri is no parameter of the search")
	}
	switch sort := values.Get("sort"); sort {
	case "", "relevance":
	case "time":
		ask.latest = true
	default:
		return ask, query{}, fmt.Errorf("sort %.40q is neither relevance nor time", sort)
	}
	if cursor := values.Get("cursor"); cursor != "" {
		if ask.from, err = strconv.Atoi(cursor); err != nil || ask.from < 0 {
			return ask, query{}, errors.New("cursor is what the last page's next names")
		}
	}
	for _, ours := range []string{"q", "sort", "cursor"} {
		values.Del(ours)
	}
	q, err := parseQuery(values)
	return ask, q, err
}

// find reads hits until there are as many articles as asked for.
func (s *Search) find(r *http.Request, wk *walk, ask question) (feed.Feed, error) {
	ctx, cancel := context.WithTimeout(r.Context(), answerLimit)
	defer cancel()
	hits := s.search.Find(ask.Query)
	if ask.latest {
		slices.SortFunc(hits, func(a, b index.Hit) int { return cmp.Compare(b.Seq, a.Seq) })
	}
	f := feed.Feed{Self: address(r, ""), Updated: time.Unix(0, 0)}
	at := min(ask.from, len(hits))
	for last := min(at+maxScan, len(hits)); at < last && len(f.Entries) < wk.limit; {
		found, used, err := s.listed(ctx, wk, hits[at:min(at+chunk, last)], wk.limit-len(f.Entries))
		if err != nil {
			return f, err
		}
		at += used
		entries, err := s.read(ctx, r, found)
		if err != nil {
			return f, err
		}
		f.Entries = append(f.Entries, ask.whole(entries)...)
	}
	if at < len(hits) {
		f.Next = address(r, strconv.Itoa(at))
	}
	s.count(ctx, f.Entries)
	s.tell(f.Entries, ask, hits)
	for _, e := range f.Entries {
		if e.Envelope.Published.After(f.Updated) {
			f.Updated = e.Envelope.Published
		}
	}
	return f, nil
}

// listed gives at most n of the hits that the lists have and the request takes in, and how
// many hits were used up for them.
func (s *Search) listed(ctx context.Context, wk *walk, hits []index.Hit, n int) (out []lists.Entry, used int, err error) {
	ids := make([]string, len(hits))
	for i, h := range hits {
		ids[i] = h.ID
	}
	known, err := wk.store.Entries(ctx, wk.life, ids)
	if err != nil {
		return nil, 0, err
	}
	for _, h := range hits {
		if len(out) == n {
			break
		}
		used++
		e, ok := known[h.ID]
		if !ok || e.Seq != h.Seq || !wk.matches(e) {
			continue
		}
		once, err := wk.onlyOnce(ctx, []lists.Entry{e})
		if err != nil {
			return nil, 0, err
		}
		out = append(out, once...)
	}
	return out, used, nil
}

// whole leaves the articles that have each phrase of the question.
func (q question) whole(entries []feed.Entry) []feed.Entry {
	return slices.DeleteFunc(entries, func(e feed.Entry) bool {
		return !q.HasPhrases(search.Kind(e.Article), append(search.Headlines(e.Article), search.Text(e.Article))...)
	})
}

// tell adds scores and excerpts.
func (s *Search) tell(entries []feed.Entry, ask question, hits []index.Hit) {
	scores := make(map[string]float64, len(hits))
	for _, h := range hits {
		scores[h.ID] = h.Score
	}
	for i, e := range entries {
		entries[i].Found = &feed.Found{Score: scores[e.Envelope.Article], Excerpt: ask.Excerpt(search.Text(e.Article), search.Kind(e.Article))}
	}
}
