package torture

import (
	"fmt"
	"slices"
	"time"
)

// Pushed is one push that was acknowledged.
type Pushed struct {
	URI      string
	Version  int
	Do       Do
	Delivery string    // what the provider was answered
	Twin     string    // what the other one of two was answered; empty without one
	Embargo  time.Time // zero: none
}

// Message is one message of NEWS.
type Message struct {
	URI      string
	Version  int
	Kill     bool
	Delivery string
	Sequence uint64
	At       time.Time // when the stream took it
}

// Outcome is the end of one article of a delivery, as its provider is told.
type Outcome struct {
	Word     string // published, dropped, held or dead
	Reason   string
	Sequence uint64 // on NEWS
}

// History is what happened, from the outside.
type History struct {
	Pushed   []Pushed
	News     []Message            // all that NEWS ever took, by sequence
	Outcomes map[string][]Outcome // by delivery
	Views    map[string]int       // acknowledged, by uri
	Counted  map[string]int       // by uri
	Stream   []Message            // what a reader of server-sent events got, in that order
	Hooks    []Message            // what a webhook got
}

// Violations lists each promise that does not hold; none is what is hoped for.
func Violations(h History) []string {
	return slices.Concat(ends(h), order(h), lastWords(h), receipts(h), embargoes(h), views(h), stream(h), hooks(h))
}

// ends: each acknowledged delivery came to an end, of which there is one, and both of two
// that pushed the same were told the same.
func ends(h History) (out []string) {
	for _, p := range h.Pushed {
		if p.Twin != "" && p.Twin != p.Delivery {
			out = append(out, fmt.Sprintf("%s v%d: pushed twice under one key, became %s and %s", p.URI, p.Version, p.Delivery, p.Twin))
		}
		final := map[string]bool{}
		for _, o := range h.Outcomes[p.Delivery] {
			if o.Word != "held" {
				final[o.Word] = true
			}
		}
		switch {
		case len(final) == 0:
			out = append(out, fmt.Sprintf("%s v%d: delivery %s has no end: %v", p.URI, p.Version, p.Delivery, h.Outcomes[p.Delivery]))
		case len(final) > 1:
			out = append(out, fmt.Sprintf("%s v%d: delivery %s has several ends: %v", p.URI, p.Version, p.Delivery, h.Outcomes[p.Delivery]))
		case final["dead"] != (p.Do == Poison):
			out = append(out, fmt.Sprintf("%s v%d (%s): delivery %s: %v", p.URI, p.Version, p.Do, p.Delivery, h.Outcomes[p.Delivery]))
		}
	}
	return out
}

// order: nothing twice, never an older version after a newer one, nothing after a kill.
func order(h History) (out []string) {
	last, seen := map[string]Message{}, map[string]uint64{}
	for _, m := range h.News {
		if before, ok := seen[m.Delivery]; ok {
			out = append(out, fmt.Sprintf("delivery %s is on NEWS twice, at %d and %d", m.Delivery, before, m.Sequence))
		}
		seen[m.Delivery] = m.Sequence
		if before, ok := last[m.URI]; ok && (before.Kill || m.Version <= before.Version) {
			out = append(out, fmt.Sprintf("%s: version %d at %d follows version %d at %d (kill: %v)", m.URI, m.Version, m.Sequence, before.Version, before.Sequence, before.Kill))
		}
		last[m.URI] = m
	}
	return out
}

// lastWords: the last message of each article is its highest version that was acknowledged,
// and nothing is there that nobody pushed.
func lastWords(h History) (out []string) {
	want, have := map[string]Pushed{}, map[string]Message{}
	for _, p := range h.Pushed {
		if p.Do != Poison && (want[p.URI].URI == "" || p.Version > want[p.URI].Version) {
			want[p.URI] = p
		}
	}
	for _, m := range h.News {
		have[m.URI] = m
		if want[m.URI].URI == "" {
			out = append(out, fmt.Sprintf("%s is on NEWS, and nobody pushed it", m.URI))
		}
	}
	for uri, p := range want {
		if m, ok := have[uri]; !ok || m.Version != p.Version || m.Kill != (p.Do == Take) {
			out = append(out, fmt.Sprintf("%s: the last push was version %d (%s), the last word is %+v", uri, p.Version, p.Do, m))
		}
	}
	return out
}

