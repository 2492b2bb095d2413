package markup

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wireroom/wireroom/services/normalize/internal/tidy/glyph"
	"github.com/wireroom/wireroom/services/normalize/internal/weburl"
)

// pictureSource gathers where a picture's file is said to be beside src: a script would
// move it there when the reader comes to it, or the browser choose among several.
type pictureSource struct {
	lazy     string // data-src and its like
	set      string // the largest candidate of srcset, data-srcset and their like
	setWidth float64
}

// take takes an attribute of an img if it names a file that is not src.
func (p *pictureSource) take(key, value string) bool {
	switch {
	case weburl.IsLazy(key):
		if a := address(value, false); a != "" && p.lazy == "" {
			p.lazy = a
		}
	case key == "srcset", key == "data-srcset", key == "data-lazy-srcset":
		p.candidates(value)
	default:
		return false
	}
	return true
}

// escapedPictures writes the pictures of a noscript whose markup was escaped once too
// often, and its words.
func (w *writer) escapedPictures(markup string) {
	z := html.NewTokenizer(strings.NewReader(markup))
	var beside pictureSource
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.TextToken:
			w.text(glyph.Clean(string(z.Text())))
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			if a := atom.Lookup(name); a == atom.Img {
				w.start(a, attributes(z, a, more, &beside))
			}
		}
	}
}

// candidates takes the largest of a srcset.
func (p *pictureSource) candidates(value string) {
	for candidate, size := range weburl.Candidates(value) {
		if a := address(candidate, false); a != "" && size > p.setWidth {
			p.set, p.setWidth = a, size
		}
	}
}

// best is the picture's address: what a script would load, else src, else the largest of a
// set. A blank picture that holds its place is none.
func (p *pictureSource) best(src string) string {
	if p.lazy != "" {
		return p.lazy
	}
	if src != "" && (p.set == "" || !holdsPlace(src)) {
		return src
	}
	if p.set != "" {
		return p.set
	}
	return src
}

// holdsPlace reports whether the file's name is that of a blank picture.
func holdsPlace(src string) bool {
	name := strings.ToLower(src[strings.LastIndexByte(src, '/')+1:])
	for _, word := range []string{"blank", "placeholder", "spacer", "transparent", "1x1", "pixel", "lazy", "loading"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}
