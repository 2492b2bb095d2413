package rules

import (
	"fmt"
)

// state is what the wire holds of one article: the last word on NEWS, what is
// held, what the broker has released and nobody has handled yet.
type state struct {
	news     *word
	readable int // messages of the article that NEWS holds
	held     *word
	firing   []*word
	owed     []string // receipts that must still come
}

// message is one on NEWS as the model expects it, outcome a receipt.
type message struct {
	offer     *offer
	signal    string
	corrects  string
	unchanged bool
}

type outcome string

// moment is the burst that an event falls into.
type moment struct {
	burst     int
	disturbed bool // a process was killed: what follows a write may be left undone
}

// missed reports whether an event may not see what stands: both came at the same
// time.
func (at moment) missed(w *word) bool { return w.offer.burst == at.burst }

// effect is one way in which an event may go: more than one where the moment
// decides.
type effect struct {
	next    state
	outcome outcome
	of      *offer   // whose receipt it is; nil: the event's own
	message *message // written to NEWS; nil if none
}

func (s state) String() string {
	show := func(w *word) string {
		if w == nil {
			return "nothing"
		}
		return fmt.Sprintf("%s (%s, epoch %d)", w.offer, w.signal, w.epoch)
	}
	out := "NEWS: " + show(s.news) + "; HELD: " + show(s.held)
	for _, w := range s.firing {
		out += "; released: " + show(w)
	}
	return out + fmt.Sprint("; owed: ", s.owed)
}

// fire releases what is held.
func (s state) fire() state {
	s.firing = append(append([]*word(nil), s.firing...), s.held)
	s.held = nil
	return s
}

// released handles one of what was released.
func (s state) released(i int, at moment) []effect {
	w := s.firing[i]
	s.firing = append(append([]*word(nil), s.firing[:i]...), s.firing[i+1:]...)
	if s.held == nil {
		return s.lastWord(asHeld(*w), at)
	}
	v, _ := judge(s.held, asHeld(*w))
	if v != stale {
		return s.lastWord(asHeld(*w), at)
	}
	yields := []effect{{next: s, outcome: "dropped stale"}} // to a newer held one
	if at.disturbed || s.held.offer.burst >= at.burst-1 {   // it may be under way since before that was held
		return append(yields, s.lastWord(asHeld(*w), at)...)
	}
	return yields
}

// handled handles an offer that comes from a provider.
func (s state) handled(o *offer, at moment) []effect {
	if o.status != usable || o.embargo.IsZero() {
		return s.lastWord(asSaid(o), at)
	}
	v, _ := judge(s.news, asSaid(o))
	switch {
	case v == ours:
		return s.lastWord(asSaid(o), at)
	case v == publish:
		return s.holdAfterNews(o, at)
	case at.disturbed: // what can't follow counts as removed, also where it is still held
		return []effect{{next: s, outcome: dropped(v)}, {next: s, outcome: "held embargo"}}
	case at.missed(s.news): // it was looked for before that was written: it yields when it is released
		out := []effect{{next: s, outcome: dropped(v)}, s.hold(o)}
		if v == killed { // a kill removes what is held, and once more what was released meanwhile
			out = append(out, effect{next: s, outcome: "held embargo"})
		}
		return out
	default:
		return []effect{{next: s, outcome: dropped(v)}}
	}
}

// holdAfterNews: what is held and would never be published keeps nothing out.
func (s state) holdAfterNews(o *offer, at moment) []effect {
	if s.news == nil || s.held == nil || !outdated(*s.held, *s.news) {
		return []effect{s.hold(o)}
	}
	cleared := s
	cleared.held = nil
	out := []effect{cleared.hold(o)}
	if at.missed(s.held) || at.missed(s.news) {
		out = append(out, s.hold(o))
	}
	return out
}

func (s state) hold(o *offer) effect {
	v, w := judge(s.held, asSaid(o))
	switch v {
	case publish:
		s.held = &w
	case ours:
	default:
		return effect{next: s, outcome: dropped(v)}
	}
	return effect{next: s, outcome: "held embargo"}
}

func dropped(v verdict) outcome { return outcome("dropped " + string(v)) }

// lastWord offers a version to NEWS.
func (s state) lastWord(next word, at moment) []effect {
	v, w := judge(s.news, next)
	switch v {
	case publish:
		return s.write(next.offer, w, at)
	case ours:
		// its receipt is the first one's, again
		return effects(s.clear(*s.news, at), *s.news, nil)
	default:
		return []effect{{next: s, outcome: dropped(v)}}
	}
}

func (s state) write(o *offer, w word, at moment) []effect {
	last := s.news
	w.signal = signalOf(o, last)
	m := &message{offer: o, signal: w.signal, unchanged: last != nil && last.epoch == w.epoch && last.offer.content == o.content}
	if w.signal == "correction" {
		m.corrects = corrected(o, last)
	}
	if w.signal == "update" || w.signal == "correction" {
		s.readable++
	} else {
		s.readable = 1
	}
	var out []effect
	for _, unmatched := range s.unmatched(w, last, at) {
		w.unmatched = unmatched
		now := w
		s.news = &now
		out = append(out, effects(s.clear(w, at), w, m)...)
	}
	return out
}

// unmatched: a kill whose target was never seen. What came at the same time may
// have been seen or not.
func (s state) unmatched(w word, last *word, at moment) []bool {
	switch {
	case w.signal != "kill" || last != nil || at.disturbed:
		return []bool{false}
	case len(s.firing) > 0 || s.held != nil && at.missed(s.held):
		return []bool{false, true}
	default:
		return []bool{s.held == nil}
	}
}

func receiptOf(w word) outcome {
	o := outcome("published " + w.signal)
	if w.unmatched {
		o += " kill-unmatched"
	}
	return o
}

func effects(states []state, w word, m *message) []effect {
	out := make([]effect, len(states))
	for i, s := range states {
		out[i] = effect{next: s, outcome: receiptOf(w), of: w.offer, message: m}
	}
	return out
}

// clear removes from HELD what the version that was written leaves behind. A kill
// must remove what is held; what another version overlooks is dropped as stale
// when its time comes. What comes at the same time may be missed.
func (s state) clear(w word, at moment) []state {
	if s.held == nil && len(s.firing) == 0 {
		return []state{s}
	}
	if at.disturbed { // what is left behind is dropped when its time comes
		return []state{s.without(w)}
	}
	without := s
	without.held, without.firing = nil, nil
	if w.offer.status == canceled && (s.held == nil || !at.missed(s.held)) {
		without.firing = s.firing
		if len(s.firing) == 0 {
			return []state{without}
		}
		both := without
		both.firing = nil
		return []state{without, both} // what is being handled is dropped as killed
	}
	out := []state{s}
	if s.held != nil && outdated(*s.held, w) {
		purged := s
		purged.held = nil
		out = append(out, purged)
	}
	for _, x := range out[:len(out):len(out)] {
		if w.offer.status != usable && len(x.firing) > 0 && outdated(*x.firing[0], w) {
			x.firing = nil
			out = append(out, x)
		}
	}
	return out
}

// without is the state without what w leaves behind.
func (s state) without(w word) state {
	if s.held != nil && outdated(*s.held, w) {
		s.held = nil
	}
	var firing []*word
	for _, f := range s.firing {
		if !outdated(*f, w) {
			firing = append(firing, f)
		}
	}
	s.firing = firing
	return s
}

// outdated reports whether what is held would never be published after w.
func outdated(held, w word) bool {
	v, _ := judge(&w, asHeld(held))
	return v == stale || v == killed || v == duplicate
}
