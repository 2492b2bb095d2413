// Package status tells what became of a delivery, out of its receipts.
//
// It reads RECEIPTS and nothing else, and must not change anything.
package status

import (
	"cmp"
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
	Delivery string     `json:"delivery"`
	Provider string     `json:"provider"`
	Received *time.Time `json:"received,omitempty"`
	State    string     `json:"state"`
	// Articles has the latest receipt of each position.
	Articles []contract.Receipt `json:"articles"`
}

// tally adds up the receipts of one delivery in the order of their stream.
type tally struct {
	seen     map[string]bool
	latest   map[int]contract.Receipt
	received *time.Time
	of       int
}

func newTally() *tally { return &tally{seen: map[string]bool{}, latest: map[int]contract.Receipt{}} }

// add counts a receipt. One that is there already was written twice, and says
// nothing new however late it comes; else the later one of a position holds. Only
// what a run published stays so: a process that died before it had settled that leaves
// it to another, which finds a later version on NEWS and drops this one. And what a
// replay drops changed nothing.
func (t *tally) add(r contract.Receipt) {
	if t.seen[r.ID()] {
		return
	}
	t.seen[r.ID()] = true
	if r.Position > 0 {
		// after a retry the articles are there, which a word on the whole denied
		delete(t.latest, 0)
		t.of = r.Of
	}
	have, known := t.latest[r.Position]
	if known && r.Outcome == contract.Dropped && (r.Replay > 0 || have.Outcome == contract.Published && sameRun(have, r)) {
		return
	}
	t.latest[r.Position] = r
	if t.received == nil {
		t.received = r.Received
	}
}

func sameRun(a, b contract.Receipt) bool { return a.Retry == b.Retry && a.Replay == b.Replay }

func (t *tally) empty() bool { return len(t.latest) == 0 }

func (t *tally) done() bool {
	if _, whole := t.latest[0]; whole {
		return true
	}
	return t.of > 0 && len(t.latest) >= t.of
}

func (t *tally) delivery(provider, id string) Delivery {
	d := Delivery{Delivery: id, Provider: provider, Received: t.received, State: Pending, Articles: []contract.Receipt{}}
	if t.done() {
		d.State = Done
	}
	for _, r := range t.latest {
		d.Articles = append(d.Articles, r)
	}
	slices.SortFunc(d.Articles, func(a, b contract.Receipt) int { return cmp.Compare(a.Position, b.Position) })
	return d
}
