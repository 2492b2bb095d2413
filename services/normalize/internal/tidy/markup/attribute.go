package markup

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy/glyph"
	"github.com/wireroom/wireroom/services/normalize/internal/weburl"
)

// maxSpan bounds colspan and rowspan (HTML, 4.9.11).
const maxSpan = 1000

// attributes renders what is allowed of an element's attributes.
// beside holds the files of a picture's sources until its img comes.
func attributes(z *html.Tokenizer, a atom.Atom, more bool, beside *pictureSource) string {
	switch a {
	case atom.A, atom.Abbr, atom.Img, atom.Td, atom.Th:
	case atom.Picture:
		*beside = pictureSource{}
		return ""
	case atom.Source:
		for more {
			var key, val []byte
			key, val, more = z.TagAttr()
			beside.take(string(key), string(val))
		}
		return ""
	default:
		return ""
	}
	var values [4]string // in the order in which they are written
	var lazy pictureSource
	for more {
		var key, val []byte
		key, val, more = z.TagAttr()
		if a == atom.Img && lazy.take(string(key), string(val)) {
			continue
		}
		if i, clean := allowed(a, string(key), string(val)); i >= 0 && values[i] == "" {
			values[i] = clean
		}
	}
	if a == atom.Img {
		if values[0] = lazy.best(values[0]); values[0] == "" {
			values[0] = beside.best("")
		}
		*beside = pictureSource{}
	}
	if a == atom.Img && (values[2] == "1" && values[3] == "1") {
		return "" // a counting pixel
	}
	return render(names(a), values)
}

func names(a atom.Atom) []string {
	switch a {
	case atom.A:
		return []string{"href"}
	case atom.Abbr:
		return []string{"title"}
	case atom.Img:
		return []string{"src", "alt", "width", "height"}
	default:
		return []string{"colspan", "rowspan"}
	}
}

// allowed gives the attribute's place among names and its clean value; -1 if it
// is not allowed.
func allowed(a atom.Atom, key, val string) (int, string) {
	for i, name := range names(a) {
		if name != key {
			continue
		}
		switch key {
		case "href":
			return i, address(val, true)
		case "src":
			return i, address(val, false)
		case "title", "alt":
			return i, glyph.Line(val)
		default:
			return i, number(val)
		}
	}
	return -1, ""
}

func render(names []string, values [4]string) string {
	var b strings.Builder
	for i, name := range names {
		if values[i] != "" {
			b.WriteString(" " + name + `="`)
			b.Write(appendEscaped(nil, []byte(values[i]), true))
			b.WriteByte('"')
		}
	}
	return b.String()
}

// address is a valid http, https or, where mail is allowed, mailto URI; else
// empty.
func address(s string, mail bool) string {
	s = strings.TrimSpace(glyph.Clean(s))
	u, err := weburl.Parse(s)
	if err != nil {
		return ""
	}
	switch u.Scheme {
	case "http", "https":
		if u.Hostname() == "" {
			return ""
		}
	case "mailto":
		if !mail || u.Opaque == "" {
			return ""
		}
	default:
		return ""
	}
	if s = weburl.Escape(s); ninjs.URI(s).Valid() {
		return s
	}
	if s = u.String(); !ninjs.URI(s).Valid() {
		return ""
	}
	return s
}

// number is a positive number of pixels or cells, else empty.
func number(s string) string {
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(s), "px"))
	if err != nil || n < 1 || n > 100*maxSpan {
		return ""
	}
	return strconv.Itoa(n)
}
