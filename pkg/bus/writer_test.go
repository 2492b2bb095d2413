package bus

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

func TestWhatWaitsAtOnceIsWrittenInBatches(t *testing.T) {
	t.Parallel()
	w, stream := batchingWriter(t, jetstream.StreamConfig{AllowAtomicPublish: true})
	msgs := receipts(200)
	for i, got := range publishAtOnce(t, w, msgs, false) {
		require.NoError(t, got.err)
		require.Equal(t, contract.StreamReceipts, got.ack.Stream)
		m, err := stream.GetMsg(t.Context(), got.ack.Sequence)
		require.NoError(t, err)
		require.Equal(t, msgs[i].Subject, m.Subject, "the acknowledged sequence is its own")
		require.Empty(t, msgs[i].Header.Get(contract.HeaderBatchID), "the sender's message stays as it is")
	}
	require.EqualValues(t, 200, messages(t, stream))
	require.NotZero(t, inBatches(t, stream))
}

// A batch has syncs of its own: a few messages are cheaper by themselves.
func TestAFewMessagesMakeNoBatch(t *testing.T) {
	t.Parallel()
	for n, batched := range map[int]int{singles - 1: 0, singles: singles} {
		w, stream := batchingWriter(t, jetstream.StreamConfig{AllowAtomicPublish: true})
		results, err := w.streams[contract.StreamReceipts].write(t.Context(), receipts(n))
		require.NoError(t, err)
		require.Len(t, results, n)
		require.EqualValues(t, n, messages(t, stream))
		require.Equal(t, batched, inBatches(t, stream), n)
	}
}

func TestAnUrgentMessageJoinsNoBatch(t *testing.T) {
	t.Parallel()
	w, stream := batchingWriter(t, jetstream.StreamConfig{AllowAtomicPublish: true})
	for _, got := range publishAtOnce(t, w, receipts(50), true) {
		require.NoError(t, got.err)
	}
	require.EqualValues(t, 50, messages(t, stream))
	require.Zero(t, inBatches(t, stream))
}

// One message that is stored already refuses its whole batch.
func TestASeenMessageCostsNoOtherOfItsBatch(t *testing.T) {
	t.Parallel()
	w, stream := batchingWriter(t, jetstream.StreamConfig{AllowAtomicPublish: true})
	msgs := receipts(200)
	first, err := Publish(t.Context(), w.js, msgs[150])
	require.NoError(t, err)
	for i, got := range publishAtOnce(t, w, msgs, false) {
		require.NoError(t, got.err)
		require.Equal(t, i == 150, got.ack.Duplicate, i)
		if i == 150 {
			require.Equal(t, first.Sequence, got.ack.Sequence)
		}
	}
	require.EqualValues(t, 200, messages(t, stream))
	for _, got := range publishAtOnce(t, w, msgs, false) {
		require.NoError(t, got.err)
		require.True(t, got.ack.Duplicate)
	}
	require.EqualValues(t, 200, messages(t, stream), "all again are all known")
}

func TestARefusedMessageCostsNoOtherOfItsBatch(t *testing.T) {
	t.Parallel()
	w, stream := batchingWriter(t, jetstream.StreamConfig{AllowAtomicPublish: true, MaxMsgSize: 1000})
	msgs := receipts(200)
	msgs[7].Data = []byte(strings.Repeat("x", 2000))
	for i, got := range publishAtOnce(t, w, msgs, false) {
		if i != 7 {
			require.NoError(t, got.err)
			continue
		}
		require.Equal(t, Permanent, Classify(got.err))
	}
	require.EqualValues(t, 199, messages(t, stream))
}

// A stream of a version before takes no batches until `streams apply`.
func TestAStreamWithoutBatchesTakesSingleMessages(t *testing.T) {
	t.Parallel()
	w, stream := batchingWriter(t, jetstream.StreamConfig{})
	for range 2 {
		for _, got := range publishAtOnce(t, w, receipts(100), false) {
			require.NoError(t, got.err)
		}
	}
	require.EqualValues(t, 100, messages(t, stream))
	require.Positive(t, w.streams[contract.StreamReceipts].refused.Load(), "batches are not tried again and again")
	_, err := w.js.UpdateStream(t.Context(), jetstream.StreamConfig{Name: contract.StreamReceipts, Subjects: []string{"receipt.>"}, AllowAtomicPublish: true})
	require.NoError(t, err)
	for _, got := range publishAtOnce(t, w, receipts(singlesAfterRefusal+300), false) {
		require.NoError(t, got.err)
	}
	require.NotZero(t, inBatches(t, stream), "once the stream takes batches, it gets some")
}

