package email

import "strings"

// unflow joins the lines of a paragraph that end with a space (RFC 3676, 4.2 to
// 4.5); delSp drops that space. Quoted lines are joined within their own depth.
func unflow(text string, delSp bool) string {
	b := make([]byte, 0, len(text)+16)
	open, depth := false, 0
	for i, line := range strings.Split(text, "\n") {
		d, content := quoteDepth(line)
		if open && d == depth && content != "-- " {
			b = append(b, content...)
		} else {
			if i > 0 {
				b = append(b, '\n')
			}
			b = append(b, strings.Repeat(">", d)...)
			if d > 0 {
				b = append(b, ' ')
			}
			b = append(b, content...)
		}
		depth = d
		open = strings.HasSuffix(content, " ") && content != "-- "
		if open && delSp {
			b = b[:len(b)-1]
		}
	}
	return string(b)
}

func quoteDepth(line string) (int, string) {
	d := 0
	for d < len(line) && line[d] == '>' {
		d++
	}
	return d, strings.TrimPrefix(line[d:], " ")
}
