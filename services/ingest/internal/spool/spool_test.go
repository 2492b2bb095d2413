package spool_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/ingest/internal/raw"
	"github.com/wireroom/wireroom/services/ingest/internal/spool"
	"github.com/wireroom/wireroom/services/ingest/internal/status"
)

type providers []provider.Provider

func (p providers) All() []provider.Provider { return p }

// outcomes answers for deliveries: dead where the test says so.
type outcomes struct{ dead bool }

func (o outcomes) Await(_ context.Context, p, id string, _ <-chan struct{}) (status.Delivery, error) {
	r := contract.Receipt{Delivery: id, Provider: p, Position: 1, Of: 1, Outcome: contract.Published}
	if o.dead {
		r.Outcome, r.Reason, r.Error = contract.Dead, contract.ReasonMalformed, "line 3: unexpected end"
	}
	return status.Delivery{Articles: []contract.Receipt{r}}, nil
}

type bench struct {
	dir    string
	js     jetstream.JetStream
	writer *raw.Writer
}

func newBench(t *testing.T) bench {
	t.Helper()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	w, err := raw.New(t.Context(), js, 5*time.Second, false)
	require.NoError(t, err)
	return bench{t.TempDir(), js, w}
}

func (b bench) deps(replica string, o outcomes) spool.Deps {
	p := provider.Provider{ID: "fjord", Spool: b.dir, Limits: provider.Limits{MaxBytes: 1000}}
	return spool.Deps{
		Config:    spool.Config{Every: 10 * time.Millisecond, Settle: 50 * time.Millisecond, Stale: 300 * time.Millisecond, Await: time.Second},
		Providers: providers{p}, Raw: b.writer, Receipts: o, Log: zap.NewNop(), Clock: time.Now, NewID: uuid.NewString, Replica: replica,
	}
}

// start runs a replica until the test ends, or stop is called.
func (b bench) start(t *testing.T, d spool.Deps) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); spool.Run(ctx, d) }()
	stop = func() { cancel(); <-done }
	t.Cleanup(stop)
	return stop
}

func (b bench) write(t *testing.T, name, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(b.dir, name), []byte(text), 0o600))
}

func (b bench) list(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(b.dir, dir))
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

// awaitFiles waits until a folder holds so many files.
func (b bench) awaitFiles(t *testing.T, dir string, n int) {
	t.Helper()
	localtest.Eventually(t, 30*time.Second, func() error {
		if have := b.list(t, dir); len(have) != n {
			return fmt.Errorf("%s holds %d files, not %d: %v", dir, len(have), n, have)
		}
		return nil
	})
}

func (b bench) stored(t *testing.T) []*jetstream.RawStreamMsg {
	t.Helper()
	s, err := b.js.Stream(t.Context(), contract.StreamRaw)
	require.NoError(t, err)
	var out []*jetstream.RawStreamMsg
	for seq := uint64(1); seq <= s.CachedInfo().State.LastSeq; seq++ {
		m, err := s.GetMsg(t.Context(), seq)
		require.NoError(t, err)
		out = append(out, m)
	}
	return out
}

func TestACompleteFileIsPushedAndMoved(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.write(t, "story.xml", "<nitf/>")
	b.write(t, "growing.xml.part", "<ni")
	b.write(t, ".hidden", "x")
	require.NoError(t, os.Symlink("/etc/hostname", filepath.Join(b.dir, "link.txt")))
	b.start(t, b.deps("one", outcomes{}))
	b.awaitFiles(t, "done", 1)
	msgs := b.stored(t)
	require.Len(t, msgs, 1)
	require.Equal(t, "<nitf/>", string(msgs[0].Data))
	require.Equal(t, "story.xml", msgs[0].Header.Get(contract.HeaderFileName))
	require.Contains(t, msgs[0].Header.Get(contract.HeaderContentType), "xml")
	require.Equal(t, "raw.wire.fjord", msgs[0].Subject)

	require.NoError(t, os.Rename(filepath.Join(b.dir, "growing.xml.part"), filepath.Join(b.dir, "growing.xml")))
	b.awaitFiles(t, "done", 2)
	b.write(t, "story.xml", "<nitf>again</nitf>")
	b.awaitFiles(t, "done", 3)
	require.Contains(t, b.list(t, "done"), "story-2.xml", "what was there stays there")
	require.ElementsMatch(t, []string{".hidden", ".work", "done", "failed", "link.txt"}, b.list(t, "."))
}

