package feed

import (
	"bytes"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

var (
	prologSyntax   = regexp.MustCompile(`^\s*<\?xml\s[^>]{0,200}\?>`)
	encodingSyntax = regexp.MustCompile(`encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']`)
)

// toUTF8 gives the delivery in UTF-8, without byte order mark and without the
// XML declaration, which would be wrong then. A mark wins over the content
// type's charset, that over the declaration (RFC 7303 section 3); bytes that
// are UTF-8 where either says so are taken as that, because servers are often
// wrong about it.
func toUTF8(name string, in format.Input) ([]byte, error) {
	label := bomLabel(in.Data)
	if label == "" {
		label = statedLabel(in)
	}
	enc, _ := charset.Lookup(label)
	if enc == nil {
		return nil, format.Errorf(name, contract.ReasonCharset, "", "charset %q is not known", label)
	}
	data, err := decode(enc, label, in.Data)
	if err != nil {
		return nil, format.Errorf(name, contract.ReasonCharset, "", "decode %s: %w", label, err)
	}
	if at := invalidAt(data); at >= 0 {
		return nil, format.Errorf(name, contract.ReasonCharset, byteAt(at), "not valid %s", label)
	}
	return withoutControls(prologSyntax.ReplaceAll(data, nil)), nil
}

// lenientUTF8 is toUTF8 for a look: what can't be decoded stays as it is.
func lenientUTF8(in format.Input) []byte {
	label := bomLabel(in.Data)
	if label == "" {
		label = statedLabel(in)
	}
	if enc, _ := charset.Lookup(label); enc != nil {
		if data, err := decode(enc, label, in.Data); err == nil {
			return prologSyntax.ReplaceAll(data, nil)
		}
	}
	return prologSyntax.ReplaceAll(in.Data, nil)
}

func decode(enc encoding.Encoding, label string, data []byte) ([]byte, error) {
	if label == "utf-8" {
		return bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), nil
	}
	return enc.NewDecoder().Bytes(trimMark(data, label))
}

func trimMark(data []byte, label string) []byte {
	if strings.HasPrefix(label, "utf-16") && len(data) >= 2 && (data[0] == 0xFE && data[1] == 0xFF || data[0] == 0xFF && data[1] == 0xFE) {
		return data[2:]
	}
	return data
}

// bomLabel is the charset that the first bytes show for certain: a mark, or
// UTF-16 by the zeros beside the first character.
func bomLabel(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return "utf-8"
	case bytes.HasPrefix(data, []byte("\xfe\xff")), bytes.HasPrefix(data, []byte("\x00<")), bytes.HasPrefix(data, []byte("\x00{")):
		return "utf-16be"
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("<\x00")), bytes.HasPrefix(data, []byte("{\x00")):
		return "utf-16le"
	default:
		return ""
	}
}

// statedLabel is the canonical name of the charset of the content type, else of
// the declaration, else utf-8.
func statedLabel(in format.Input) string {
	_, params, _ := mime.ParseMediaType(in.ContentType)
	fromType, fromDecl := canonical(params["charset"]), ""
	if m := encodingSyntax.FindSubmatch(prologSyntax.Find(in.Data)); m != nil {
		fromDecl = canonical(string(m[1]))
	}
	if fromDecl == "utf-8" && utf8.Valid(in.Data) {
		return fromDecl
	}
	return firstOf(fromType, fromDecl, "utf-8")
}

// canonical is the name that the WHATWG's encoding standard gives to a label. A
// label of UTF-16 on bytes that are no UTF-16 (bomLabel knows) means nothing.
func canonical(label string) string {
	if label == "" {
		return ""
	}
	enc, name := charset.Lookup(label)
	if enc == nil {
		return label
	}
	if enc == unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM) || strings.HasPrefix(name, "utf-16") {
		return ""
	}
	return name
}

// invalidAt is where data stops to be UTF-8, or -1.
func invalidAt(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// withoutControls drops the control characters that XML 1.0 forbids; feeds that
// are pasted together carry them.
func withoutControls(data []byte) []byte {
	forbidden := func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF }
	if bytes.IndexFunc(data, forbidden) < 0 {
		return data
	}
	return bytes.Map(func(r rune) rune {
		if forbidden(r) {
			return -1
		}
		return r
	}, data)
}