// receipts: what they say published is on NEWS, and the other way round.
func receipts(h History) (out []string) {
	bySequence, last := map[uint64]Message{}, map[string]uint64{}
	for _, m := range h.News {
		last[m.URI] = m.Sequence
	}
	for _, m := range h.News {
		bySequence[m.Sequence] = m
		if m.Sequence < last[m.URI] && slices.ContainsFunc(h.Outcomes[m.Delivery], overtaken) {
			continue
		}
		if !slices.ContainsFunc(h.Outcomes[m.Delivery], func(o Outcome) bool { return o.Word == "published" && o.Sequence == m.Sequence }) {
			out = append(out, fmt.Sprintf("NEWS %d: the receipts of %s do not tell: %v", m.Sequence, m.Delivery, h.Outcomes[m.Delivery]))
		}
	}
	of, kills := map[string]string{}, map[string]uint64{}
	for _, p := range h.Pushed {
		of[p.Delivery] = p.URI
	}
	for _, m := range h.News {
		if m.Kill {
			kills[m.URI] = m.Sequence
		}
	}
	for id, all := range h.Outcomes {
		for _, o := range all {
			m, seen := bySequence[o.Sequence]
			// what a kill purged at once nobody may have seen
			purged := !seen && o.Sequence < kills[of[id]]
			if o.Word == "published" && m.Delivery != id && !purged {
				out = append(out, fmt.Sprintf("a receipt of %s says published at %d, which is of %q", id, o.Sequence, m.Delivery))
			}
			if o.Word == "dropped" && o.Reason == "" {
				out = append(out, fmt.Sprintf("%s was dropped without a reason", id))
			}
		}
	}
	return out
}

// overtaken: publish was killed between a message and its receipt, and a later version or a
// kill came before the redelivery, which then finds only that. The provider is told so, which
// is how it ended, if not how it went.
func overtaken(o Outcome) bool {
	return o.Word == "dropped" && (o.Reason == "killed" || o.Reason == "stale")
}

// embargoes: nothing is on NEWS before its time.
func embargoes(h History) (out []string) {
	for _, p := range h.Pushed {
		for _, m := range h.News {
			if m.Delivery == p.Delivery && m.At.Before(p.Embargo) {
				out = append(out, fmt.Sprintf("%s: published %s, %s before its embargo", p.URI, m.At, p.Embargo.Sub(m.At)))
			}
		}
	}
	return out
}

// views: each that was acknowledged counts once.
func views(h History) (out []string) {
	for uri, n := range h.Views {
		if h.Counted[uri] != n {
			out = append(out, fmt.Sprintf("%s: %d views were acknowledged, %d are counted", uri, n, h.Counted[uri]))
		}
	}
	return out
}

// stream: a reader of server-sent events got each once, in order, and the last word of all.
func stream(h History) (out []string) {
	var before uint64
	got := map[uint64]bool{}
	for _, m := range h.Stream {
		if m.Sequence <= before {
			out = append(out, fmt.Sprintf("the stream of events gave %d after %d", m.Sequence, before))
		}
		before, got[m.Sequence] = m.Sequence, true
	}
	return append(out, missed("the stream of events", h.News, got)...)
}

// hooks: a webhook got the last word of all; repeats are allowed.
func hooks(h History) []string {
	got := map[uint64]bool{}
	for _, m := range h.Hooks {
		got[m.Sequence] = true
	}
	return missed("the webhook", h.News, got)
}

// missed names last words that a reader did not get. What was purged since may be missing.
func missed(reader string, news []Message, got map[uint64]bool) (out []string) {
	last := map[string]uint64{}
	for _, m := range news {
		last[m.URI] = m.Sequence
	}
	for uri, seq := range last {
		if !got[seq] {
			out = append(out, fmt.Sprintf("%s has not got %d, the last word of %s", reader, seq, uri))
		}
	}
	return out
}
