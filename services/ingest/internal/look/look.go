// Package look guesses how urgent a document is by a look at its first bytes.
//
// It must stay cheap and bounded and must not parse: the lane it finds is
// corrected after parsing, so that a wrong guess costs time and nothing else.
package look

import (
	"bytes"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

// Prefix is how many bytes are looked at.
const Prefix = 16 << 10

// maxMarks bounds how many places of one kind are looked at.
const maxMarks = 64

// Lane guesses the lane of a document: that of the most urgent article in its
// first bytes, wire if nothing tells. takedown says that something in it looks
// like a kill, which waits for nobody.
func Lane(data []byte) (lane contract.Lane, takedown bool) {
	data = data[:min(len(data), Prefix)]
	json := isJSON(data)
	if withdrawn(data, json) {
		return contract.Flash, true
	}
	u, ok := teletype(data)
	if !ok {
		u = marked(data, json)
	}
	return contract.LaneOf(u, ninjs.Usable), false
}

// fields are what stands before the digit of an urgency, but for spaces, quotes
// and the sign between.
func fields(json bool) []string {
	if json {
		return []string{`"urgency"`} // ninjs
	}
	return []string{
		`ed-urg`,    // NITF
		`<urgency>`, // NewsML-G2
		`:urgency>`, // the same with a prefix; RSS modules
		`<Urgency `, // NewsML 1.2: FormalName
	}
}

// statuses are what stands before the word of a takedown: the publication status
// in ninjs (either spelling), NewsML-G2 and NewsML 1.2, the management status of
// NITF.
func statuses(json bool) []string {
	if json {
		return []string{`"pubStatus"`, `"pubstatus"`}
	}
	return []string{"ubStatus", "ubstatus", "management-status", "<Status "}
}

// isJSON reports whether a document begins as JSON does: most of the look is then
// spared.
func isJSON(data []byte) bool {
	data = bytes.TrimLeft(data, " \t\r\n\xef\xbb\xbf\x1e")
	return len(data) > 0 && (data[0] == '{' || data[0] == '[')
}

// marked gives the most urgent of the urgencies that fields name, 0 if none.
func marked(data []byte, json bool) ninjs.Urgency {
	best := ninjs.Urgency(0)
	for _, field := range fields(json) {
		rest := data
		for range maxMarks {
			i := bytes.Index(rest, []byte(field))
			if i < 0 {
				break
			}
			rest = rest[i+len(field):]
			if u := digit(rest); u > 0 && (best == 0 || u < best) {
				best = u
			}
		}
	}
	return best
}

// digit reads an urgency after spaces, quotes, colons and equals signs; 0 if
// there is none.
func digit(rest []byte) ninjs.Urgency {
	rest = bytes.TrimPrefix(rest, []byte("FormalName"))
	const between = 8
	for i := 0; i < min(len(rest), between); i++ {
		switch c := rest[i]; {
		case c >= '1' && c <= '9':
			if i+1 < len(rest) && rest[i+1] >= '0' && rest[i+1] <= '9' {
				return 0
			}
			return ninjs.Urgency(c - '0')
		case bytes.IndexByte([]byte(" \t\r\n:=\"'"), c) < 0:
			return 0
		}
	}
	return 0
}

// withdrawn finds the words of a takedown.
func withdrawn(data []byte, json bool) bool {
	for _, field := range statuses(json) {
		rest := data
		for range maxMarks {
			i := bytes.Index(rest, []byte(field))
			if i < 0 {
				break
			}
			rest = rest[i+len(field):]
			value := rest[:min(len(rest), 80)]
			if end := bytes.IndexAny(value, ">,}\n"); end >= 0 {
				value = value[:end]
			}
			if takesDown(value) {
				return true
			}
		}
	}
	return false
}

func takesDown(value []byte) bool {
	for _, word := range []string{"cancel", "Cancel", "withheld", "Withheld", "kill", "Kill"} {
		if bytes.Contains(value, []byte(word)) {
			return true
		}
	}
	return false
}
