package markup

import "golang.org/x/net/html/atom"

// start takes a start tag.
func (w *writer) start(a atom.Atom, attrs string) {
	k := kindOf(a)
	switch k {
	case unknown, dropped:
	case breaks:
		w.part()
	case inline:
		w.startInline(a, attrs)
	case lineBreak:
		w.lineBreak()
	case rule:
		w.rule()
	case picture:
		w.picture(attrs)
	default:
		w.startBlock(element{atom: a, kind: k, attrs: attrs})
	}
}

func (w *writer) startInline(a atom.Atom, attrs string) {
	if a == atom.A {
		w.endInline(atom.A)
		if attrs == "" {
			return
		}
	}
	if len(w.stack) >= maxDepth || len(w.stack)-w.blockEnd() >= maxInline {
		w.flattened = true
		return
	}
	w.stack = append(w.stack, element{atom: a, kind: inline, attrs: attrs})
}

func (w *writer) startBlock(e element) {
	if w.preformatted() && e.kind == paragraph {
		w.part()
		return
	}
	at, ok := w.place(e)
	if !ok || at+2 >= maxDepth {
		w.flattened = w.flattened || at+2 >= maxDepth
		w.part()
		return
	}
	carried := w.unwritten()
	w.popTo(at)
	w.partText(at)
	w.endText()
	if e.kind == cell && w.stack[at-1].kind != row {
		w.stack = append(w.stack, element{atom: atom.Tr, kind: row, implied: true})
	} else if !e.kind.belongs() {
		w.imply(len(w.stack))
	}
	w.stack = append(append(w.stack, e), carried...)
}

// partText parts the text that stands before a block from what comes behind it, which may
// be all that there is: a block without text is not written.
func (w *writer) partText(at int) {
	if at == 0 || !w.inText {
		return
	}
	switch b := &w.stack[at-1]; b.kind {
	case item, cell, term, caption, title:
		b.parted = true
	}
}

// unwritten gives the inline elements on top that hold no text yet: they move
// into the block that starts in them.
func (w *writer) unwritten() []element {
	from := max(w.blockEnd(), w.opened)
	if from == len(w.stack) {
		return nil
	}
	return append([]element(nil), w.stack[from:]...)
}

// belongs reports whether the kind stands only in its own parent.
func (k kind) belongs() bool {
	switch k {
	case item, term, section, title, row, cell, caption:
		return true
	default:
		return false
	}
}

// place gives where on the stack the block goes, false if it may not be here.
func (w *writer) place(e element) (int, bool) {
	switch e.kind {
	case item:
		return w.above(func(k kind) bool { return k == list })
	case term:
		return w.above(func(k kind) bool { return k == glossary })
	case caption:
		return w.above(func(k kind) bool { return k == flow })
	case section, title:
		at, ok := w.above(func(k kind) bool { return k == table })
		return at, ok && (e.kind == section || w.opened < at)
	case row:
		return w.above(func(k kind) bool { return k == table || k == section })
	case cell:
		return w.above(func(k kind) bool { return k == table || k == section || k == row })
	}
	at := w.blockEnd()
	if at > 0 && (w.stack[at-1].kind == paragraph || w.stack[at-1].kind == preformed) {
		at--
	}
	return at, true
}

// above is the place after the innermost element of a wanted kind.
func (w *writer) above(wanted func(kind) bool) (int, bool) {
	for n := len(w.stack); n > 0; n-- {
		k := w.stack[n-1].kind
		if wanted(k) {
			return n, k != flow || w.stack[n-1].atom == atom.Figure
		}
		if k == table {
			return 0, false
		}
	}
	return 0, false
}

// end takes an end tag.
func (w *writer) end(a atom.Atom) {
	switch k := kindOf(a); k {
	case unknown, dropped, rule, picture:
	case breaks:
		w.part()
	case lineBreak:
		w.lineBreak()
	case inline:
		w.endInline(a)
	default:
		w.endBlock(a, k)
	}
}

func (w *writer) endInline(a atom.Atom) {
	for n := len(w.stack); n > 0 && w.stack[n-1].kind == inline; n-- {
		if w.stack[n-1].atom == a {
			w.popTo(n - 1)
			return
		}
	}
}

func (w *writer) endBlock(a atom.Atom, k kind) {
	ofTable := k == table || k == section || k == row || k == cell || k == title
	for n := len(w.stack); n > 0; n-- {
		e := &w.stack[n-1]
		if e.atom == a {
			w.popTo(n - 1)
			return
		}
		if e.kind == table || (e.kind == cell || e.kind == title) && !ofTable {
			break
		}
	}
	w.part()
}

// part ends a paragraph without starting anything.
func (w *writer) part() {
	at := w.blockEnd()
	if at == 0 {
		return
	}
	switch b := &w.stack[at-1]; b.kind {
	case preformed:
		w.held = append(w.held, '\n')
	case paragraph:
		if b.atom != atom.P {
			w.held = append(w.held, ' ')
			return
		}
		carried := w.unwritten()
		w.popTo(at - 1)
		w.stack = append(w.stack, carried...)
	case item, cell, term:
		if w.inText {
			w.popTo(at)
			w.stack[at-1].parted = true
			w.endText()
		}
	case caption, title:
		w.held = append(w.held, ' ')
	}
}

// endText ends the text of a block.
func (w *writer) endText() {
	w.flush()
	w.inText, w.brs, w.held = false, 0, w.held[:0]
}
