package cluster

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"time"
)

// Options of a run.
type Options struct {
	Chart     string        // folder of the chart
	Namespace string        // made anew, and deleted at the end
	Values    []string      // more --set of helm, for the images of this cluster
	Tag, Next string        // versions that are installed, and rolled out
	Rate      int           // articles a second
	Calm      time.Duration // how long articles flow before and after each upheaval
	Kills     int           // rounds in which a pod of each kind is deleted
	Corpus    string        // folder of the corpus; without it documents of its own
	Keep      bool          // leave everything as it is at the end
	Out       io.Writer
}

// Test is one run.
type Test struct {
	Options
	kube
	agency   *agency
	consumer *subscriber
	load     *load
	natsURL  string
	figures  []string

	deskKey       string // of the consumer who reads over HTTP
	follower      *follower
	stopFollowing func()
	receiver      *receiver
}

// kinds are the components of which pods are deleted.
func kinds() []string { return []string{"ingest", "normalize", "enrich", "publish", "nats", "redis"} }

// stages are the components that are scaled.
func stages() []string { return []string{"ingest", "normalize", "enrich", "publish"} }

// Run does all steps in order. Whatever happens, what was installed is removed.
func Run(ctx context.Context, o Options) error {
	t := &Test{Options: o, kube: kube{namespace: o.Namespace, release: "wireroom"}}
	defer t.cleanUp(context.WithoutCancel(ctx))
	for _, step := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"namespace that enforces the restricted Pod Security Standard", t.namespaced},
		{"helm install", t.install},
		{"helm test", t.helmTest},
		{"a provider's and a consumer's way in, from outside", t.open},
		{"a consumer may do nothing but read NEWS", func(ctx context.Context) error { return forbidden(ctx, t.natsURL, "consumer", t.password("consumer")) }},
		{"a consumer reads by server-sent events, and gets a webhook", t.readers},
		{"documents of the corpus", t.corpus},
		{"three of each stage", t.scale},
		{"a changed version rolls out while articles flow", t.rollOut},
		{"pods of each kind are deleted while articles flow", t.deletePods},
		{"an eviction waits for the disruption budget", t.evict},
		{"everything acknowledged was published exactly once", t.settled},
		{"readers over HTTP have it all, too", t.readersHaveAll},
		{"no container was restarted", t.noRestarts},
		{"uninstall drains", t.uninstall},
	} {
		started := time.Now()
		t.say("== %s", step.name)
		if err := step.do(ctx); err != nil {
			t.autopsy(context.WithoutCancel(ctx))
			return fmt.Errorf("%s: %w", step.name, err)
		}
		t.say("   ok, %s", time.Since(started).Round(100*time.Millisecond))
	}
	t.say("== figures\n   %s", strings.Join(t.figures, "\n   "))
	return nil
}

func (t *Test) say(format string, args ...any) { _, _ = fmt.Fprintf(t.Out, format+"\n", args...) }

func (t *Test) figure(format string, args ...any) {
	t.figures = append(t.figures, fmt.Sprintf(format, args...))
	t.say("   "+format, args...)
}

// flowing lets articles flow while do is at work, and for a calm while before and
// after.
func (t *Test) flowing(ctx context.Context, name string, do func(context.Context) error) error {
	if t.load == nil {
		t.load = &load{agency: t.agency, rate: t.Rate, acked: map[string]bool{}}
	}
	stop, end := context.WithCancel(ctx)
	defer end()
	done := make(chan struct{})
	before, started := t.load.count(), time.Now()
	go func() { defer close(done); t.load.run(ctx, stop, name) }()
	wait(ctx, t.Calm)
	err := do(ctx)
	wait(ctx, t.Calm)
	end()
	<-done
	took := time.Since(started).Seconds()
	n := t.load.count() - before
	t.figure("%s: %d articles acknowledged in %.0f s (%.0f/s of %d/s wanted), %d pushes tried again",
		name, n, took, float64(n)/took, t.Rate, t.agency.retries.Swap(0))
	if err == nil {
		err = t.load.err
	}
	return err
}

func wait(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// rollOut upgrades to the next version and waits until it is there.
func (t *Test) rollOut(ctx context.Context) error {
	return t.flowing(ctx, "roll-out", func(ctx context.Context) error {
		_, err := t.helm(ctx, t.helmArgs("upgrade", t.Next, 3)...)
		return err
	})
}

// deletePods deletes a pod of each kind in random order, each once the one before is
// back.
func (t *Test) deletePods(ctx context.Context) error {
	return t.flowing(ctx, "deletions", func(ctx context.Context) error {
		for range t.Kills {
			order := kinds()
			rand.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
			for _, kind := range order {
				if err := t.deleteOne(ctx, kind); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (t *Test) deleteOne(ctx context.Context, kind string) error {
	all, err := t.pods(ctx, kind)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return fmt.Errorf("no pods of %s", kind)
	}
	victim := all[rand.IntN(len(all))].Metadata.Name
	// half of them without a chance to end in order
	args := []string{"delete", "pod", victim, "--wait=false"}
	if rand.IntN(2) == 0 {
		args = append(args, "--grace-period=0", "--force")
	}
	if _, err := t.ctl(ctx, args...); err != nil {
		return err
	}
	started := time.Now()
	if err := t.allReady(ctx, kind, len(all)); err != nil {
		return err
	}
	t.say("   deleted %s (%s), all ready after %s", victim, strings.Join(args[3:], " "), time.Since(started).Round(100*time.Millisecond))
	return nil
}

// allReady waits until n pods of a component are ready and none is going.
func (t *Test) allReady(ctx context.Context, kind string, n int) error {
	return eventually(ctx, 3*time.Minute, func(ctx context.Context) error {
		all, err := t.pods(ctx, kind)
		if err != nil {
			return err
		}
		ready := 0
		for _, p := range all {
			if p.ready() {
				ready++
			}
		}
		if ready != n || len(all) != n {
			return fmt.Errorf("%d of %d pods of %s are ready, %d there", ready, n, kind, len(all))
		}
		return nil
	})
}
