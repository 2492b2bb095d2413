// Package faults kills the real processes of the wire with -9 at random instants
// while it works, and counts what came out: everything once, nothing twice, every
// view.
package faults

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

var binaries rig.Binaries

func TestMain(m *testing.M) {
	code := m.Run()
	binaries.Remove()
	os.Exit(code)
}

const (
	articles     = 2000
	viewed       = 50
	views        = 200_000
	viewsInBatch = 1000
	pushers      = 8
)

func rounds() int {
	if n, err := strconv.Atoi(os.Getenv("WIREROOM_FAULT_ROUNDS")); err == nil && n > 0 {
		return n
	}
	return 25
}

func uri(i int) string { return fmt.Sprintf("urn:example:faults:%d", i) }

func articleID(i int) string { return contract.ArticleID(rig.Provider, uri(i)) }

func document(i int) rig.Document {
	body, _ := json.Marshal(map[string]any{
		"uri": uri(i), "type": "text", "version": "1", "versionCreated": "2026-01-02T03:04:05Z", "language": "en", "urgency": 1 + i%9,
		"headlines": []map[string]string{{"value": fmt.Sprintf("Story number %d of the fault test", i)}},
		"bodies":    []map[string]string{{"contentType": "text/plain", "value": fmt.Sprintf("This is the text of story number %d. It has two sentences.", i)}},
	})
	return rig.Document{Body: body, ContentType: "application/json", Key: fmt.Sprintf("article-%d", i)}
}

// load pushes all articles and posts all views, each again until it is
// acknowledged, spread over at least the time that the faults take.
func load(ctx context.Context, r *rig.Rig, faults <-chan struct{}) error {
	g, ctx := errgroup.WithContext(ctx)
	var mu sync.Mutex
	next := 0
	take := func() (int, bool) {
		mu.Lock()
		defer mu.Unlock()
		next++
		return next - 1, next <= articles
	}
	for range pushers {
		g.Go(func() error {
			for {
				i, ok := take()
				if !ok {
					return nil
				}
				if _, err := r.PushUntil(ctx, document(i)); err != nil {
					return err
				}
				if err := pace(ctx, faults, 10*time.Millisecond*pushers); err != nil {
					return err
				}
			}
		})
	}
	g.Go(func() error {
		for i := range viewed {
			if err := r.AwaitArticle(ctx, articleID(i)); err != nil {
				return err
			}
		}
		for b := range views / viewsInBatch {
			batch := make([]map[string]string, viewsInBatch)
			for i := range batch {
				batch[i] = map[string]string{"article": articleID((b*viewsInBatch + i) % viewed), "viewer": fmt.Sprint(b, " ", i)}
			}
			if err := r.ViewsUntil(ctx, fmt.Sprintf("views-%d", b), batch); err != nil {
				return err
			}
			if err := pace(ctx, faults, 50*time.Millisecond); err != nil {
				return err
			}
		}
		return nil
	})
	return g.Wait()
}

