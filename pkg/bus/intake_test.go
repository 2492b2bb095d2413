package bus

import (
	"context"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"
)

// lane is an intake that notes what it starts.
type lane struct {
	*intake
	started []*job
}

func newLane(l limits) *lane {
	out := &lane{}
	out.intake = newIntake(l, func(j *job) { out.started = append(out.started, j) })
	return out
}

func (l *lane) push(t *testing.T, provider string, size, n int) {
	t.Helper()
	for range n {
		l.add(&job{provider: provider, size: size}, &reservation{})
	}
}

func (l *lane) providers() (out string) {
	for _, j := range l.started {
		out += j.provider
	}
	return out
}

func wide() limits {
	return limits{active: 4, provider: 4, parked: 2, bytes: 1000, growth: 100_000, ahead: 100, aheadBytes: 1000}
}

func TestProvidersTakeTurns(t *testing.T) {
	t.Parallel()
	l := newLane(wide())
	l.push(t, "a", 1, 20)
	require.Equal(t, "aaaa", l.providers(), "one provider has the lane's places, but for those kept for others")
	l.push(t, "b", 1, 2)
	require.Equal(t, "aaaab", l.providers(), "another one need not wait for them")
	for range 2 {
		l.done(l.started[0])
		l.started = l.started[1:]
	}
	require.Contains(t, l.providers(), "b", "then they take turns")
	require.Contains(t, l.providers()[2:], "b")
}

func TestOnlyWhatIsOneProvidersIsReadFarAhead(t *testing.T) {
	t.Parallel()
	l := newLane(wide())
	l.push(t, "a", 1, 90)
	l.push(t, "b", 1, 2)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err := l.reserve(ctx)
	require.Error(t, err, "another one's was found: enough is read ahead")
}

func TestReadingAheadIsBounded(t *testing.T) {
	t.Parallel()
	for name, size := range map[string]int{"messages": 1, "bytes": 500} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLane(wide())
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			for {
				r, err := l.reserve(ctx)
				if err != nil {
					break
				}
				l.add(&job{provider: "a", size: size}, r)
				l.release(r)
			}
			require.Less(t, l.ahead, 105)
			require.LessOrEqual(t, l.aheadBytes, 1500, "one message beyond the bound")
			added := make(chan error, 1)
			go func() { _, err := l.reserve(t.Context()); added <- err }()
			for range 2 {
				l.done(l.started[0])
				l.started = l.started[1:]
			}
			require.NoError(t, <-added, "there is room again")
		})
	}
}

func TestBytesInWorkAreBounded(t *testing.T) {
	t.Parallel()
	l := newLane(limits{active: 100, provider: 100, parked: 2, bytes: 10, ahead: 100, aheadBytes: 1000})
	l.push(t, "a", 50, 1)
	require.Len(t, l.started, 1, "a message larger than the bound is worked on by itself")
	l.push(t, "b", 4, 3)
	require.Len(t, l.started, 1)
	l.done(l.started[0])
	require.Equal(t, "abb", l.providers(), "8 of 10 bytes")
}

func TestWhatWaitsGivesItsPlaceAway(t *testing.T) {
	t.Parallel()
	l := newLane(limits{active: 2, provider: 2, parked: 2, bytes: 1000, ahead: 100, aheadBytes: 1000})
	l.push(t, "a", 1, 9)
	require.Len(t, l.started, 2)
	require.True(t, l.park(l.started[0]))
	require.True(t, l.park(l.started[1]))
	require.Len(t, l.started, 4)
	require.False(t, l.park(l.started[2]), "as many wait as may")
	require.Len(t, l.started, 4)
	l.done(l.started[3])
	resumed := make(chan struct{})
	go func() { l.resume(l.started[0]); close(resumed) }()
	for {
		select {
		case <-resumed:
			return
		case <-time.After(time.Millisecond):
			l.mu.Lock()
			waits := len(l.resuming)
			l.mu.Unlock()
			if waits > 0 {
				l.done(l.started[2])
				<-resumed
				return
			}
		}
	}
}

func TestOutputsCountAsBytesInWork(t *testing.T) {
	t.Parallel()
	l := newLane(wide())
	l.push(t, "a", 1, 3)
	l.push(t, "b", 1, 1)
	require.Len(t, l.started, 4)
	first, second, other := l.started[0], l.started[1], l.started[3]
	l.hold(first, []*nats.Msg{{Data: make([]byte, 5000)}})
	wait := l.grow(second, 1)
	require.True(t, waits(wait), "its provider holds more than its share")
	require.False(t, waits(l.grow(other, 1)), "as does another provider")
	l.done(first)
	require.False(t, waits(wait))
	require.Equal(t, 3, l.bytes, "all is given back")
	l.shrink(second)
	l.shrink(other)
	require.Zero(t, l.expected)
}

