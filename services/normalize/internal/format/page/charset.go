package page

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/net/html/charset"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// toUTF8 decodes a page as the HTML standard says: mark, content type, meta
// element. Some stray bytes are replaced and noted; more than one in a hundred
// means that the charset is wrong.
func toUTF8(in format.Input) (data []byte, note string, err error) {
	enc, name, certain := charset.DetermineEncoding(in.Data, in.ContentType)
	if name == "utf-8" || !certain && utf8.Valid(in.Data) {
		data = bytes.TrimPrefix(in.Data, []byte("\xef\xbb\xbf"))
	} else if data, err = enc.NewDecoder().Bytes(in.Data); err != nil {
		return nil, "", format.Errorf(Name, contract.ReasonCharset, "", "decode %s: %w", name, err)
	}
	if utf8.Valid(data) {
		return data, "", nil
	}
	if stray := strayBytes(data); stray > len(data)/100 {
		return nil, "", format.Errorf(Name, contract.ReasonCharset, "", "%d bytes are not valid %s", stray, name)
	}
	return bytes.ToValidUTF8(data, []byte("\uFFFD")), "bytes that are not valid " + name + " were replaced", nil
}

func strayBytes(data []byte) int {
	n := 0
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			n++
		}
		data = data[size:]
	}
	return n
}
