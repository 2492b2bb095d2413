package api

import (
	"context"
	"math"
	"slices"

	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/services/publish/internal/lists"
)

// The bounds of a walk.
const (
	chunk    = 200
	maxScan  = 5000 // entries that are looked at; then next leads on
	maxStory = 1000 // articles of a story or copies of a text that are looked at
)

// walk goes through the lists for one request.
type walk struct {
	query
	store  lists.Store
	life   string
	rights consumer.Rights
	leads  map[string]uint64 // by list: the sequence of the one that stands for all
}

func newWalk(l *List, q query, rights consumer.Rights) *walk {
	return &walk{query: q, store: l.store, life: l.life(), rights: rights, leads: map[string]uint64{}}
}

// find goes down the smallest of the lists. keep gives those of the entries of a page that
// match which are in the answer, nil for all. next is 0 at its end.
func (w *walk) find(ctx context.Context, keep func(context.Context, []lists.Entry) ([]lists.Entry, error)) (found []lists.Entry, next uint64, err error) {
	list, _, err := w.smallest(ctx)
	if err != nil {
		return nil, 0, err
	}
	below := w.below
	for seen := 0; seen < maxScan; {
		page, err := w.store.Page(ctx, w.life, list, below, chunk)
		if err != nil || len(page) == 0 {
			return found, 0, err
		}
		below, seen = page[len(page)-1].Seq, seen+len(page)
		ended := !w.since.IsZero() && page[len(page)-1].At < w.since.UnixMilli() // the rest is older
		if page, err = keep(ctx, slices.DeleteFunc(page, func(e lists.Entry) bool { return !w.matches(e) })); err != nil {
			return nil, 0, err
		}
		if more := len(found) + len(page) - w.limit; more >= 0 {
			found = append(found, page[:len(page)-more]...)
			return found, found[len(found)-1].Seq, nil
		}
		if found = append(found, page...); ended {
			return found, 0, nil
		}
	}
	return found, below, nil
}

// smallest gives the smallest list that everything asked for is in.
func (w *walk) smallest(ctx context.Context) (string, int64, error) {
	best, size := lists.All, int64(math.MaxInt64)
	for _, group := range w.groups {
		if len(group) != 1 {
			continue
		}
		n, err := w.store.Size(ctx, w.life, group[0])
		if err != nil {
			return "", 0, err
		}
		if n < size {
			best, size = group[0], n
		}
	}
	return best, size, nil
}

// matches reports whether an entry is what was asked for, and may be read.
func (w *walk) matches(e lists.Entry) bool { return w.takes(e) && w.entitled(e) }

// takes reports whether an entry is what was asked for.
func (q query) takes(e lists.Entry) bool {
	if !q.until.IsZero() && e.At > q.until.UnixMilli() || !q.since.IsZero() && e.At < q.since.UnixMilli() {
		return false
	}
	if q.use != "" {
		if use, err := machineuse.Parse(e.Use); err != nil || use.Forbids(q.use) {
			return false
		}
	}
	for _, group := range q.groups {
		if !slices.ContainsFunc(group, func(list string) bool { return slices.Contains(e.Lists, list) }) {
			return false
		}
	}
	return true
}

// entitled reports whether an entry is of an article that can be read, and may be.
func (w *walk) entitled(e lists.Entry) bool {
	subject, err := contract.ParseNewsSubject(e.Subject)
	if err != nil || subject.Signal == contract.Kill {
		return false
	}
	use, err := machineuse.Parse(e.Use)
	return err == nil && w.rights.May(subject, use)
}

// onlyOnce leaves of each story, or of each text, the one that stands for all: its first
// article, or where that does not match, the latest one that does.
func (w *walk) onlyOnce(ctx context.Context, page []lists.Entry) ([]lists.Entry, error) {
	if w.once == "" {
		return page, nil
	}
	var firsts []string
	for _, e := range page {
		if first := w.firstOf(e); first != "" && first != e.Article {
			firsts = append(firsts, first)
		}
	}
	known, err := w.store.Entries(ctx, w.life, firsts)
	if err != nil {
		return nil, err
	}
	var out []lists.Entry
	for _, e := range page {
		first := w.firstOf(e)
		if first != "" && first != e.Article {
			if lead, ok := known[first]; ok && w.matches(lead) {
				continue
			}
			lead, err := w.latest(ctx, lists.Name(w.groupName(), first))
			if err != nil {
				return nil, err
			}
			if lead != e.Seq {
				continue
			}
		}
		out = append(out, e)
	}
	return out, nil
}

// firstOf is the first article of what an entry is listed once of; empty if it is of
// nothing.
func (w *walk) firstOf(e lists.Entry) string {
	if w.once == onceStory {
		return e.Story
	}
	return e.CopyOf
}

func (w *walk) groupName() string {
	if w.once == onceStory {
		return "story"
	}
	return "copy"
}

// latest gives the sequence of the latest entry of a list that matches, 0 for none.
func (w *walk) latest(ctx context.Context, list string) (uint64, error) {
	if seq, ok := w.leads[list]; ok {
		return seq, nil
	}
	page, err := w.store.Page(ctx, w.life, list, math.MaxInt64, maxStory)
	if err != nil {
		return 0, err
	}
	var seq uint64
	if i := slices.IndexFunc(page, w.matches); i >= 0 {
		seq = page[i].Seq
	}
	w.leads[list] = seq
	return seq, nil
}
