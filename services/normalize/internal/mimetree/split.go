package mimetree

import (
	"bytes"
	"iter"
)

// pieces gives the parts between the boundaries of a multipart's body (RFC 2046,
// 5.1.1). Line ends may be mixed; a missing last boundary ends the last part
// where the body ends. Without a boundary parameter, the first line that begins
// with two hyphens is one.
func pieces(body []byte, boundary string) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		mark := []byte("--" + boundary)
		if boundary == "" {
			if mark = firstBoundary(body); mark == nil {
				return
			}
		}
		start := -1 // of the part that is open
		for at := 0; at < len(body); {
			begin, end, last := nextBoundary(body, mark, at)
			if begin < 0 {
				break
			}
			if start >= 0 && !yield(body[start:beforeBreak(body, start, begin)]) {
				return
			}
			if start, at = end, end; last {
				return
			}
		}
		if start >= 0 && start < len(body) {
			yield(body[start:])
		}
	}
}

// nextBoundary finds the next line that is a boundary: where it begins, where the
// line after it begins, and whether it is the last one.
func nextBoundary(body, mark []byte, from int) (begin, end int, last bool) {
	for from < len(body) {
		i := bytes.Index(body[from:], mark)
		if i < 0 {
			return -1, 0, false
		}
		begin = from + i
		after := begin + len(mark)
		line := body[after:]
		if n := bytes.IndexByte(line, '\n'); n >= 0 {
			line = line[:n+1]
		}
		end = after + len(line)
		rest := bytes.TrimRight(line, " \t\r\n")
		if (begin == 0 || body[begin-1] == '\n') && (len(rest) == 0 || string(rest) == "--") {
			return begin, end, len(rest) > 0
		}
		from = after
	}
	return -1, 0, false
}

// beforeBreak drops the line break before a boundary, which belongs to it.
func beforeBreak(body []byte, start, end int) int {
	if end > start && body[end-1] == '\n' {
		end--
		if end > start && body[end-1] == '\r' {
			end--
		}
	}
	return end
}

func firstBoundary(body []byte) []byte {
	for line := range bytes.Lines(body) {
		line = bytes.TrimRight(line, " \t\r\n")
		if len(line) > 2 && len(line) < 200 && bytes.HasPrefix(line, []byte("--")) {
			return bytes.Clone(line)
		}
	}
	return nil
}
