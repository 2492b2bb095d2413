package rules

import (
	"cmp"
	"fmt"
	"time"
)

// The model: what the design's pages say of versions, kills, withheld articles,
// embargoes and duplicates, for one article, one event after the other. It must
// use nothing of package dedup, whose rules it is held against.

type status string

const (
	usable   status = "usable"
	withheld status = "withheld"
	canceled status = "canceled"
)

// mark is a number that may be lacking: a version's number, or its date in
// seconds.
type mark struct {
	said bool
	n    int
}

func (m mark) String() string {
	if !m.said {
		return "-"
	}
	return fmt.Sprint(m.n)
}

// offer is one delivery as its provider means it: a version of an article. A
// retry is another offer of the same arrival.
type offer struct {
	delivery string
	retry    int
	index    int    // in its article
	seq      uint64 // arrival
	burst    int    // that it came in
	number   mark
	date     mark
	status   status
	content  string    // all that counts for sameness, as one string
	text     string    // what a reader sees
	embargo  time.Time // zero: none
	sent     time.Time
	corrects string // the version that a correction names
	correct  bool
}

func (o *offer) String() string {
	s := fmt.Sprintf("%s.r%d %s n=%s d=%s %q", o.delivery, o.retry, o.status, o.number, o.date, o.content)
	if o.correct {
		s += " correction of " + o.corrects
	}
	if !o.embargo.IsZero() {
		s += " embargoed until " + o.embargo.Format(time.TimeOnly+".000")
	}
	return s
}

// word is a version that stands somewhere: it competes by what the article's
// first version said.
type word struct {
	offer        *offer
	epoch        int
	number, date mark
	byN, byD     bool   // the basis, as the first version fixed it
	lacked       uint64 // the latest arrival that lacked what the basis has
	signal       string
	unmatched    bool
}

type verdict string

const (
	publish   verdict = "publish"
	ours      verdict = "ours"
	duplicate verdict = "duplicate"
	stale     verdict = "stale"
	killed    verdict = "killed"
)

// judge says what becomes of a version where last stands (nil: nothing), and with
// what it competes.
func judge(last *word, w word) (verdict, word) {
	if last == nil {
		w.byN, w.byD = w.number.said, w.date.said
		return publish, w
	}
	o := w.offer
	lacks := last.byN && !w.number.said || last.byD && !w.date.said
	w.epoch, w.byN, w.byD = last.epoch, last.byN, last.byD
	w.number, w.date = compete(last.byN, w.number, last.number), compete(last.byD, w.date, last.date)
	w.lacked = max(w.lacked, last.lacked)
	if lacks {
		w.lacked = max(w.lacked, o.seq)
	}
	sameSaid := w.number == last.number && w.date == last.date
	switch {
	case o.seq == last.offer.seq:
		return ours, *last
	case last.offer.status == canceled && o.status != canceled:
		return killed, w
	case o.content == last.offer.content && sameSaid:
		return duplicate, w
	case !later(w, *last):
		return stale, w
	case lacks && o.seq <= last.lacked && (o.status == canceled) == (last.offer.status == canceled):
		return stale, w // it had its turn among those that come by arrival
	}
	if last.offer.status == withheld && o.status == usable {
		w.epoch++
	}
	return publish, w
}

func asSaid(o *offer) word { return word{offer: o, number: o.number, date: o.date} }

// asHeld is a held version as it is released: what it competed with on HELD is what
// it says, and nothing else of HELD counts.
func asHeld(w word) word {
	return word{offer: w.offer, number: w.number, date: w.date, lacked: w.lacked}
}

// compete: what the basis lacks does not count, and who lacks what the basis has
// takes the last one's.
func compete(counts bool, said, last mark) mark {
	switch {
	case !counts:
		return mark{}
	case !said.said:
		return last
	default:
		return said
	}
}

// later is the order of versions: epoch, kills last, number, date, arrival.
func later(a, b word) bool {
	kill := func(w word) int {
		if w.offer.status == canceled {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(a.epoch, b.epoch), cmp.Compare(kill(a), kill(b)), cmp.Compare(a.number.n, b.number.n),
		cmp.Compare(a.date.n, b.date.n), cmp.Compare(a.offer.seq, b.offer.seq)) > 0
}

// signalOf is what a published version means to its reader.
func signalOf(o *offer, last *word) string {
	switch {
	case o.status != usable:
		return "kill"
	case last == nil || last.offer.status != usable:
		return "new"
	case o.correct:
		return "correction"
	default:
		return "update"
	}
}

// corrected names the version that a correction corrects.
func corrected(o *offer, last *word) string {
	switch {
	case o.corrects != "":
		return o.corrects
	case last.number.said:
		return fmt.Sprint(last.number.n)
	case last.date.said:
		return dateOf(last.date.n).Format(time.RFC3339)
	default:
		return ""
	}
}

func dateOf(second int) time.Time {
	return time.Date(2026, 3, 1, 8, 0, second, 0, time.UTC)
}
