package trace

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/deadletter"
	"github.com/wireroom/wireroom/pkg/inspect/figure"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
)

// facts is what the streams hold of one delivery.
type facts struct {
	id       string
	seq      uint64
	provider string
	only     string    // an article's id, if only that is asked for
	raw      *scan.Msg // nil: RAW holds it no longer
	receipts []contract.Receipt
	letters  []*deadletter.Letter
	queued   []queued
	news     map[uint64]*scan.Msg // by sequence
	rawWait  *Step                // it is still before normalize
}

// queued is an article that waits in a work queue, or is held.
type queued struct {
	env  *contract.Envelope
	step Step
}

// build tells the life that the facts are of. It is pure.
func build(f facts) *Delivery {
	d := &Delivery{ID: f.id, Provider: f.provider, Sequence: f.seq, Original: f.raw != nil, Letters: f.letters}
	start := &line{}
	d.receive(f, start)
	for _, position := range f.positions() {
		if position == 0 {
			d.whole(f, start)
			continue
		}
		a := buildArticle(f, position, start.before(f.begin(position)))
		d.Articles = append(d.Articles, a)
	}
	if f.rawWait != nil {
		start.add(*f.rawWait)
	}
	d.Steps = start.steps
	d.settle(f)
	return d
}

// positions lists the articles that something is known of, and 0 for the delivery
// as a whole.
func (f *facts) positions() []int {
	set := map[int]bool{}
	for _, r := range f.receipts {
		set[r.Position] = true
	}
	for _, q := range f.queued {
		set[q.env.Position] = true
	}
	return slices.Sorted(maps.Keys(set))
}

// begin is the first time that is known of an article after ingest.
func (f *facts) begin(position int) time.Time {
	for _, r := range f.receipts {
		if r.Position == position {
			return cmp.Or(value(r.Normalized), r.At)
		}
	}
	for _, q := range f.queued {
		if q.env.Position == position {
			return q.env.Normalized
		}
	}
	return time.Time{}
}

// before is the time of the last step that is not after at.
func (l *line) before(at time.Time) (last *time.Time) {
	for _, s := range l.steps {
		if s.At != nil && !s.At.After(at) {
			last = s.At
		}
	}
	return last
}

func (d *Delivery) receive(f facts, l *line) {
	if f.raw != nil {
		h := f.raw.Header
		d.Bytes, d.ContentType, d.FileName = len(f.raw.Data), h.Get(contract.HeaderContentType), h.Get(contract.HeaderFileName)
		d.Lane = contract.LaneOfSubject(f.raw.Subject)
		at, err := time.Parse(time.RFC3339Nano, h.Get(contract.HeaderReceivedAt))
		if err != nil {
			at = f.raw.Time
		}
		d.Received = &at
	}
	for _, r := range f.receipts {
		d.Received = cmp.Or(d.Received, r.Received)
		d.Lane = cmp.Or(d.Lane, r.Lane)
	}
	for _, q := range f.queued {
		if d.Received == nil && !q.env.Received.IsZero() {
			d.Received = &q.env.Received
		}
	}
	if d.Received != nil {
		l.add(Step{Kind: Received, Stage: contract.Ingest, At: d.Received, Text: d.original()})
	}
}

func (d *Delivery) original() string {
	if !d.Original {
		return "the original is no longer on RAW"
	}
	text := fmt.Sprintf("%s, %s, lane %s, RAW %d", figure.Bytes(d.Bytes), cmp.Or(d.ContentType, "no content type"), d.Lane, d.Sequence)
	if d.FileName != "" {
		text = d.FileName + ", " + text
	}
	return text
}

// whole adds what was said of the delivery as a whole.
func (d *Delivery) whole(f facts, l *line) {
	for _, r := range f.receipts {
		if r.Position == 0 {
			l.retried(r)
			l.add(ending(f, r))
			d.outcome = r.Outcome
		}
	}
}

// settle says whether anything is still to come. What is known of an article
// overrules what an earlier run said of the whole.
func (d *Delivery) settle(f facts) {
	of, settled, begun := 0, 0, d.Received
	var end *time.Time
	died := len(d.Articles) == 0 && d.outcome == contract.Dead
	for _, a := range d.Articles {
		of = max(of, a.Of)
		died = died || a.Outcome == contract.Dead
		if a.Outcome != "" && a.Outcome != contract.Held {
			settled++
		}
	}
	for i := range f.receipts {
		if at := &f.receipts[i].At; end == nil || at.After(*end) {
			end = at
		}
	}
	switch {
	case f.rawWait != nil || len(f.queued) > 0:
		d.State = "on its way"
	case len(d.Articles) == 0 && len(f.receipts) > 0, f.only != "" && settled == len(d.Articles), of > 0 && settled >= of:
		d.State = "done"
	default:
		d.State = "unknown"
	}
	if d.State == "done" && begun != nil && end != nil {
		d.TookMS = float64(end.Sub(*begun).Microseconds()) / 1000
	}
	if d.State == "done" && died {
		d.State = "dead"
	}
}
