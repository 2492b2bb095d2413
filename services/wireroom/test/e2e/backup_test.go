package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/jsm.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

// backUp does what `nats stream backup --consumers` does, in the order that the
// operators' page gives.
func backUp(t *testing.T, r *rig.Rig, dir string) {
	t.Helper()
	manager, err := jsm.New(localtest.Conn(t, r.NATSURL))
	require.NoError(t, err)
	for _, name := range contract.BackupOrder() {
		answered(t, name, func() error {
			stream, err := manager.LoadStream(name)
			if err == nil {
				_, err = stream.SnapshotToDirectory(t.Context(), filepath.Join(dir, name), jsm.SnapshotConsumers())
			}
			return err
		})
	}
}

// bringBack does what `nats stream restore` does.
func bringBack(t *testing.T, r *rig.Rig, dir string) {
	t.Helper()
	nc := localtest.Conn(t, r.NATSURL)
	js, err := jetstream.New(nc)
	require.NoError(t, err)
	localtest.Eventually(t, 30*time.Second, func() error { _, err := js.AccountInfo(t.Context()); return err })
	manager, err := jsm.New(nc)
	require.NoError(t, err)
	for _, name := range contract.BackupOrder() {
		answered(t, name, func() error {
			_ = js.DeleteStream(t.Context(), name) // what a restore that broke off left
			_, _, err := manager.RestoreSnapshotFromDirectory(t.Context(), name, filepath.Join(dir, name))
			return err
		})
	}
}

// answered does again what a cluster that elects does not answer, or what fails since
// a reader of a moment has ended, as the operators' page says.
func answered(t *testing.T, name string, ask func() error) {
	t.Helper()
	localtest.Eventually(t, 30*time.Second, func() error {
		if err := ask(); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return nil
	})
}

// flow pushes new articles and views of one, one by one, until it is stopped.
type flow struct {
	stop context.CancelFunc
	done sync.WaitGroup
	mu   sync.Mutex
	acks []string // deliveries that were acknowledged
	errs []error
}

func startFlow(t *testing.T, r *rig.Rig, viewed string) *flow {
	t.Helper()
	f := &flow{}
	var ctx context.Context
	ctx, f.stop = context.WithCancel(t.Context())
	f.done.Go(func() {
		for n := 0; ctx.Err() == nil; n++ {
			id, err := r.PushUntil(ctx, rig.Document{Body: version(fmt.Sprint("flow-", n), 1, nil), ContentType: "application/json"})
			f.mu.Lock()
			if err == nil {
				f.acks = append(f.acks, id)
			} else if ctx.Err() == nil {
				f.errs = append(f.errs, err)
			}
			f.mu.Unlock()
		}
	})
	f.done.Go(func() {
		for n := 0; ctx.Err() == nil; n++ {
			if err := r.ViewsUntil(ctx, fmt.Sprint("flow-", n), []map[string]any{{"article": viewed, "viewer": fmt.Sprint(n)}}); err != nil && ctx.Err() == nil {
				f.mu.Lock()
				f.errs = append(f.errs, err)
				f.mu.Unlock()
			}
		}
	})
	return f
}

func (f *flow) end(t *testing.T) []string {
	t.Helper()
	f.stop()
	f.done.Wait()
	require.Empty(t, f.errs)
	return f.acks
}

func (f *flow) await(t *testing.T, more int) {
	t.Helper()
	f.mu.Lock()
	before := len(f.acks)
	f.mu.Unlock()
	localtest.Eventually(t, time.Minute, func() error {
		f.mu.Lock()
		defer f.mu.Unlock()
		if len(f.acks) < before+more {
			return fmt.Errorf("%d acknowledged", len(f.acks)-before)
		}
		return nil
	})
}

func TestABackupOfARunningWireIsRestoredWithoutRedis(t *testing.T) {
	t.Parallel()
	t.Run("one server", func(t *testing.T) { t.Parallel(); backupAndRestore(t, 1) })
	t.Run("three servers", func(t *testing.T) { t.Parallel(); backupAndRestore(t, 3) })
}

