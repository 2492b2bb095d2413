package bus

import (
	"context"
	"errors"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/synadia-io/orbit.go/jetstreamext"

	"github.com/wireroom/wireroom/pkg/batch"
	"github.com/wireroom/wireroom/pkg/contract"
)

const (
	// singles is how many messages are written to a stream one by one before the next
	// ones join a batch: a batch has some five syncs of its own.
	singles = 4
	// batched is how many messages a batch holds at most; the server takes 1,000.
	batched = 256
	// batchedBytes is the size of a message that joins no batch any more: its own
	// sync is cheap beside its bytes.
	batchedBytes = 64 << 10
	// singlesAfterRefusal is how many messages a stream that takes no batches gets before
	// it is asked again.
	singlesAfterRefusal = 1000
	// gatherFor is how long messages that came during a batch wait for others.
	gatherFor = time.Millisecond
)

// Writer writes messages and awaits the acknowledgements of their streams. Where
// servers sync every write or have it replicated, what waits at the same time for one
// stream is one write: an atomic batch (ADR-50 of NATS). It is safe for use by many;
// make one with NewWriter.
type Writer struct {
	js      jetstream.JetStream
	streams map[string]*streamWriter // those that take batches
}

// streamWriter gathers what is written to one stream.
type streamWriter struct {
	js      jetstream.JetStream
	single  chan struct{} // a place for each message that is written by itself
	batches *batch.Batcher[*nats.Msg, batchResult]
	// refused is how many messages go by themselves before a batch is tried again: the
	// stream is from a version that took none, until the operator applies the new one.
	refused atomic.Int64
}

// batchResult is what became of one message of a batch.
type batchResult struct {
	ack jetstream.PubAck
	err error
}

// NewWriter makes a writer. Without batches each message is a write of its own.
func NewWriter(js jetstream.JetStream, batches bool) *Writer {
	w := &Writer{js: js, streams: map[string]*streamWriter{}}
	if !batches {
		return w
	}
	for _, name := range contract.BatchedStreams() {
		s := &streamWriter{js: js, single: make(chan struct{}, singles)}
		s.batches = batch.New(s.write, batched, gatherFor)
		w.streams[name] = s
	}
	return w
}

// Publish writes one message and awaits the stream's acknowledgement until ctx ends.
// An urgent one joins no batch and waits for no other.
func (w *Writer) Publish(ctx context.Context, m *nats.Msg, urgent bool) (jetstream.PubAck, error) {
	s := w.streams[contract.StreamOfSubject(m.Subject)]
	if s == nil || urgent || m.Size() > batchedBytes || s.refused.Add(-1) >= 0 {
		return Publish(ctx, w.js, m)
	}
	select {
	case s.single <- struct{}{}:
		defer func() { <-s.single }()
		return Publish(ctx, w.js, m)
	default:
	}
	res, err := s.batches.Do(ctx, m)
	if err != nil {
		return jetstream.PubAck{}, err
	}
	return res.ack, res.err
}

// write writes messages as one batch. Where the server refuses it, nothing of it is
// stored, and each is batchResult by itself: one that is stored already refuses them all.
func (s *streamWriter) write(ctx context.Context, msgs []*nats.Msg) ([]batchResult, error) {
	ctx, cancel := context.WithTimeout(ctx, publishTimeout)
	defer cancel()
	if len(msgs) < singles {
		return s.each(ctx, msgs), nil
	}
	ack, err := jetstreamext.PublishMsgBatch(ctx, s.js, copies(msgs), jetstreamext.BatchFlowControl{})
	var refusal *jetstream.APIError
	switch {
	case err == nil:
		return sequences(ack, len(msgs)), nil
	case errors.As(err, &refusal):
		if refusal.ErrorCode == codeNoBatches {
			s.refused.Store(singlesAfterRefusal)
		}
		return s.each(ctx, msgs), nil
	case errors.Is(err, nats.ErrNoResponders): // a leader may be changing: a single write waits a moment for it
		return s.each(ctx, msgs), nil
	default:
		return nil, err
	}
}

// codeNoBatches is the answer of a stream that takes no batches
// (JSAtomicPublishDisabledErr).
const codeNoBatches = 10174

// copies are messages that may be changed: the sender tries its own again.
func copies(msgs []*nats.Msg) []*nats.Msg {
	out := make([]*nats.Msg, len(msgs))
	for i, m := range msgs {
		out[i] = &nats.Msg{Subject: m.Subject, Header: maps.Clone(m.Header), Data: m.Data}
		if out[i].Header == nil {
			out[i].Header = nats.Header{}
		}
	}
	return out
}

// sequences gives each message of a batch its own: they follow each other.
func sequences(ack *jetstreamext.BatchAck, n int) []batchResult {
	out := make([]batchResult, n)
	for i := range out {
		out[i].ack = jetstream.PubAck{Stream: ack.Stream, Sequence: ack.Sequence - uint64(n-1-i)}
	}
	return out
}

// each writes all messages at once, each by itself.
func (s *streamWriter) each(ctx context.Context, msgs []*nats.Msg) []batchResult {
	out := make([]batchResult, len(msgs))
	var group sync.WaitGroup
	for i, m := range msgs {
		group.Go(func() { out[i].ack, out[i].err = Publish(ctx, s.js, m) })
	}
	group.Wait()
	return out
}
