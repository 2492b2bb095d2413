package charset

import (
	"bytes"
	"fmt"
	"strings"
)

// RepairJSON escapes control characters that stand raw within strings, which RFC 8259
// (section 7) does not allow, and says in a note how many these were, and how many
// escaped halves of surrogate pairs will be read as U+FFFD.
func RepairJSON(data []byte) (fixed []byte, note string) {
	raw, halves, inString := 0, 0, false
	out := data[:0:0]
	start := 0
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case c == '"':
			inString = !inString
		case inString && c == '\\':
			pair, half := escapedSurrogate(data[i:])
			if half {
				halves++
			}
			i += 1 + pair
		case inString && c == '\n' && nextLine(data[i:]):
			inString = false
		case inString && c < ' ':
			out = append(out, data[start:i]...)
			out = fmt.Appendf(out, `\u%04x`, c)
			start, raw = i+1, raw+1
		}
	}
	var notes []string
	if raw > 0 {
		notes = append(notes, fmt.Sprintf("%d control characters within strings were repaired", raw))
	}
	if halves > 0 {
		notes = append(notes, fmt.Sprintf("%d halves of surrogate pairs became U+FFFD", halves))
	}
	if raw == 0 {
		return data, strings.Join(notes, "; ")
	}
	return append(out, data[start:]...), strings.Join(notes, "; ")
}

// escapedSurrogate looks at an escape: how many bytes follow its second one that belong
// to a pair, and whether it is half a pair alone.
func escapedSurrogate(escape []byte) (pair int, half bool) {
	if !isSurrogate(escape, "89ab") {
		return 0, isSurrogate(escape, "cdef")
	}
	if isSurrogate(escape[6:], "cdef") {
		return 10, false
	}
	return 0, true
}

func isSurrogate(escape []byte, third string) bool {
	return len(escape) >= 6 && escape[0] == '\\' && escape[1] == 'u' && escape[2]|0x20 == 'd' && strings.IndexByte(third, escape[3]|0x20) >= 0
}

// nextLine reports whether a new text of JSON lines begins behind a line end: the
// string before it was never closed, and costs that line alone.
func nextLine(data []byte) bool {
	rest := bytes.TrimLeft(data, "\r\n \t\x1e")
	return len(rest) > 0 && rest[0] == '{'
}
