package plaintext

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What stands around and within a message of a telegraph network (ITU-T F.1, clause
// C): the start and end of message, and the lines of codes that agencies put in.
var (
	startOfMessage = regexp.MustCompile(`^\s*ZCZC(?:\s.{0,60})?$`)
	endOfMessage   = regexp.MustCompile(`^\s*NNNN\s*$`)
	endOfCodes     = regexp.MustCompile(`^\p{Lu}{2,4}$`)
)

// message is one message of a delivery.
type message struct {
	lines  []string
	framed bool // by ZCZC or NNNN
}

// messages parts a text at the lines that begin and end a message. A text without any
// is one message.
func messages(lines []string) []message {
	var out []message
	var now message
	end := func() {
		now.lines = trimEmpty(now.lines)
		if len(now.lines) > 0 && (now.framed || says(now.lines)) {
			out = append(out, now)
		}
		now = message{}
	}
	for _, line := range lines {
		switch {
		case strings.Contains(line, "ZCZC") && startOfMessage.MatchString(line):
			end()
			now.framed = true
		case strings.Contains(line, "NNNN") && endOfMessage.MatchString(line):
			now.framed = true
			end()
		default:
			now.lines = append(now.lines, line)
		}
	}
	if !now.framed && len(out) == 0 {
		return []message{{lines: lines}}
	}
	end()
	return out
}

// Wire reports whether a text says itself what it is: framed as messages of a telegraph
// network, or by labelled lines with a headline among them.
func Wire(text string) bool {
	lines := toLines(text)
	if parted := messages(lines); len(parted) > 1 || len(parted) == 1 && parted[0].framed {
		return true
	}
	said, ok := readLabels(lines)
	return ok && slices.ContainsFunc(said.lines, func(line [2]string) bool { return line[0] == "headline" && line[1] != "" })
}

// says: what stands between two messages is mostly the noise of the line.
func says(lines []string) bool {
	for _, line := range lines {
		if length(line) > 40 {
			return true
		}
	}
	return false
}

// withoutCodes takes the lines of codes of a framed message: "#" stands before its
// keyword, "$" before its headline, and capitals at its end say who is to get it.
func (m message) withoutCodes() (lines []string, slug string, codes []string) {
	lines = m.lines
	if !m.framed {
		return lines, "", nil
	}
	if rest, ok := strings.CutPrefix(lines[0], "#"); ok && len(lines) > 1 {
		slug, lines = strings.TrimSpace(rest), trimEmpty(lines[1:])
	}
	if rest, ok := strings.CutPrefix(lines[0], "$"); ok {
		lines = append([]string{strings.TrimSpace(rest), ""}, trimEmpty(lines[1:])...)
	}
	for len(lines) > 2 && endOfCodes.MatchString(lines[len(lines)-1]) {
		codes = append(codes, lines[len(lines)-1])
		lines = trimEmpty(lines[:len(lines)-1])
	}
	return lines, slug, codes
}

// withoutControls drops control characters. One between two words parts them, as the
// separators of wires do (ISO 646: SI, EM, FS, GS, RS, US).
func withoutControls(text string) string {
	if strings.IndexFunc(text, dropped) < 0 {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	gap, before := false, '\n'
	for _, r := range text {
		if dropped(r) {
			gap = gap || r != '\ufeff' && r != 0x7f
			continue
		}
		if gap && !unicode.IsSpace(before) && !unicode.IsSpace(r) {
			b.WriteByte(' ')
		}
		gap, before = false, r
		b.WriteRune(r)
	}
	return b.String()
}

func dropped(r rune) bool {
	return r != '\n' && r != '\t' && r != 0 && unicode.IsControl(r) || r == '\ufeff' || r == utf8.MaxRune
}
