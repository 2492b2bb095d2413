package plaintext

import (
	"html"
	"regexp"
	"strings"
)

// wrapWidth is the width in characters beyond which nobody breaks lines by hand:
// a longer line is a paragraph of its own.
const wrapWidth = 100

var gap = regexp.MustCompile(`\S(?: {3,}|\t+)\S`)

type paragraph struct {
	text  string
	table bool // columns made of spaces
}

// toParagraphs joins hard-wrapped lines. An empty line ends a paragraph, and so
// do an indented line, one of a list and one too long to be wrapped.
func toParagraphs(lines []string) []paragraph {
	var out []paragraph
	for len(lines) > 0 {
		n := 0
		for n < len(lines) && lines[n] != "" {
			n++
		}
		out = append(out, fromBlock(lines[:n])...)
		lines = lines[min(n+1, len(lines)):]
	}
	return out
}

func fromBlock(block []string) []paragraph {
	if len(block) == 0 {
		return nil
	}
	if isTable(block) {
		return []paragraph{{text: strings.Join(block, "\n"), table: true}}
	}
	var out []paragraph
	var current []string
	flush := func() {
		if len(current) > 0 {
			out = append(out, paragraph{text: strings.Join(current, " ")})
		}
		current = nil
	}
	wide, list := false, isList(block)
	for _, line := range block {
		if wide || length(line) > wrapWidth || strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "\t") || list && bullet.MatchString(line) {
			flush()
		}
		wide = length(line) > wrapWidth
		current = append(current, strings.Join(strings.Fields(line), " "))
	}
	flush()
	return out
}

// bullet is what a line of a list begins with.
var bullet = regexp.MustCompile(`^(?:[-–—*•·‣▪+]|\d{1,2}[.)]) \S`)

// isList: two lines of a kind; one alone is the middle of a sentence.
func isList(block []string) bool {
	kinds := map[byte]int{}
	for _, line := range block {
		if bullet.MatchString(line) {
			kind := line[0]
			if kind >= '0' && kind <= '9' {
				kind = '0'
			}
			kinds[kind]++
		}
	}
	for _, n := range kinds {
		if n > 1 {
			return true
		}
	}
	return false
}

// isTable: at least two lines, and at least half of them, are cut into columns.
func isTable(block []string) bool {
	cut := 0
	for _, line := range block {
		if gap.MatchString(line) {
			cut++
		}
	}
	return cut >= 2 && 2*cut >= len(block)
}

func toHTML(paragraphs []paragraph) string {
	var b strings.Builder
	for _, p := range paragraphs {
		tag := "p"
		if p.table {
			tag = "pre"
		}
		b.WriteString("<" + tag + ">" + html.EscapeString(p.text) + "</" + tag + ">\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}
