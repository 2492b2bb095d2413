package charset

import (
	"bytes"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// Label brings what programs write to one spelling, in small letters; empty for a label
// that means nothing.
func Label(label string) string {
	label = strings.ToLower(strings.Trim(strings.TrimSpace(label), `"'`))
	switch label {
	case "utf8", "utf-8n", "x-utf_8j", "utf-8mb4", "unicode-1-1-utf-8":
		return "utf-8"
	case "us-ascii", "ascii", "ansi_x3.4-1968", "ansi_x3.4-1986", "iso646-us", "us", "646":
		return "us-ascii"
	case "unknown-8bit", "x-unknown", "unknown", "default", "default_charset", "none", "8bit", "binary", "x-user-defined", "text", "_autodetect_all":
		return ""
	case "cp932", "x-ms-cp932", "shift_jis-2004":
		return "shift_jis"
	case "cp936", "x-gbk":
		return "gbk"
	case "cp949", "ks_c_5601":
		return "euc-kr"
	case "cp950":
		return "big5"
	case "iso-2022-jp-1", "iso-2022-jp-2", "iso-2022-jp-3", "iso-2022-jp-2004", "iso-2022-jp-ms", "cp50220", "cp50221":
		return "iso-2022-jp"
	case "ansi", "latin-1", "latin1", "iso8859_1":
		return "windows-1252"
	}
	return label
}

// iso2022KR is decoded by decodeAs: it is EUC-KR of seven bits (RFC 1557).
const iso2022KR = "iso-2022-kr"

// beforeNumbers stand before the number of a code page.
var beforeNumbers = strings.NewReplacer("-", "", "_", "", "cp", "", "ibm", "", "dos", "")

// further are charsets that the WHATWG's list lacks or refuses and that mail and wires
// still have: DOS code pages, seven-bit Chinese and Korean, and the IANA's other names.
func further(label string) (encoding.Encoding, string) {
	switch label {
	case "hz-gb-2312":
		return simplifiedchinese.HZGB2312, label
	case iso2022KR, "csiso2022kr":
		return korean.EUCKR, iso2022KR
	}
	number := beforeNumbers.Replace(label)
	switch number {
	case "437":
		return charmap.CodePage437, "ibm437"
	case "850":
		return charmap.CodePage850, "ibm850"
	case "852":
		return charmap.CodePage852, "ibm852"
	case "865":
		return charmap.CodePage865, "ibm865"
	}
	if label == "" || strings.Contains(label, "utf-7") { // it hides markup from whoever cleans it
		return nil, ""
	}
	if rest, ok := strings.CutPrefix(label, "cp"); ok {
		label = "ibm" + rest
	}
	for _, index := range []*ianaindex.Index{ianaindex.MIME, ianaindex.IANA} {
		if enc, err := index.Encoding(label); err == nil && enc != nil {
			return enc, label
		}
	}
	return nil, ""
}

// shiftedKorean makes EUC-KR of ISO-2022-KR (RFC 1557): between shift-out and
// shift-in, or the end of the line, bytes have their eighth bit set.
func shiftedKorean(data []byte) []byte {
	data = bytes.ReplaceAll(data, []byte("\x1b$)C"), nil)
	out := make([]byte, 0, len(data))
	shifted := false
	for _, c := range data {
		switch {
		case c == 0x0e, c == 0x0f:
			shifted = c == 0x0e
			continue
		case c == '\n':
			shifted = false
		case shifted && c > ' ' && c < 0x7f:
			c |= 0x80
		}
		out = append(out, c)
	}
	return out
}
