package markup

import (
	"bytes"
	"strings"

	"golang.org/x/net/html/atom"
)

// write writes the start tag of the element at place i of the stack.
func (w *writer) write(i int) {
	e := &w.stack[i]
	if e.kind == cell {
		w.writeSkipped(&w.stack[i-1])
	}
	w.x = append(w.x, '<')
	w.x = append(append(w.x, e.atom.String()...), e.attrs...)
	w.x = append(w.x, '>')
	w.twin.open(e)
	if e.kind != inline {
		w.inText = false
	}
}

// writeSkipped writes the empty cells before one that holds something.
func (w *writer) writeSkipped(r *element) {
	w.x = append(w.x, r.skipped...)
	w.twin.skipCells(r.cells)
	r.skipped, r.cells = "", 0
}

// popTo closes what is open above place n.
func (w *writer) popTo(n int) {
	for i := len(w.stack) - 1; i >= n; i-- {
		e := &w.stack[i]
		if e.kind != inline || i < w.opened {
			w.close(e, i)
		}
		w.stack = w.stack[:i]
		w.opened = min(w.opened, i)
	}
}

func (w *writer) close(e *element, i int) {
	if e.kind != inline {
		w.endText()
	}
	if i >= w.opened {
		if e.kind == cell {
			r := &w.stack[i-1]
			r.skipped += "<" + e.atom.String() + e.attrs + "></" + e.atom.String() + ">"
			r.cells++
		}
		return
	}
	w.flush()
	if e.kind == row {
		w.writeSkipped(e)
	}
	w.x = append(w.x, "</"...)
	w.x = append(append(w.x, e.atom.String()...), '>')
	w.twin.close(e)
	if b := w.stack[:i]; e.kind != inline && len(b) > 0 && (b[i-1].kind == item || b[i-1].kind == cell || b[i-1].kind == term) {
		w.stack[i-1].parted = true
	}
}

// lineBreak holds a break until text follows it.
func (w *writer) lineBreak() {
	switch {
	case w.preformatted():
		w.held = append(w.held, '\n')
	case w.inText:
		w.brs++
		w.held = w.held[:0]
	}
}

// writeBreaks writes what lineBreak held. Two in running text that is in no
// paragraph part two paragraphs.
func (w *writer) writeBreaks() {
	n := min(w.brs, 2)
	w.brs = 0
	b := w.block()
	if n == 2 && b != nil && b.implied && b.kind == paragraph && w.top().kind == paragraph {
		w.popTo(len(w.stack) - 1)
		return
	}
	w.flush()
	for range n {
		w.x = append(w.x, "<br/>"...)
	}
	w.twin.lineBreaks(n, b != nil && b.kind == cell)
	w.held = w.held[:0]
}

// rule writes a line between blocks.
func (w *writer) rule() {
	w.part()
	if len(w.x) == 0 || w.opened != len(w.stack) {
		return
	}
	if b := w.block(); b == nil || b.kind == flow {
		w.x = append(w.x, "<hr/>"...)
	}
}

// picture writes an image; one without an address has no attributes that count.
func (w *writer) picture(attrs string) {
	if len(attrs) < 6 || attrs[:6] != ` src="` {
		return
	}
	src, _, _ := strings.Cut(attrs[6:], `"`)
	if w.again(src) {
		return
	}
	b := w.block()
	bare := b != nil && b.atom == atom.Figure && w.blockEnd() == len(w.stack)
	if bare {
		w.openAll()
	} else {
		w.prepare()
	}
	w.flush()
	w.x = append(append(append(w.x, "<img"...), attrs...), "/>"...)
	w.inText = !bare
	w.pictureSrc, w.pictureAt = src, len(w.twin.b)
}

// again reports whether the picture was just written and no text since: pages have a
// lazy picture twice, the second time in a noscript.
func (w *writer) again(src string) bool {
	return src == w.pictureSrc && w.pictureAt <= len(w.twin.b) && len(bytes.TrimSpace(w.twin.b[w.pictureAt:])) == 0 && len(bytes.TrimSpace(w.run)) == 0
}

// openAll writes what is open, without a paragraph around what follows.
func (w *writer) openAll() {
	w.endText()
	for w.opened < len(w.stack) {
		w.write(w.opened)
		w.opened++
	}
}
