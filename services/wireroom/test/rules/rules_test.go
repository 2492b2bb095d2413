// Package rules holds the running wire against a small model of the rules of
// news: a state machine draws versions, corrections, kills, embargoes,
// duplicates, redeliveries and kills of processes, and whatever comes out must
// be what some order of those events leads to.
package rules

import (
	"flag"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

var binaries rig.Binaries

func TestMain(m *testing.M) {
	for name, value := range map[string]string{"rapid.nofailfile": "true", "rapid.steps": "14", "rapid.shrinktime": "20s", "rapid.checks": "20"} {
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
	code := m.Run()
	binaries.Remove()
	os.Exit(code)
}

// workers share the wire: most of a run's time is waiting.
const workers = 8

// inCI is how long the machine works if nothing else is asked for.
const inCI = 50 * time.Second

// budget is how many runs are to be made, or until when.
type budget struct {
	left atomic.Int64
	end  time.Time
	made atomic.Int64
}

// newBudget takes share of WIREROOM_RULES_RUNS runs, else of the time in CI.
func newBudget(percent int64) *budget {
	b := &budget{}
	if n, err := strconv.ParseInt(os.Getenv("WIREROOM_RULES_RUNS"), 10, 64); err == nil && n > 0 {
		b.left.Store(n * percent / 100)
		return b
	}
	b.left.Store(1 << 40)
	b.end = time.Now().Add(inCI)
	return b
}

func (b *budget) take() bool {
	if b.over() || b.left.Add(-1) < 0 {
		return false
	}
	b.made.Add(1)
	return true
}

func (b *budget) over() bool {
	return b.left.Load() <= 0 || !b.end.IsZero() && time.Now().After(b.end)
}

func TestRulesHold(t *testing.T) {
	w := start(t)
	machines(t, w, newBudget(80), false)
}

func TestRulesHoldWhileProcessesAreKilled(t *testing.T) {
	w := start(t)
	machines(t, w, newBudget(20), true)
}

func machines(t *testing.T, w *wire, b *budget, kills bool) {
	t.Helper()
	began := time.Now()
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			failed := false // then rapid looks for a shorter run that fails
			for !b.over() {
				rapid.Check(t, func(rt *rapid.T) {
					if !failed && !b.take() {
						return
					}
					m := newMachine(rt, w, kills)
					m.failed = &failed
					rt.Repeat(m.actions())
					m.finish(rt)
				})
			}
		})
	}
	group.Wait()
	took := time.Since(began)
	t.Logf("%d runs in %s (%s each), %d deliveries, %d messages on NEWS, %d embargoes, %d processes killed", b.made.Load(), took.Round(time.Second),
		(took / time.Duration(max(b.made.Load(), 1))).Round(time.Millisecond), w.figures.offers.Load(), w.figures.messages.Load(), w.figures.embargoes.Load(), w.figures.kills.Load())
}
