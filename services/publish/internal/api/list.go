package api

import (
	"context"
	"iter"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/publish/internal/access"
	"github.com/wireroom/wireroom/services/publish/internal/lastword"
	"github.com/wireroom/wireroom/services/publish/internal/lists"
	"github.com/wireroom/wireroom/services/publish/internal/origin"
	"github.com/wireroom/wireroom/services/publish/internal/output"
	"github.com/wireroom/wireroom/services/publish/internal/output/content"
	"github.com/wireroom/wireroom/services/publish/internal/output/feed"
	"github.com/wireroom/wireroom/services/publish/internal/views"
	"github.com/wireroom/wireroom/services/publish/internal/views/counts"
	"github.com/wireroom/wireroom/services/publish/internal/websub"
)

// List serves GET /v1/articles, GET /v1/stories and GET /v1/trending.
type List struct {
	*API
	store lists.Store
	views Views
	life  func() string // of NEWS
	// Hub tells whether one may subscribe to feeds at this moment; nil: never.
	Hub func() bool
}

// Views are the counts of views.
type Views interface {
	// Tell gives the counts of articles, those that somebody viewed.
	Tell(ctx context.Context, articles []string) (map[string]views.Tally, error)
	// Ranking gives the articles by their trending score, the highest first.
	Ranking(ctx context.Context) iter.Seq2[counts.Ranked, error]
}

// NewList makes it over the store that package lists fills.
func NewList(a *API, store lists.Store, v Views, life func() string) *List {
	return &List{API: a, store: store, views: v, life: life}
}

// Mount adds the routes.
func (l *List) Mount(mux *http.ServeMux) {
	mux.HandleFunc("GET /v1/articles", l.serve)
	mux.HandleFunc("GET /v1/stories", l.stories)
	mux.HandleFunc("GET /v1/stories/{id}", l.story)
	mux.HandleFunc("GET /v1/trending", l.trending)
}

func (l *List) serve(w http.ResponseWriter, r *http.Request) {
	if uri := r.URL.Query().Get("uri"); uri != "" {
		l.byURI(w, r, uri)
		return
	}
	w.Header().Add("Vary", "Accept, Authorization")
	i := output.Choose(r, output.ListFormats())
	if i < 0 {
		notAcceptable(w, output.ListFormats())
		return
	}
	q, err := parseQuery(r.URL.Query())
	if err != nil {
		problem(w, http.StatusBadRequest, kindInvalid, "Not a list", err.Error())
		return
	}
	wk, ok := l.walk(w, r, q)
	if !ok {
		return
	}
	f, err := l.feed(r, wk)
	if err != nil {
		l.notRead(w, err)
		return
	}
	l.discover(w, r, output.Lists()[i], &f)
	l.write(w, output.Lists()[i], f)
}

// discover tells of a feed where it is, whatever named its format, and where to
// subscribe (WebSub, 4). What ends at a time, or is not the first page, is no feed.
func (l *List) discover(w http.ResponseWriter, r *http.Request, format output.List, f *feed.Feed) {
	q := r.URL.Query()
	if format.Name == output.Lists()[0].Name || q.Has("cursor") || q.Has("since") || q.Has("until") {
		return
	}
	q.Set("format", format.Name)
	f.Self = origin.Of(r) + r.URL.Path + "?" + q.Encode()
	w.Header().Add("Link", "<"+f.Self+`>; rel="self"`)
	if l.Hub != nil && l.Hub() {
		f.Hub = origin.Of(r) + websub.Path
		w.Header().Add("Link", "<"+f.Hub+`>; rel="hub"`)
	}
}

// walk prepares to go through the lists; false if it has answered that they are not
// complete.
func (l *List) walk(w http.ResponseWriter, r *http.Request, q query) (*walk, bool) {
	wk := newWalk(l, q, access.Of(r))
	_, ready, err := l.store.Position(r.Context(), wk.life)
	if err != nil {
		l.notRead(w, err)
		return nil, false
	}
	if !ready {
		w.Header().Set("Retry-After", "2")
		problem(w, http.StatusServiceUnavailable, "filling", "The lists are being filled", "The lists were empty and are filled again from NEWS. Try again.")
	}
	return wk, ready
}

func (l *List) notRead(w http.ResponseWriter, err error) {
	l.log.Warn("list not read", zap.Error(err))
	unavailable(w, "unavailable")
}

