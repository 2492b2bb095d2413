package bus

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"
)

// note is a message of which only the sequence counts.
type note struct{ jetstream.Msg }

func (note) Data() []byte { return []byte("note") }

func noted(sequences ...uint64) (out []delivery) {
	for _, seq := range sequences {
		out = append(out, delivery{note{}, &jetstream.MsgMetadata{Sequence: jetstream.SequencePair{Stream: seq}}})
	}
	return out
}

var errEnough = errors.New("enough")

// A tail needs no broker for what it holds: the readers of it cost the broker nothing.
func TestAReaderFollowsTheTailAsFarAsThatReaches(t *testing.T) {
	t.Parallel()
	life := time.Now()
	tail := NewTail(nil, "S", zap.NewNop())
	tail.begin(life, 5)
	for _, d := range noted(5, 7, 8) {
		tail.add(d)
	}
	for _, c := range []struct {
		name string
		r    OrderedReader
		want []uint64
	}{
		{"from its beginning", OrderedReader{Created: life, From: 5}, []uint64{5, 7, 8}},
		{"from a sequence that is not there", OrderedReader{Created: life, From: 6}, []uint64{7, 8}},
		{"on after what it had", OrderedReader{Created: life, From: 1, last: 7}, []uint64{8}},
		{"what comes before the tail", OrderedReader{Created: life, From: 4}, nil},
		{"another life", OrderedReader{Created: life.Add(1), From: 5}, nil},
		{"only a part of the subjects", OrderedReader{Created: life, From: 5, Filters: []string{"a"}}, nil},
	} {
		var got []uint64
		c.r.Tail = tail
		err := c.r.follow(t.Context(), func(_ jetstream.Msg, meta *jetstream.MsgMetadata) error {
			if got = append(got, meta.Sequence.Stream); meta.Sequence.Stream == 8 {
				return errEnough
			}
			return nil
		})
		require.Equal(t, c.want, got, c.name)
		require.Equal(t, c.want != nil, errors.Is(err, errEnough), c.name)
	}
}

func TestATailIsBoundedAndForgetsItsLife(t *testing.T) {
	t.Parallel()
	life := time.Now()
	tail := NewTail(nil, "S", zap.NewNop())
	tail.begin(life, 1)
	for seq := range uint64(3 * tailMessages) {
		tail.add(noted(seq + 1)[0])
	}
	require.Len(t, tail.held, tailMessages)
	_, _, ok := tail.from(life, 2*tailMessages)
	require.False(t, ok)
	batch, _, ok := tail.from(life, 2*tailMessages+1)
	require.True(t, ok)
	require.Len(t, batch, tailBatch)
	require.Equal(t, uint64(2*tailMessages+1), batch[0].meta.Sequence.Stream)
	require.Equal(t, uint64(tailMessages-1), batch[0].meta.NumPending)
	tail.begin(time.Time{}, 0)
	_, _, ok = tail.from(time.Time{}, 1)
	require.False(t, ok)
}

// large is a message that fills more than half of a tail.
type large struct{ jetstream.Msg }

func (large) Data() []byte { return make([]byte, tailBytes/2+1) }

func TestATailHoldsABoundedNumberOfBytes(t *testing.T) {
	t.Parallel()
	tail := NewTail(nil, "S", zap.NewNop())
	tail.begin(time.Now(), 1)
	for _, d := range noted(1, 2, 3) {
		d.msg = large{}
		tail.add(d)
		require.Len(t, tail.held, 1)
		require.Equal(t, d.meta.Sequence.Stream, tail.first, "what went before is not there any more")
	}
}

// Whether a reader follows from the first message on, comes late, or is slower than the
// stream is written: it gets every message once and in order.
func TestReadersOfATailGetAllInOrder(t *testing.T) {
	t.Parallel()
	js := jetStream(t)
	s, err := js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "S", Subjects: []string{"s"}, Storage: jetstream.MemoryStorage})
	require.NoError(t, err)
	const half = tailMessages + 100
	write := func() {
		for i := range half {
			_, err := js.PublishAsync("s", fmt.Append(nil, i))
			require.NoError(t, err)
		}
		<-js.PublishAsyncComplete()
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	tail := NewTail(js, "S", zap.NewNop())
	var group errgroup.Group
	go tail.Run(ctx)
	write()
	started := make(chan struct{}, 3)
	read := func(pause func(seq uint64)) {
		group.Go(func() error {
			var last uint64
			r := &OrderedReader{JS: js, Stream: "S", Created: s.CachedInfo().Created, Tail: tail}
			err := r.Read(ctx, func(_ jetstream.Msg, meta *jetstream.MsgMetadata) error {
				if last++; last != meta.Sequence.Stream {
					return fmt.Errorf("message %d after %d", meta.Sequence.Stream, last-1)
				}
				if last == half {
					started <- struct{}{}
				}
				if pause(last); last == 2*half {
					return errEnough
				}
				return nil
			})
			if errors.Is(err, errEnough) {
				return nil
			}
			return err
		})
	}
	behind := make(chan struct{})
	read(func(uint64) {})
	read(func(uint64) {})
	read(func(seq uint64) {
		if seq == half+10 {
			<-behind // until the tail has lost what comes next
		}
	})
	for range 3 {
		<-started
	}
	write()
	close(behind)
	require.NoError(t, group.Wait())
}
