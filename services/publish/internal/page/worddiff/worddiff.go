// Package worddiff marks what changed between two texts, word by word.
//
// It is the algorithm of E. Myers ("An O(ND) Difference Algorithm and Its Variations",
// Algorithmica 1, 1986), bounded: of texts that differ too much it says that all changed.
// It must not know what the texts are.
package worddiff

import (
	"strings"
	"unicode"
)

// Op says what became of a piece.
type Op string

// The ops.
const (
	Same    Op = "same"
	Added   Op = "added"
	Removed Op = "removed"
)

// Piece is a run of words with the space after them.
type Piece struct {
	Op   Op
	Text string
}

// maxEdits bounds the work and the memory: their square.
const maxEdits = 600

// Words gives the pieces that the newer text is made of, and between them those that it
// lost: the pieces that are not Added make the older text, those that are not Removed the
// newer one.
func Words(older, newer string) []Piece {
	a, b := split(older), split(newer)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var out pieces
	out.add(Same, a[:head]...)
	out.middle(a[head:len(a)-tail], b[head:len(b)-tail])
	out.add(Same, a[len(a)-tail:]...)
	return out
}

// split cuts a text into words, each with the space after it.
func split(s string) (out []string) {
	begin, space := 0, false
	for i, r := range s {
		now := unicode.IsSpace(r)
		if space && !now {
			out = append(out, s[begin:i])
			begin = i
		}
		space = now
	}
	if begin < len(s) {
		out = append(out, s[begin:])
	}
	return out
}

type pieces []Piece

func (p *pieces) add(op Op, words ...string) {
	if len(words) == 0 {
		return
	}
	text := strings.Join(words, "")
	if n := len(*p); n > 0 && (*p)[n-1].Op == op {
		(*p)[n-1].Text += text
		return
	}
	*p = append(*p, Piece{op, text})
}

// middle adds what lies between the words that both begin and end with.
func (p *pieces) middle(a, b []string) {
	trace, ok := forward(a, b)
	if !ok {
		p.add(Removed, a...)
		p.add(Added, b...)
		return
	}
	type step struct {
		op   Op
		word string
	}
	var steps []step
	x, y := len(a), len(b)
	for d := len(trace) - 1; d >= 0; d-- {
		v, k := trace[d], x-y
		from := k - 1
		if k == -d || k != d && v.at(k-1) < v.at(k+1) {
			from = k + 1
		}
		fromX := v.at(from)
		fromY := fromX - from
		for x > fromX && y > fromY && x > 0 && y > 0 {
			x, y = x-1, y-1
			steps = append(steps, step{Same, a[x]})
		}
		if d == 0 {
			break
		}
		if x == fromX {
			y--
			steps = append(steps, step{Added, b[y]})
		} else {
			x--
			steps = append(steps, step{Removed, a[x]})
		}
	}
	for i := len(steps) - 1; i >= 0; i-- {
		p.add(steps[i].op, steps[i].word)
	}
}

// frontier holds, for each diagonal from -d to d, how far d edits reach in the older text.
type frontier []int

func (f frontier) at(k int) int { return f[k+len(f)/2] }

// forward gives the frontier before each number of edits up to the one that suffices; false
// where that is beyond the bound.
func forward(a, b []string) (trace []frontier, ok bool) {
	most := min(len(a)+len(b), maxEdits)
	v := make(frontier, 2*most+3)
	middle := len(v) / 2
	for d := 0; d <= most; d++ {
		kept := make(frontier, 2*d+3)
		copy(kept, v[middle-d-1:middle+d+2])
		trace = append(trace, kept)
		for k := -d; k <= d; k += 2 {
			x := v.at(k-1) + 1
			if k == -d || k != d && v.at(k-1) < v.at(k+1) {
				x = v.at(k + 1)
			}
			y := x - k
			for x < len(a) && y < len(b) && a[x] == b[y] {
				x, y = x+1, y+1
			}
			v[middle+k] = x
			if x >= len(a) && y >= len(b) {
				return trace, true
			}
		}
	}
	return nil, false
}