func TestWhatFailsLiesBesideItsError(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.write(t, "empty.txt", "")
	b.write(t, "large.txt", strings.Repeat("x", 1001))
	b.write(t, "broken.xml", "<nitf>")
	b.start(t, b.deps("one", outcomes{dead: true}))
	b.awaitFiles(t, "failed", 6)
	for name, want := range map[string]string{"empty.txt": "it is empty", "large.txt": "1001 bytes, where the limit is 1000", "broken.xml": "malformed: line 3: unexpected end"} {
		text, err := os.ReadFile(filepath.Join(b.dir, "failed", name+".error.txt"))
		require.NoError(t, err)
		require.Contains(t, string(text), want)
		require.FileExists(t, filepath.Join(b.dir, "failed", name))
	}
}

func TestReplicasTakeEachFileOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const files = 200
	for i := range files {
		b.write(t, fmt.Sprintf("%03d.txt", i), fmt.Sprintf("story %d", i))
	}
	for i := range 3 {
		b.start(t, b.deps(fmt.Sprintf("replica-%d", i), outcomes{}))
	}
	b.awaitFiles(t, "done", files)
	seen := map[string]bool{}
	for _, m := range b.stored(t) {
		require.False(t, seen[string(m.Data)], "%s is there twice", m.Data)
		seen[string(m.Data)] = true
	}
	require.Len(t, seen, files)
}

func TestWhatADeadReplicaClaimedIsTakenByAnother(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	work := filepath.Join(b.dir, ".work", "gone")
	require.NoError(t, os.MkdirAll(work, 0o750))
	long := time.Now().Add(-time.Hour)
	for _, name := range []string{".alive", "story.txt"} {
		require.NoError(t, os.WriteFile(filepath.Join(work, name), []byte("a story"), 0o600))
		require.NoError(t, os.Chtimes(filepath.Join(work, name), long, long))
	}
	b.start(t, b.deps("one", outcomes{}))
	b.awaitFiles(t, "done", 1)
	require.NoDirExists(t, work)
}

func TestWhatCantBeStoredWaits(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	server := localtest.NATSServer(t)
	js, err := jetstream.New(localtest.Conn(t, server.URL()))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	b.writer, err = raw.New(t.Context(), js, 300*time.Millisecond, false)
	require.NoError(t, err)
	b.js = js
	server.Stop()
	b.write(t, "story.txt", "a story")
	stop := b.start(t, b.deps("one", outcomes{}))
	stop()
	require.Contains(t, b.list(t, "."), "story.txt", "an end gives everything back")
	b.start(t, b.deps("two", outcomes{}))
	server.Start()
	b.awaitFiles(t, "done", 1)
	require.Len(t, b.stored(t), 1)
}

func TestAFolderSaysHowItIs(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var mu sync.Mutex
	var last provider.FolderState
	d := b.deps("one", outcomes{})
	d.Report = func(_ context.Context, s provider.FolderState) {
		mu.Lock()
		defer mu.Unlock()
		last = s
	}
	await := func(what string, ok func(provider.FolderState) bool) {
		t.Helper()
		localtest.Eventually(t, 30*time.Second, func() error {
			mu.Lock()
			defer mu.Unlock()
			if !ok(last) {
				return fmt.Errorf("%s: %+v", what, last)
			}
			return nil
		})
	}
	b.start(t, d)
	await("empty", func(s provider.FolderState) bool {
		return s.Provider == "fjord" && s.Folder == b.dir && s.Waiting == 0 && !s.At.IsZero() && s.Taken.IsZero()
	})
	b.write(t, "large.txt", strings.Repeat("x", 2000))
	b.write(t, "story.xml", "<nitf/>")
	b.awaitFiles(t, "done", 1)
	b.awaitFiles(t, "failed", 2) // the file and its error
	await("taken", func(s provider.FolderState) bool { return s.Waiting == 0 && !s.Taken.IsZero() })
	require.NoError(t, os.Rename(b.dir, b.dir+"-away"))
	await("gone", func(s provider.FolderState) bool { return s.Trouble != "" })
	require.NoError(t, os.Rename(b.dir+"-away", b.dir))
	await("back", func(s provider.FolderState) bool { return s.Trouble == "" && s.Failed == 1 })
}
