package mimetree

import (
	"bytes"
	"encoding/base64"
	"strings"
)

// Bytes decodes the part's content transfer encoding (RFC 2045, 6). The note is
// empty unless something had to be repaired. What is not encoded is shared.
func (p *Part) Bytes() (data []byte, note string) {
	switch enc := transferOf(p.Header.Get("Content-Transfer-Encoding")); enc {
	case "", "7bit", "8bit", "binary":
		return p.raw, ""
	case "quoted-printable":
		return unquote(p.raw), ""
	case "base64":
		data, whole := unbase64(p.raw)
		if !whole {
			note = "base64: what follows its end was left out"
		}
		return data, note
	case "x-uuencode", "uuencode", "x-uue":
		return unuuencode(p.raw), ""
	default:
		return p.raw, "content transfer encoding that nobody knows: read as it is"
	}
}

func transferOf(field string) string {
	enc, _, _ := strings.Cut(strings.ToLower(field), ";")
	return strings.Trim(strings.TrimSpace(enc), `"'`)
}

// unquote decodes quoted-printable (6.7). What is no valid escape stays.
func unquote(data []byte) []byte {
	out := make([]byte, 0, len(data))
	for line := range bytes.Lines(data) {
		text := bytes.TrimRight(line, " \t\r\n")
		end := line[len(bytes.TrimRight(line, "\r\n")):]
		soft := len(text) > 0 && text[len(text)-1] == '='
		if soft {
			text, end = text[:len(text)-1], nil
		}
		for i := 0; i < len(text); i++ {
			if text[i] == '=' && i+2 < len(text) && isHex(text[i+1]) && isHex(text[i+2]) {
				out = append(out, unhex(text[i+1])<<4|unhex(text[i+2]))
				i += 2
				continue
			}
			out = append(out, text[i])
		}
		out = append(out, end...)
	}
	return out
}

// unbase64 decodes line by line (6.8) and stops at the first line that is not of
// its alphabet, such as a footer that a mailing list put below: whole is then
// false. Padding may be missing or stand within.
func unbase64(data []byte) (out []byte, whole bool) {
	clean := make([]byte, 0, len(data))
	whole = true
	for line := range bytes.Lines(data) {
		start := len(clean)
		for _, c := range line {
			switch {
			case isBase64(c):
				clean = append(clean, c)
			case c > ' ':
				whole = false
			}
		}
		if !whole {
			clean = clean[:start]
			break
		}
	}
	out = make([]byte, 0, len(clean)*3/4)
	for run := range bytes.SplitSeq(clean, []byte("=")) {
		if len(run)%4 == 1 {
			run = run[:len(run)-1]
		}
		out, _ = base64.RawStdEncoding.AppendDecode(out, run)
	}
	return out, whole
}

func isBase64(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '+' || c == '/' || c == '='
}

// unuuencode decodes the lines between "begin" and "end" (POSIX, uuencode).
func unuuencode(data []byte) []byte {
	var out []byte
	open := false
	for line := range bytes.Lines(data) {
		line = bytes.TrimRight(line, "\r\n")
		switch {
		case bytes.HasPrefix(line, []byte("begin ")):
			open = true
		case string(line) == "end":
			return out
		case open && len(line) > 1:
			out = append(out, uuLine(line)...)
		}
	}
	return out
}

func uuLine(line []byte) []byte {
	size := int(line[0]-' ') & 63
	out := make([]byte, 0, size+3)
	for line = line[1:]; len(line) > 0 && len(out) < size; line = line[min(4, len(line)):] {
		var four [4]byte
		for i := range min(4, len(line)) {
			four[i] = (line[i] - ' ') & 63
		}
		out = append(out, four[0]<<2|four[1]>>4, four[1]<<4|four[2]>>2, four[2]<<6|four[3])
	}
	return out[:min(size, len(out))]
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func unhex(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c >= 'a':
		return c - 'a' + 10
	default:
		return c - 'A' + 10
	}
}
