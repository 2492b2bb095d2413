package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/publish/internal/lists"
	"github.com/wireroom/wireroom/services/publish/internal/origin"
	"github.com/wireroom/wireroom/services/publish/internal/output/feed"
)

// storiesText is a page of stories.
type storiesText struct {
	Stories []storyText `json:"stories"`
	Next    string      `json:"next,omitempty" doc:"Address of the next page; missing on the last one."`
}

// storyText is a story as the reader may see it.
type storyText struct {
	Story       string        `json:"story" doc:"The story's id: the article id of its first article."`
	URL         string        `json:"url" doc:"Address of the story."`
	Articles    int           `json:"articles" doc:"How many articles the reader may read, 1000 at most."`
	Copies      int           `json:"copies" doc:"How many of them repeat another one's text."`
	Providers   []string      `json:"providers"`
	Languages   []string      `json:"languages"`
	Changed     time.Time     `json:"changed" doc:"When the latest version of any was published."`
	Trending    float64       `json:"trending,omitempty" doc:"The sum of its articles' scores."`
	Leading     *articleText  `json:"leading"`
	Development []articleText `json:"development,omitempty" doc:"The articles, oldest version first."`
	More        string        `json:"more,omitempty" doc:"Where the articles are that development has not."`
}

// articleText is one article of a story, as it stands now.
type articleText struct {
	Article     string          `json:"article" doc:"The article's id."`
	Sequence    uint64          `json:"sequence" doc:"The sequence on NEWS."`
	Subject     string          `json:"subject" doc:"The subject on NEWS."`
	Signal      contract.Signal `json:"signal" doc:"What the version meant."`
	Provider    string          `json:"provider"`
	Language    string          `json:"language"`
	Published   time.Time       `json:"published" doc:"When it was published."`
	Versions    int             `json:"versions" doc:"How many versions since it came, or came back."`
	Headline    string          `json:"headline"`
	DuplicateOf string          `json:"duplicateOf,omitempty" doc:"The article whose text it repeats."`
	Kind        string          `json:"duplicateKind,omitempty" doc:"How it repeats it."`
	Similarity  float64         `json:"similarity,omitempty" doc:"How much of the smaller text the larger one holds, 0 to 1."`
	URL         string          `json:"url"`
	Counts      *feed.Counts    `json:"counts,omitempty"`
	Item        json.RawMessage `json:"item,omitempty" schema:"NinjsItem"`
}

func textOf(e feed.Entry, whole bool) articleText {
	env := e.Envelope
	t := articleText{Article: env.Article, Sequence: e.Sequence, Subject: e.Subject, Signal: env.Signal, Provider: env.Provider, Language: contract.LanguageToken(env.Language),
		Published: env.Published, Versions: env.Earlier + 1, Headline: e.Headline(), DuplicateOf: env.DuplicateOf, Kind: env.DuplicateKind, Similarity: env.Similarity, URL: e.URL, Counts: e.Counts}
	if whole {
		t.Item = e.Data
	}
	return t
}

// stories lists stories, the one that changed last first: each at the place of its latest
// article that matches the filters.
func (l *List) stories(w http.ResponseWriter, r *http.Request) {
	w.Header().Add("Vary", "Authorization")
	q, err := storiesQuery(r.URL.Query())
	if err != nil {
		problem(w, http.StatusBadRequest, kindInvalid, "Not a list", err.Error())
		return
	}
	wk, ok := l.walk(w, r, q)
	if !ok {
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), answerLimit)
	defer cancel()
	found, next, err := wk.find(ctx, wk.latestOfStories)
	out := storiesText{Stories: []storyText{}}
	if next > 0 {
		out.Next = address(r, strconv.FormatUint(next, 10))
	}
	if err == nil {
		out.Stories, err = l.summaries(ctx, r, wk, found)
	}
	if err != nil {
		l.notRead(w, err)
		return
	}
	headers(w.Header(), out.Next)
	writeJSON(w, out)
}

func storiesQuery(values url.Values) (query, error) {
	least := 1
	if said := values.Get("articles"); said != "" {
		n, err := strconv.Atoi(said)
		if err != nil || n < 1 || n > maxStory {
			return query{}, fmt.Errorf("articles is how many a story has at least, from 1 to %d", maxStory)
		}
		least = n
	}
	for _, none := range []string{"once", "format", "uri"} {
		if values.Has(none) {
			return query{}, fmt.Errorf("%s is no parameter of stories", none)
		}
	}
	values.Del("articles")
	q, err := parseQuery(values)
	q.least = least
	return q, err
}

// latestOfStories leaves of each story its latest article that matches.
func (w *walk) latestOfStories(ctx context.Context, page []lists.Entry) (out []lists.Entry, err error) {
	for _, e := range page {
		if e.Story == "" {
			continue
		}
		list := lists.Name("story", e.Story)
		if _, seen := w.leads[list]; !seen && w.least > 1 {
			all, err := w.story(ctx, e.Story)
			if err != nil {
				return nil, err
			}
			if len(all) < w.least {
				w.leads[list] = 0
			}
		}
		lead, err := w.latest(ctx, list)
		if err != nil {
			return nil, err
		}
		if lead == e.Seq {
			out = append(out, e)
		}
	}
	return out, nil
}

