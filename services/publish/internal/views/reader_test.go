package views

import (
	"slices"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/publish/internal/views/counts"
)

const testShard = 3

// desk is a reader whose clock and steps a test decides on, over a real VIEWS.
type desk struct {
	*reader
	t   *testing.T
	now time.Time
}

func newDesk(t *testing.T, cfg Config) *desk {
	t.Helper()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	metrics, err := NewMetrics(prometheus.NewRegistry())
	require.NoError(t, err)
	d := &desk{t: t, now: time.Now().Truncate(time.Second)}
	s := New(cfg, Deps{JS: js, Log: zap.NewNop(), Metrics: metrics, NewsAge: 24 * time.Hour, Clock: func() time.Time { return d.now }})
	s.snapshots.kv, err = s.Bucket(t.Context())
	require.NoError(t, err)
	s.life, err = bus.NewIncarnation(t.Context(), js, contract.StreamViews)
	require.NoError(t, err)
	d.begins(s)
	return d
}

// begins puts another reader of the shard in the place of the last one.
func (d *desk) begins(s *Service) {
	d.reader = &reader{Service: s, shard: testShard, saved: d.now, swept: d.now}
}

// put writes a message of VIEWS.
func (d *desk) put(b batch) {
	d.t.Helper()
	_, err := d.js.Publish(d.t.Context(), contract.ViewsSubject(testShard), b.encode())
	require.NoError(d.t, err)
}

// view has articles viewed once each at a time.
func (d *desk) view(at time.Time, articles ...string) {
	d.t.Helper()
	b := batch{At: at.Unix(), Views: map[string]viewed{}}
	for _, a := range articles {
		b.Views[a] = viewed{Count: 1}
	}
	d.put(b)
}

// next finds the reader's place and gives what follows.
func (d *desk) next() chan jetstream.Msg {
	d.t.Helper()
	var err error
	d.from, err = d.place(d.t.Context())
	require.NoError(d.t, err)
	begin, err := d.begin(d.t.Context())
	require.NoError(d.t, err)
	cons, err := d.js.OrderedConsumer(d.t.Context(), contract.StreamViews, begin)
	require.NoError(d.t, err)
	batch, err := cons.FetchNoWait(10_000)
	require.NoError(d.t, err)
	msgs := make(chan jetstream.Msg, 10_000)
	for m := range batch.Messages() {
		msgs <- m
	}
	require.NoError(d.t, batch.Error())
	return msgs
}

// catchUp applies what follows the reader's place; it gives the first sequence that was read.
func (d *desk) catchUp() (first uint64) {
	d.t.Helper()
	for msgs := d.next(); len(msgs) > 0; {
		m := <-msgs
		meta, err := m.Metadata()
		require.NoError(d.t, err)
		if first == 0 {
			first = meta.Sequence.Stream
		}
		require.NoError(d.t, d.applyFrom(d.t.Context(), m, msgs))
	}
	return first
}

func (d *desk) count(article string) int64 {
	d.t.Helper()
	told, err := d.store.Tell(d.t.Context(), testShard, []string{article})
	require.NoError(d.t, err)
	return told[article].Views
}

func (d *desk) written() uint64 {
	d.t.Helper()
	s, err := d.js.Stream(d.t.Context(), contract.StreamViews)
	require.NoError(d.t, err)
	return s.CachedInfo().State.LastSeq
}

func (d *desk) maintained() {
	d.t.Helper()
	require.NoError(d.t, d.maintain(d.t.Context()))
}

// The counts of what NEWS does not hold any more go, but not while it is still viewed, and
// however many they are.
func TestCountsGoWithTheirArticles(t *testing.T) {
	t.Parallel()
	d := newDesk(t, Config{Snapshot: time.Hour})
	held, recent := article(1), article(5000)
	publishNews(t, d.js, held, contract.New)
	var gone []string
	for i := range 2*sweepPart + 50 {
		gone = append(gone, article(1000+i))
	}
	d.view(d.now.Add(-25*time.Hour), append(gone, held)...)
	d.view(d.now.Add(-23*time.Hour), recent) // a day old to the second at the first sweep
	d.catchUp()
	d.now = d.now.Add(sweepEvery - time.Second)
	d.maintained()
	require.EqualValues(t, 2, d.written(), "it is not due yet")
	d.now = d.now.Add(time.Second)
	d.maintained()
	require.EqualValues(t, 2+3, d.written(), "a message for each part")
	d.maintained()
	require.EqualValues(t, 2+3, d.written(), "not again at once")
	d.catchUp()
	for _, a := range gone {
		require.Zero(t, d.count(a))
	}
	require.EqualValues(t, 1, d.count(held))
	require.EqualValues(t, 1, d.count(recent))
	d.now = d.now.Add(sweepEvery)
	d.maintained()
	require.EqualValues(t, 2+3+1, d.written(), "the recent one, which is a day old by now")
}