func waits(turn <-chan struct{}) bool {
	select {
	case <-turn:
		return false
	default:
		return true
	}
}

// Nobody knows how much a message becomes before it is read: so that many do not become
// too much at once, room is set aside by their size.
func TestWhatMayGrowWaitsForRoom(t *testing.T) {
	t.Parallel()
	l := newLane(wide())
	l.push(t, "a", 200, 3)
	l.push(t, "b", 1, 1)
	l.push(t, "c", 1, 1)
	require.Len(t, l.started, 5)
	for _, j := range l.started {
		j.msg.Data = make([]byte, j.size)
	}
	big, next, small, other, third := l.started[0], l.started[1], l.started[2], l.started[3], l.started[4]
	require.False(t, waits(l.grow(big, 1000)), "as much as a provider may have")
	turn, behind := l.grow(next, 100), l.grow(small, 1)
	require.True(t, waits(turn))
	require.True(t, waits(behind), "a provider's messages go on in turn")
	require.False(t, waits(l.grow(other, 90_000)), "another provider's has room")
	late := l.grow(third, 60_000)
	require.True(t, waits(late), "all together have twice as much as one")
	l.hold(big, []*nats.Msg{{Data: make([]byte, 10)}})
	require.True(t, waits(turn), "its outputs are more than the provider's share of what is in work")
	require.False(t, waits(late))
	l.done(big)
	require.False(t, waits(turn))
	require.False(t, waits(behind))
	l.done(next)
	l.done(small)
	l.done(other)
	l.shrink(third)
	require.Zero(t, l.expected)
	require.Zero(t, l.outputs)
}

// A job that ends while it waits for room leaves nothing behind.
func TestWhoWaitsForRoomMayLeave(t *testing.T) {
	t.Parallel()
	l := newLane(wide())
	l.push(t, "a", 1, 3)
	first, gone, last := l.started[0], l.started[1], l.started[2]
	for _, j := range l.started {
		j.msg.Data = make([]byte, 1000)
	}
	require.False(t, waits(l.grow(first, 1000)))
	require.True(t, waits(l.grow(gone, 1000)))
	turn := l.grow(last, 1000)
	l.done(gone)
	require.True(t, waits(turn))
	l.shrink(first)
	require.False(t, waits(turn))
}

// What holds outputs goes on though all places are taken: those in them may wait for
// its bytes.
func TestWhatHoldsOutputsWaitsForNoPlace(t *testing.T) {
	t.Parallel()
	l := newLane(limits{active: 1, provider: 1, parked: 4, bytes: 10_000, growth: 100_000, ahead: 10, aheadBytes: 100})
	l.push(t, "a", 1, 3)
	l.push(t, "b", 1, 1)
	holder := l.started[0]
	l.hold(holder, []*nats.Msg{{Data: make([]byte, 50)}})
	require.True(t, l.park(holder))
	require.Len(t, l.started, 3, "all places, and that of the one that waits")
	l.resume(holder)
	l.done(holder)
	require.Equal(t, 2, l.active)

	admitted := l.started[1]
	require.False(t, waits(l.grow(admitted, 1)))
	require.True(t, l.park(admitted))
	l.resume(admitted)
	l.done(admitted)
	require.Zero(t, l.expected, "nor does what has room for outputs")
}

func TestAProviderWaitsInPartOfTheLane(t *testing.T) {
	t.Parallel()
	l := newLane(limits{active: 8, provider: 8, parked: 4, bytes: 1000, ahead: 100, aheadBytes: 1000})
	l.push(t, "a", 1, 8)
	for _, j := range l.started[:3] {
		require.True(t, l.park(j))
	}
	require.False(t, l.park(l.started[3]), "the rest is for others")
	l.push(t, "b", 1, 1)
	require.True(t, l.park(l.started[8]))
}

// Outputs that wait for room in their stream are in nobody else's way.
func TestOutputsOfOneProviderDelayNoOther(t *testing.T) {
	t.Parallel()
	l := newLane(wide())
	l.push(t, "a", 1, 2)
	l.hold(l.started[0], []*nats.Msg{{Data: make([]byte, 5000)}})
	l.push(t, "a", 1, 1)
	require.Equal(t, "aa", l.providers(), "it holds more than its share")
	l.push(t, "b", 1, 2)
	require.Equal(t, "aabb", l.providers())
	require.False(t, waits(l.grow(l.started[2], 1)))
	l.hold(l.started[2], []*nats.Msg{{Data: make([]byte, maxOutputs)}})
	l.push(t, "c", 1, 1)
	require.Equal(t, "aabb", l.providers(), "all wait where outputs are too many")
	l.done(l.started[2])
	require.Equal(t, "aabbc", l.providers())
	for _, j := range l.started[:2] {
		l.done(j)
	}
	require.Zero(t, l.outputs)
}

