package htmltext

import "strings"

// Block is a paragraph or a table, with its lines as they were sent.
type Block struct {
	Lines []string
	Table bool
}

// Blocks parts lines at empty ones, and where there are none, at indents.
func Blocks(lines []string) []Block {
	var out []Block
	var lineSet []string
	indents := !hasGaps(lines)
	end := func() {
		if len(lineSet) > 0 {
			out, lineSet = append(out, parted(lineSet)...), nil
		}
	}
	for _, l := range lines {
		empty := Plain(l) == ""
		if empty || indents && indented(l) {
			end()
		}
		if !empty {
			lineSet = append(lineSet, l)
		}
	}
	end()
	return out
}

// parted parts a block that is no table as a whole from the tables in it: runs of
// lines in columns, with the line of heads above.
func parted(lines []string) []Block {
	if tabular(lines) {
		return []Block{{Lines: lines, Table: true}}
	}
	var out []Block
	start := 0
	for i := 0; i < len(lines); i++ {
		end := i
		for end < len(lines) && columns(lines[end]) {
			end++
		}
		if end-i < 2 {
			i = max(i, end-1)
			continue
		}
		from := i
		if from > start && strings.HasPrefix(lines[from-1], "      ") {
			from--
		}
		if from > start {
			out = append(out, Block{Lines: lines[start:from]})
		}
		out = append(out, Block{Lines: lines[from:end], Table: true})
		start, i = end, end-1
	}
	if start < len(lines) {
		out = append(out, Block{Lines: lines[start:]})
	}
	return out
}

func hasGaps(lines []string) bool {
	seen, gap := false, false
	for _, l := range lines {
		switch empty := Plain(l) == ""; {
		case empty:
			gap = seen
		case gap:
			return true
		default:
			seen = true
		}
	}
	return false
}

func indented(line string) bool {
	return (strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "\t")) && !columns(line)
}

// tabular reports whether most lines of a block stand in columns.
func tabular(lines []string) bool {
	n, marked := 0, false
	for _, l := range lines {
		if columns(l) {
			n++
		}
		marked = marked || strings.ContainsAny(strings.TrimSpace(l), "\x1f\x1c")
	}
	return (n > 1 || n == 1 && marked) && 5*n >= 3*len(lines)
}

// columns reports whether a line has a column break, a tab or three spaces
// between two words.
func columns(line string) bool {
	line = strings.TrimSpace(line)
	return strings.ContainsAny(line, "\t\x1f\x1c") || strings.Contains(line, "   ")
}
