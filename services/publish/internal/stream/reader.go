package stream

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"os"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
)

// reader is one open stream.
type reader struct {
	*Server
	w      http.ResponseWriter
	r      *http.Request
	rc     *http.ResponseController
	filter filter
	rights consumer.Rights

	life string
	next uint64 // the sequence that it has not got yet
}

// errOver ends a stream that its reader may not read any more.
var errOver = errors.New("the reader has no right any more")

func (rd *reader) header() {
	h := rd.w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // proxies that collect answers must not
	h.Set("X-Content-Type-Options", "nosniff")
	_ = rd.rc.SetReadDeadline(time.Time{}) // nothing more is read, and the answer has no end
}

// run writes until the reader goes, is too slow, or the server ends: it then comes again
// with the id of the last event.
func (rd *reader) run() {
	if rd.write([]byte("retry: 1000\n\n")) != nil || rd.allowed() != nil {
		return
	}
	beat := time.NewTicker(rd.Heartbeat)
	defer beat.Stop()
	for {
		v := rd.hub.from(rd.next)
		var err error
		switch {
		case v.life != "" && later(v.life, rd.life): // NEWS was made anew
			rd.life, rd.next = v.life, 1
		case v.life != rd.life: // nobody has noticed yet
			err = rd.wait(v.more, beat.C)
		case rd.next < v.first:
			err = rd.catchUp(v.first)
		case len(v.events) > 0:
			err = rd.send(v.events)
		case rd.next < v.next:
			rd.next = v.next // what was between is gone from NEWS
		default:
			err = rd.wait(v.more, beat.C)
		}
		if err != nil || rd.over() {
			return
		}
	}
}

// over reports whether the server or the request ends.
func (rd *reader) over() bool {
	select {
	case <-service.Draining(rd.r.Context()):
		return true
	case <-rd.r.Context().Done():
		return true
	default:
		return false
	}
}

func (rd *reader) wait(more <-chan struct{}, beat <-chan time.Time) error {
	select {
	case <-more:
		return nil
	case <-beat:
		return rd.heartbeat()
	case <-service.Draining(rd.r.Context()):
		return http.ErrServerClosed
	case <-rd.r.Context().Done():
		return rd.r.Context().Err()
	}
}

// heartbeat tells that the stream is alive and, without an event, how far it is, so that
// who resumes does not begin far back.
func (rd *reader) heartbeat() error {
	if err := rd.allowed(); err != nil {
		return err
	}
	return rd.write([]byte(":\nid: " + eventID(rd.life, rd.next-1) + "\n\n"))
}

// allowed looks up the rights, which may have changed since.
func (rd *reader) allowed() error {
	rights, ok := rd.Server.rights(rd.r)
	if !ok {
		return errOver
	}
	rd.rights = rights
	return nil
}

// send writes the events that the reader asked for and may read, all at once.
func (rd *reader) send(events []*event) error {
	var b bytes.Buffer
	told := 0
	for _, e := range events {
		if frame := rd.filter.frameFor(e, rd.rights); frame != nil {
			b.Write(frame)
			told++
		}
	}
	if b.Len() > 0 {
		if err := rd.write(b.Bytes()); err != nil {
			return err
		}
	}
	rd.metrics.events.Add(float64(told))
	rd.next = events[len(events)-1].seq + 1
	return nil
}

// write writes and flushes within the limit. Whoever takes longer is cut off.
func (rd *reader) write(data []byte) error {
	if err := rd.rc.SetWriteDeadline(time.Now().Add(rd.patience)); err != nil {
		return err
	}
	_, err := rd.w.Write(data)
	if err == nil {
		err = rd.rc.Flush()
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		rd.metrics.cut.Inc()
	}
	return err
}

// catchUp reads NEWS by a consumer until the window's first sequence is reached. Only a
// few readers do so at once; the others wait, and are told that the stream is alive.
func (rd *reader) catchUp(first uint64) error {
	beat := time.NewTicker(rd.Heartbeat)
	defer beat.Stop()
	for got := false; !got; {
		select {
		case rd.behind <- struct{}{}:
			got = true
		case <-beat.C:
			if err := rd.heartbeat(); err != nil {
				return err
			}
		case <-service.Draining(rd.r.Context()):
			return http.ErrServerClosed
		case <-rd.r.Context().Done():
			return rd.r.Context().Err()
		}
	}
	defer func() { <-rd.behind }()
	return rd.read(first)
}

func (rd *reader) read(first uint64) error {
	cons, err := rd.consumer()
	if err != nil {
		return rd.again()
	}
	for got := uint64(0); rd.next < first && !rd.over(); {
		list, err := cons.FetchNoWait(batch)
		if err != nil {
			return rd.again()
		}
		events, last, whole := rd.take(list, &got)
		if len(events) > 0 {
			if err := rd.send(events); err != nil {
				return err
			}
		}
		switch {
		case !whole:
			return rd.again()
		case last == 0: // NEWS holds nothing more before the window
			rd.next = first
		}
		rd.next = max(rd.next, last+1)
	}
	return nil
}

// take makes events of what was fetched, up to a message that was lost on its way; got
// counts the messages of the consumer.
func (rd *reader) take(list jetstream.MessageBatch, got *uint64) (events []*event, last uint64, whole bool) {
	whole = true
	for m := range list.Messages() {
		meta, err := m.Metadata()
		if *got++; err != nil || meta.Sequence.Consumer != *got {
			whole = false
		}
		if !whole {
			continue
		}
		last = meta.Sequence.Stream
		if e, err := newEvent(rd.life, last, m.Subject(), m.Headers(), m.Data(), rd.log); err == nil {
			events = append(events, e)
		}
	}
	return events, last, whole && list.Error() == nil
}

// again waits a moment before it is tried again: the broker does not answer.
func (rd *reader) again() error {
	if err := service.Pause(rd.r.Context(), 500*time.Millisecond); err != nil {
		return err
	}
	return rd.heartbeat()
}

// consumer makes a consumer of the reader's life of NEWS from its place on.
func (rd *reader) consumer() (jetstream.Consumer, error) {
	ctx, cancel := context.WithTimeout(rd.r.Context(), lookLimit)
	defer cancel()
	stream, err := rd.js.Stream(ctx, contract.StreamNews)
	if err != nil {
		return nil, err
	}
	if contract.IncarnationOf(stream.CachedInfo()) != rd.life {
		return nil, bus.ErrRemade
	}
	return stream.CreateConsumer(ctx, jetstream.ConsumerConfig{Description: "a reader of events that is behind",
		DeliverPolicy: jetstream.DeliverByStartSequencePolicy, OptStartSeq: rd.next, AckPolicy: jetstream.AckNonePolicy,
		MemoryStorage: true, Replicas: 1, InactiveThreshold: 10 * time.Second})
}