// How many wait for what is away is bounded, and one that goes on makes room.
func TestAsManyArePutAsideAsMayBe(t *testing.T) {
	t.Parallel()
	l := newLane(wide())
	l.push(t, "a", 1, 2)
	l.push(t, "b", 1, 2)
	require.True(t, l.park(l.started[0]))
	require.True(t, l.park(l.started[2]))
	require.False(t, l.park(l.started[1]), "it keeps its place")
	l.resume(l.started[0])
	require.True(t, l.park(l.started[1]))
	require.False(t, l.park(l.started[3]))
	l.resume(l.started[1])
	l.resume(l.started[2])
	for _, j := range l.started {
		l.done(j)
	}
	require.Empty(t, l.lines, "nothing is left of who has nothing in work")
	require.Equal(t, [2]int{0, 0}, [2]int{l.active, l.parked})
}

// What goes on after it was put aside takes the next place that is free, and holds it.
func TestWhatGoesOnTakesAPlace(t *testing.T) {
	t.Parallel()
	limits := wide()
	limits.active, limits.provider = 1, 1
	l := newLane(limits)
	for _, provider := range []string{"a", "b", "c", "d"} {
		l.push(t, provider, 1, 1)
	}
	require.Equal(t, "ab", l.providers())
	require.True(t, l.park(l.started[0]))
	require.Equal(t, "abc", l.providers())
	resumed := make(chan struct{})
	go func() { defer close(resumed); l.resume(l.started[0]) }()
	require.Eventually(t, func() bool { l.mu.Lock(); defer l.mu.Unlock(); return len(l.resuming) == 1 }, time.Minute, time.Millisecond)
	l.done(l.started[1])
	<-resumed
	require.Equal(t, "abc", l.providers(), "the place is taken")
	l.done(l.started[0])
	require.Equal(t, "abcd", l.providers())
}

// A lane looks past what waits in it once that is a fetch, or a quarter of the bytes that are
// read ahead.
func TestALaneIsDeep(t *testing.T) {
	t.Parallel()
	l := newLane(limits{active: 1, provider: 1, parked: 1, bytes: 10_000, ahead: 8, aheadBytes: 100})
	require.Equal(t, 2, l.share())
	l.push(t, "a", 1, 2)
	require.False(t, l.deep(), "one waits")
	l.push(t, "b", 1, 2)
	require.True(t, l.deep(), "two wait")

	for size, deep := range map[int]bool{24: false, 25: true} {
		l = newLane(limits{active: 1, provider: 1, parked: 1, bytes: 10_000, ahead: 100, aheadBytes: 100})
		l.push(t, "a", 1, 1)
		l.push(t, "a", size, 1)
		require.Equal(t, deep, l.deep(), "%d of 100 bytes", size)
	}
}

// Of a provider that has much in the lane already nothing is brought from behind a backlog,
// wherever in the lane it is.
func TestALaneWantsLittleOfEach(t *testing.T) {
	t.Parallel()
	l := newLane(limits{active: 4, provider: 4, parked: 4, bytes: 10_000, ahead: 100, aheadBytes: 1000})
	l.push(t, "a", 1, bypassProvider-1)
	require.True(t, l.park(l.started[0]))
	require.True(t, l.wants("a"))
	l.push(t, "a", 1, 1)
	require.False(t, l.wants("a"))
	require.True(t, l.wants("b"))
}

// Several fetch at once: each sets a share aside.
func TestAFetchHasAShareOfTheRoom(t *testing.T) {
	t.Parallel()
	l := newLane(limits{active: 4, provider: 4, parked: 2, bytes: 1000, ahead: 100, aheadBytes: 1000})
	require.Equal(t, 8, l.share(), "no more than is soon begun")
	first, err := l.reserve(t.Context())
	require.NoError(t, err)
	require.Equal(t, [2]int{8, 500}, [2]int{first.messages, first.bytes})
	second, err := l.reserve(t.Context())
	require.NoError(t, err)
	require.Equal(t, [2]int{16, 1000}, [2]int{l.ahead, l.aheadBytes})
	l.add(&job{provider: "a", size: 100}, first)
	l.release(first)
	l.release(first)
	l.release(second)
	require.Equal(t, [2]int{0, 0}, [2]int{l.ahead, l.aheadBytes}, "the one that came is begun")
	require.Equal(t, 1, newLane(limits{active: 1, ahead: 1, aheadBytes: 1}).share())
	small, err := newLane(limits{active: 1, ahead: 1, aheadBytes: 1}).reserve(t.Context())
	require.NoError(t, err)
	require.Equal(t, [2]int{1, 1}, [2]int{small.messages, small.bytes})
}