func TestASnapshotIsSavedWhenItIsDue(t *testing.T) {
	t.Parallel()
	d := newDesk(t, Config{Snapshot: 30 * time.Second})
	d.newsAge = 0
	saved := func() uint64 {
		m, err := d.snapshots.load(t.Context(), testShard)
		require.NoError(t, err)
		if m.manifest == nil {
			return 0
		}
		return m.Seq
	}
	d.view(d.now, article(1))
	d.catchUp()
	d.now = d.now.Add(30*time.Second - 1)
	d.maintained()
	require.Zero(t, saved())
	d.now = d.now.Add(1)
	d.maintained()
	require.EqualValues(t, 1, saved())
	d.view(d.now, article(1))
	d.now = d.now.Add(time.Hour)
	d.maintained()
	require.EqualValues(t, 1, saved(), "nothing is new to it yet")
	d.catchUp()
	d.maintained()
	require.EqualValues(t, 2, saved())
}

func many(n int) (out []string) {
	for i := range n {
		out = append(out, article(i))
	}
	return out
}

func (d *desk) saves() {
	d.t.Helper()
	require.NoError(d.t, d.save(d.t.Context()))
}

// A reader that starts again has to read what was counted after the snapshot, or the next
// one would lack it.
func TestASnapshotWaitsForAllThatWasCountedBefore(t *testing.T) {
	t.Parallel()
	d := newDesk(t, Config{DoubleClick: -1})
	d.view(d.now, article(1))
	d.catchUp()
	d.saves()
	d.view(d.now, article(1))
	d.view(d.now, article(2))
	require.EqualValues(t, 2, d.catchUp())
	d.begins(d.Service)
	_, err := d.place(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 3, d.behind)
	d.marked = 2
	d.saves()
	m, _ := d.snapshots.all(t, testShard)
	require.EqualValues(t, 1, m.Seq, "3 is not read yet")
	require.EqualValues(t, 2, d.catchUp())
	require.EqualValues(t, 2, d.count(article(1)), "nothing counts again")
	d.saves()
	m, rows := d.snapshots.all(t, testShard)
	require.EqualValues(t, 3, m.Seq)
	require.Equal(t, map[string]int64{article(1): 2, article(2): 1}, rows)
}

// Who is behind a snapshot does not replace it.
func TestASnapshotNeverGoesBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t, Config{})
	d.view(d.now, article(1))
	d.catchUp()
	d.saves()
	old, _ := d.snapshots.all(t, testShard)
	require.NoError(t, d.snapshots.put(t, testShard, old, counts.Position{Life: d.at.Life, Seq: 500}, row{Article: article(1), Count: 9}))
	require.ErrorIs(t, d.save(t.Context()), errMoved)
	m, _ := d.snapshots.all(t, testShard)
	require.EqualValues(t, 500, m.Seq)
	d.at.Seq = 501
	d.changed[article(1)] = struct{}{}
	require.ErrorIs(t, d.save(t.Context()), errMoved, "nor does one whose store is elsewhere")
}

