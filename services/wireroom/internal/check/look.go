package check

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/deadletter"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
)

// settled is how old something has to be to be missed: the wire works on.
const settled = time.Minute

// part is one article of a delivery.
type part struct {
	delivery string
	position int
}

// delivery is what the streams know of one.
type delivery struct {
	seq      uint64 // of its original on RAW
	received time.Time
	original bool
	young    bool         // or not worked off yet
	of       int          // articles, 0: nobody said
	ends     map[int]bool // positions whose way has ended, or that are on their way; 0: all
}

// newsMessage is where and when a message of NEWS stands.
type newsMessage struct {
	sequence uint64
	at       time.Time
}

// state is what all streams together say.
type state struct {
	js  jetstream.JetStream
	now time.Time

	deliveries  map[string]*delivery
	receipts    map[string]contract.Receipt // the last one that says published, by article
	held        map[string]contract.Receipt // the last one that says held, by article
	hasReceipt  map[part]bool
	news        map[part]bool
	last        map[string]newsMessage // by article
	holds       map[string]bool        // articles
	unread      []Finding
	unconfirmed []Finding         // published, and perhaps without a receipt
	lives       map[string]string // of streams
	infos       map[string]*jetstream.StreamInfo
}

// Look reads the streams in the order in which articles pass them, so that what moves on
// meanwhile is met further on.
func Look(ctx context.Context, js jetstream.JetStream, now time.Time) ([]Finding, error) {
	p := &state{js: js, now: now, deliveries: map[string]*delivery{}, receipts: map[string]contract.Receipt{}, held: map[string]contract.Receipt{},
		hasReceipt: map[part]bool{}, news: map[part]bool{}, last: map[string]newsMessage{}, holds: map[string]bool{}, lives: map[string]string{}, infos: map[string]*jetstream.StreamInfo{}}
	floors, err := p.floors(ctx)
	if err != nil {
		return nil, err
	}
	for _, read := range []struct {
		stream string
		take   func(scan.Msg) error
	}{
		{contract.StreamRaw, func(m scan.Msg) error { p.raw(m, floors); return nil }},
		{contract.StreamNormalized, p.moving}, {contract.StreamEnriched, p.moving}, {contract.StreamHeld, p.onHeld},
		{contract.StreamDead, p.dead}, {contract.StreamNews, p.onNews}, {contract.StreamReceipts, p.receipt},
		{contract.StreamAudit, ignore}, {contract.StreamViews, ignore},
	} {
		q, err := each(ctx, js, read.stream, read.take)
		if errors.Is(err, jetstream.ErrStreamNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		p.infos[read.stream], p.lives[read.stream] = q.info, contract.IncarnationOf(q.info)
		found, err := q.unreadable(ctx, js)
		if err != nil {
			return nil, err
		}
		p.unread = append(p.unread, found...)
	}
	return p.findings(), nil
}

func ignore(scan.Msg) error { return nil }

// floors tell up to where each lane of RAW is worked off.
func (p *state) floors(ctx context.Context) (map[string]uint64, error) {
	out := map[string]uint64{}
	for _, s := range bus.Sources(contract.Normalize, contract.StreamRaw, "raw") {
		c, err := p.js.Consumer(ctx, s.Stream, s.Durable())
		if errors.Is(err, jetstream.ErrConsumerNotFound) || errors.Is(err, jetstream.ErrStreamNotFound) {
			continue // it has never run
		}
		if err != nil {
			return nil, fmt.Errorf("look up consumer %s: %w", s.Durable(), err)
		}
		i := c.CachedInfo()
		out[string(s.Lane)] = i.AckFloor.Stream
		if i.NumPending == 0 && i.NumAckPending == 0 {
			out[string(s.Lane)] = max(i.Delivered.Stream, i.AckFloor.Stream)
		}
	}
	return out, nil
}

func (p *state) of(id string) *delivery {
	d := p.deliveries[id]
	if d == nil {
		d = &delivery{ends: map[int]bool{}}
		p.deliveries[id] = d
	}
	return d
}

func (p *state) raw(m scan.Msg, floors map[string]uint64) {
	lane := contract.Lane("")
	for _, l := range contract.Lanes() {
		if m.Subject == contract.RawSubject(l, m.Header.Get(contract.HeaderProvider)) {
			lane = l
		}
	}
	open := m.Sequence > floors[string(lane)] || p.now.Sub(m.Time) < settled
	if id := m.Header.Get(contract.HeaderDelivery); id != "" { // a replay, restore or retry
		if open {
			p.of(id).young = true
		}
		return
	}
	d := p.of(contract.DeliveryID(m.Header.Get(contract.HeaderIncarnation), m.Sequence))
	d.original, d.seq, d.received = true, m.Sequence, m.Time
	d.young = d.young || open
}

// moving is on its way.
func (p *state) moving(m scan.Msg) error {
	if e, err := contract.ParseEnvelope(m.Header); err == nil {
		p.of(e.Delivery).ends[e.Position] = true
	}
	return nil
}

func (p *state) onHeld(m scan.Msg) error {
	p.holds[m.Header.Get(contract.HeaderArticle)] = true
	return p.moving(m)
}

func (p *state) dead(m scan.Msg) error {
	if e, err := contract.ParseEnvelope(m.Header); err == nil {
		p.of(e.Delivery).ends[e.Position] = true
	} else if id := deadletter.DeliveryOf(m); id != "" {
		p.of(id).ends[0] = true
	}
	return nil
}

func (p *state) onNews(m scan.Msg) error {
	e, err := contract.ParseEnvelope(m.Header)
	if err != nil {
		return nil //nolint:nilerr // tail shows what it is; nothing can be said of it here
	}
	at := part{e.Delivery, e.Position}
	p.news[at], p.last[e.Article] = true, newsMessage{m.Sequence, m.Time}
	p.of(e.Delivery).ends[e.Position] = true
	if d := p.of(e.Delivery); e.Of > d.of {
		d.of = e.Of
	}
	if e.Delivery == "" {
		return nil // the tombstone of what was erased
	}
	p.unconfirmed = append(p.unconfirmed, Finding{Kind: NoReceipt, Stream: contract.StreamReceipts, Delivery: e.Delivery, Position: e.Position, Article: e.Article, Sequence: m.Sequence, Repair: ByReceipt, Text: e.URI, at: m.Time})
	return nil
}

func (p *state) receipt(m scan.Msg) error {
	var r contract.Receipt
	if err := json.Unmarshal(m.Data, &r); err != nil {
		return nil //nolint:nilerr // status says so to its provider; nothing can be said of it here
	}
	d := p.of(r.Delivery)
	d.ends[r.Position], d.of = true, max(d.of, r.Of)
	p.hasReceipt[part{r.Delivery, r.Position}] = true
	switch r.Outcome {
	case contract.Published:
		p.receipts[r.Article] = r
		delete(p.held, r.Article)
	case contract.Held:
		p.held[r.Article] = r
	case contract.Dropped, contract.Dead:
		if h, ok := p.held[r.Article]; ok && h.Delivery == r.Delivery && h.Position == r.Position {
			delete(p.held, r.Article)
		}
	}
	return nil
}
