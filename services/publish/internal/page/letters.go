package page

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/deadletter"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
)

func receiptOf(m scan.Msg) (rc contract.Receipt, err error) {
	err = json.Unmarshal(m.Data, &rc)
	return rc, err
}

// letterPage is one dead letter with its document.
type letterPage struct {
	deadletter.Letter
	Meaning  string
	Headers  []fact
	Document string
	Dump     bool // the document is no text
	Rest     int  // bytes that are not shown
}

// mostShown is how much of a document is shown, in bytes.
const mostShown = 64 << 10

func (p *Page) letter(w http.ResponseWriter, r *http.Request) {
	m, ok := p.oneLetter(w, r)
	if !ok {
		return
	}
	page := letterPage{Letter: deadletter.Read(*m)}
	page.Meaning = deadletter.Meaning(page.Reason)
	for _, name := range slices.Sorted(maps.Keys(m.Header)) {
		page.Headers = append(page.Headers, fact{Name: name, Value: strings.Join(m.Header[name], ", ")})
	}
	head := m.Data[:min(len(m.Data), mostShown)]
	page.Rest = len(m.Data) - len(head)
	if page.Document = string(head); !utf8.Valid(head) && !utf8.Valid(head[:max(0, len(head)-utf8.UTFMax)]) {
		head = head[:min(len(head), mostShown/16)]
		page.Document, page.Dump, page.Rest = hex.Dump(head), true, len(m.Data)-len(head)
	}
	p.show(w, r, http.StatusOK, "letter", p.frame(r, "works", "Dead letter "+r.PathValue("seq"), page))
}

// oneLetter reads the letter that the address names; false if it has answered.
func (p *Page) oneLetter(w http.ResponseWriter, r *http.Request) (*scan.Msg, bool) {
	seq, err := strconv.ParseUint(r.PathValue("seq"), 10, 63)
	if err != nil {
		p.noLetter(w, r)
		return nil, false
	}
	ctx, cancel := context.WithTimeout(r.Context(), lookLimit)
	defer cancel()
	m, err := scan.Get(ctx, p.Works, contract.StreamDead, seq)
	switch {
	case err != nil:
		p.fail(w, r, http.StatusServiceUnavailable, "Not read", "The dead letter can't be read: "+p.why(err))
	case m == nil:
		p.noLetter(w, r)
	}
	return m, m != nil
}

func (p *Page) noLetter(w http.ResponseWriter, r *http.Request) {
	p.fail(w, r, http.StatusNotFound, "No such dead letter", "It was retried, dropped, or is older than DEAD keeps.")
}

// mend retries or drops the letters of a form: one, or the latest of a reason.
func (p *Page) mend(w http.ResponseWriter, r *http.Request) {
	do := r.PostFormValue("do")
	if do != "retry" && do != "drop" {
		p.fail(w, r, http.StatusBadRequest, "Retry or drop?", "The form says neither.")
		return
	}
	seqs, err := p.letters(r)
	if err != nil {
		p.fail(w, r, http.StatusBadRequest, "Which letters?", err.Error())
		return
	}
	counts := map[string]int{}
	for _, seq := range seqs {
		what, err := p.mendOne(r.Context(), do, seq)
		if err != nil {
			p.Log.Warn("dead letter not mended", p.operator(r), zap.String("do", do), zap.Uint64("sequence", seq), zap.Error(err))
			p.fail(w, r, http.StatusConflict, "Not done", "Dead letter "+strconv.FormatUint(seq, 10)+": "+p.why(err)+" "+mended(counts))
			return
		}
		counts[what]++
	}
	p.Log.Info("dead letters mended", p.operator(r), zap.String("do", do), zap.Any("counts", counts))
	p.forget()
	to := url.Values{}
	for _, what := range slices.Sorted(maps.Keys(counts)) {
		to.Set("did", what)
		to.Set("n", strconv.Itoa(counts[what]))
	}
	http.Redirect(w, r, address("/works", to), http.StatusSeeOther)
}

func mended(counts map[string]int) string {
	var out []string
	for _, what := range slices.Sorted(maps.Keys(counts)) {
		out = append(out, strconv.Itoa(counts[what])+" "+what)
	}
	if len(out) == 0 {
		return "Nothing was done."
	}
	return "Before it: " + strings.Join(out, ", ") + "."
}

// forget has the next look read anew.
func (p *Page) forget() {
	p.looks.mu.Lock()
	defer p.looks.mu.Unlock()
	p.looks.last = nil
}

var errNoLetters = errors.New("the form names no dead letter, and no reason of which there are any")

func (p *Page) letters(r *http.Request) (seqs []uint64, err error) {
	if one := r.PostFormValue("seq"); one != "" {
		seq, err := strconv.ParseUint(one, 10, 63)
		return []uint64{seq}, err
	}
	reason := contract.Reason(r.PostFormValue("reason"))
	ctx, cancel := context.WithTimeout(r.Context(), lookLimit)
	defer cancel()
	err = p.latest(ctx, contract.StreamDead, true, func(m scan.Msg) error {
		if l := deadletter.Read(m); l.Reason == reason {
			seqs = append(seqs, l.Seq)
		}
		return nil
	})
	if err == nil && len(seqs) == 0 {
		err = errNoLetters
	}
	return seqs, err
}

func (p *Page) mendOne(ctx context.Context, do string, seq uint64) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, lookLimit)
	defer cancel()
	if do == "drop" {
		return "dropped", deadletter.Remove(ctx, p.Works, seq)
	}
	done, err := deadletter.Retry(ctx, p.Works, seq)
	if done.Duplicate {
		return "kept", err
	}
	return "retried", err
}
