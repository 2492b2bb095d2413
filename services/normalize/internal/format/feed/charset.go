package feed

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/charset"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

var prologSyntax = regexp.MustCompile(`^\s*<\?xml\s[^>]{0,200}\?>`)

// toUTF8 gives the delivery in UTF-8, without byte order mark and without the XML
// declaration, which would be wrong then.
func toUTF8(name string, in format.Input) (data []byte, note string, err error) {
	data, note, err = charset.DecodeIn(in.Language, bytes.TrimLeft(in.Data, " \t\r\n"), in.ContentType)
	if err != nil {
		return nil, "", format.Errorf(name, contract.ReasonCharset, "", "%w", err)
	}
	if name == JSONFeed {
		return data, note, nil
	}
	data, left := xmltree.WithoutForbidden(prologSyntax.ReplaceAll(data, nil))
	return data, strings.Trim(note+"; "+left, "; "), nil
}

// lenientUTF8 is toUTF8 for a look: what can't be decoded stays as it is.
func lenientUTF8(in format.Input) []byte {
	data, _, err := charset.DecodeIn(in.Language, bytes.TrimLeft(in.Data, " \t\r\n"), in.ContentType)
	if err != nil {
		data = in.Data
	}
	return prologSyntax.ReplaceAll(data, nil)
}
