package journal_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/wireroom/internal/journal"
)

const written = 40 // messages of each stream

// site is a data folder whose broker can be stopped, damaged and started.
type site struct {
	t    *testing.T
	dir  string
	nats *local.NATS
	js   jetstream.JetStream
}

func open(t *testing.T) *site {
	s := &site{t: t, dir: t.TempDir()}
	s.start()
	t.Cleanup(func() { require.NoError(t, s.nats.Close()) })
	require.NoError(t, contract.Ensure(t.Context(), s.js, contract.StreamOptions{}))
	return s
}

func (s *site) start() {
	s.t.Helper()
	var err error
	s.nats, err = local.StartNATS(s.t.Context(), local.NATSConfig{Dir: filepath.Join(s.dir, "nats"), SyncInterval: time.Minute})
	require.NoError(s.t, err)
	s.js, err = jetstream.New(localtest.Conn(s.t, s.nats.URL()))
	require.NoError(s.t, err)
}

func (s *site) guard() *journal.Guard {
	// later than the second in which the streams were made
	return &journal.Guard{Dir: s.dir, JS: s.js, Clock: func() time.Time { return time.Now().Add(time.Hour) }, Log: zap.NewNop()}
}

func (s *site) fill(subject string) {
	s.t.Helper()
	for i := range written {
		_, err := s.js.Publish(s.t.Context(), subject, fmt.Appendf(nil, "message %d", i))
		require.NoError(s.t, err)
	}
}

func (s *site) stream(name string) *jetstream.StreamInfo {
	s.t.Helper()
	stream, err := s.js.Stream(s.t.Context(), name)
	require.NoError(s.t, err)
	return stream.CachedInfo()
}

// hurt does to a stream's files, while the broker is stopped, what fn does to its blocks. The
// broker's index of them is gone, as after a kill it is out of date.
func (s *site) hurt(stream string, fn func(block []byte) []byte) {
	s.t.Helper()
	dirs, err := filepath.Glob(filepath.Join(s.dir, "nats/jetstream/*/streams", stream, "msgs"))
	require.NoError(s.t, err)
	require.Len(s.t, dirs, 1)
	blocks, err := filepath.Glob(filepath.Join(dirs[0], "*.blk"))
	require.NoError(s.t, err)
	require.NotEmpty(s.t, blocks)
	for _, file := range blocks {
		data, err := os.ReadFile(file)
		require.NoError(s.t, err)
		require.NoError(s.t, os.WriteFile(file, fn(data), 0o600))
	}
	require.NoError(s.t, os.Remove(filepath.Join(dirs[0], "index.db")))
}

// flip changes three bytes in the middle.
func flip(block []byte) []byte {
	for i := range 3 {
		block[len(block)/2+i] ^= 0xff
	}
	return block
}

func TestAStreamThatWentBackGivesNoSequenceOutAgain(t *testing.T) {
	t.Parallel()
	for name, hurt := range map[string]func([]byte) []byte{
		"three bytes":       flip,
		"all of the blocks": func([]byte) []byte { return bytes.Repeat([]byte{0xff}, 200) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t)
			for _, subject := range []string{"raw.wire.acme", "lastword.a.new.5.en.none.acme", "views.3", "dead.normalize.acme"} {
				s.fill(subject)
			}
			s.guard().Start(t.Context())
			before := map[string]*jetstream.StreamInfo{}
			for _, name := range []string{contract.StreamRaw, contract.StreamNews, contract.StreamViews, contract.StreamDead} {
				before[name] = s.stream(name)
			}
			require.NoError(t, s.nats.Close())
			for _, name := range []string{contract.StreamRaw, contract.StreamNews, contract.StreamViews} {
				s.hurt(name, hurt)
			}
			s.start()
			left := s.stream(contract.StreamRaw).State
			require.Less(t, left.LastSeq, uint64(written), "the damage did nothing")
			g := s.guard()
			g.Start(t.Context())

			damage, err := journal.LoadDamage(s.dir)
			require.NoError(t, err)
			require.Len(t, damage, 3, "%v", damage)
			require.ErrorContains(t, g.Health(t.Context()), "3 damaged")
			for _, name := range []string{contract.StreamRaw, contract.StreamViews} {
				is := s.stream(name)
				require.Greater(t, is.State.LastSeq, uint64(written), name)
				require.Equal(t, left.Msgs, is.State.Msgs, "what %s still had stays, and nothing is added", name)
				require.Equal(t, contract.IncarnationOf(before[name]), contract.IncarnationOf(is), name)
			}
			require.NotEqual(t, contract.IncarnationOf(before[contract.StreamNews]), contract.IncarnationOf(s.stream(contract.StreamNews)), "readers' places in NEWS mean nothing any more")
			require.Equal(t, contract.IncarnationOf(before[contract.StreamDead]), contract.IncarnationOf(s.stream(contract.StreamDead)), "DEAD was not hurt")

			// it is said until it is settled, and done once
			last := s.stream(contract.StreamRaw).State.LastSeq
			s.guard().Start(t.Context())
			require.Equal(t, last, s.stream(contract.StreamRaw).State.LastSeq)
			require.Error(t, s.guard().Health(t.Context()))
			requireMetric(t, s, 3)
			require.NoError(t, journal.Settle(s.dir))
			require.NoError(t, s.guard().Health(t.Context()))
			requireMetric(t, s, 0)
		})
	}
}

