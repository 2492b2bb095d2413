package frame

import "strings"

// lines parts a text at its line ends, of which there are many kinds (CR LF, CR
// CR LF, LF, CR), and drops what carries nothing: fill characters, bells, file
// ends. What means something within a text (fonts, rails, columns) stays.
func lines(text string) []string {
	if text == "" {
		return nil
	}
	single := strings.IndexByte(text, '\n') < 0 // then each CR is a line end
	out := make([]string, 0, max(strings.Count(text, "\n"), strings.Count(text, "\r")/2)+1)
	for text != "" {
		at := strings.IndexAny(text, "\r\n")
		if at < 0 {
			if last := withoutIdle(text); last != "" {
				out = append(out, last)
			}
			break
		}
		out = append(out, withoutIdle(text[:at]))
		text = text[at+lineEnd(text[at:], single):]
	}
	return out
}

// lineEnd is the length of the line end that a text begins with.
func lineEnd(text string, single bool) int {
	if text[0] == '\n' || single {
		return 1
	}
	n := len(text) - len(strings.TrimLeft(text, "\r"))
	if n < len(text) && text[n] == '\n' {
		n++
	}
	return n
}

// withoutIdle is a line without the characters that only kept the line busy, rang
// a bell, or ended a file.
func withoutIdle(line string) string {
	if strings.IndexFunc(line, idle) < 0 {
		return line
	}
	return strings.Map(func(r rune) rune {
		if idle(r) {
			return -1
		}
		return r
	}, line)
}

func idle(r rune) bool {
	switch r {
	case 0x00, 0x05, 0x06, 0x07, 0x15, 0x16, 0x17, 0x1a, 0x7f, startOfHeader, startOfText:
		return true
	}
	return false
}
