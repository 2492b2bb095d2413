package feed

import (
	"bytes"
	"html"
	"regexp"
)

var (
	cdataStart = []byte("<![CDATA[")
	cdataEnd   = []byte("]]>")
)

// mend makes of a feed what a lenient XML reader can read to its end: it drops comments,
// escapes what only looks like markup, and ends the feed where its root ends. It changes
// nothing else, and keeps the lines.
func mend(data []byte) []byte {
	data, root := toRootEnd(data)
	data = windows1252.ReplaceAllFunc(data, func(ref []byte) []byte { return []byte(html.UnescapeString(string(ref))) })
	out := make([]byte, 0, len(data)+len(data)/16)
	for len(data) > 0 {
		at := bytes.IndexByte(data, '<')
		if at < 0 {
			at = len(data)
		}
		out, data = appendLiteral(out, data[:at]), data[at:]
		switch {
		case len(data) == 0:
		case len(data) > len(root) && bytes.HasPrefix(data, root):
			data = data[len(root):] // the root ends later
		default:
			out, data = appendMarkup(out, data)
		}
	}
	return out
}

// windows1252 are references to characters that HTML takes for windows-1252's (HTML,
// 13.2.5.80), since nobody means the control characters.
var windows1252 = regexp.MustCompile(`&#(?:1(?:2[89]|[345]\d)|[xX]0*[89][0-9a-fA-F]);`)

// appendLiteral writes text; the end of a CDATA section is not allowed in it (XML 1.0, 2.4).
func appendLiteral(out, text []byte) []byte {
	return append(out, bytes.ReplaceAll(text, cdataEnd, []byte("]]&gt;"))...)
}

// appendMarkup writes the tag, section or declaration that data begins with and gives what
// stands behind it.
func appendMarkup(out, data []byte) (written, rest []byte) {
	switch {
	case bytes.HasPrefix(data, []byte("<!--")):
		end := bytes.Index(data[4:], []byte("-->"))
		if end < 0 {
			return append(out, data...), nil
		}
		comment := data[:end+7]
		return append(out, bytes.Repeat([]byte("\n"), bytes.Count(comment, []byte("\n")))...), data[len(comment):]
	case bytes.HasPrefix(data, cdataStart):
		return appendSection(out, data)
	case !tagStart.Match(data[:min(len(data), 5)]):
		return append(out, "&lt;"...), data[1:]
	case data[1] == '/' || data[1] == '!' || data[1] == '?':
		return append(out, '<'), data[1:]
	default:
		return appendTag(out, data)
	}
}

// tagStart begins a start tag, an end tag, a declaration or an instruction.
var tagStart = regexp.MustCompile(`^<[\pL_:/!?]|^<[\x80-\xff]`)

// appendSection writes a CDATA section. One whose text holds the mark of its end goes on to
// the last such mark before other markup.
func appendSection(out, data []byte) (written, rest []byte) {
	text := data[len(cdataStart):]
	end := bytes.Index(text, cdataEnd)
	if cut := endOfElement(out, text, end); cut >= 0 {
		return append(append(append(out, cdataStart...), text[:cut]...), cdataEnd...), text[cut:]
	}
	if end < 0 {
		return append(out, data...), nil
	}
	behind := text[end+len(cdataEnd):]
	next := bytes.IndexByte(behind, '<')
	if last := bytes.LastIndex(behind[:max(next, 0)], cdataEnd); last >= 0 {
		end += len(cdataEnd) + last
		behind = text[end+len(cdataEnd):]
	}
	out = append(out, cdataStart...)
	out = append(out, bytes.ReplaceAll(text[:end], cdataEnd, []byte("]]]]><![CDATA[>"))...)
	return append(out, cdataEnd...), behind
}

// openTag is the start tag that the text before a section ends with.
var openTag = regexp.MustCompile(`<([\pL_][\pL\pN_:.\-]*)(?:\s[^<>]*)?>\s*$`)

// maxOpenTag bounds in bytes how far back it is looked for.
const maxOpenTag = 512

// endOfElement is where the element ends that a section stands in, if the section never
// ends or another one begins before it does: its end mark is missing then, and it must not
// take the items behind it along. It is -1 otherwise.
func endOfElement(out, text []byte, end int) int {
	if end < 0 {
		end = len(text)
	} else if !bytes.Contains(text[:end], cdataStart) {
		return -1
	}
	m := openTag.FindSubmatch(out[max(0, len(out)-maxOpenTag):])
	if m == nil {
		return -1
	}
	return bytes.Index(text[:end], append([]byte("</"), append(m[1], '>')...))
}

var (
	rootSyntax = regexp.MustCompile(`<([A-Za-z_][\w.:-]*)`)
	prolog     = regexp.MustCompile(`(?s)^(?:\s+|<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)*`)
)

// toRootEnd cuts off what stands behind the last end tag of the root element, and gives
// that tag.
func toRootEnd(data []byte) (whole, end []byte) {
	m := rootSyntax.FindSubmatch(data[len(prolog.Find(data)):])
	if m == nil {
		return data, []byte("</>")
	}
	end = append([]byte("</"), m[1]...)
	if last := bytes.LastIndex(data, end); last >= 0 {
		if stop := bytes.IndexByte(data[last:], '>'); stop >= 0 {
			data = data[:last+stop+1]
		}
	}
	return data, append(end, '>')
}
