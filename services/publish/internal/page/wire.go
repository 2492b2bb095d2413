package page

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/publish/internal/api"
	"github.com/wireroom/wireroom/services/publish/internal/output/content"
	"github.com/wireroom/wireroom/services/publish/internal/output/feed"
)

// row is an article as lists show it.
type row struct {
	ID, Sequence, Headline, Summary string
	Provider, Language, Topic       string
	Urgency                         int
	Flash                           bool
	Signal                          contract.Signal
	Corrects, Story, CopyOf, Copy   string
	At                              time.Time
	Views                           int64
	Names                           []string
	Places                          []string
	Others                          []row // of the same story, which are further down
}

// The bounds of what a row shows.
const (
	maxNames  = 5
	maxOthers = 20
)

// rowOf makes a row of an article.
func rowOf(a content.Article, sequence uint64) row {
	e := a.Envelope
	r := row{ID: e.Article, Sequence: strconv.FormatUint(sequence, 10), Headline: headline(a), Summary: a.Summary(), Provider: e.Provider,
		Language: contract.LanguageToken(e.Language), Topic: contract.TopicToken(e.Topic), Urgency: int(e.Urgency), Signal: e.Signal,
		Corrects: e.Corrects, Story: e.Story, CopyOf: e.DuplicateOf, Copy: e.DuplicateKind, At: e.Published}
	r.Flash = r.Urgency == 1 || r.Urgency == 2
	r.Names, r.Places = people(a.Item), places(a.Item)
	return r
}

func headline(a content.Article) string {
	if h := a.Headline(); h != "" {
		return h
	}
	return string(a.Item.URI)
}

func people(item *ninjs.Item) (out []string) {
	for _, p := range item.People {
		out = named(out, p.Name)
	}
	for _, o := range item.Organisations {
		out = named(out, o.Name)
	}
	return out
}

func places(item *ninjs.Item) (out []string) {
	for _, p := range item.Places {
		out = named(out, p.Name)
	}
	return out
}

func named(list []string, name string) []string {
	if name == "" || len(list) == maxNames || slices.Contains(list, name) {
		return list
	}
	return append(list, name)
}

// wirePage is the live wire.
type wirePage struct {
	Filter  filter
	Rows    []row
	Next    string // the address of the page that is older, empty for the last
	Stream  string // the address of the events that may change the page; empty on an older page
	Filling bool
}

// wire shows what came last, by the filters of the address.
func (p *Page) wire(w http.ResponseWriter, r *http.Request) {
	values := r.URL.Query()
	if tidy, changed := tidied(values); changed {
		http.Redirect(w, r, address("/", tidy), http.StatusSeeOther)
		return
	}
	page := wirePage{Filter: filterOf(values)}
	asked := page.Filter.query()
	f, err := p.Articles(r, asked)
	switch {
	case errors.Is(err, api.ErrQuery):
		p.fail(w, r, http.StatusBadRequest, "Not a list", err.Error()+".")
		return
	case errors.Is(err, api.ErrFilling):
		page.Filling = true
		w.Header().Set("Refresh", "2") // which browsers obey without a script too
	case err != nil:
		p.Log.Warn("page not read", zap.Error(err))
		p.fail(w, r, http.StatusServiceUnavailable, "The wire does not answer", "NATS or Redis does not answer at the moment. Nothing is lost; try again.")
		return
	}
	page.Rows, page.Next = fold(rows(f)), older(f.Next)
	if !values.Has("cursor") {
		page.Stream = "/v1/stream"
	}
	p.show(w, r, http.StatusOK, "wire", p.frame(r, "wire", page.Filter.title(), page))
}

func rows(f feed.Feed) []row {
	out := make([]row, 0, len(f.Entries))
	for _, e := range f.Entries {
		out = append(out, rowOf(e.Article, e.Sequence))
	}
	return out
}

// fold puts the articles of a story into its latest one.
func fold(rows []row) []row {
	var out []row
	at := map[string]int{} // of a story
	for _, r := range rows {
		i, seen := at[r.Story]
		if r.Story == "" || !seen {
			at[r.Story] = len(out)
			out = append(out, r)
			continue
		}
		if len(out[i].Others) < maxOthers {
			out[i].Others = append(out[i].Others, r)
		}
	}
	return out
}

// older makes the address of the next page of the API's one.
func older(next string) string {
	u, err := url.Parse(next)
	if err != nil || next == "" {
		return ""
	}
	return address("/", u.Query())
}

func address(path string, values url.Values) string {
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}
