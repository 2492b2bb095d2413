package frame

import "strings"

// lines parts a text at its line ends, of which there are many kinds (CR LF, CR
// CR LF, LF, CR), and drops what carries nothing: fill characters, bells, file
// ends. What means something within a text (fonts, rails, columns) stays.
func lines(text string) []string {
	if text == "" {
		return nil
	}
	var out []string
	var b strings.Builder
	returned := false
	single := strings.IndexByte(text, '\n') < 0 // then each CR is a line end
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '\r':
			if !returned {
				out = append(out, b.String())
				b.Reset()
			}
			returned = !single
			continue
		case c == '\n':
			if !returned {
				out = append(out, b.String())
				b.Reset()
			}
		case idle(c):
			continue
		default:
			b.WriteByte(c)
		}
		returned = false
	}
	if b.Len() > 0 {
		out = append(out, b.String())
	}
	return out
}

// idle characters only kept the line busy, rang a bell, or ended a file.
func idle(c byte) bool {
	switch c {
	case 0x00, 0x05, 0x06, 0x07, 0x15, 0x16, 0x17, 0x1a, 0x7f, startOfHeader, startOfText:
		return true
	}
	return false
}
