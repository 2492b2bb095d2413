package api

import (
	"context"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/services/publish/internal/access"
	"github.com/wireroom/wireroom/services/publish/internal/lastword"
	"github.com/wireroom/wireroom/services/publish/internal/lists"
	"github.com/wireroom/wireroom/services/publish/internal/output"
	"github.com/wireroom/wireroom/services/publish/internal/output/content"
	"github.com/wireroom/wireroom/services/publish/internal/output/feed"
)

// List serves GET /v1/articles.
type List struct {
	*API
	store lists.Store
	life  func() string // of NEWS
}

// NewList makes it over the store that package lists fills.
func NewList(a *API, store lists.Store, life func() string) *List { return &List{a, store, life} }

// Mount adds the route.
func (l *List) Mount(mux *http.ServeMux) { mux.HandleFunc("GET /v1/articles", l.serve) }

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
	life := l.life()
	_, ready, err := l.store.Position(r.Context(), life)
	if err == nil && !ready {
		w.Header().Set("Retry-After", "2")
		problem(w, http.StatusServiceUnavailable, "filling", "The lists are being filled", "The lists were empty and are filled again from NEWS. Try again.")
		return
	}
	var f feed.Feed
	if err == nil {
		f, err = l.feed(r, life, q)
	}
	if err != nil {
		l.log.Warn("list not read", zap.Error(err))
		unavailable(w, "unavailable")
		return
	}
	l.write(w, output.Lists()[i], f)
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
	h.Set("Cache-Control", "no-cache")
	h.Set("X-Content-Type-Options", "nosniff")
	if f.Next != "" {
		h.Set("Link", "<"+f.Next+`>; rel="next"`)
	}
	_, _ = w.Write(out) // a reader that has gone away is told nothing
}

// The bounds of the work for one answer.
const (
	chunk   = 200
	maxScan = 5000 // entries that are looked at; then next leads on
	atOnce  = 8    // articles that are read from NEWS at once
)

func (l *List) feed(r *http.Request, life string, q query) (feed.Feed, error) {
	ctx, cancel := context.WithTimeout(r.Context(), 10*time.Second)
	defer cancel()
	found, next, err := l.scan(ctx, r, life, q)
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
	oldest := time.Time{}
	for _, e := range f.Entries {
		if oldest = e.Envelope.Published; oldest.After(f.Updated) {
			f.Updated = oldest
		}
	}
	f.Tombstones, err = l.tombstones(ctx, life, oldest)
	if len(f.Tombstones) > 0 && f.Tombstones[0].At.After(f.Updated) {
		f.Updated = f.Tombstones[0].At
	}
	return f, err
}

// scan goes down the smallest of the lists. next is 0 at its end.
func (l *List) scan(ctx context.Context, r *http.Request, life string, q query) (found []lists.Entry, next uint64, err error) {
	list, err := l.smallest(ctx, life, q)
	if err != nil {
		return nil, 0, err
	}
	below := q.below
	for seen := 0; seen < maxScan; {
		page, err := l.store.Page(ctx, life, list, below, chunk)
		if err != nil || len(page) == 0 {
			return found, 0, err
		}
		for _, e := range page {
			below = e.Seq
			if !q.since.IsZero() && e.At < q.since.UnixMilli() {
				return found, 0, nil // the rest is older
			}
			if q.takes(e) && entitled(r, e) {
				if found = append(found, e); len(found) == q.limit {
					return found, below, nil
				}
			}
		}
		seen += len(page)
	}
	return found, below, nil
}

func (l *List) smallest(ctx context.Context, life string, q query) (string, error) {
	best, size := lists.All, int64(math.MaxInt64)
	for _, group := range q.groups {
		if len(group) != 1 {
			continue
		}
		n, err := l.store.Size(ctx, life, group[0])
		if err != nil {
			return "", err
		}
		if n < size {
			best, size = group[0], n
		}
	}
	return best, nil
}

// takes reports whether an entry is what was asked for.
func (q query) takes(e lists.Entry) bool {
	if !q.until.IsZero() && e.At > q.until.UnixMilli() {
		return false
	}
	for _, group := range q.groups {
		if !slices.ContainsFunc(group, func(list string) bool { return slices.Contains(e.Lists, list) }) {
			return false
		}
	}
	return true
}

func entitled(r *http.Request, e lists.Entry) bool {
	subject, err := contract.ParseNewsSubject(e.Subject)
	if err != nil {
		return false
	}
	use, err := machineuse.Parse(e.Use)
	return err == nil && access.Of(r).May(subject, use)
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
			out = append(out, feed.Entry{Article: a, Sequence: m.Sequence, Subject: m.Subject, URL: base(r) + "/v1/articles/" + m.Envelope.Article})
		}
	}
	return out, nil
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

// base is how the request's sender calls this service.
func base(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// address is that of the request, at another place of the list.
func address(r *http.Request, cursor string) string {
	q := r.URL.Query()
	if cursor != "" {
		q.Set("cursor", cursor)
	}
	u := url.URL{Path: r.URL.Path, RawQuery: q.Encode()}
	return base(r) + u.String()
}
