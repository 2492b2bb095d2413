package api

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"time"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/publish/internal/lists"
	"github.com/wireroom/wireroom/services/publish/internal/output"
	"github.com/wireroom/wireroom/services/publish/internal/output/feed"
)

// maxMembers is up to how many articles a list has the scores of all of them read; of
// longer ones the order by score is walked down.
const maxMembers = 2000

// trending answers with the articles, or by=story the stories, that are viewed most, each
// view counting half after every half-life. The filters are those of the list of articles.
func (l *List) trending(w http.ResponseWriter, r *http.Request) {
	w.Header().Add("Vary", "Accept, Authorization")
	q, byStory, err := trendingQuery(r.URL.Query())
	if err != nil {
		problem(w, http.StatusBadRequest, kindInvalid, "Not a list", err.Error())
		return
	}
	i := output.Choose(r, output.ListFormats())
	if i < 0 || byStory && i > 0 {
		notAcceptable(w, output.ListFormats())
		return
	}
	wk, ok := l.walk(w, r, q)
	if !ok {
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), answerLimit)
	defer cancel()
	if byStory {
		l.trendingStories(ctx, w, r, wk)
		return
	}
	found, err := l.viewed(ctx, wk, wk.limit)
	f := feed.Feed{Self: address(r, ""), Updated: time.Unix(0, 0)}
	if err == nil {
		f.Entries, err = l.read(ctx, r, entriesOf(found[:min(len(found), wk.limit)]))
	}
	if err != nil {
		l.noCounts(w, err)
		return
	}
	l.count(ctx, f.Entries)
	for _, e := range f.Entries {
		if e.Envelope.Published.After(f.Updated) {
			f.Updated = e.Envelope.Published
		}
	}
	l.write(w, output.Lists()[i], f)
}

func trendingQuery(values url.Values) (q query, byStory bool, err error) {
	by := values.Get("by")
	if by != "" && by != "article" && by != "story" {
		return q, false, fmt.Errorf("by %.40q is neither article nor story", by)
	}
	for _, none := range []string{"cursor", "uri"} {
		if values.Has(none) {
			return q, false, fmt.Errorf("%s is no parameter of what is trending: it has one page", none)
		}
	}
	values.Del("by")
	q, err = parseQuery(values)
	return q, by == "story", err
}

func (l *List) noCounts(w http.ResponseWriter, err error) {
	l.log.Info("trending not read", zap.Error(err))
	unavailableCounts(w)
}

// scored is an article with its score now.
type scored struct {
	lists.Entry
	score float64
}

func entriesOf(found []scored) []lists.Entry {
	out := make([]lists.Entry, len(found))
	for i, s := range found {
		out[i] = s.Entry
	}
	return out
}

// viewed gives the articles that match by their score, the highest first: n at least where
// there are as many.
func (l *List) viewed(ctx context.Context, wk *walk, n int) ([]scored, error) {
	list, size, err := wk.smallest(ctx)
	if err != nil {
		return nil, err
	}
	if size <= maxMembers {
		return l.viewedOf(ctx, wk, list)
	}
	var out []scored
	seen, part := 0, make([]string, 0, chunk)
	take := func() error {
		some, err := l.score(ctx, wk, part)
		out, part = append(out, some...), part[:0]
		return err
	}
	for ranked, err := range l.views.Ranking(ctx) {
		if err != nil {
			return nil, err
		}
		part = append(part, ranked.Article)
		if seen++; len(part) == chunk || seen == maxScan {
			if err := take(); err != nil || len(out) >= n || seen == maxScan {
				return out, err
			}
		}
	}
	return out, take()
}

// viewedOf is viewed for a short list: the scores of all of its articles are read.
func (l *List) viewedOf(ctx context.Context, wk *walk, list string) ([]scored, error) {
	page, err := wk.store.Page(ctx, wk.life, list, math.MaxInt64, maxMembers)
	if err != nil {
		return nil, err
	}
	var out []scored
	for part := range slices.Chunk(page, chunk) {
		ids := make([]string, len(part))
		for i, e := range part {
			ids[i] = e.Article
		}
		some, err := l.score(ctx, wk, ids)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	slices.SortStableFunc(out, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	return out, nil
}

// score gives those of articles that match, with their scores, in their order. Articles
// that were taken down or that nobody viewed are not among them.
func (l *List) score(ctx context.Context, wk *walk, ids []string) ([]scored, error) {
	known, err := wk.store.Entries(ctx, wk.life, ids)
	if err != nil {
		return nil, err
	}
	var match []lists.Entry
	for _, id := range ids {
		if e, ok := known[id]; ok && wk.matches(e) {
			match = append(match, e)
		}
	}
	if match, err = wk.onlyOnce(ctx, match); err != nil {
		return nil, err
	}
	for i, e := range match {
		ids[i] = e.Article
	}
	told, err := l.views.Tell(ctx, ids[:len(match)])
	var out []scored
	for _, e := range match {
		if t := told[e.Article]; t.Views > 0 {
			out = append(out, scored{e, t.Trending})
		}
	}
	return out, err
}

// trendingStories answers with the stories whose articles have the highest sums.
func (l *List) trendingStories(ctx context.Context, w http.ResponseWriter, r *http.Request, wk *walk) {
	found, err := l.viewed(ctx, wk, maxScan)
	if err != nil {
		l.noCounts(w, err)
		return
	}
	sums, one := map[string]float64{}, map[string]lists.Entry{}
	for _, s := range found {
		if s.Story != "" {
			sums[s.Story] += s.score
			one[s.Story] = s.Entry
		}
	}
	var entries []lists.Entry
	for _, e := range one {
		entries = append(entries, e)
	}
	slices.SortFunc(entries, func(a, b lists.Entry) int {
		return cmp.Or(cmp.Compare(sums[b.Story], sums[a.Story]), cmp.Compare(b.Seq, a.Seq))
	})
	stories, err := l.summaries(ctx, r, wk, entries[:min(len(entries), wk.limit)])
	if err != nil {
		l.notRead(w, err)
		return
	}
	for i := range stories {
		stories[i].Trending = sums[stories[i].Story]
	}
	headers(w.Header(), "")
	writeJSON(w, map[string]any{"stories": stories})
}

// unavailableCounts answers while the counts are away or being filled again.
func unavailableCounts(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "2")
	service.Because(w, string(contract.ReasonRedis))
	problem(w, http.StatusServiceUnavailable, "filling", "Counts are not there at the moment", "Their store is away or is being filled again. Nothing is lost; ask again.")
}