// pace goes slowly while faults last, so that they fall into the work.
func pace(ctx context.Context, faults <-chan struct{}, d time.Duration) error {
	select {
	case <-faults:
		return nil
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// check reads NEWS back: each article once, nothing dead, every count exact.
func check(ctx context.Context, t *testing.T, r *rig.Rig) {
	t.Helper()
	js := r.JetStream()
	localtest.Eventually(t, 3*time.Minute, func() error {
		n, err := r.Count(ctx, js, contract.StreamNews)
		if err == nil && n < articles {
			err = fmt.Errorf("NEWS holds %d of %d", n, articles)
		}
		return err
	})
	// what is still in the queues would come after: let it come
	for _, stream := range []string{contract.StreamNormalized, contract.StreamEnriched} {
		localtest.Eventually(t, time.Minute, func() error {
			n, err := r.Count(ctx, js, stream)
			if err == nil && n > 0 {
				err = fmt.Errorf("%s still holds %d", stream, n)
			}
			return err
		})
	}
	envelopes, _, err := r.ReadStream(ctx, contract.StreamNews)
	require.NoError(t, err)
	times := map[string]int{}
	for _, e := range envelopes {
		times[e.Article]++
	}
	for i := range articles {
		require.Equal(t, 1, times[articleID(i)], "article %d on NEWS", i)
	}
	require.Len(t, times, articles)
	dead, err := r.Count(ctx, js, contract.StreamDead)
	require.NoError(t, err)
	require.Zero(t, dead, "dead letters")
	checkViews(ctx, t, r)
}

func checkViews(ctx context.Context, t *testing.T, r *rig.Rig) {
	t.Helper()
	for i := range viewed {
		localtest.Eventually(t, time.Minute, func() error {
			n, err := r.Views(ctx, articleID(i))
			if err == nil && n != views/viewed {
				err = fmt.Errorf("article %d has %d views, not %d", i, n, views/viewed)
			}
			return err
		})
	}
}

// run loads the wire while fault is called again and again at random instants.
func run(t *testing.T, o rig.Options, times int, fault func(r *rig.Rig, round int)) *rig.Rig {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute+time.Duration(times)*5*time.Second)
	t.Cleanup(cancel)
	r := rig.Start(t, &binaries, o)
	over := make(chan struct{})
	loaded := make(chan error, 1)
	go func() { loaded <- load(ctx, r, over) }()
	for round := range times {
		time.Sleep(time.Duration(100+rand.IntN(600)) * time.Millisecond)
		fault(r, round)
	}
	close(over)
	require.NoError(t, <-loaded)
	return r
}

// NATS syncs every write here, so that what waits is written in batches.
func TestFaultsKillEveryProcess(t *testing.T) {
	r := run(t, rig.Options{Sync: true}, rounds(), func(r *rig.Rig, round int) {
		r.Restart(rig.Names()[rand.IntN(len(rig.Names()))])
	})
	check(t.Context(), t, r)
}

func TestFaultsRedisEmptied(t *testing.T) {
	r := run(t, rig.Options{}, rounds(), func(r *rig.Rig, round int) {
		require.NoError(t, r.Redis.Client().FlushAll(t.Context()).Err())
		if round%3 == 0 {
			r.Restart(rig.Names()[rand.IntN(len(rig.Names()))])
		}
	})
	check(t.Context(), t, r)
}

func TestFaultsRedisStoppedForHalfOfTheRun(t *testing.T) {
	n := rounds()
	r := run(t, rig.Options{}, n, func(r *rig.Rig, round int) {
		switch round {
		case n / 4:
			r.Redis.Stop()
		case n * 3 / 4:
			r.Redis.Start()
		}
	})
	check(t.Context(), t, r)
}

func TestFaultsLeaderOfThreeKilled(t *testing.T) {
	n := max(rounds()/5, 3)
	r := run(t, rig.Options{Nodes: 3}, n, func(r *rig.Rig, round int) {
		node := r.Nodes[leader(t, r)]
		node.Kill()
		time.Sleep(time.Second)
		require.NoError(t, node.Start())
		// two must be back before the third goes, or the quorum is lost by design
		awaitWhole(t, r)
	})
	check(t.Context(), t, r)
}

func TestFaultsAStageStaysDown(t *testing.T) {
	r := rig.Start(t, &binaries, rig.Options{})
	r.Proc("enrich").Kill()
	over, loaded := make(chan struct{}), make(chan error, 1)
	close(over)
	go func() { loaded <- load(t.Context(), r, over) }() // the views wait for the articles
	js := r.JetStream()
	localtest.Eventually(t, time.Minute, func() error {
		n, err := r.Count(t.Context(), js, contract.StreamNormalized)
		if err == nil && n < articles {
			err = fmt.Errorf("NORMALIZED holds %d", n)
		}
		return err
	})
	require.NoError(t, r.Proc("enrich").Start())
	require.NoError(t, <-loaded)
	check(t.Context(), t, r)
}

// outage is how long NATS is away: ten minutes on demand, less in CI.
func outage() time.Duration {
	if rounds() > 25 {
		return 10 * time.Minute
	}
	return 15 * time.Second
}

func TestFaultsWithoutNATSNothingDies(t *testing.T) {
	once := false
	r := run(t, rig.Options{}, 5, func(r *rig.Rig, round int) {
		if once {
			return
		}
		once = true
		r.Nodes[0].Kill()
		time.Sleep(outage())
		require.NoError(t, r.Nodes[0].Start())
	})
	check(t.Context(), t, r)
}
