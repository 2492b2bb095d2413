package xmltree

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/charset"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// decode gives the document in UTF-8, without its XML declaration and without
// the characters that XML 1.0 forbids (2.2).
func decode(name string, data []byte, contentType string) (text []byte, note string, err error) {
	text, note, err = charset.Decode(data, contentType)
	if errors.Is(err, charset.ErrCharset) && windows(data, contentType) {
		text, err = charmap.Windows1252.NewDecoder().Bytes(data)
		note = "declared utf-8, but is not: read as windows-1252"
	}
	if err != nil {
		where := ""
		if at := invalidAt(data); at >= 0 {
			where = fmt.Sprintf("line %d", 1+bytes.Count(data[:at], []byte("\n")))
		}
		return nil, "", format.Errorf(name, contract.ReasonCharset, where, "read XML: %w", err)
	}
	return withoutControls(withoutDeclaration(text)), note, nil
}

// windows reports whether bytes that are declared as UTF-8 are Windows-1252
// beyond doubt, the most common mistake of systems that write XML by hand: not
// one letter beyond ASCII is right as UTF-8, and each is one of Windows-1252. Half
// of each is damage, and guessing would print wrong letters.
func windows(data []byte, contentType string) bool {
	if charset.Declared(data, contentType) != "utf-8" || bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) {
		return false
	}
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r >= utf8.RuneSelf && (r != utf8.RuneError || size > 1) || !inWindows1252(data[i]) {
			return false
		}
		i += size
	}
	return true
}

// inWindows1252 reports whether the byte is a printable character or white space
// there.
func inWindows1252(c byte) bool {
	switch c {
	case 0x81, 0x8d, 0x8f, 0x90, 0x9d:
		return false
	default:
		return c >= ' ' || c == '\t' || c == '\n' || c == '\r'
	}
}

func invalidAt(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// withoutDeclaration drops the XML declaration, whose charset is wrong now and
// whose version a strict reader minds, and keeps its lines, so that errors name
// the right ones.
func withoutDeclaration(text []byte) []byte {
	rest := charset.WithoutDeclaration(text)
	if lines := bytes.Count(text[:len(text)-len(rest)], []byte("\n")); lines > 0 {
		return append(bytes.Repeat([]byte("\n"), lines), rest...)
	}
	return rest
}

var characterReference = regexp.MustCompile(`&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,10}));`)

// withoutControls drops what agencies' old systems leave in a text, written as
// itself or as a reference.
func withoutControls(text []byte) []byte {
	if bytes.ContainsFunc(text, notXML) {
		text = bytes.Map(func(r rune) rune {
			if notXML(r) {
				return -1
			}
			return r
		}, text)
	}
	if !bytes.Contains(text, []byte("&#")) {
		return text
	}
	return characterReference.ReplaceAllFunc(text, func(ref []byte) []byte {
		if notXML(referenced(ref)) {
			return nil
		}
		return ref
	})
}

func referenced(ref []byte) rune {
	digits, base := string(ref[2:len(ref)-1]), 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseInt(digits, base, 32)
	if err != nil {
		return 0
	}
	return rune(n)
}

// notXML reports whether XML 1.0 has no such character. U+10FFFE is a noncharacter
// that it has; it is ours, see forbidden.
func notXML(r rune) bool {
	switch {
	case r < ' ':
		return r != '\t' && r != '\n' && r != '\r'
	case r >= 0xd800 && r <= 0xdfff, r > utf8.MaxRune:
		return true
	default:
		return r == 0xfffe || r == 0xffff || r == 0x10fffe
	}
}
