package markup

import (
	"bytes"
	"strings"
	"unicode"

	"golang.org/x/net/html/atom"
	"golang.org/x/text/unicode/norm"
)

// gap is what parts two pieces of the plain text.
type gap int

const (
	none gap = iota
	newLine
	emptyLine
)

// twin builds the plain text.
type twin struct {
	b        []byte
	wide     bool // it may hold more than ASCII
	gap      gap
	bullet   string // of an item without text yet
	fresh    bool   // an item or a cell without text yet: nothing parts it from its start
	tabs     int    // cells since the last text of the row
	cells    int    // cells of the row so far
	rowText  bool
	lists    int
	captions int
}

// String is the plain text.
func (t *twin) String() string {
	text := strings.TrimRightFunc(string(t.b), unicode.IsSpace)
	if !t.wide {
		return text
	}
	return norm.NFC.String(text)
}

// raise asks for a gap before what comes next.
func (t *twin) raise(g gap) {
	if !t.fresh {
		t.gap = max(t.gap, g)
	}
}

// add appends text after the gap that is due.
func (t *twin) add(s []byte, verbatim bool) {
	atStart := len(t.b) == 0 || t.gap > none || t.tabs > 0 || t.bullet != ""
	if !verbatim && (atStart || t.b[len(t.b)-1] == ' ') {
		s = bytes.TrimLeft(s, " ")
	}
	if t.captions > 0 || len(s) == 0 {
		return
	}
	if atStart {
		t.part()
	}
	t.b = append(t.b, s...)
	t.fresh, t.rowText = false, true
}

// quote adds a mark that the markup says by an element.
func (t *twin) quote(mark string, verbatim bool) {
	t.wide = true
	t.add([]byte(mark), verbatim)
}

func (t *twin) part() {
	if len(t.b) > 0 && t.gap > none {
		t.b = bytes.TrimRight(t.b, " ")
		t.b = append(t.b, "\n\n"[:t.gap]...)
	}
	for range t.tabs {
		t.b = append(t.b, '\t')
	}
	t.b = append(t.b, t.bullet...)
	t.gap, t.tabs, t.bullet = none, 0, ""
}

func (t *twin) open(e *element) {
	switch e.kind {
	case inline:
		if e.atom == atom.Q {
			t.quote("“", false)
		}
	case paragraph, preformed, flow, glossary, table:
		t.raise(emptyLine)
	case list:
		t.raise(t.aroundList())
		t.lists++
	case caption:
		t.captions++
	case item:
		t.raise(newLine)
		t.bullet, t.fresh = strings.Repeat("  ", max(0, t.lists-1))+"- ", true
	case row:
		t.raise(newLine)
		t.tabs, t.cells, t.rowText = 0, 0, false
	case cell:
		t.skipCells(1)
		t.fresh = true
	case term, title:
		t.raise(newLine)
	}
}

// aroundList parts a list from its surroundings: one in a list less.
func (t *twin) aroundList() gap {
	if t.lists > 0 {
		return newLine
	}
	return emptyLine
}

// skipCells goes on by n cells.
func (t *twin) skipCells(n int) {
	for range n {
		if t.cells > 0 {
			t.tabs++
		}
		t.cells++
	}
	if n > 0 && t.rowText {
		t.gap = none
	}
}

func (t *twin) close(e *element) {
	switch e.kind {
	case inline:
		if e.atom == atom.Q {
			t.quote("”", true)
		}
	case paragraph, preformed, flow, glossary, table:
		t.raise(emptyLine)
	case list:
		t.lists--
		t.raise(t.aroundList())
	case caption:
		t.captions--
		t.raise(emptyLine)
	case item, cell:
		t.fresh, t.bullet = false, ""
		if e.kind == item {
			t.raise(newLine)
		}
	case row:
		t.endRow()
	case term, title:
		t.raise(newLine)
	}
}

// endRow ends a line of cells. One with a single cell is a frame around text.
func (t *twin) endRow() {
	t.fresh, t.tabs = false, 0
	t.raise(newLine)
	if t.cells > 1 {
		t.gap = newLine
	}
}

// lineBreaks takes one break or two; one in a cell does not end the row's line.
func (t *twin) lineBreaks(n int, inCell bool) {
	switch {
	case n > 1:
		t.raise(emptyLine)
	case inCell:
		t.add([]byte{' '}, false)
	default:
		t.raise(newLine)
	}
}
