package charset

import (
	"bytes"
	"regexp"
	"strings"

	"golang.org/x/net/html/charset"
)

// lookLimit bounds in bytes how far a document's own declaration may stand (the
// HTML standard's prescan takes as much).
const lookLimit = 1024

var (
	xmlDeclaration = regexp.MustCompile(`^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']`)
	htmlMeta       = regexp.MustCompile(`(?i)<meta\s[^>]*?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]+)`)
	xmlStart       = regexp.MustCompile(`^\s*<\?xml\s[^>]*\?>`)
)

// WithoutDeclaration drops an XML declaration: after Decode it would be wrong.
func WithoutDeclaration(text []byte) []byte {
	head := text[:min(len(text), lookLimit)]
	if loc := xmlStart.FindIndex(head); loc != nil {
		return text[loc[1]:]
	}
	return text
}

// bytesLabel is the charset that the first bytes show for certain: by a mark, or
// as UTF-16 by the zero beside an ASCII character.
func bytesLabel(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return "utf-8"
	case bytes.HasPrefix(data, []byte("\xff\xfe\x00\x00")):
		return "utf-32le"
	case bytes.HasPrefix(data, []byte("\x00\x00\xfe\xff")):
		return "utf-32be"
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return "utf-16be"
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return "utf-16le"
	case len(data) < 4:
		return ""
	case data[0] == 0 && data[1] != 0 && data[2] == 0 && data[3] != 0:
		return "utf-16be"
	case data[0] != 0 && data[1] == 0 && data[2] != 0 && data[3] == 0:
		return "utf-16le"
	default:
		return ""
	}
}

func trimMark(data []byte) []byte {
	for _, mark := range []string{"\xef\xbb\xbf", "\xff\xfe\x00\x00", "\x00\x00\xfe\xff", "\xfe\xff", "\xff\xfe"} {
		if bytes.HasPrefix(data, []byte(mark)) {
			return data[len(mark):]
		}
	}
	return data
}

// ownLabel is the charset that the document declares for itself.
func ownLabel(data []byte) string {
	head := data[:min(len(data), lookLimit)]
	if !bytes.HasPrefix(bytes.TrimSpace(head), []byte("<")) {
		return ""
	}
	for _, syntax := range []*regexp.Regexp{xmlDeclaration, htmlMeta} {
		if m := syntax.FindSubmatch(head); m != nil {
			return string(m[1])
		}
	}
	return ""
}

// canonical is the WHATWG's name of a label, or the label where it has none.
func canonical(label string) string {
	label = Label(label)
	if _, name := charset.Lookup(label); name != "" && name != "replacement" {
		return name
	}
	return label
}

// singleByte reports whether any bytes at all would fit the charset, so that
// a declaration of it proves nothing.
func singleByte(label string) bool {
	for _, prefix := range []string{"windows-", "iso-8859-", "koi8-", "macintosh", "x-mac", "ibm"} {
		if strings.HasPrefix(label, prefix) {
			return true
		}
	}
	return false
}
