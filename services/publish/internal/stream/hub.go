package stream

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
)

// The bounds of the window, in events and bytes.
const (
	maxEvents = 4096
	maxBytes  = 64 << 20
)

// Hub holds the latest messages of NEWS.
type Hub struct {
	js   jetstream.JetStream
	tail *bus.Tail
	log  *zap.Logger
	most int // events in the window

	mu     sync.Mutex
	life   string   // of NEWS; empty until it is known
	first  uint64   // everything from this sequence on that NEWS holds is in events
	next   uint64   // the sequence that comes next, or later
	events []*event // by sequence
	bytes  int
	more   chan struct{} // closed when something has come
}

// NewHub makes a hub that is empty until Run fills it. tail is of NEWS, or nil.
func NewHub(js jetstream.JetStream, tail *bus.Tail, log *zap.Logger) *Hub {
	return &Hub{js: js, tail: tail, log: log, most: maxEvents, more: make(chan struct{})}
}

// Run follows NEWS until ctx ends, over outages and streams made anew.
func (h *Hub) Run(ctx context.Context) {
	for ctx.Err() == nil {
		if err := h.follow(ctx); err != nil && ctx.Err() == nil {
			h.log.Info("event streams wait for NEWS", zap.Error(err))
		}
		_ = service.Pause(ctx, 500*time.Millisecond)
	}
}

// follow reads one life of NEWS, from a window's length before its end.
func (h *Hub) follow(ctx context.Context) error {
	s, err := h.js.Stream(ctx, contract.StreamNews)
	if err != nil {
		return err
	}
	info := s.CachedInfo()
	life, from := contract.IncarnationOf(info), uint64(1)
	if most := uint64(h.most); info.State.LastSeq > most {
		from = info.State.LastSeq - most + 1
	}
	if at, ok := h.resume(life, from, info.State.LastSeq); ok {
		from = at
	}
	r := &bus.OrderedReader{JS: h.js, Stream: contract.StreamNews, Created: info.Created, From: from, Tail: h.tail}
	err = r.Read(ctx, func(m jetstream.Msg, meta *jetstream.MsgMetadata) error {
		e, err := newEvent(life, meta.Sequence.Stream, m.Subject(), m.Headers(), m.Data(), h.log)
		if err != nil {
			h.log.Error("a message of NEWS can't be streamed", zap.Uint64("sequence", meta.Sequence.Stream), zap.Error(err))
		}
		h.add(life, meta.Sequence.Stream, e)
		return nil
	})
	if errors.Is(err, bus.ErrRemade) {
		h.reset()
	}
	return err
}

// resume gives where to read on if the window is of the same life and not too far
// behind; else it empties the window.
func (h *Hub) resume(life string, from, last uint64) (uint64, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.life == life && h.next >= from && h.next <= last+1 {
		return h.next, true
	}
	h.life, h.first, h.next, h.events, h.bytes = life, from, from, nil, 0
	h.wake()
	return 0, false
}

func (h *Hub) reset() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.life, h.events, h.bytes = "", nil, 0
	h.wake()
}

// add puts an event at the end, nil for one that can't be told, and drops what is beyond
// the bounds.
func (h *Hub) add(life string, seq uint64, e *event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.life != life || seq < h.next {
		return
	}
	h.next = seq + 1
	if e != nil {
		h.events = append(h.events, e)
		h.bytes += e.size
	}
	drop := 0
	for len(h.events)-drop > h.most || h.bytes > maxBytes && len(h.events)-drop > 1 {
		h.bytes -= h.events[drop].size
		h.first = h.events[drop].seq + 1
		h.events[drop] = nil
		drop++
	}
	h.events = h.events[drop:]
	h.wake()
}

// wake tells all who wait. The lock is held.
func (h *Hub) wake() {
	close(h.more)
	h.more = make(chan struct{})
}

// view is what the window holds for a reader.
type view struct {
	life   string
	first  uint64
	next   uint64
	events []*event // from the reader's place on, at most a batch
	more   <-chan struct{}
}

// batch is how many events a reader takes at once.
const batch = 64

// from gives the events from a sequence on. Where first is later, the reader is behind
// the window.
func (h *Hub) from(seq uint64) view {
	h.mu.Lock()
	defer h.mu.Unlock()
	v := view{life: h.life, first: h.first, next: h.next, more: h.more}
	low, high := 0, len(h.events)
	for low < high {
		if mid := (low + high) / 2; h.events[mid].seq < seq {
			low = mid + 1
		} else {
			high = mid
		}
	}
	v.events = append(v.events, h.events[low:min(low+batch, len(h.events))]...)
	return v
}
