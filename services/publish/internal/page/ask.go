package page

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/publish/internal/output/content"
)

// answer is what the API answers within this process.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *answer) Write(data []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(data)
}

// ask has the API answer with the rights of the request. Where it refuses, a page says so,
// and false is given.
func (p *Page) ask(w http.ResponseWriter, r *http.Request, path string, values url.Values, into any) bool {
	asked := r.Clone(r.Context())
	asked.Method, asked.URL = http.MethodGet, &url.URL{Path: path, RawQuery: values.Encode()}
	asked.Header = http.Header{"Accept": {"application/json"}}
	a := &answer{header: http.Header{}}
	p.API.ServeHTTP(a, asked)
	if a.status == http.StatusOK {
		if err := json.Unmarshal(a.body.Bytes(), into); err != nil {
			p.Log.Error("the API's answer can't be read", zap.String("path", path), zap.Error(err))
			p.fail(w, r, http.StatusInternalServerError, "Not written", "The page can't be written.")
			return false
		}
		return true
	}
	var problem struct{ Title, Detail string }
	if json.Unmarshal(a.body.Bytes(), &problem) != nil || problem.Title == "" {
		problem.Title, problem.Detail = "The wire does not answer", "Try again."
	}
	p.fail(w, r, a.status, problem.Title, problem.Detail)
	return false
}

// told is an article as the API's lists have it.
type told struct {
	Article   string
	Sequence  uint64
	Subject   string
	Published time.Time
	Headline  string
	Versions  int
	CopyOf    string `json:"duplicateOf"`
	Counts    *struct {
		Views    int64
		Trending float64
	}
	Item json.RawMessage
}

// row makes a row of it; false if it can't be read.
func (t told) row() (row, bool) {
	s, err := contract.ParseNewsSubject(t.Subject)
	if err != nil {
		return row{}, false
	}
	e := &contract.Envelope{Article: t.Article, Provider: s.Provider, Language: s.Language, Topic: s.Topic, Signal: s.Signal, Published: t.Published, DuplicateOf: t.CopyOf}
	item := &ninjs.Item{Title: t.Headline}
	if len(t.Item) > 0 {
		if item, err = ninjs.Decode(t.Item); err != nil {
			return row{}, false
		}
		e.Urgency = item.Urgency
	}
	return rowOf(content.Article{Envelope: e, Data: t.Item, Item: item}, t.Sequence), true
}

func rowsOf(list []told) (out []row) {
	for _, t := range list {
		if r, ok := t.row(); ok {
			if t.Counts != nil {
				r.Views = t.Counts.Views
			}
			out = append(out, r)
		}
	}
	return out
}

// listPage is what was searched for, or what is viewed most.
type listPage struct {
	Q, Sort string
	Rows    []row
	Next    string
}

func (p *Page) search(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	page := listPage{Q: q.Get("q"), Sort: q.Get("sort")}
	if page.Q == "" {
		p.show(w, r, http.StatusOK, "search", p.frame(r, "search", "Search", page))
		return
	}
	asked := url.Values{"limit": {usualRows}}
	for _, name := range []string{"q", "sort", "cursor"} {
		if v := q.Get(name); v != "" {
			asked.Set(name, v)
		}
	}
	if p.list(w, r, "/v1/search", asked, &page) {
		p.show(w, r, http.StatusOK, "search", p.frame(r, "search", page.Q+", search", page))
	}
}

func (p *Page) trending(w http.ResponseWriter, r *http.Request) {
	var page listPage
	if p.list(w, r, "/v1/trending", url.Values{"limit": {usualRows}}, &page) {
		p.show(w, r, http.StatusOK, "trending", p.frame(r, "trending", "Trending", page))
	}
}

func (p *Page) list(w http.ResponseWriter, r *http.Request, path string, asked url.Values, page *listPage) bool {
	var said struct {
		Articles []told
		Next     string
	}
	if !p.ask(w, r, path, asked, &said) {
		return false
	}
	page.Rows = rowsOf(said.Articles)
	if u, err := url.Parse(said.Next); err == nil && said.Next != "" {
		next := u.Query()
		next.Del("limit")
		page.Next = address(r.URL.Path, next)
	}
	return true
}

// storyPage is a story with its articles in the order of time.
type storyPage struct {
	Articles, Copies     int
	Providers, Languages []string
	Changed              time.Time
	Leading              row
	Development          []row
	More                 bool
}

func (p *Page) story(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	if !contract.ValidArticle(id) {
		p.fail(w, r, http.StatusNotFound, "No such story", "A story's id is the article id of its first article.")
		return
	}
	var said struct {
		Articles, Copies     int
		Providers, Languages []string
		Changed              time.Time
		Leading              told
		Development          []told
		More                 string
	}
	if !p.ask(w, r, "/v1/stories/"+id, nil, &said) {
		return
	}
	page := storyPage{Articles: said.Articles, Copies: said.Copies, Providers: said.Providers, Languages: said.Languages, Changed: said.Changed,
		Development: rowsOf(said.Development), More: said.More != ""}
	page.Leading, _ = said.Leading.row() // without one the title is empty
	p.show(w, r, http.StatusOK, "story", p.frame(r, "story", page.Leading.Headline+", story", page))
}
