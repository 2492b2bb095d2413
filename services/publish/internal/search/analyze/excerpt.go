package analyze

import (
	"strings"
	"unicode/utf8"
)

// Part is a part of an excerpt.
type Part struct {
	Text  string `json:"text"`
	Match bool   `json:"match,omitempty"` // it is a word of the question
}

// The lengths of an excerpt in bytes.
const (
	before = 80
	length = 260
)

// Excerpt gives the part of a text around the first word of a question that it has, its
// beginning where it has none.
func (q Query) Excerpt(text string, kind Kind) []Part {
	must, _ := q.Needed(kind)
	wanted := map[string]bool{}
	for _, t := range must {
		wanted[t] = true
	}
	var marks []Word
	from := 0
	Words(text, kind, func(w Word) bool {
		if len(marks) > 0 && w.Start > from+length {
			return false
		}
		for _, t := range w.Needed() {
			if wanted[t] {
				if len(marks) == 0 {
					from = boundary(text, w.Start-before)
				}
				marks = append(marks, w)
				break
			}
		}
		return true
	})
	return cut(text, from, marks)
}

// boundary is the beginning of a word at a place or after it.
func boundary(text string, at int) int {
	if at <= 0 {
		return 0
	}
	if i := strings.IndexAny(text[at:], " \n"); i >= 0 && i < before/2 {
		return at + i + 1
	}
	for !utf8.RuneStart(text[at]) {
		at++
	}
	return at
}

func cut(text string, from int, marks []Word) (out []Part) {
	to := min(from+length, len(text))
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to++
	}
	add := func(s string, match bool) {
		if s != "" {
			out = append(out, Part{s, match})
		}
	}
	if from > 0 {
		add("… ", false)
	}
	for _, m := range marks {
		if m.Start < from || m.End > to {
			continue
		}
		add(text[from:m.Start], false)
		add(text[m.Start:m.End], true)
		from = m.End
	}
	add(text[from:to], false)
	if to < len(text) {
		add(" …", false)
	}
	return out
}
