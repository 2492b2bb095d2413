package markup

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/atom"
	"golang.org/x/text/unicode/norm"
)

// element is one that is open. It is written only when text comes, so that empty
// ones leave no trace.
type element struct {
	atom    atom.Atom
	kind    kind
	attrs   string
	implied bool   // by what it holds, not by a tag
	parted  bool   // an item or cell with text before a block, or with one that ended: what follows is a paragraph
	skipped string // a row's empty cells that are not written yet
	cells   int    // how many these are
}

// writer builds the fragment and its twin.
type writer struct {
	x         []byte
	twin      twin
	stack     []element
	opened    int    // how many of the stack are written; they come first
	run       []byte // text of the present node, white space collapsed
	wide      bool   // run may hold more than ASCII, which is in normal form
	held      []byte // white space that is written if text follows
	brs       int    // line breaks that are written if text follows
	inText    bool   // the present block holds text
	flattened bool

	pictureSrc string // of the last picture
	pictureAt  int    // how much text was written before it
}

// writers rest here: what they have grown to is half of what a body would allocate.
var writers = sync.Pool{New: func() any { return new(writer) }}

// newWriter gives one with room for a source of that size.
func newWriter(size int) *writer {
	size += size / 8
	w := writers.Get().(*writer)
	w.x, w.twin.b, w.run = slices.Grow(w.x, size), slices.Grow(w.twin.b, size), slices.Grow(w.run, size)
	return w
}

// mostKept bounds the buffers of a writer that rests, in bytes each.
const mostKept = 64 << 10

// rest gives the writer to the next body. Nothing may use it any more.
func (w *writer) rest() {
	if max(cap(w.x), cap(w.twin.b), cap(w.run), cap(w.held)) > mostKept || cap(w.stack) > maxDepth {
		return
	}
	clear(w.stack[:cap(w.stack)])
	*w = writer{x: w.x[:0], twin: twin{b: w.twin.b[:0]}, stack: w.stack[:0], run: w.run[:0], held: w.held[:0]}
	writers.Put(w)
}

// text takes cleaned characters.
func (w *writer) text(s string) {
	for len(s) > 0 {
		n := spanOf(s, true)
		w.held = append(w.held, s[:n]...)
		s = s[n:]
		n = plainSpan(s)
		plain := n > 0
		if !plain {
			n = spanOf(s, false)
		}
		if n > 0 {
			w.word(s[:n])
			w.wide = w.wide || !plain
			s = s[n:]
		}
	}
}

// plainSpan is the length of leading ASCII words that single spaces part: written
// as they are, they are what they would be one by one.
func plainSpan(s string) int {
	i, before := 0, byte(' ')
	// of printable characters, only two spaces make a space by "or"
	for i < len(s) && s[i]-' ' < utf8.RuneSelf-' ' && s[i]|before != ' ' {
		before = s[i]
		i++
	}
	if i < len(s) && s[i] >= utf8.RuneSelf {
		i = max(0, strings.LastIndexByte(s[:i], ' ')) // the word it is in is none
	}
	if i > 0 && s[i-1] == ' ' {
		i--
	}
	return i
}

// spanOf is the length of the leading run of white space, or of anything else.
func spanOf(s string, space bool) int {
	for i := 0; i < len(s); {
		c, size := s[i], 1
		is := c == ' ' || c == '\n' || c == '\t'
		if c >= utf8.RuneSelf {
			var r rune
			r, size = utf8.DecodeRuneInString(s[i:])
			is = unicode.IsSpace(r)
		}
		if is != space {
			return i
		}
		i += size
	}
	return len(s)
}

func (w *writer) word(s string) {
	w.prepare()
	w.run = append(w.run, s...)
	w.inText = true
}

// prepare brings everything to the point where text or a picture may be written.
func (w *writer) prepare() {
	if w.brs > 0 {
		w.writeBreaks()
	}
	if w.opened == len(w.stack) && len(w.stack) > 0 && w.top().kind.holdsText() && !w.top().parted {
		w.writeHeld()
		return
	}
	w.wrap()
	if w.inText {
		w.writeHeld()
	}
	w.flush()
	for w.opened < len(w.stack) {
		w.write(w.opened)
		w.opened++
	}
	w.writeHeld() // an indent that starts a pre
}

func (w *writer) top() *element { return &w.stack[len(w.stack)-1] }

// wrap puts what text needs around it under the inline elements on top.
func (w *writer) wrap() {
	at := w.blockEnd()
	if w.opened > at {
		return // an inline element is written: the block is there
	}
	w.imply(at)
	at = w.blockEnd()
	if at == 0 || !w.stack[at-1].kind.holdsText() || w.stack[at-1].parted {
		w.insert(at, element{atom: atom.P, kind: paragraph, implied: true})
	}
}

// imply inserts the items, rows and cells that a block at place at needs.
func (w *writer) imply(at int) {
	for at > 0 && w.stack[at-1].kind.implied() != 0 {
		a := w.stack[at-1].kind.implied()
		w.insert(at, element{atom: a, kind: kindOf(a), implied: true})
		at++
	}
}

func (w *writer) insert(at int, e element) {
	w.stack = append(w.stack, element{})
	copy(w.stack[at+1:], w.stack[at:])
	w.stack[at] = e
}

// blockEnd is the place after the innermost block: what follows is inline.
func (w *writer) blockEnd() int {
	n := len(w.stack)
	for n > 0 && w.stack[n-1].kind == inline {
		n--
	}
	return n
}

// block is the innermost block, nil at the root.
func (w *writer) block() *element {
	if n := w.blockEnd(); n > 0 {
		return &w.stack[n-1]
	}
	return nil
}

func (w *writer) preformatted() bool {
	b := w.block()
	return b != nil && b.kind == preformed
}

// writeHeld writes white space inside of a block's text: as it is in pre, one
// space elsewhere; a single no-break space stays.
func (w *writer) writeHeld() {
	if len(w.held) == 0 {
		return
	}
	switch {
	case w.preformatted():
		if !w.inText {
			w.held = afterLastLine(w.held)
		}
		w.run, w.wide = append(w.run, w.held...), true
	case !w.inText:
	case string(w.held) == "\u00a0" || string(w.held) == "\u202f":
		w.run, w.wide = append(w.run, w.held...), true
	default:
		w.run = append(w.run, ' ')
	}
	w.held = w.held[:0]
}

func afterLastLine(s []byte) []byte {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == '\n' {
			return s[i+1:]
		}
	}
	return s
}

// flush ends a text node.
func (w *writer) flush() {
	if len(w.run) == 0 {
		return
	}
	text := w.run
	if w.wide {
		text = norm.NFC.Bytes(text)
		w.twin.wide = true
	}
	w.twin.add(text, w.preformatted())
	w.x = appendText(w.x, text)
	w.run, w.wide = w.run[:0], false
}
