package rules

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

// seen is what was observed of one article: its messages on NEWS in the order of
// the stream, and the receipts of its offers.
type seen struct {
	news     []newsMessage
	receipts []seenReceipt
}

func (s seen) published(delivery string) bool {
	for _, r := range s.receipts {
		if r.delivery == delivery && strings.HasPrefix(string(r.outcome), "published") {
			return true
		}
	}
	return false
}

type newsMessage struct {
	seq       uint64
	at        time.Time // by the broker's clock
	delivery  string
	retry     int
	signal    string
	corrects  string
	unchanged bool
	text      string
	status    string
}

type seenReceipt struct {
	delivery string
	retry    int
	outcome  outcome
}

func receiptKey(delivery string, retry int, o outcome) string {
	kind, _, _ := strings.Cut(string(o), " ")
	return fmt.Sprintf("%s.r%d %s", delivery, retry, kind)
}

// explainer looks for an order of events that leads to what was seen: if there is
// none, the wire did what the rules don't allow.
type explainer struct {
	offers  []*offer // of the article, in the order of arrival
	seen    seen
	at      moment
	now     time.Time // nothing embargoed until later is released
	told    map[string]outcome
	visited map[place]bool
	found   map[place]point
}

// point is a place on the way: a state, and what of the seen is explained by it.
type point struct {
	state     state
	news      int    // messages of NEWS that are explained
	explained string // keys of the receipts that are, each between line breaks
	settled   uint64 // offers that are handled, by their bit
	runs      int    // handlings beyond one for each offer
}

// place is what tells points apart.
type place struct {
	news, held      word
	firing          [3]word
	readable        int
	owed, explained string
	told, runs      int
	settled         uint64
}

// maxExtra bounds the handlings beyond one for each offer, maxFiring what may be
// released and not yet handled.
const (
	maxExtra  = 3
	maxFiring = 3
)

// explain gives every point in which the article may be after all that was seen,
// starting from any of the given ones.
func (e *explainer) explain(from []point) []point {
	e.visited, e.found, e.told = map[place]bool{}, map[place]point{}, map[string]outcome{}
	for _, r := range e.seen.receipts {
		e.told[receiptKey(r.delivery, r.retry, r.outcome)] = e.plain(r.outcome)
	}
	for _, p := range from {
		p.runs = 0
		var owed []string
		for _, key := range p.state.owed {
			if _, ok := e.told[key]; ok {
				p = p.with(key)
			} else {
				owed = append(owed, key)
			}
		}
		p.state.owed = owed
		e.walk(p)
	}
	if n := len(e.visited); n > 20000 && os.Getenv("WIREROOM_RULES_DEBUG") != "" {
		fmt.Printf("places %d points %d->%d offers %d news %d receipts %d\n", n, len(from), len(e.found), len(e.offers), len(e.seen.news), len(e.seen.receipts))
	}
	out := make([]point, 0, len(e.found))
	for _, p := range e.found {
		out = append(out, p)
	}
	return out
}

// plain leaves out what nobody can know where a process was killed: whether a kill
// found what was held.
func (e *explainer) plain(o outcome) outcome {
	if !e.at.disturbed {
		return o
	}
	return outcome(strings.TrimSuffix(string(o), " kill-unmatched"))
}

func (p point) has(key string) bool { return strings.Contains(p.explained, "\n"+key+"\n") }

func (p point) with(key string) point {
	if p.has(key) {
		return p
	}
	keys := append(strings.Fields(strings.ReplaceAll(p.explained, " ", "\x00")), strings.ReplaceAll(key, " ", "\x00"))
	slices.Sort(keys)
	p.explained = "\n" + strings.ReplaceAll(strings.Join(keys, "\n\n"), "\x00", " ") + "\n"
	return p
}

func (p point) done(o *offer) bool { return p.settled&(1<<o.index) != 0 }

func (p point) place() place {
	at := place{readable: p.state.readable, owed: strings.Join(p.state.owed, "\n"), explained: p.explained, told: p.news, runs: p.runs, settled: p.settled}
	if p.state.news != nil {
		at.news = *p.state.news
	}
	if p.state.held != nil {
		at.held = *p.state.held
	}
	for i, w := range p.state.firing {
		at.firing[i] = *w
	}
	return at
}

