package feed

import (
	"bytes"
	"regexp"
)

var (
	wholeTag  = regexp.MustCompile(`^<[\pL_:][\pL\pN_:.\-]*(?:\s+[\pL_:][\pL\pN_:.\-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*/?>`)
	looseTag  = regexp.MustCompile(`^<([\pL_:][\pL\pN_:.\-]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>`)
	attribute = regexp.MustCompile(`([\pL_:][\pL\pN_:.\-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?`)
)

// maxTag bounds in bytes how far the end of a tag is looked for.
const maxTag = 64 << 10

// appendTag writes the start tag that data begins with and gives what stands behind it. One
// that XML does not allow is written with its attributes in quotes, those without a value
// empty.
func appendTag(out, data []byte) (written, rest []byte) {
	window := data[:min(len(data), maxTag)]
	if whole := wholeTag.Find(window); whole != nil {
		return append(out, whole...), data[len(whole):]
	}
	m := looseTag.FindSubmatch(window)
	if m == nil {
		return append(out, '<'), data[1:]
	}
	inner, closed := bytes.CutSuffix(bytes.TrimSpace(m[2]), []byte("/"))
	out = append(append(out, '<'), m[1]...)
	seen := map[string]bool{}
	for _, a := range attribute.FindAllSubmatch(inner, maxAttributes) {
		if seen[string(a[1])] {
			continue
		}
		seen[string(a[1])] = true
		value := bytes.Join(a[2:], nil)
		value = bytes.ReplaceAll(bytes.ReplaceAll(value, []byte("<"), []byte("&lt;")), []byte(`"`), []byte("&quot;"))
		out = append(append(append(append(append(out, ' '), a[1]...), `="`...), value...), '"')
	}
	if closed {
		out = append(out, '/')
	}
	return append(out, '>'), data[len(m[0]):]
}

// maxAttributes bounds the attributes that are mended in one tag.
const maxAttributes = 256
