package views

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"

	"github.com/wireroom/wireroom/pkg/contract"
)

const (
	knownFor    = 10 * time.Second // how long it stands that NEWS holds an article
	maxKnown    = 100_000          // articles of which that is remembered
	lookAtOnce  = 32               // questions to NEWS at once, of all callers
	lookTimeout = 3 * time.Second  // for all questions of one request
)

// articles knows which articles can be read on NEWS. That one can is remembered for
// seconds; that one can't is asked again each time, for it may come at any moment. It
// asks for the article's subjects alone, which the server keeps in memory, and a bounded
// number at once: nobody who invents ids becomes a load on the stream's leader.
type articles struct {
	js    jetstream.JetStream
	clock func() time.Time
	slots chan struct{}
	mu    sync.Mutex
	until map[string]time.Time
}

func newArticles(js jetstream.JetStream, clock func() time.Time) *articles {
	return &articles{js: js, clock: clock, slots: make(chan struct{}, lookAtOnce), until: map[string]time.Time{}}
}

// missing gives those of ids that NEWS does not hold, or holds nothing but the kill of.
func (a *articles) missing(ctx context.Context, ids []string) (map[string]bool, error) {
	ask := a.unknown(ids)
	if len(ask) == 0 {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	var mu sync.Mutex
	out := map[string]bool{}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(lookAtOnce / 4)
	for _, id := range ask {
		g.Go(func() error {
			ok, err := a.look(ctx, id)
			if err == nil && !ok {
				mu.Lock()
				out[id] = true
				mu.Unlock()
			}
			return err
		})
	}
	return out, g.Wait()
}

// unknown gives each of ids once that is not known to be there.
func (a *articles) unknown(ids []string) []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.clock()
	var out []string
	for _, id := range ids {
		if !now.Before(a.until[id]) {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (a *articles) look(ctx context.Context, id string) (bool, error) {
	select {
	case a.slots <- struct{}{}:
		defer func() { <-a.slots }()
	case <-ctx.Done():
		return false, fmt.Errorf("look up article %s: %w", id, ctx.Err())
	}
	request, err := json.Marshal(map[string]string{"subjects_filter": contract.NewsOfArticle(id)})
	if err != nil {
		return false, err
	}
	m, err := a.js.Conn().RequestWithContext(ctx, "$JS.API.STREAM.INFO."+contract.StreamNews, request)
	if err != nil {
		return false, fmt.Errorf("look up article %s: %w", id, err)
	}
	var answer struct {
		Error *jetstream.APIError `json:"error"`
		State struct {
			Subjects map[string]uint64 `json:"subjects"`
		} `json:"state"`
	}
	if err := json.Unmarshal(m.Data, &answer); err != nil {
		return false, fmt.Errorf("look up article %s: %w", id, err)
	}
	if answer.Error != nil {
		return false, fmt.Errorf("look up article %s: %w", id, answer.Error)
	}
	ok := readable(answer.State.Subjects)
	if ok {
		a.remember(id)
	}
	return ok, nil
}

// readable reports whether there is more of an article than its kill: before a kill
// everything is purged, and the kill itself before a return.
func readable(subjects map[string]uint64) bool {
	for s := range subjects {
		if subject, err := contract.ParseNewsSubject(s); err == nil && subject.Signal != contract.Kill {
			return true
		}
	}
	return false
}

func (a *articles) remember(id string) {
	now := a.clock()
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.until) >= maxKnown {
		for known, until := range a.until {
			if !now.Before(until) {
				delete(a.until, known)
			}
		}
		if len(a.until) >= maxKnown {
			clear(a.until)
		}
	}
	a.until[strings.Clone(id)] = now.Add(knownFor)
}
