package ninjson

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// document is one object of a delivery, or why it isn't one.
type document struct {
	data  []byte
	where string
	err   *format.Error
}

// recordSeparator stands before each text of a JSON sequence (RFC 7464).
const recordSeparator = 0x1e

var lineStart = regexp.MustCompile(`\n[ \t\x1e]*\{`)

// cutOff stands for what is missing of an array without its last bracket.
const cutOff = "…"

// split takes a delivery apart in linear time: an array into its elements, lines
// of JSON into lines, else values one after another. single says that the
// delivery is one object and nothing else.
func split(data []byte) (docs []document, single bool, err *format.Error) {
	data = bytes.TrimFunc(data, func(r rune) bool { return isSpace(byte(min(r, 0xff))) })
	if len(data) == 0 {
		return nil, false, format.Errorf(family, contract.ReasonMalformed, "", "the delivery is empty")
	}
	parts, where := &pieces{}, "item %d"
	switch {
	case data[0] == '[':
		parts.elements(data[1:])
	case isLines(data):
		where = "line %d"
		parts.lines(data)
	default:
		parts.values(data)
	}
	if err := format.Spent(family, parts.n); err != nil {
		return nil, false, err
	}
	if data[0] != '[' && parts.n == 1 {
		return []document{check(parts.list[0].data, "")}, true, nil
	}
	for _, p := range parts.list {
		docs = append(docs, check(p.data, fmt.Sprintf(where, p.place)))
	}
	return docs, false, nil
}

func check(data []byte, where string) document {
	d := document{data: data, where: where}
	switch {
	case depth(data) > maxDepth:
		d.err = format.Errorf(family, contract.ReasonTooDeep, where, "nested deeper than %d", maxDepth)
	case string(data) == cutOff:
		d.err = format.Errorf(family, contract.ReasonMalformed, where, "the array is cut off before its end")
	case data[0] != '{':
		d.err = format.Errorf(family, contract.ReasonMalformed, where, "no JSON object")
	}
	return d
}

// isLines reports whether the data is one object a line rather than one object
// over many lines: at least half of the lines begin one, and one is whole.
func isLines(data []byte) bool {
	// the first look is the cheap one
	if bytes.IndexByte(data, '\n') < 0 || !lineStart.Match(data) || json.Valid(data) {
		return false
	}
	starts, filled, whole := 0, 0, false
	for line := range bytes.SplitSeq(data, []byte("\n")) {
		if line = trim(line); len(line) == 0 {
			continue
		}
		filled++
		if line[0] == '{' {
			starts++
			whole = whole || json.Valid(line)
		}
	}
	return filled > 1 && whole && 2*starts >= filled
}

// pieces are what a delivery was taken apart into: n are counted, and the first of
// them kept, as many as a delivery may hold.
type pieces struct {
	list []piece
	n    int
}

type piece struct {
	data  []byte
	place int // from 1: the line, or which element
}

// add takes a piece that is more than space.
func (p *pieces) add(data []byte) { p.addAt(data, p.n+1) }

func (p *pieces) addAt(data []byte, place int) {
	if data = trim(data); len(data) == 0 {
		return
	}
	if p.n++; p.n <= contract.MaxArticles {
		p.list = append(p.list, piece{data, place})
	}
}

func (p *pieces) lines(data []byte) {
	place := 0
	for line := range bytes.SplitSeq(data, []byte("\n")) {
		place++
		p.addAt(line, place)
	}
}

// elements splits an array, after its bracket, at the commas between its
// elements. What is wrong in one element stays in that one, unless a bracket
// or quote is missing: then it reaches to the end.
func (p *pieces) elements(data []byte) {
	depth, start := 0, 0
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case c == '"':
			i = stringEnd(data, i)
		case depth == 0 && c == ']':
			p.add(data[start:i])
			p.add(data[i+1:])
			return
		case depth == 0 && c == ',':
			p.add(data[start:i])
			start = i + 1
		case c == '{', c == '[':
			depth++
		case c == '}', c == ']':
			depth = max(depth-1, 0)
		}
	}
	// nobody knows what the end would have held, so that the cut is an error of its own
	before := p.n
	p.add(data[start:])
	if p.n > before && !json.Valid(trim(data[start:])) {
		return
	}
	p.add([]byte(cutOff))
}

// values splits values that stand one after another, as `jq` prints them.
func (p *pieces) values(data []byte) {
	depth, start := 0, 0
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '"':
			i = stringEnd(data, i)
		case '{', '[':
			depth++
		case '}', ']':
			depth = max(depth-1, 0)
			if depth == 0 && data[i] == '}' {
				p.add(data[start : i+1])
				start = i + 1
			}
		}
	}
	p.add(data[start:])
}

func trim(part []byte) []byte { return bytes.Trim(part, " \t\r\n\x1e") }

func depth(data []byte) int {
	depth, deepest := 0, 0
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '"':
			i = stringEnd(data, i)
		case '{', '[':
			depth++
			deepest = max(deepest, depth)
		case '}', ']':
			depth = max(depth-1, 0)
		}
	}
	return deepest
}

// stringEnd gives where the string that starts at i ends, the end of the data if
// it does not. Most of a document is within strings, so that skipping them counts.
func stringEnd(data []byte, i int) int {
	for i++; i < len(data); i++ {
		next := bytes.IndexByte(data[i:], '"')
		if next < 0 {
			return len(data)
		}
		i += next
		if !escaped(data, i) {
			return i
		}
	}
	return len(data)
}

// escaped reports whether an odd number of backslashes stands before i.
func escaped(data []byte, i int) bool {
	n := 0
	for n < i && data[i-1-n] == '\\' {
		n++
	}
	return n%2 == 1
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == recordSeparator
}
