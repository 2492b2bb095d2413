package console

import (
	"fmt"
	"strings"

	"github.com/rivo/uniseg"
)

// Cell is a table's cell with a style.
type Cell struct {
	Text  string
	Style Style
}

// Table collects rows and writes them aligned. Cells are cleaned.
type Table struct {
	console *Console
	head    []string
	right   []bool
	rows    [][]Cell
}

// Table starts a table. A head that begins with > aligns its column to the right.
func (c *Console) Table(head ...string) *Table {
	t := &Table{console: c, right: make([]bool, len(head))}
	for i, h := range head {
		name, right := strings.CutPrefix(h, ">")
		t.head, t.right[i] = append(t.head, name), right
	}
	return t
}

// Row adds a row; what is no Cell is written as fmt does.
func (t *Table) Row(cells ...any) {
	row := make([]Cell, len(cells))
	for i, c := range cells {
		cell, ok := c.(Cell)
		if !ok {
			cell.Text = fmt.Sprint(c)
		}
		cell.Text = Clean(cell.Text)
		row[i] = cell
	}
	t.rows = append(t.rows, row)
}

// Write writes the table. On a terminal the last column is cut to fit.
func (t *Table) Write() {
	widths := make([]int, len(t.head))
	for i, h := range t.head {
		widths[i] = Wide(h)
	}
	for _, row := range t.rows {
		for i, c := range row {
			widths[i] = max(widths[i], Wide(c.Text))
		}
	}
	head := make([]Cell, len(t.head))
	for i, h := range t.head {
		head[i] = Cell{h, Bold}
	}
	t.line(head, widths)
	for _, row := range t.rows {
		t.line(row, widths)
	}
}

const gap = "  "

func (t *Table) line(row []Cell, widths []int) {
	var b strings.Builder
	used := 0
	for i, c := range row {
		text, last := c.Text, i == len(row)-1
		if last && !t.right[i] && t.console.Width > used {
			text = Cut(text, t.console.Width-used)
		}
		pad := strings.Repeat(" ", max(0, widths[i]-Wide(text)))
		text = t.console.Paint(c.Style, text)
		switch {
		case t.right[i]:
			text = pad + text
		case !last:
			text += pad
		}
		b.WriteString(text)
		if !last {
			b.WriteString(gap)
		}
		used += widths[i] + len(gap)
	}
	t.console.Printf("%s\n", strings.TrimRight(b.String(), " "))
}

// Wide is how many columns a text takes: East Asian ones take two each.
func Wide(s string) int { return uniseg.StringWidth(s) }

// Cut shortens a text to n columns and marks the cut.
func Cut(s string, n int) string {
	if n <= 0 || Wide(s) <= n {
		return s
	}
	var b strings.Builder
	used := 0
	for rest, state := s, -1; rest != ""; {
		var cluster string
		var width int
		cluster, rest, width, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if used += width; used > n-1 {
			break
		}
		b.WriteString(cluster)
	}
	return b.String() + "…"
}

// Fit pads or cuts a cleaned text to exactly n columns.
func Fit(s string, n int) string {
	s = Cut(Clean(s), n)
	return s + strings.Repeat(" ", max(0, n-Wide(s)))
}