// A lane asks for more once that is worth a fetch: a quarter of one at least.
func TestALaneAsksForWhatIsWorthAFetch(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		queued, bytes int // beside those that are begun
		messages      int
		ok            bool
	}{
		{0, 0, 100, true}, {98, 1, 2, true}, {99, 1, 1, false}, {9, 111, 91, true}, {10, 100, 90, false},
	} {
		l := newLane(limits{active: 4, provider: 4, parked: 2, bytes: 10_000, ahead: 100, aheadBytes: 1000})
		l.push(t, "a", 1, 4)
		l.push(t, "a", c.bytes, c.queued)
		messages, bytes, ok := l.free()
		require.Equal(t, c.messages, messages)
		require.Equal(t, 1000-c.queued*c.bytes, bytes)
		require.Equal(t, c.ok, ok, "%+v", c)
	}
	l := newLane(limits{active: 4, provider: 4, parked: 2, bytes: 10_000, ahead: 100, aheadBytes: 1000})
	l.push(t, "a", 1, 6)
	l.push(t, "b", 1, 3)
	messages, _, ok := l.free()
	require.Equal(t, 2*l.share()-4, messages, "what two fetches bring, where two providers wait")
	require.True(t, ok)
}

// The bounds of bytes in work may be filled: three quarters by one provider, the whole by all.
func TestBytesInWorkMayFillTheirBounds(t *testing.T) {
	t.Parallel()
	lane := func() *lane {
		return newLane(limits{active: 8, provider: 8, parked: 2, bytes: 1000, growth: 100_000, ahead: 100, aheadBytes: 10_000})
	}
	l := lane()
	l.push(t, "a", 250, 1)
	l.push(t, "a", 500, 1)
	require.Len(t, l.started, 2, "three quarters")
	l.push(t, "b", 250, 1)
	require.Len(t, l.started, 3, "all of it")
	l.push(t, "b", 1, 1)
	require.Len(t, l.started, 3)
	l = lane()
	l.push(t, "a", 250, 1)
	l.push(t, "a", 501, 1)
	require.Len(t, l.started, 1, "more than three quarters")
	l = lane()
	l.push(t, "a", 1, 20)
	require.Len(t, l.started, 8)
	for _, provider := range []string{"b", "c", "d"} {
		l.push(t, provider, 1, 1)
	}
	require.Equal(t, "aaaaaaaabc", l.providers(), "a quarter more for others")
}

// The room for what may grow can be filled: by one provider once, by all twice.
func TestRoomToGrowMayBeFilled(t *testing.T) {
	t.Parallel()
	const each = 25_000 // of a bound of 100,000
	l := newLane(limits{active: 20, provider: 20, parked: 2, bytes: 10_000, growth: 4 * each, ahead: 100, aheadBytes: 1000})
	grow := func(provider string) bool {
		j := &job{provider: provider, size: 1}
		j.msg.Data = make([]byte, each-messageOverhead)
		l.add(j, &reservation{})
		return !waits(l.grow(j, 1))
	}
	for _, provider := range []string{"a", "b"} {
		for range 4 {
			require.True(t, grow(provider))
		}
		require.False(t, grow(provider), "it has its share")
	}
	require.Equal(t, 8*each, l.expected)
	require.False(t, grow("c"), "all have theirs")
	l.shrink(l.started[0])
	require.Equal(t, 8*each, l.expected, "the next one has what was given back")
}

// A provider's own outputs count as bytes in work, those of others do not.
func TestAProvidersOwnOutputsCount(t *testing.T) {
	t.Parallel()
	l := newLane(limits{active: 8, provider: 8, parked: 2, bytes: 100_000, growth: 1_000_000, ahead: 100, aheadBytes: 1_000_000})
	l.push(t, "a", 1, 1)
	l.hold(l.started[0], []*nats.Msg{{Data: make([]byte, 30_000-messageOverhead)}})
	l.push(t, "b", 60_000, 1)
	l.push(t, "c", 20_000, 1)
	require.Equal(t, "abc", l.providers(), "some 110,000 bytes, of which a's outputs are 30,000")
	l.push(t, "a", 1, 1)
	require.Equal(t, "abc", l.providers(), "for a it is all of them")
	l.done(l.started[1])
	require.Equal(t, "abca", l.providers())
}

// A message that is larger than what may be in work goes on all the same, by itself.
func TestALargeMessageGrowsByItself(t *testing.T) {
	t.Parallel()
	l := newLane(limits{active: 8, provider: 8, parked: 2, bytes: 10, growth: 100_000, ahead: 100, aheadBytes: 1000})
	l.push(t, "a", 50, 2)
	require.Len(t, l.started, 1)
	require.False(t, waits(l.grow(l.started[0], 1)), "nothing else is in its way")
	l.hold(l.started[0], []*nats.Msg{{Data: make([]byte, 10)}})
	l.done(l.started[0])
	require.Len(t, l.started, 2)
	require.False(t, waits(l.grow(l.started[1], 1)))
}
