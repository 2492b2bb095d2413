package hostile

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/wireroom/wireroom/pkg/contract"
)

const itemsOfFeed = 4000

// TestMillion pushes 250 feeds of 4,000 tiny items (WIREROOM_HOSTILE_FEEDS changes how
// many feeds) while the other provider pushes a flash a second, until NEWS holds all of
// them or WIREROOM_HOSTILE_LIMIT (20m) is over.
func TestMillion(t *testing.T) {
	bin := os.Getenv("WIREROOM_HOSTILE_BIN")
	if bin == "" || os.Getenv("WIREROOM_HOSTILE") != "million" {
		t.Skip("skipped: run make million")
	}
	feeds, limit := 250, 20*time.Minute
	if n, err := strconv.Atoi(os.Getenv("WIREROOM_HOSTILE_FEEDS")); err == nil {
		feeds = n
	}
	if d, err := time.ParseDuration(os.Getenv("WIREROOM_HOSTILE_LIMIT")); err == nil {
		limit = d
	}
	var results []result
	for _, redis := range []string{"none", "child"} {
		t.Run(redis, func(t *testing.T) {
			res := million(t, bin, redis, feeds, limit)
			results = append(results, res)
			if len(res.problems) > 0 {
				t.Error(res.problems)
			}
		})
	}
	table(results)
}

func million(t *testing.T, bin, redis string, feeds int, limit time.Duration) result {
	t.Helper()
	w := startWire(t, bin, redis == "child", 0, nil)
	ctx, stop := context.WithTimeout(t.Context(), limit)
	defer stop()
	flashes, err := startTraffic(ctx, w, 1, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	reached, wrong := w.flood(ctx, feeds)
	took := time.Since(began)
	stop()
	flashes.running.Wait()
	flashes.settle(patience)
	saw := fmt.Sprintf("%d of %d items on NEWS in %s, %.0f/s", reached, feeds*itemsOfFeed, took.Round(time.Second), float64(reached)/took.Seconds())
	res := result{row: fmt.Sprintf("%d feeds of %d items, a flash a second", feeds, itemsOfFeed), redis: redis, saw: saw, report: flashes.report(), memory: w.memory()}
	res.judge(row{}, wrong, w.proc.Running())
	return res
}

// flood pushes the feeds, four at a time, and waits until NEWS holds their items. It gives
// how many messages NEWS holds, the few flashes included.
func (w *wire) flood(ctx context.Context, feeds int) (uint64, error) {
	g, pushing := errgroup.WithContext(ctx)
	g.SetLimit(4)
	for i := range feeds {
		g.Go(func() error {
			_, err := w.pushUntil(pushing, hostile, "application/rss+xml", feed(i*itemsOfFeed, itemsOfFeed))
			return err
		})
	}
	wrong := g.Wait()
	for {
		n, err := w.published()
		if n >= uint64(feeds*itemsOfFeed) || wrong != nil || ctx.Err() != nil {
			return n, err
		}
		pause(ctx, time.Second)
	}
}

// published counts the messages on NEWS.
func (w *wire) published() (uint64, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	js, err := w.jetStream()
	if err != nil {
		return 0, err
	}
	s, err := js.Stream(ctx, contract.StreamNews)
	if err != nil {
		return 0, err
	}
	return s.CachedInfo().State.Msgs, nil
}