// What was counted in an earlier life of VIEWS and is in no snapshot yet can't be counted
// again: the first snapshot of the next life holds all.
func TestTheFirstSnapshotOfALifeIsWhole(t *testing.T) {
	t.Parallel()
	d := newDesk(t, Config{})
	d.view(d.now, article(1))
	d.catchUp()
	d.saves()
	d.view(d.now, article(2))
	d.catchUp()
	have := d.at
	require.NoError(t, d.store.Move(t.Context(), testShard, have, counts.Position{Life: "earlier", Seq: have.Seq}))
	m, err := d.snapshots.load(t.Context(), testShard)
	require.NoError(t, err)
	m.Life = "earlier"
	require.NoError(t, d.snapshots.install(t.Context(), testShard, m.manifest, m.rev))
	d.begins(d.Service)
	_, err = d.place(t.Context())
	require.NoError(t, err)
	require.Equal(t, counts.Position{Life: have.Life}, d.at)
	d.saves()
	after, rows := d.snapshots.all(t, testShard)
	require.Equal(t, have.Life, after.Life)
	require.Equal(t, map[string]int64{article(1): 1, article(2): 1}, rows)
}

// A shard is written as a whole once, then what changed is.
func TestAReaderSavesWhatChanged(t *testing.T) {
	t.Parallel()
	d := newDesk(t, Config{})
	gens := func() (out []uint64) {
		m, _ := d.snapshots.all(t, testShard)
		for _, p := range m.Portions {
			out = append(out, p.Gen)
		}
		return out
	}
	d.view(d.now, many(portionRows+1)...)
	d.catchUp()
	d.saves()
	first := gens()
	require.Len(t, first, 2)
	d.begins(d.Service) // also after a restart
	d.now = d.now.Add(time.Second)
	d.view(d.now, article(1))
	d.catchUp()
	d.saves()
	second, part := gens(), portionOf(article(1), 2)
	require.NotEqual(t, first[part], second[part])
	require.Equal(t, first[1-part], second[1-part])
}

// Views stay for a day after they are in a snapshot, the last of them somewhat longer, and no more.
func TestViewsGoADayAfterTheyAreSaved(t *testing.T) {
	t.Parallel()
	d := newDesk(t, Config{})
	other := (testShard + 1) % contract.ViewShards
	_, err := d.js.Publish(t.Context(), contract.ViewsSubject(other), []byte("{}"))
	require.NoError(t, err)
	held := func() int {
		s, err := d.js.Stream(t.Context(), contract.StreamViews)
		require.NoError(t, err)
		i, err := s.Info(t.Context(), jetstream.WithSubjectFilter(">"))
		require.NoError(t, err)
		require.EqualValues(t, 1, i.State.Subjects[contract.ViewsSubject(other)], "another shard's")
		return int(i.State.Msgs) - 1
	}
	for _, step := range []struct {
		after time.Duration
		held  int
	}{{0, 1}, {23 * time.Hour, 2}, {time.Hour, 3}, {23 * time.Hour, 3}} {
		d.now = d.now.Add(step.after)
		d.view(d.now, article(1))
		d.catchUp()
		d.saves()
		require.Equal(t, step.held, held(), step.after)
	}
	require.EqualValues(t, 4, d.count(article(1)))
}

// A snapshot of an earlier life of VIEWS says nothing of the sequences of this one: all that
// is in the store is to be saved, and reading goes on where the store is.
func TestASnapshotOfAnEarlierLifeHasNoPlaceInThisOne(t *testing.T) {
	t.Parallel()
	d := newDesk(t, Config{})
	d.view(d.now, article(1))
	d.catchUp()
	d.saves()
	m, err := d.snapshots.load(t.Context(), testShard)
	require.NoError(t, err)
	m.Life, m.Seq = "earlier", 500
	require.NoError(t, d.snapshots.install(t.Context(), testShard, m.manifest, m.rev))
	d.view(d.now, article(2))
	d.begins(d.Service)
	from, err := d.place(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 1, from)
	require.True(t, d.anew)

	// the store was emptied too: VIEWS does not go on with the snapshot's sequences
	d.begins(New(d.cfg, Deps{JS: d.js, Log: zap.NewNop(), Metrics: d.metrics, Clock: d.clock}))
	d.snapshots.kv, err = d.Bucket(t.Context())
	require.NoError(t, err)
	from, err = d.place(t.Context())
	require.NoError(t, err)
	require.Zero(t, from)
	require.True(t, d.anew)
	require.EqualValues(t, 1, d.count(article(1)), "what the snapshot holds")
}

