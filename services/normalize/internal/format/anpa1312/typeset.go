package anpa1312

import (
	"strings"
	"unicode/utf8"
)

// The control characters of typesetting.
const (
	killWord         = 0x18 // CAN: takes the word before it back
	tabLine          = 0x08 // BS, tab line indicator
	spaceBand        = 0x10 // DLE, a space that may be stretched
	startInstruction = 0x0c // FF
	endInstruction   = 0x0b // VT
	quadCenter       = 0x1d // GS
	quadRight        = 0x1e // RS
)

// maxInstruction is how long an instruction to a typesetter may be, in bytes; a
// form feed that begins none is only a form feed.
const maxInstruction = 120

// typeset carries out what is to be carried out before the lines are read: words
// taken back, instructions, spaces of several widths, quads. Rails stay, which
// are bold.
func typeset(text string) string {
	if strings.IndexFunc(text, code) < 0 {
		return text
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case killWord:
			out = withoutWord(out)
		case tabLine:
		case spaceBand:
			out = append(out, ' ')
		case quadCenter, quadRight:
			out = append(out, '\n')
		case startInstruction:
			i += instruction(text[i+1:])
		case endInstruction:
			out = append(out, ' ')
		default:
			out = append(out, c)
		}
	}
	return string(out)
}

func code(r rune) bool {
	switch r {
	case killWord, tabLine, spaceBand, quadCenter, quadRight, startInstruction, endInstruction:
		return true
	}
	return false
}

// instruction is the length of the one that begins here, 0 for none.
func instruction(text string) int {
	text = text[:min(len(text), maxInstruction)]
	end := strings.IndexByte(text, endInstruction)
	if end < 0 || strings.ContainsAny(text[:end], "\n\x03") {
		return 0
	}
	return end + 1
}

// withoutWord drops the last word, back to the space before it or the start of
// the line.
func withoutWord(out []byte) []byte {
	for len(out) > 0 {
		c := out[len(out)-1]
		if c == '\n' || c == '\r' || c < ' ' {
			return out
		}
		out = out[:len(out)-1]
		if c == ' ' {
			return out
		}
	}
	return out
}

// letterpress writes in text what six-bit wires had no characters for: quotation
// marks of two strokes, and the underscore that stands for a dash.
func letterpress(line string) string {
	if !strings.ContainsAny(line, "`_'") {
		return line
	}
	line = marks.Replace(line)
	line = strings.ReplaceAll(line, " _ ", " — ")
	if rest, ok := strings.CutPrefix(line, "_ "); ok {
		line = "— " + rest
	}
	if rest, ok := strings.CutSuffix(line, " _"); ok {
		line = rest + " —"
	}
	return line
}

var marks = strings.NewReplacer("```", "“'", "``", "“", "'''", "'”", "''", "”", "`", "'")

// rule reports whether a line only parts the text: "___".
func rule(line string) bool {
	return utf8.RuneCountInString(line) >= 2 && strings.Trim(line, "_-*= ") == ""
}
