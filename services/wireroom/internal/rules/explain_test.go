package rules

import (
	"fmt"
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
	visited map[string]bool
	found   map[string]point
}

// point is a place on the way: a state, and what of the seen is explained by it.
type point struct {
	state     state
	news      int // messages of NEWS that are explained
	explained map[string]bool
	settled   map[*offer]bool
	runs      int // handlings beyond one for each offer
}

// maxExtra bounds the handlings beyond one for each offer.
const maxExtra = 4

// explain gives every point in which the article may be after all that was seen,
// starting from any of the given ones.
func (e *explainer) explain(from []point) []point {
	e.visited, e.found = map[string]bool{}, map[string]point{}
	for _, p := range from {
		p.runs = 0
		p.state.owed = slices.DeleteFunc(slices.Clone(p.state.owed), func(owed string) bool {
			_, ok := e.receipt(owed)
			if ok {
				p = p.with(owed)
			}
			return ok
		})
		e.walk(p)
	}
	out := make([]point, 0, len(e.found))
	for _, p := range e.found {
		out = append(out, p)
	}
	return out
}

func (e *explainer) receipt(key string) (outcome, bool) {
	for _, r := range e.seen.receipts {
		if receiptKey(r.delivery, r.retry, r.outcome) == key {
			return r.outcome, true
		}
	}
	return "", false
}

func (p point) with(key string) point {
	explained := map[string]bool{key: true}
	for k := range p.explained {
		explained[k] = true
	}
	p.explained = explained
	return p
}

func (p point) settle(o *offer) point {
	settled := map[*offer]bool{o: true}
	for k := range p.settled {
		settled[k] = true
	}
	p.settled = settled
	return p
}

func (e *explainer) key(p point) string {
	var b strings.Builder
	b.WriteString(p.state.key())
	fmt.Fprint(&b, p.news, p.runs)
	for _, o := range e.offers {
		fmt.Fprint(&b, p.settled[o])
	}
	for _, r := range e.seen.receipts {
		fmt.Fprint(&b, p.explained[receiptKey(r.delivery, r.retry, r.outcome)])
	}
	return b.String()
}

func (e *explainer) walk(p point) {
	key := e.key(p)
	if e.visited[key] {
		return
	}
	e.visited[key] = true
	if e.complete(p) {
		p.runs = 0
		e.found[e.key(p)] = p
	}
	for _, o := range e.offers {
		if !p.settled[o] {
			e.try(p.settle(o), &p, o, p.state.handled(o, e.at), true)
		} else if e.at.disturbed && p.runs < maxExtra {
			again := p
			again.runs++
			e.try(again, &again, o, p.state.handled(o, e.at), false)
		}
	}
	if h := p.state.held; h != nil && !h.offer.embargo.After(e.now) {
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
	e.try(p, nil, o, out, false)
	if e.at.disturbed && p.runs < maxExtra { // it stays until it is settled
		again := p
		again.runs++
		w := p.state.firing[i]
		for j := range out {
			out[j].next.firing = append(slices.Clone(out[j].next.firing), w)
		}
		e.try(again, &again, o, out, false)
	}
}

// complete: nothing that was seen is left over.
func (e *explainer) complete(p point) bool {
	if p.news != len(e.seen.news) {
		return false
	}
	for _, o := range e.offers {
		// one whose like is published may come to nothing without a receipt
		if !p.settled[o] && !e.seen.published(o.delivery) {
			return false
		}
	}
	for _, r := range e.seen.receipts {
		if !p.explained[receiptKey(r.delivery, r.retry, r.outcome)] {
			return false
		}
	}
	return true
}

// try follows each way in which an event may have gone. after is the point with
// the event done; before the one where it has still to be done again, since its
// process was killed before it told.
func (e *explainer) try(after point, before *point, o *offer, ways []effect, must bool) {
	for _, way := range ways {
		news, ok := e.matches(after.news, way.message)
		if !ok {
			continue
		}
		for _, n := range news {
			changed := before != nil && way.next.key() != before.state.key()
			if p, ok := e.told(after, o, way, must); ok {
				p.news = n
				e.walk(p)
			}
			if before != nil && e.at.disturbed && changed && before.runs < maxExtra {
				silent := *before
				silent.state, silent.news, silent.runs = way.next, n, before.runs+1
				e.walk(silent)
			}
		}
	}
}

// told is the point after an event whose receipt was seen, or must come.
func (e *explainer) told(p point, o *offer, way effect, must bool) (point, bool) {
	if way.of != nil {
		o = way.of
	}
	key := receiptKey(o.delivery, o.retry, way.outcome)
	p.state = way.next
	if p.explained[key] {
		return p, true // the same receipt again is none
	}
	got, there := e.receipt(key)
	switch {
	case there && got == way.outcome:
		p = p.with(key)
	case there || must:
		return p, false
	case !slices.Contains(p.state.owed, key):
		p.state.owed = append(slices.Clone(p.state.owed), key)
		slices.Sort(p.state.owed)
	}
	return p, true
}

// matches gives how many messages of NEWS are explained once m is written: m is
// the next one, or was removed before anybody saw it by a later kill or return.
func (e *explainer) matches(n int, m *message) ([]int, bool) {
	if m == nil {
		return []int{n}, true
	}
	var out []int
	if n < len(e.seen.news) && e.seen.news[n].is(m) {
		out = append(out, n+1)
	}
	for _, later := range e.seen.news[min(n, len(e.seen.news)):] {
		if (later.signal == "kill" || later.signal == "new") && later.delivery != m.offer.delivery {
			out = append(out, n)
			break
		}
	}
	return out, len(out) > 0
}

func (n newsMessage) is(m *message) bool {
	return n.delivery == m.offer.delivery && n.retry == m.offer.retry && n.signal == m.signal &&
		n.corrects == m.corrects && n.unchanged == m.unchanged
}
