package torture

import (
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

// Options of a run.
type Options struct {
	Seed    uint64
	Faults  int
	Nodes   int           // nats-server processes, 1 or 3
	Longest time.Duration // how long a fault lasts at most
	Clocks  bool          // the binaries have clocks that can be set
	// Leftovers has what the wire keeps open counted at the end.
	Leftovers bool
	Old       string // the earlier commit that the binaries have; empty: none
}

// Rounds of a plan are followed by a check each, so that a violation is found near to its
// faults.
const faultsInRound = 20

// Run does what a seeded plan says, and fails the test for each promise that does not hold
// within two minutes after the last fault of a round.
func Run(t *testing.T, binaries *rig.Binaries, o Options) {
	t.Helper()
	t.Logf("seed %d, %d faults on %d servers: make torture SEED=%[1]d FAULTS=%[2]d NODES=%[3]d", o.Seed, o.Faults, o.Nodes)
	plan := Plan(o.Seed, o.Faults, o.Longest)
	w := start(t, binaries, o)
	round, began := 0, time.Now()
	for ; len(plan) > 0; round++ {
		part := plan[:min(len(plan), faultsInRound)]
		plan = plan[len(part):]
		w.round(round, part)
	}
	t.Logf("%d faults took %s", o.Faults, time.Since(began).Round(time.Second))
	w.discreet()
	if o.Leftovers {
		w.leftovers(round, draw(w.rng, steady(), min(o.Faults, 12), o.Longest/2))
	}
}

// round does faults while providers push, and sees that all becomes right.
func (w *world) round(number int, part []Fault) {
	w.t.Helper()
	stop := w.load(number)
	if len(part) == 0 {
		time.Sleep(time.Second) // under load all the same
	}
	for _, f := range part {
		time.Sleep(f.After)
		w.t.Logf("%s %s", time.Now().Format(time.TimeOnly), f)
		w.apply(f)
	}
	w.calm()
	stop()
	w.settle(number, part)
}

// discreet sees that no log has told what a story says, or a key.
func (w *world) discreet() {
	w.t.Helper()
	for _, name := range rig.Names() {
		log := w.Proc(name).Log()
		require.NotEmpty(w.t, log)
		for _, s := range []string{said, titled, rig.Key} {
			if at := strings.Index(log, s); at >= 0 {
				w.t.Errorf("the log of %s tells %q: …%s…", name, s, log[max(0, at-200):min(len(log), at+200)])
			}
		}
	}
}

func start(t *testing.T, binaries *rig.Binaries, o Options) *world {
	t.Helper()
	w := &world{t: t, seed: o.Seed, options: o, rng: rand.New(rand.NewPCG(o.Seed, 0)), outcomes: map[string][]Outcome{}, views: map[string]int{}, counted: map[string]int{}}
	file := filepath.Join(t.TempDir(), "consumers.yaml")
	require.NoError(t, consumer.Add(file, consumer.Entry{ID: "desk", Keys: []string{provider.HashKey(rig.Key)}}))
	w.Rig = rig.Start(t, binaries, rig.Options{
		Nodes: o.Nodes, Sync: true, Disks: true,
		Operate: func(r *rig.Rig) {
			w.link = rig.NewLink(t, r.NATSURL)
			r.Via = "nats://" + w.link.Addr
		},
		Env: []string{"WIREROOM_CONSUMERS=" + file, "WIREROOM_LOG_LEVEL=debug", "WIREROOM_WEBHOOKS_ALLOW_PRIVATE=true",
			"WIREROOM_WEBHOOKS_FIRST_RETRY=50ms", "WIREROOM_WEBHOOKS_MAX_RETRY=500ms", "WIREROOM_DRAIN_DELAY=0s"},
	})
	w.follow()
	endpoint := httptest.NewServer(w.hook())
	t.Cleanup(endpoint.Close)
	w.subscribe(endpoint.URL)
	w.listen()
	return w
}

// bound is within what time all has to be right after the last fault: CI is slow.
const bound = 2 * time.Minute

// settle waits until no promise is violated.
func (w *world) settle(round int, part []Fault) {
	w.t.Helper()
	began := time.Now()
	var history History
	localtest.Eventually(w.t, bound, func() error {
		var err error
		if history, err = w.history(); err != nil {
			return err
		}
		if v := Violations(history); len(v) > 0 {
			return fmt.Errorf("seed %d, round %d, %d violations:\n%s\nafter %v", w.seed, round, len(v), strings.Join(v[:min(len(v), 20)], "\n"), part)
		}
		return nil
	})
	w.t.Logf("round %d: %d pushes, %d messages on NEWS, %d events, %d webhooks, %d viewed: right after %s", round, len(history.Pushed), len(history.News),
		len(history.Stream), len(history.Hooks), len(history.Views), time.Since(began).Round(time.Millisecond))
}