// A stream without a leader answers nobody. A batch that finds none is written message by
// message, since a single write waits half a second for one. A machine that is too slow to
// make the stream in that time tries again.
func TestABatchThatNobodyAnswersIsWrittenMessageByMessage(t *testing.T) {
	t.Parallel()
	w, _ := batchingWriter(t, jetstream.StreamConfig{AllowAtomicPublish: true})
	for range 20 {
		require.NoError(t, w.js.DeleteStream(t.Context(), contract.StreamReceipts))
		stream, err := writeAndMakeStream(t, w, receipts(10))
		if err == nil {
			require.EqualValues(t, 10, messages(t, stream))
			require.Zero(t, inBatches(t, stream))
			return
		}
		require.Equal(t, Outage, Classify(err))
	}
	require.Fail(t, "no batch was written message by message")
}

// writeAndMakeStream writes messages as one batch, and makes their stream once the batch was
// sent and more than it was, or it was given up.
func writeAndMakeStream(t *testing.T, w *Writer, msgs []*nats.Msg) (jetstream.Stream, error) {
	t.Helper()
	batchSent := w.js.Conn().Stats().OutMsgs + uint64(len(msgs))
	written := make(chan error, 1)
	go func() {
		results, err := w.streams[contract.StreamReceipts].write(t.Context(), msgs)
		for _, got := range results {
			err = errors.Join(err, got.err)
		}
		written <- err
	}()
	for w.js.Conn().Stats().OutMsgs <= batchSent {
		select {
		case err := <-written:
			return receiptsStream(t, w.js, jetstream.StreamConfig{AllowAtomicPublish: true}), err
		case <-time.After(time.Millisecond):
		}
	}
	stream := receiptsStream(t, w.js, jetstream.StreamConfig{AllowAtomicPublish: true})
	return stream, <-written
}

func batchingWriter(t *testing.T, c jetstream.StreamConfig) (*Writer, jetstream.Stream) {
	t.Helper()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	return NewWriter(js, true), receiptsStream(t, js, c)
}

func receiptsStream(t *testing.T, js jetstream.JetStream, c jetstream.StreamConfig) jetstream.Stream {
	t.Helper()
	c.Name, c.Subjects = contract.StreamReceipts, []string{"receipt.>"}
	stream, err := js.CreateStream(t.Context(), c)
	require.NoError(t, err)
	return stream
}

func receipts(n int) []*nats.Msg {
	out := make([]*nats.Msg, n)
	for i := range out {
		out[i] = &nats.Msg{Subject: fmt.Sprintf("receipt.p.%d", i), Header: nats.Header{contract.HeaderMsgID: {fmt.Sprint("r", i)}}, Data: []byte("{}")}
	}
	return out
}

func publishAtOnce(t *testing.T, w *Writer, msgs []*nats.Msg, urgent bool) []batchResult {
	t.Helper()
	out := make([]batchResult, len(msgs))
	var group sync.WaitGroup
	for i, m := range msgs {
		group.Go(func() { out[i].ack, out[i].err = w.Publish(t.Context(), m, urgent) })
	}
	group.Wait()
	return out
}

func messages(t *testing.T, s jetstream.Stream) uint64 {
	t.Helper()
	info, err := s.Info(t.Context())
	require.NoError(t, err)
	return info.State.Msgs
}

// inBatches counts the messages that came in a batch.
func inBatches(t *testing.T, s jetstream.Stream) (n int) {
	t.Helper()
	for seq := uint64(1); seq <= messages(t, s); seq++ {
		m, err := s.GetMsg(t.Context(), seq)
		require.NoError(t, err)
		if m.Header.Get(contract.HeaderBatchID) != "" {
			n++
		}
	}
	return n
}
