// Package status finds what became of a delivery, out of its receipts.
//
// It reads RECEIPTS and nothing else, and must not change anything.
package status

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
)

// States of a delivery.
const (
	Pending = "pending" // at least one article is still on its way
	Done    = "done"    // there is a receipt for each article, or for the delivery as a whole
)

// Delivery is what became of a delivery so far.
type Delivery struct {
	Delivery string     `json:"delivery" doc:"The delivery's id."`
	Provider string     `json:"provider" doc:"Who pushed it."`
	Received *time.Time `json:"received,omitempty" doc:"When it was taken."`
	State    string     `json:"state" enum:"pending,done" doc:"pending until each article has a receipt."`
	Of       int        `json:"of" doc:"How many articles there are; 0 as long as that is unknown."`
	// Totals counts the articles by the outcome of their latest receipt.
	Totals map[contract.Outcome]int `json:"totals" doc:"How many articles have which outcome so far."`
	// Articles has the latest receipt of each position of the page.
	Articles []contract.Receipt `json:"articles" doc:"One receipt for each article of the page, in the delivery's order; position 0 speaks of the delivery as a whole."`
	// Next is where the next page is; empty on the last one.
	Next string `json:"next,omitempty" doc:"Path of the next page; missing on the last one."`
}

// Page is which articles of a delivery are listed: Limit positions after After.
type Page struct{ After, Limit int }

// Sizes of a page.
const (
	DefaultLimit = 1000
	MaxLimit     = 1000
)

func (p Page) holds(position int) bool {
	return position == 0 && p.After == 0 || position > p.After && position-p.After <= p.Limit
}

// mark is what is kept of the latest receipt of a position that is on another page.
type mark struct {
	outcome       contract.Outcome
	retry, replay int
}

// sort of a receipt: what it says, but for its text.
type sort struct {
	position int
	mark
}

// tally adds up the receipts of one delivery in the order of their stream. It keeps
// the receipts of one page whole, and of all others a mark: a delivery has some ten
// thousand.
type tally struct {
	page     Page
	seen     map[sort]struct{}
	latest   map[int]mark
	whole    map[int]contract.Receipt // of the page
	received *time.Time
	of       int
}

func newTally(page Page) *tally {
	return &tally{page: page, seen: map[sort]struct{}{}, latest: map[int]mark{}, whole: map[int]contract.Receipt{}}
}

// add counts a receipt. One that is there already was written twice, and says
// nothing new however late it comes; else the later one of a position holds. Only
// what a run published stays so: a process that died before it had settled that leaves
// it to another, which finds a later version on NEWS and drops this one. And what a
// replay drops changed nothing.
func (t *tally) add(r contract.Receipt) {
	now := mark{known(r.Outcome), r.Retry, r.Replay}
	key := sort{r.Position, now}
	if _, twice := t.seen[key]; twice {
		return
	}
	t.seen[key] = struct{}{}
	if r.Position > 0 {
		// after a retry the articles are there, which a word on the whole denied
		delete(t.latest, 0)
		delete(t.whole, 0)
		t.of = r.Of
	}
	have, there := t.latest[r.Position]
	if there && now.outcome == contract.Dropped && (now.replay > 0 || have.outcome == contract.Published && sameRun(have, now)) {
		return
	}
	t.latest[r.Position] = now
	if t.page.holds(r.Position) {
		t.whole[r.Position] = r
	}
	if t.received == nil {
		t.received = r.Received
	}
}

// known is the constant of an outcome, so that no text of each receipt is kept.
func known(o contract.Outcome) contract.Outcome {
	for _, c := range []contract.Outcome{contract.Published, contract.Dropped, contract.Held, contract.Dead} {
		if o == c {
			return c
		}
	}
	return o
}

func sameRun(a, b mark) bool { return a.retry == b.retry && a.replay == b.replay }

func (t *tally) empty() bool { return len(t.latest) == 0 }

func (t *tally) done() bool {
	if _, whole := t.latest[0]; whole {
		return true
	}
	return t.of > 0 && len(t.latest) >= t.of
}

func (t *tally) delivery(provider, id string) Delivery {
	d := Delivery{Delivery: id, Provider: provider, Received: t.received, State: Pending, Of: t.of,
		Totals: map[contract.Outcome]int{}, Articles: []contract.Receipt{}}
	if t.done() {
		d.State = Done
	}
	last := t.of
	for position, m := range t.latest {
		d.Totals[m.outcome]++
		last = max(last, position)
	}
	for _, r := range t.whole {
		d.Articles = append(d.Articles, r)
	}
	slices.SortFunc(d.Articles, func(a, b contract.Receipt) int { return cmp.Compare(a.Position, b.Position) })
	if end := t.page.After + t.page.Limit; last > end {
		d.Next = fmt.Sprintf("/v1/deliveries/%s?cursor=%d&limit=%d", id, end, t.page.Limit)
	}
	return d
}
