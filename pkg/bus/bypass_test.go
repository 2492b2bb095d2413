package bus_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/stage"
)

// floods is a loop whose handler lets nothing of a flood go before release is closed, nor
// much of a slow one, and counts how often each other message was handled.
type floods struct {
	*rig
	release chan struct{}
	handled chan string
	mu      sync.Mutex
	times   map[string]int
}

func newFloods(t *testing.T, c bus.Config, verdict func(in string) stage.Verdict[string]) *floods {
	t.Helper()
	f := &floods{release: make(chan struct{}), handled: make(chan string, 1000), times: map[string]int{}}
	f.rig = newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{}, func(ctx context.Context, in string) stage.Verdict[string] {
		if strings.HasPrefix(in, "flood") {
			select {
			case <-f.release:
			case <-ctx.Done():
			}
			return stage.Drop[string](contract.ReasonStale)
		}
		f.mu.Lock()
		f.times[in[:min(len(in), 8)]]++
		f.mu.Unlock()
		if strings.HasPrefix(in, "slow") {
			<-time.After(10 * time.Millisecond)
			return stage.Drop[string](contract.ReasonStale)
		}
		f.handled <- in
		return verdict(in)
	})
	c.HandlerTimeout = time.Minute
	f.loop.Config = c
	f.loop.Ended = nil
	return f
}

func (f *floods) flood(provider, kind string, n, size int) {
	f.t.Helper()
	text := []byte(kind + strings.Repeat(".", size))
	var acks []jetstream.PubAckFuture
	for range n {
		ack, err := f.js.PublishAsync("raw.wire."+provider, text)
		require.NoError(f.t, err)
		acks = append(acks, ack)
	}
	for _, ack := range acks {
		select {
		case <-ack.Ok():
		case err := <-ack.Err():
			require.NoError(f.t, err)
		case <-time.After(time.Minute):
			require.Fail(f.t, "not stored")
		}
	}
}

func (f *floods) add(provider, text string) {
	f.t.Helper()
	_, err := f.js.Publish(f.t.Context(), "raw.wire."+provider, []byte(text))
	require.NoError(f.t, err)
}

func (f *floods) next() string {
	f.t.Helper()
	select {
	case in := <-f.handled:
		return in
	case <-time.After(30 * time.Second):
		require.Fail(f.t, "not handled while the flood stands")
		return ""
	}
}

func (f *floods) timesOf(in string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.times[in]
}

// However much of another provider stands before it, in number or in bytes, a message is
// worked on, and by this process once.
func TestABacklogBeyondWhatIsReadAheadDelaysNoOther(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		config  bus.Config
		n, size int
	}{
		"messages": {bus.Config{InFlight: 8, ReadAhead: 64}, 1000, 1},
		"bytes":    {bus.Config{InFlight: 8, BytesInWork: 1 << 20}, 60, 100_000},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFloods(t, c.config, func(in string) stage.Verdict[string] { return stage.Forward(in) })
			f.flood("first", "flood", c.n, c.size)
			for i := range 40 {
				f.add("other", fmt.Sprint("before", i))
			}
			f.start()
			for range 40 {
				require.Contains(t, f.next(), "before")
			}
			f.add("other", "after")
			require.Equal(t, "after", f.next(), "one that comes while the flood stands")
			<-time.After(1500 * time.Millisecond) // nothing was found so often that only news of the subject has it looked at
			f.add("other", "late")
			require.Equal(t, "late", f.next(), "one that comes much later")
			f.await(contract.StreamNormalized, 42)
			close(f.release)
			f.settled(uint64(c.n + 42))
			require.Equal(t, 1, f.timesOf("before0"), "its delivery in turn is acknowledged only")
			require.Equal(t, 1, f.timesOf("after"))
			require.Equal(t, 1, f.timesOf("late"))
		})
	}
}

// A lane that is full fetches nothing: that its consumer is gone is noticed all the same, and
// it is made anew.
func TestAFullLaneNoticesThatItsConsumerIsGone(t *testing.T) {
	t.Parallel()
	f := newFloods(t, bus.Config{InFlight: 8, ReadAhead: 64, DrainTimeout: time.Second}, obeyAny)
	f.flood("first", "flood", 500, 1)
	f.add("other", "before")
	f.start()
	require.Equal(t, "before", f.next())
	require.NoError(t, f.js.DeleteConsumer(t.Context(), contract.StreamRaw, "normalize-wire"))
	<-time.After(500 * time.Millisecond)
	f.add("other", "after")
	for in := ""; in != "after"; {
		in = f.next()
	}
	f.await(contract.StreamNormalized, 2)
}

// Two providers with more than is read ahead do not stand in a third one's way either.
func TestTheBacklogsOfTwoDelayNoOther(t *testing.T) {
	t.Parallel()
	const n = 1500
	f := newFloods(t, bus.Config{InFlight: 8, ReadAhead: 64}, obeyAny)
	f.flood("first", "flood", n, 1)
	f.flood("second", "slow", n, 1)
	f.add("other", "good")
	f.start()
	require.Equal(t, "good", f.next())
	require.Less(t, f.timesOf("slow."), n*2/3)
	close(f.release)
	f.settled(2*n + 1)
}

// What was brought from behind a backlog and is rejected is a dead letter in its turn: a
// process that does not know of the first try would write a second one.
func TestARejectionFromBehindABacklogWaitsForItsTurn(t *testing.T) {
	t.Parallel()
	f := newFloods(t, bus.Config{InFlight: 8, ReadAhead: 64}, obeyAny)
	f.flood("first", "flood", 500, 1)
	f.add("other", "reject")
	f.start()
	require.Equal(t, "reject", f.next())
	f.add("other", "good")
	require.Equal(t, "good", f.next())
	f.await(contract.StreamNormalized, 1)
	require.Zero(t, f.count(contract.StreamDead))
	close(f.release)
	f.settled(502)
	require.Equal(t, map[string]string{"reject": "malformed"}, f.dead(1))
	require.Equal(t, 2, f.timesOf("reject"))
}

func obeyAny(in string) stage.Verdict[string] { return obey(context.Background(), in) }
