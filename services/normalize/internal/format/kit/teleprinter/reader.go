package teleprinter

import (
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
)

// reader reads version words one after the other: a number belongs to the word
// after it ("2nd lead"), else to the one before ("update 2", "take 2").
type reader struct {
	sign    Sign
	pending int     // a number that waits for its word
	last    meaning // the word before
	said    bool    // a word said something
}

// word reads one; false if it is none.
func (r *reader) word(w string) bool {
	if n, of, ok := strings.Cut(w, "/"); ok {
		return r.pageOf(n, of)
	}
	if n, ok := numberWord(w); ok {
		return r.number(n)
	}
	n, hasNumber, rest, before := split(w)
	if hasNumber && before && !r.number(n) {
		return false
	}
	if rest != "" && !r.mean(meaningOf(rest)) {
		return false
	}
	if hasNumber && !before {
		return r.number(n)
	}
	return true
}

// pageOf reads "1/2".
func (r *reader) pageOf(n, of string) bool {
	page, err := strconv.Atoi(n)
	total, err2 := strconv.Atoi(of)
	if err != nil || err2 != nil || page < 1 || page > total || total > maxCount {
		return false
	}
	r.sign.Page, r.said = page, true
	r.sign.More = page < total
	return true
}

// number belongs to the word before it, if that counts and has none yet.
func (r *reader) number(n int) bool {
	last := r.last
	r.last = unknown
	switch {
	case last == advance && n >= 1 && n <= 31:
		r.sign.AdvanceDay = n
	case last == advance, last == release:
		// a time of release: the line that says it in full is read elsewhere
	case n > maxCount && last == newer:
		// German summaries say the hour: "Zusammenfassung 1430"
	case n < 1 || n > maxCount:
		return false
	case last == lead && r.sign.Lead <= 1:
		r.sign.Lead = n
	case last == part, last == add:
		r.sign.Page = n
	case last == follows:
		// "folgt zwei": the second take follows
	default:
		r.pending = n
	}
	return true
}

// take gives the number that waits, else fallback.
func (r *reader) take(fallback int) int {
	if r.pending == 0 {
		return fallback
	}
	n := r.pending
	r.pending = 0
	return n
}

func (r *reader) mean(m meaning) bool {
	if m == unknown {
		return false
	}
	numbered := r.pending > 0
	r.said = r.said || m != filler
	switch m {
	case lead:
		// "1stLd-Writethru" is one lead, not two
		if n := r.take(1); r.sign.Lead == 0 || numbered {
			r.sign.Lead = n
		}
		r.signal(contract.Update)
	case newer:
		r.take(0)
		r.signal(contract.Update)
	case correction:
		r.take(0)
		r.signal(contract.Correction)
	case kill:
		r.signal(contract.Kill)
	case add:
		r.sign.Page = r.take(1) + 1
	case part:
		r.sign.Page = max(r.sign.Page, r.take(0))
	case parts:
		r.take(0)
	default:
		r.mark(m)
	}
	r.last = m
	if numbered && m != newer {
		r.last = unknown
	}
	return true
}

func (r *reader) mark(m meaning) {
	switch m {
	case hold:
		r.sign.Hold = true
	case follows:
		r.sign.More = true
	case advance:
		r.sign.Release = true
	case release:
		r.sign.Release = true
	case advisory:
		r.sign.Advisory = true
	case substitute:
		r.sign.Substitute = true
	case flash:
		r.sign.Urgency = 1
	case bulletin:
		r.sign.Urgency = 2
	case urgent:
		r.sign.Urgency = 3
	}
}

func (r *reader) signal(s contract.Signal) { r.sign.Merge(Sign{Signal: s}) }

// finish reports whether every number found its word.
func (r *reader) finish() bool { return r.pending == 0 }
