package push

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/schollz/progressbar/v3"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
)

// Result is what became of one document.
type Result struct {
	File     string             `json:"file"`
	Delivery string             `json:"delivery,omitempty"`
	Known    bool               `json:"known,omitempty"` // it was pushed before: this is the first delivery
	State    string             `json:"state,omitempty"` // done, pending, or stored with --no-wait
	Problem  *service.Problem   `json:"problem,omitempty"`
	Error    string             `json:"error,omitempty"`
	Articles []contract.Receipt `json:"articles,omitempty"`
}

func (r Result) failed(err error) Result {
	r.Error = err.Error()
	var p service.Problem
	if errors.As(err, &p) && r.Delivery == "" {
		r.Problem = &p
	}
	return r
}

// many is from how many documents on a bar shows the progress.
const many = 10

// tally writes results as they come, one line for each article, and counts them.
type tally struct {
	console *console.Console
	json    bool
	mu      sync.Mutex
	bar     *progressbar.ProgressBar
	counts  map[string]int
	files   int
}

func newTally(con *console.Console, files int, asJSON bool) *tally {
	t := &tally{console: con, json: asJSON, counts: map[string]int{}}
	if con.ErrTTY && files >= many {
		t.bar = progressbar.NewOptions(files, progressbar.OptionSetWriter(con.Err), progressbar.OptionShowCount(),
			progressbar.OptionShowIts(), progressbar.OptionSetItsString("documents"), progressbar.OptionFullWidth(),
			progressbar.OptionClearOnFinish(), progressbar.OptionSetDescription("pushing"))
	}
	return t
}

func (t *tally) add(r Result) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.files++
	if t.bar != nil {
		// the lines go where the bar is
		if err := t.bar.Clear(); err != nil {
			return err
		}
		defer func() { _ = t.bar.Add(1) }()
	}
	t.count(r)
	if t.json {
		return t.console.JSON(r)
	}
	t.write(r)
	return nil
}

func (t *tally) count(r Result) {
	for _, a := range r.Articles {
		t.counts[string(a.Outcome)]++
	}
	switch {
	case r.Error != "":
		t.counts["refused"]++
	case r.State == "stored" || r.State == "pending":
		t.counts[r.State]++
	}
}

func (t *tally) write(r Result) {
	name := r.File
	if r.Known {
		t.line(console.Dim, "known", "", "pushed before as delivery "+r.Delivery+"; --again pushes it anew", name)
	}
	for _, a := range r.Articles {
		t.article(name, a)
	}
	switch {
	case r.Error != "":
		t.line(console.Alarm, "refused", "", r.Error, name)
	case r.State == "stored":
		t.line(console.Plain, "stored", "", "delivery "+r.Delivery, name)
	case r.State == "pending":
		t.line(console.Yellow, "pending", "", "still on its way: wireroom trace "+r.Delivery, name)
	}
}

func (t *tally) article(name string, a contract.Receipt) {
	what := a.URI
	switch {
	case a.Error != "":
		what = a.Error
	case a.Subject != "":
		what = a.Subject
	case what == "":
		what = "delivery " + a.Delivery
	}
	word := string(a.Reason)
	if a.Outcome == contract.Published {
		word = strings.TrimSpace(string(a.Signal) + " " + word)
	}
	t.line(style(a.Outcome), string(a.Outcome), word, what, name)
}

func (t *tally) line(s console.Style, outcome, word, what, name string) {
	t.console.Printf("%s  %s  %s  %s\n", t.console.Paint(s, console.Fit(outcome, 9)), console.Fit(word, 12),
		console.Clean(what), t.console.Paint(console.Dim, console.Clean(name)))
}

func style(o contract.Outcome) console.Style {
	switch o {
	case contract.Published:
		return console.Green
	case contract.Dead:
		return console.Alarm
	default:
		return console.Yellow
	}
}

// finish ends the bar and sums up, where there is more than one line to sum up.
func (t *tally) finish() {
	if t.bar != nil {
		_ = t.bar.Finish()
	}
	if t.files < 2 || t.json {
		return
	}
	var parts []string
	for _, word := range []string{"published", "held", "dropped", "dead", "refused", "stored", "pending"} {
		if n := t.counts[word]; n > 0 {
			parts = append(parts, console.Count(n)+" "+word)
		}
	}
	t.console.Notef("%s: %s", console.Plural(t.files, "document"), strings.Join(parts, ", "))
}

// verdict is the error that makes the exit code 1.
func (t *tally) verdict() error {
	var parts []string
	for _, word := range []string{"dead", "refused", "pending"} {
		if n := t.counts[word]; n > 0 {
			parts = append(parts, console.Count(n)+" "+word)
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return fmt.Errorf("%s: the lines above say why", strings.Join(parts, ", "))
}
