package charset

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// FuzzDecode holds the two promises: valid UTF-8 comes out as it went in, but for its
// mark, whatever single-byte charset is declared; and no more U+FFFD come out of UTF-8
// than bytes were damaged.
func FuzzDecode(f *testing.F) {
	f.Add([]byte("<?xml version='1.0' encoding='big5'?>\xa4\xa4"), "text/xml")
	f.Add([]byte("\xff\xfea\x00"), "")
	f.Add([]byte("Z\xfcrich"), "text/plain; charset=koi8-r")
	f.Add([]byte("F\xc3\xa4hre, Gr\xc3\xb6\xc3 klar"), "text/plain; charset=iso-8859-1")
	f.Add([]byte("F\xc3\xa4hre"), "text/plain; charset=iso-8859-1")
	f.Add([]byte("F\xc3\xa4hre, Gr\xc3\xb6\xc3 klar \xe2\x82"), "text/plain; charset=utf-8")
	f.Add([]byte("\xed\xa0\xbd\xed\xb8\x80 \xed\xa0\xbd"), "text/plain; charset=utf-8")
	f.Fuzz(func(t *testing.T, data []byte, contentType string) {
		text, _, err := Decode(data, contentType)
		if err != nil {
			require.ErrorIs(t, err, ErrCharset)
			return
		}
		require.True(t, utf8.Valid(text))
		require.LessOrEqual(t, len(text), 4*len(data))
		_, name := lookup(Declared(data, contentType))
		byBytes := bytesLabel(data)
		utf := name == "" || name == "utf-8" || singleByte(name)
		good, bad := Sequences(data)
		if utf8.Valid(data) && utf && (byBytes == "" || byBytes == "utf-8") {
			require.Equal(t, string(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))), string(text))
		}
		if byBytes == "" && (name == "" || name == "utf-8") && good > 0 {
			require.LessOrEqual(t, strings.Count(string(text), "\uFFFD"), bad+bytes.Count(data, []byte("\uFFFD")), "more U+FFFD than damaged bytes")
		}
	})
}