// byURI answers with the article of a uri, which belongs to a provider.
func (l *List) byURI(w http.ResponseWriter, r *http.Request, uri string) {
	provider := r.URL.Query().Get("provider")
	if !contract.ValidProvider(provider) {
		problem(w, http.StatusBadRequest, kindInvalid, "Whose article?", "A uri is one of a provider: name it with provider=ID.")
		return
	}
	id := contract.ArticleID(provider, uri)
	w.Header().Set("Content-Location", "/v1/articles/"+id)
	l.article(w, r, id)
}

func (l *List) write(w http.ResponseWriter, format output.List, f feed.Feed) {
	out, err := format.Write(f)
	if err != nil {
		l.log.Error("list not written", zap.Error(err))
		problem(w, http.StatusInternalServerError, kindInternal, "Not written", "The list can't be written in this format.")
		return
	}
	h := w.Header()
	h.Set("Content-Type", format.ContentType())
	headers(h, f.Next)
	_, _ = w.Write(out) // a reader that has gone away is told nothing
}

// headers sets what all lists have; next is the address of the next page.
func headers(h http.Header, next string) {
	h.Set("Cache-Control", "no-cache")
	h.Set("X-Content-Type-Options", "nosniff")
	if next != "" {
		h.Add("Link", "<"+next+`>; rel="next"`)
	}
}

// The bounds of the work for one answer.
const (
	answerLimit = 10 * time.Second
	atOnce      = 8 // articles that are read from NEWS at once
)

func (l *List) feed(r *http.Request, wk *walk) (feed.Feed, error) {
	ctx, cancel := context.WithTimeout(r.Context(), answerLimit)
	defer cancel()
	found, next, err := wk.find(ctx, wk.onlyOnce)
	if err != nil {
		return feed.Feed{}, err
	}
	f := feed.Feed{Self: address(r, ""), Updated: time.Unix(0, 0)}
	if next > 0 {
		f.Next = address(r, strconv.FormatUint(next, 10))
	}
	if f.Entries, err = l.read(ctx, r, found); err != nil {
		return f, err
	}
	l.count(ctx, f.Entries)
	oldest := time.Time{}
	for _, e := range f.Entries {
		if oldest = e.Envelope.Published; oldest.After(f.Updated) {
			f.Updated = oldest
		}
	}
	f.Tombstones, err = l.tombstones(ctx, wk.life, oldest)
	if len(f.Tombstones) > 0 && f.Tombstones[0].At.After(f.Updated) {
		f.Updated = f.Tombstones[0].At
	}
	return f, err
}

// read reads the articles from NEWS. One that is not there any more was replaced or
// taken down a moment ago.
func (l *List) read(ctx context.Context, r *http.Request, found []lists.Entry) ([]feed.Entry, error) {
	messages := make([]*lastword.Message, len(found))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(atOnce)
	for i, e := range found {
		g.Go(func() (err error) {
			messages[i], err = l.news.Next(ctx, contract.NewsOfArticle(e.Article), e.Seq)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	var out []feed.Entry
	for i, m := range messages {
		if m == nil || m.Sequence != found[i].Seq {
			continue
		}
		if a, err := content.New(m.Envelope, m.Data); err == nil {
			out = append(out, feed.Entry{Article: a, Sequence: m.Sequence, Subject: m.Subject, URL: origin.Of(r) + "/v1/articles/" + m.Envelope.Article})
		}
	}
	return out, nil
}

// count adds the counts of views. While they are away the list is without.
func (l *List) count(ctx context.Context, entries []feed.Entry) {
	ids := make([]string, len(entries))
	for i, e := range entries {
		ids[i] = e.Envelope.Article
	}
	told, err := l.views.Tell(ctx, ids)
	if err != nil {
		l.log.Info("a list is without counts of views", zap.Error(err))
		return
	}
	for i, id := range ids {
		t := told[id]
		entries[i].Counts = &feed.Counts{Views: t.Views, Viewers: t.Viewers, Trending: t.Trending}
	}
}

// tombstones gives the latest takedowns, back to a time.
func (l *List) tombstones(ctx context.Context, life string, since time.Time) ([]feed.Tombstone, error) {
	page, err := l.store.Page(ctx, life, lists.Kills, math.MaxInt64, maxLimit)
	var out []feed.Tombstone
	for _, e := range page {
		if since.IsZero() || e.At >= since.UnixMilli() {
			out = append(out, feed.Tombstone{Article: e.Article, URI: e.URI, At: time.UnixMilli(e.At)})
		}
	}
	return out, err
}

// address is that of the request, at another place of the list.
func address(r *http.Request, cursor string) string {
	q := r.URL.Query()
	if cursor != "" {
		q.Set("cursor", cursor)
	}
	u := url.URL{Path: r.URL.Path, RawQuery: q.Encode()}
	return origin.Of(r) + u.String()
}