// requireMetric waits until the metric has so many streams.
func requireMetric(t *testing.T, s *site, streams int) {
	t.Helper()
	registry, g := prometheus.NewRegistry(), s.guard()
	require.NoError(t, g.Register(registry))
	g.Start(t.Context())
	ctx, stop := context.WithCancel(t.Context())
	var following sync.WaitGroup
	following.Go(func() { g.Follow(ctx) })
	defer func() { stop(); following.Wait() }()
	localtest.Eventually(t, time.Minute, func() error {
		families, err := registry.Gather()
		if err != nil {
			return err
		}
		n := 0
		for _, f := range families {
			n += len(f.GetMetric())
		}
		if n != streams {
			return fmt.Errorf("%d streams, not %d", n, streams)
		}
		return nil
	})
}

func TestAStreamThatIsGoneIsMadeFromWhereItWas(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.fill("raw.wire.acme")
	s.guard().Start(t.Context())
	require.NoError(t, s.js.DeleteStream(t.Context(), contract.StreamRaw))
	s.guard().Start(t.Context())
	ack, err := s.js.Publish(t.Context(), "raw.wire.acme", nil)
	require.NoError(t, err)
	require.Greater(t, ack.Sequence, uint64(written))
	damage, err := journal.LoadDamage(s.dir)
	require.NoError(t, err)
	require.Len(t, damage, 1)
	require.Equal(t, journal.Missing, damage[0].Kind)
}

func TestAWholeSiteIsSilent(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.fill("raw.wire.acme")
	s.guard().Start(t.Context())
	s.fill("raw.wire.acme")
	stream, err := s.js.Stream(t.Context(), contract.StreamRaw)
	require.NoError(t, err)
	require.NoError(t, stream.Purge(t.Context()))
	require.NoError(t, s.nats.Close())
	s.start()
	s.guard().Start(t.Context())
	require.NoError(t, s.guard().Health(context.Background()))
	require.Equal(t, uint64(2*written), s.stream(contract.StreamRaw).State.LastSeq)
	marks, err := journal.LoadMarks(s.dir)
	require.NoError(t, err)
	require.Equal(t, uint64(2*written), marks[contract.StreamRaw].Last)
}

func TestABrokenJournalIsBegunAnew(t *testing.T) {
	t.Parallel()
	s := open(t)
	require.NoError(t, os.WriteFile(filepath.Join(s.dir, "journal.json"), []byte("{"), 0o600))
	s.fill("raw.wire.acme")
	s.guard().Start(t.Context())
	marks, err := journal.LoadMarks(s.dir)
	require.NoError(t, err)
	require.Equal(t, uint64(written), marks[contract.StreamRaw].Last)
}

func TestCompare(t *testing.T) {
	t.Parallel()
	a, b, now := time.Unix(1, 0), time.Unix(2, 0), time.Unix(3, 0)
	was := journal.Marks{"same": {a, 5}, "further": {a, 5}, "back": {a, 5}, "gone": {a, 5}, "anew": {a, 5}, "anew-further": {a, 5}, "empty": {a, 0}}
	is := journal.Marks{"same": {a, 5}, "further": {a, 6}, "back": {a, 4}, "anew": {b, 1}, "anew-further": {b, 9}, "another": {b, 1}}
	got := journal.Compare(was, is, now)
	slices.SortFunc(got, func(x, y journal.Damage) int { return int(x.Stream[0]) - int(y.Stream[0]) })
	require.Equal(t, []journal.Damage{
		{now, "anew", journal.Anew, 5, 1}, {now, "back", journal.WentBack, 5, 4}, {now, "gone", journal.Missing, 5, 0},
	}, got)
}
