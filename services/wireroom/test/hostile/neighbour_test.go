package hostile

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/wireroom/wireroom/pkg/contract"
)

// traffic is what the other provider pushes, one story at a time, and how long each took
// from the first try of its push until a subscriber of NEWS had it.
type traffic struct {
	w       *wire
	urgency int
	every   time.Duration

	mu      sync.Mutex
	running sync.WaitGroup // pushes
	first   map[string]time.Time
	delays  []time.Duration
	refused int // pushes that were not acknowledged at once
	held    sync.Mutex
}

func startTraffic(ctx context.Context, w *wire, urgency int, every time.Duration) (*traffic, error) {
	t := &traffic{w: w, urgency: urgency, every: every, first: map[string]time.Time{}}
	// its own stories alone, so that the subscriber is never slow
	if _, err := w.nc.Subscribe("news.*.*.*.*.*."+neighbour, t.arrived); err != nil {
		return nil, err
	}
	if err := w.nc.Flush(); err != nil {
		return nil, err
	}
	t.running.Go(func() { t.run(ctx) })
	return t, nil
}

func (t *traffic) run(ctx context.Context) {
	tick := time.NewTicker(t.every)
	defer tick.Stop()
	for i := 0; ; i++ {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		t.held.Lock()
		t.held.Unlock() //nolint:staticcheck // waits while a restart holds it
		t.running.Go(func() { t.push(i) })
	}
}

// patience is how long a story is pushed again and waited for.
const patience = 30 * time.Second

func (t *traffic) push(i int) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	uri := fmt.Sprintf("urn:example:neighbour:%d", i)
	body, _ := json.Marshal(map[string]any{
		"uri": uri, "type": "text", "version": "1", "language": "en", "urgency": t.urgency,
		"headlines": []map[string]string{{"value": fmt.Sprintf("Story %d of the other provider", i)}},
		"bodies":    []map[string]string{{"contentType": "text/plain", "value": fmt.Sprintf("This is story %d. It has two sentences.", i)}},
	})
	t.mu.Lock()
	t.first[contract.ArticleID(neighbour, uri)] = time.Now()
	t.mu.Unlock()
	for ctx.Err() == nil {
		_, status, err := t.w.push(ctx, neighbour, "application/json", body)
		if err == nil && status == http.StatusAccepted {
			return
		}
		t.mu.Lock()
		t.refused++
		t.mu.Unlock()
		pause(ctx, 200*time.Millisecond)
	}
}

func (t *traffic) arrived(m *nats.Msg) {
	now := time.Now()
	article := strings.Split(m.Subject, ".")[1]
	t.mu.Lock()
	defer t.mu.Unlock()
	if began, ok := t.first[article]; ok {
		t.delays = append(t.delays, now.Sub(began))
		delete(t.first, article)
	}
}

// outstanding gives how many stories have not arrived.
func (t *traffic) outstanding() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.first)
}

// settle waits until every story has arrived, at most for limit.
func (t *traffic) settle(limit time.Duration) {
	for end := time.Now().Add(limit); t.outstanding() > 0 && time.Now().Before(end); {
		time.Sleep(20 * time.Millisecond)
	}
}

// hold lets no story begin while f runs, and none be on its way.
func (t *traffic) hold(f func()) {
	t.held.Lock()
	defer t.held.Unlock()
	t.settle(patience)
	f()
}

// report of the traffic: a story that never came counts with the time it was waited for.
type report struct {
	stories, missing, refused int
	p99, max                  time.Duration
}

func (t *traffic) report() report {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := slices.Clone(t.delays)
	for _, began := range t.first {
		all = append(all, time.Since(began))
	}
	slices.Sort(all)
	r := report{stories: len(all), missing: len(t.first), refused: t.refused}
	if len(all) > 0 {
		r.p99, r.max = all[min(len(all)*99/100, len(all)-1)], all[len(all)-1]
	}
	return r
}