// VIEWS that was restored from a backup goes on with the sequences of a snapshot; one that
// was made anew does not.
func TestWhetherViewsGoesOnAfterASnapshot(t *testing.T) {
	t.Parallel()
	d := newDesk(t, Config{})
	life, err := d.life(t.Context())
	require.NoError(t, err)
	goesOn := func(m manifest) bool {
		ok, err := d.carriesOn(t.Context(), life, &m)
		require.NoError(t, err)
		return ok
	}
	d.view(d.now, article(1))
	d.view(d.now, article(1))
	require.True(t, goesOn(manifest{Life: life, Seq: 9}))
	require.False(t, goesOn(manifest{Life: "earlier", Seq: 2}), "what it holds came after it was made")
	require.NoError(t, d.purge(t.Context(), 3))
	require.True(t, goesOn(manifest{Life: "earlier", Seq: 2}))
	require.False(t, goesOn(manifest{Life: "earlier", Seq: 3}), "it has not come so far")
}

// What has come is applied at once, but for so much that the store would be busy for long.
func TestWhatIsAppliedAtOnceIsBounded(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		batch batch
		put   int
		want  uint64
	}{
		"messages": {batch{Views: map[string]viewed{article(1): {Count: 1}}}, maxMessages + 10, maxMessages},
		"viewers":  {batch{Views: map[string]viewed{article(1): {Count: maxWeight/2 - 1, Viewers: slices.Repeat([]string{"x"}, maxWeight/2-1)}}}, 4, 2},
		"articles": {batch{Forget: many(maxWeight / 4)}, 6, 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, Config{DoubleClick: -1})
			for range c.put {
				d.put(c.batch)
			}
			msgs := d.next()
			require.Len(t, msgs, c.put)
			require.NoError(t, d.applyFrom(t.Context(), <-msgs, msgs))
			require.Equal(t, c.want, d.at.Seq)
		})
	}
}

// What is no batch is passed over: nothing else of the shard waits for it.
func TestWhatCanNotBeReadIsPassedOver(t *testing.T) {
	t.Parallel()
	d := newDesk(t, Config{})
	_, err := d.js.Publish(t.Context(), contract.ViewsSubject(testShard), []byte("no batch"))
	require.NoError(t, err)
	d.view(d.now, article(1))
	d.catchUp()
	require.EqualValues(t, 1, d.count(article(1)))
	require.EqualValues(t, 2, d.at.Seq)
}

// A shard to which nothing comes notices all the same that its store was emptied or moved, or
// that VIEWS was made anew.
func TestAnIdleReaderNoticesThatItsPlaceIsGone(t *testing.T) {
	t.Parallel()
	d := newDesk(t, Config{})
	d.view(d.now, article(1))
	d.catchUp()
	require.NoError(t, d.check(t.Context()))
	here := d.at
	require.NoError(t, d.store.Move(t.Context(), testShard, here, counts.Position{Life: here.Life, Seq: 9}))
	require.ErrorIs(t, d.check(t.Context()), errMoved)
	d.at.Seq = 9
	require.NoError(t, d.check(t.Context()))
	earlier := counts.Position{Life: "earlier", Seq: 9}
	require.NoError(t, d.store.Move(t.Context(), testShard, d.at, earlier))
	d.at = earlier
	require.ErrorIs(t, d.check(t.Context()), errMoved, "the store is where it was left, and VIEWS is another")
	d.store = counts.NewMemory(time.Hour)
	require.ErrorIs(t, d.check(t.Context()), counts.ErrNoPosition)
}

// A consumer that goes on over a stream made anew is found by its name.
func TestAConsumerOfAnotherLifeIsNotRead(t *testing.T) {
	t.Parallel()
	d := newDesk(t, Config{})
	d.catchUp()
	require.NoError(t, d.sameLife(t.Context(), "first"))
	d.at.Life = "earlier"
	require.NoError(t, d.sameLife(t.Context(), "first"), "it ends with its stream")
	require.ErrorIs(t, d.sameLife(t.Context(), "second"), errMoved)
}

func TestAShardThatWaitsIsToldOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t, Config{})
	for _, step := range []struct {
		waits bool
		want  float64
	}{{false, 0}, {true, 1}, {true, 1}, {false, 0}, {false, 0}, {true, 1}} {
		d.waits(step.waits)
		require.InDelta(t, step.want, testutil.ToFloat64(d.metrics.waiting), 0)
	}
}