func backupAndRestore(t *testing.T, nodes int) {
	dir, env := t.TempDir(), []string{"WIREROOM_VIEWS_SNAPSHOT=200ms"}
	a := rig.Start(t, &binaries, rig.Options{Nodes: nodes, Env: env})
	first := push(t, a, version("first", 1, nil), "application/json").Articles[0]
	killed := push(t, a, version("backup-killed", 1, nil), "application/json").Articles[0]
	kill, err := json.Marshal(map[string]any{"uri": killed.URI, "pubStatus": "canceled"})
	require.NoError(t, err)
	push(t, a, kill, "application/json")
	held := push(t, a, version("backup-held", 1, map[string]any{"embargoedUntil": time.Now().Add(time.Hour).UTC().Format(time.RFC3339)}), "application/json")
	require.Equal(t, contract.Held, held.Articles[0].Outcome)
	desk, err := a.JetStream().CreateConsumer(t.Context(), contract.StreamNews, jetstream.ConsumerConfig{Durable: "desk", AckPolicy: jetstream.AckExplicitPolicy})
	require.NoError(t, err)
	read := take(t, desk, 1)

	f := startFlow(t, a, first.Article)
	f.await(t, 30)
	started := time.Now().Add(-time.Minute) // what is on its way came in earlier
	backUp(t, a, dir)
	f.await(t, 5)
	acks := f.end(t)
	before := newsBySequence(t, a)
	for _, name := range rig.Names() {
		a.Proc(name).Kill()
	}
	for _, n := range a.Nodes {
		n.Kill()
	}

	var reached uint64 // what was acknowledged later is lost with the site
	b := rig.Start(t, &binaries, rig.Options{Nodes: nodes, Env: env, Operate: func(r *rig.Rig) {
		bringBack(t, r, dir)
		reached = sequenceOf(t, r, contract.StreamRaw)
	}})
	// NEWS is what it was, message by message, as far as the backup reaches
	same := 0
	for seq, m := range newsBySequence(t, b) {
		if was := before[seq]; was != nil && was.Headers().Get(contract.HeaderDelivery) == m.Headers().Get(contract.HeaderDelivery) {
			require.Equal(t, []string{was.Subject(), string(was.Data())}, []string{m.Subject(), string(m.Data())})
			same++
		}
	}
	require.Greater(t, same, 10)
	// what came in between is on RAW
	code, out := command(t, b, "replay", "--since", time.Since(started).String(), "--reason", "restored")
	require.Zero(t, code, out)

	envelopes, _, err := b.ReadStream(t.Context(), contract.StreamNews)
	require.NoError(t, err)
	times := map[string]int{}
	for _, e := range envelopes {
		times[e.Delivery]++
	}
	checked := 0
	for _, id := range acks {
		if _, seq, err := contract.ParseDeliveryID(id); err == nil && seq <= reached {
			require.Equal(t, 1, times[id], "delivery %s\n%s", id, out)
			checked++
		}
	}
	require.Greater(t, checked, 25)
	require.Equal(t, 410, status(t, b.Publish+"/v1/articles/"+killed.Article))
	n, err := b.Count(t.Context(), b.JetStream(), contract.StreamViews)
	require.NoError(t, err)
	n-- // the takedown of the killed article stands there too: its counts go
	require.NotZero(t, n)
	localtest.Eventually(t, 30*time.Second, func() error {
		got, err := b.Views(t.Context(), first.Article)
		if err == nil && uint64(got) != n {
			err = fmt.Errorf("%d views of %d", got, n)
		}
		return err
	})

	if desk = restoredConsumer(t, b, nodes); desk != nil {
		rest := take(t, desk, len(envelopes)-1)
		require.NotContains(t, rest, read[0], "it goes on where it was")
	}
	d, err := b.Delivery(t.Context(), acks[0])
	require.NoError(t, err)
	require.Equal(t, contract.Published, d.Articles[0].Outcome, "providers' ids stay good")
	require.Equal(t, contract.ReasonDuplicate, push(t, b, version("flow-0", 1, nil), "application/json").Articles[0].Reason)
	require.Equal(t, contract.Update, push(t, b, version("first", 2, nil), "application/json").Articles[0].Signal)
	require.Equal(t, contract.New, push(t, b, version("backup-held", 2, nil), "application/json").Articles[0].Signal)
}

// restoredConsumer gives the durable consumer that came back with its stream. A cluster of
// servers under load loses one now and then while it restores (docs/operators.md says to
// look), so there it may be nil; one server never does.
func restoredConsumer(t *testing.T, r *rig.Rig, nodes int) jetstream.Consumer {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	js := r.JetStream()
	for {
		desk, err := js.Consumer(ctx, contract.StreamNews, "desk")
		switch {
		case err == nil:
			return desk
		case nodes == 1:
			require.NoError(t, err)
		case service.Pause(ctx, 100*time.Millisecond) != nil:
			t.Logf("the cluster has lost the durable consumer in the restore: %v", err)
			return nil
		}
	}
}

func newsBySequence(t *testing.T, r *rig.Rig) map[uint64]jetstream.Msg {
	t.Helper()
	_, msgs, err := r.ReadStream(t.Context(), contract.StreamNews)
	require.NoError(t, err)
	out := map[uint64]jetstream.Msg{}
	for _, m := range msgs {
		meta, err := m.Metadata()
		require.NoError(t, err)
		out[meta.Sequence.Stream] = m
	}
	return out
}

func sequenceOf(t *testing.T, r *rig.Rig, stream string) uint64 {
	t.Helper()
	s, err := r.JetStream().Stream(t.Context(), stream)
	require.NoError(t, err)
	return s.CachedInfo().State.LastSeq
}

// take reads n messages of a durable consumer and acknowledges them.
func take(t *testing.T, cons jetstream.Consumer, n int) []string {
	t.Helper()
	var out []string
	for len(out) < n {
		var m jetstream.Msg
		answered(t, fmt.Sprintf("after %d of %d", len(out), n), func() (err error) {
			m, err = cons.Next(jetstream.FetchMaxWait(10 * time.Second))
			return err
		})
		require.NoError(t, m.DoubleAck(t.Context()))
		out = append(out, m.Headers().Get(contract.HeaderDelivery))
	}
	return out
}

// The page's list is the one that was tried.
func TestThePageHasTheOrderOfBackups(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../../../docs/operators.md")
	require.NoError(t, err)
	require.Contains(t, strings.Join(strings.Fields(string(page)), " "), strings.Join(contract.BackupOrder(), " "))
}
