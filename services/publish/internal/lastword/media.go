package lastword

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
)

// mediaBatch is how many messages are asked for at once.
const mediaBatch = 500

// MediaBefore names the binaries of the messages under filter that are older than seq,
// each once. It reads headers alone, so that an article of many versions costs little.
func (w *Writer) MediaBefore(ctx context.Context, filter string, seq uint64) ([]string, error) {
	first, err := w.first(ctx, filter)
	if err != nil || first == 0 || first >= seq {
		return nil, err
	}
	consumer, err := w.stream.CreateConsumer(ctx, jetstream.ConsumerConfig{FilterSubject: filter, HeadersOnly: true,
		DeliverPolicy: jetstream.DeliverAllPolicy, AckPolicy: jetstream.AckNonePolicy, InactiveThreshold: writeTimeout, MemoryStorage: true, Replicas: 1})
	if err != nil {
		return nil, fmt.Errorf("read the versions of %s: %w", filter, err)
	}
	defer func() { _ = w.stream.DeleteConsumer(context.WithoutCancel(ctx), consumer.CachedInfo().Name) }()
	files := map[string]struct{}{}
	for {
		done, err := media(consumer, seq, files)
		if err != nil {
			return nil, fmt.Errorf("read the versions of %s: %w", filter, err)
		}
		if done {
			return slices.Sorted(maps.Keys(files)), nil
		}
	}
}

// first is the sequence of the first message under filter, 0 if there is none: most
// takedowns and returns have nothing before them.
func (w *Writer) first(ctx context.Context, filter string) (uint64, error) {
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	m, err := w.stream.GetMsg(ctx, 1, jetstream.WithGetMsgSubject(filter))
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read the first of %s: %w", filter, err)
	}
	return m.Sequence, nil
}

// media adds what a batch of messages names, and reports whether it was the last one.
func media(consumer jetstream.Consumer, seq uint64, files map[string]struct{}) (done bool, err error) {
	batch, err := consumer.FetchNoWait(mediaBatch)
	if err != nil {
		return false, err
	}
	n := 0
	for m := range batch.Messages() {
		n++
		meta, err := m.Metadata()
		if err != nil {
			return false, err
		}
		done = done || meta.NumPending == 0 || meta.Sequence.Stream >= seq
		if meta.Sequence.Stream >= seq {
			continue
		}
		// a message that is none of ours names none, and is purged with the others
		if e, err := contract.ParseEnvelope(m.Headers()); err == nil {
			for _, file := range e.Media {
				files[file] = struct{}{}
			}
		}
	}
	return done || n == 0, batch.Error()
}