// story gives the articles of a story that can be read, latest first.
func (w *walk) story(ctx context.Context, id string) ([]lists.Entry, error) {
	page, err := w.store.Page(ctx, w.life, lists.Name("story", id), math.MaxInt64, maxStory)
	return slices.DeleteFunc(page, func(e lists.Entry) bool { return !w.entitled(e) }), err
}

// summaries tells of each entry's story. One of which nothing can be read any more is left
// out.
func (l *List) summaries(ctx context.Context, r *http.Request, wk *walk, found []lists.Entry) ([]storyText, error) {
	out := make([]storyText, 0, len(found))
	var leading []lists.Entry
	for _, e := range found {
		all, err := wk.story(ctx, e.Story)
		if err != nil {
			return nil, err
		}
		if len(all) > 0 {
			out, leading = append(out, summary(r, e.Story, all)), append(leading, leads(e.Story, all))
		}
	}
	articles, err := l.read(ctx, r, leading)
	if err != nil {
		return nil, err
	}
	l.count(ctx, articles)
	for _, a := range articles {
		if i := slices.IndexFunc(out, func(s storyText) bool { return s.Story == a.Envelope.Story && s.Leading == nil }); i >= 0 {
			text := textOf(a, true)
			out[i].Leading = &text
		}
	}
	return slices.DeleteFunc(out, func(s storyText) bool { return s.Leading == nil }), nil
}

func summary(r *http.Request, id string, all []lists.Entry) storyText {
	s := storyText{Story: id, URL: origin.Of(r) + "/v1/stories/" + id, Articles: len(all), Changed: time.UnixMilli(all[0].At).UTC()}
	for _, e := range all {
		if e.CopyOf != "" {
			s.Copies++
		}
		s.Providers, s.Languages = with(s.Providers, e.In("provider")), with(s.Languages, e.In("language"))
	}
	return s
}

// with adds a value in its place, once.
func with(list []string, v string) []string {
	i, found := slices.BinarySearch(list, v)
	if found {
		return list
	}
	return slices.Insert(list, i, v)
}

// leads is the leading article of a story: the one that gave it its name, or where that
// can't be read, the one whose present version is the oldest.
func leads(id string, all []lists.Entry) lists.Entry {
	if i := slices.IndexFunc(all, func(e lists.Entry) bool { return e.Article == id }); i >= 0 {
		return all[i]
	}
	return all[len(all)-1]
}

// maxDevelopment is how many articles of a story one answer reads.
const maxDevelopment = 200

// story answers with one story and its articles in the order of time.
func (l *List) story(w http.ResponseWriter, r *http.Request) {
	w.Header().Add("Vary", "Authorization")
	id := r.PathValue("id")
	if !contract.ValidArticle(id) {
		noStory(w)
		return
	}
	wk, ok := l.walk(w, r, query{})
	if !ok {
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), answerLimit)
	defer cancel()
	out, err := l.develop(ctx, r, wk, id)
	switch {
	case errors.Is(err, errNoStory):
		noStory(w)
	case err != nil:
		l.notRead(w, err)
	default:
		headers(w.Header(), "")
		writeJSON(w, out)
	}
}

var errNoStory = errors.New("no such story")

func (l *List) develop(ctx context.Context, r *http.Request, wk *walk, id string) (storyText, error) {
	all, err := wk.story(ctx, id)
	if err != nil {
		return storyText{}, err
	}
	if len(all) == 0 {
		return storyText{}, errNoStory
	}
	out := summary(r, id, all)
	read := all[:min(len(all), maxDevelopment)]
	lead := leads(id, all)
	if !slices.ContainsFunc(read, func(e lists.Entry) bool { return e.Article == lead.Article }) {
		read = append(slices.Clone(read[:maxDevelopment-1]), lead)
	}
	if len(all) > maxDevelopment {
		out.More = origin.Of(r) + "/v1/articles?story=" + id
	}
	articles, err := l.read(ctx, r, read)
	l.count(ctx, articles)
	for _, a := range slices.Backward(articles) {
		out.Development = append(out.Development, textOf(a, false))
		if a.Envelope.Article == lead.Article {
			text := textOf(a, true)
			out.Leading = &text
		}
	}
	if err == nil && len(out.Development) == 0 {
		err = errNoStory
	}
	return out, err
}

func noStory(w http.ResponseWriter) {
	problem(w, http.StatusNotFound, kindNoStory, "No such story",
		"No article that you may read is of this story now. A story's id is the article id of its first article; the header Wireroom-Story holds it.")
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // a reader that has gone away is told nothing
}