func (e *explainer) walk(p point) {
	at := p.place()
	if e.visited[at] {
		return
	}
	e.visited[at] = true
	if e.complete(p) {
		p.runs = 0
		if e.at.disturbed { // what may still come counts as come again
			p.settled = 1<<len(e.offers) - 1
		}
		e.found[p.place()] = p
	}
	for _, o := range e.offers {
		if !p.done(o) {
			after := p
			after.settled |= 1 << o.index
			e.try(after, &p, o, p.state.handled(o, e.at), first)
		} else if e.at.disturbed && p.runs < maxExtra {
			more := p
			more.runs++
			e.try(more, &more, o, p.state.handled(o, e.at), again)
		}
	}
	if h := p.state.held; h != nil && !h.offer.embargo.After(e.now) && len(p.state.firing) < maxFiring {
		fired := p
		fired.state = p.state.fire()
		e.walk(fired)
	}
	for i, w := range p.state.firing {
		e.release(p, i, w.offer)
	}
}

func (e *explainer) release(p point, i int, o *offer) {
	out := p.state.released(i, e.at)
	e.try(p, nil, o, out, released)
	if e.at.disturbed && p.runs < maxExtra { // it stays until it is settled
		more := p
		more.runs++
		w := p.state.firing[i]
		for j := range out {
			out[j].next.firing = append(slices.Clone(out[j].next.firing), w)
		}
		e.try(more, &more, o, out, again)
	}
}

// complete: nothing that was seen is left over.
func (e *explainer) complete(p point) bool {
	if p.news != len(e.seen.news) {
		return false
	}
	for _, o := range e.offers {
		// one whose like is published may come to nothing without a receipt
		if !p.done(o) && !e.seen.published(o.delivery) {
			return false
		}
	}
	for key := range e.told {
		if !p.has(key) {
			return false
		}
	}
	return true
}

// handling says how an event came about.
type handling int

const (
	first    handling = iota // a delivery, whose receipt was waited for
	again                    // what was handled before
	released                 // by the broker: its receipt may still be on its way
)

// try follows each way in which an event may have gone. after is the point with
// the event done; before the one where it has still to be done again, since its
// process was killed before it told (nil: it is done for good). What is done again
// matters only if it changes anything, or tells.
func (e *explainer) try(after point, before *point, o *offer, ways []effect, how handling) {
	for _, way := range ways {
		for _, n := range e.matches(after.news, way.message) {
			changed := before != nil && (point{state: way.next}).place() != (point{state: before.state}).place()
			if p, ok := e.tell(after, o, way, e.at.disturbed || how != released); ok && (how != again || changed || p.explained != after.explained) {
				p.news = n
				e.walk(p)
			}
			if e.at.disturbed && changed && before.runs < maxExtra {
				silent := *before
				silent.state, silent.news, silent.runs = way.next, n, before.runs+1
				e.walk(silent)
			}
		}
	}
}

// tell is the point after an event whose receipt was seen, or unless now must come.
func (e *explainer) tell(p point, o *offer, way effect, now bool) (point, bool) {
	if way.of != nil {
		o = way.of
	}
	key := receiptKey(o.delivery, o.retry, way.outcome)
	p.state = way.next
	if p.has(key) {
		return p, true // the same receipt again is none
	}
	got, there := e.told[key]
	switch {
	case there && got == e.plain(way.outcome):
		return p.with(key), true
	case there || now:
		return p, false
	case !slices.Contains(p.state.owed, key):
		p.state.owed = append(slices.Clone(p.state.owed), key)
		slices.Sort(p.state.owed)
	}
	return p, true
}

// matches gives how many messages of NEWS are explained once m is written: m is
// the next one, or was removed before anybody saw it by a later kill or return.
func (e *explainer) matches(n int, m *message) []int {
	if m == nil {
		return []int{n}
	}
	var out []int
	if n < len(e.seen.news) && e.seen.news[n].is(m) {
		out = append(out, n+1)
	}
	for _, later := range e.seen.news[min(n, len(e.seen.news)):] {
		if (later.signal == "kill" || later.signal == "new") && later.delivery != m.offer.delivery {
			return append(out, n)
		}
	}
	return out
}

func (n newsMessage) is(m *message) bool {
	return n.delivery == m.offer.delivery && n.retry == m.offer.retry && n.signal == m.signal &&
		n.corrects == m.corrects && n.unchanged == m.unchanged
}
