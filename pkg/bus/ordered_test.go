package bus

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
)

// A stream that is made anew ends its reader; of the new life nothing is skipped.
func TestAReaderEndsWithItsStreamsLife(t *testing.T) {
	t.Parallel()
	js := jetStream(t)
	begin := func(name string) {
		_, err := js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "S", Subjects: []string{"s"}, Storage: jetstream.MemoryStorage})
		require.NoError(t, err)
		for i := range 3 {
			_, err := js.Publish(t.Context(), "s", fmt.Append(nil, name, i))
			require.NoError(t, err)
		}
	}
	begin("old")
	var got []string
	read := make(chan string, 100)
	reader := &OrderedReader{JS: js, Stream: "S"}
	done := make(chan error, 1)
	go func() {
		done <- reader.Read(t.Context(), func(m jetstream.Msg, _ *jetstream.MsgMetadata) error {
			read <- string(m.Data())
			return nil
		})
	}()
	for range 3 {
		got = append(got, <-read)
	}
	require.NoError(t, js.DeleteStream(t.Context(), "S"))
	begin("new")
	err := <-done
	for errors.Is(err, jetstream.ErrStreamNotFound) { // it looked in between
		err = reader.Read(t.Context(), func(jetstream.Msg, *jetstream.MsgMetadata) error { return errors.New("of the new life") })
	}
	require.ErrorIs(t, err, ErrRemade)
	ctx, cancel := context.WithCancel(t.Context())
	err = (&OrderedReader{JS: js, Stream: "S"}).Read(ctx, func(m jetstream.Msg, meta *jetstream.MsgMetadata) error {
		got = append(got, string(m.Data()))
		if meta.Sequence.Stream == 3 {
			cancel()
		}
		return nil
	})
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, []string{"old0", "old1", "old2", "new0", "new1", "new2"}, got)
}

// A consumer that is lost is made again where the reader stands.
func TestAReaderGoesOnWhereItStands(t *testing.T) {
	t.Parallel()
	h := localtest.NATSServer(t)
	js, err := jetstream.New(localtest.Conn(t, h.URL()))
	require.NoError(t, err)
	_, err = js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "S", Subjects: []string{"s"}})
	require.NoError(t, err)
	_, err = js.Publish(t.Context(), "s", []byte("0"))
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	reader := &OrderedReader{JS: js, Stream: "S", From: 1}
	var got []uint64
	end := errors.New("enough")
	for {
		err := reader.Read(ctx, func(_ jetstream.Msg, meta *jetstream.MsgMetadata) error {
			got = append(got, meta.Sequence.Stream)
			if len(got) == 1 {
				h.Stop()
				h.Start()
				if _, err := js.Publish(ctx, "s", []byte("1")); err != nil {
					return err
				}
			}
			if len(got) == 2 {
				return end
			}
			return nil
		})
		if errors.Is(err, end) || ctx.Err() != nil {
			break
		}
	}
	require.Equal(t, []uint64{1, 2}, got)
}
