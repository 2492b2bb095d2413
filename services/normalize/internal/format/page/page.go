// Package page reads an article from an HTML page: the text through
// go-trafilatura, what is said about it from the page's JSON-LD, microdata and
// OpenGraph, which say it better than any guess.
//
// It must not fetch anything: pictures stay links, a page behind a paywall
// stays as short as it was sent. Counts that the page shows are the source's
// and go nowhere but to SourceViews and SourceComments.
//
// Sources: https://schema.org/NewsArticle, https://ogp.me/, the HTML standard.
package page

import (
	"bytes"
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/charset"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// Name is the format's name.
const Name = "page"

// minText is how many characters the text of a page must have that doesn't say
// of itself that it is an article: below it is a notice or a form.
const minText = 120

// Parse reads the one article of a page. The error is a *format.Error.
func Parse(in format.Input) ([]format.Article, error) {
	data, note, err := charset.DecodeIn(in.Language, in.Data, in.ContentType)
	if err != nil {
		return nil, format.Errorf(Name, contract.ReasonCharset, "", "%w", err)
	}
	data = []byte(charset.JoinPairs(string(data)))
	data, leftOut, err := guarded(data)
	if err != nil {
		return nil, err
	}
	// with scripting off, so that noscript holds elements and not words with tags
	root, err := html.ParseWithOptions(bytes.NewReader(data), html.ParseOptionEnableScripting(false))
	if err != nil {
		return nil, format.Errorf(Name, contract.ReasonTooDeep, "", "parse HTML: %w", err)
	}
	pictures := figures(root) // before what noscript holds is gone
	openNoscript(root)
	p := newPage(in, root)
	p.figures = pictures
	a, ferr := p.article()
	if ferr != nil {
		return nil, ferr
	}
	for _, text := range append(p.notes, note, leftOut, p.endNote(data)) {
		if text != "" {
			a.Note(text)
		}
	}
	return []format.Article{a}, nil
}

// page is a parsed page and what it says about itself.
type page struct {
	in   format.Input
	root *html.Node
	meta meta
	ld   object // the JSON-LD article, may be nil
	base *url.URL

	figures []picture // of the article

	notes  []string
	shown  string          // by-line at the top of the article
	large  bool            // more than trafilatura is given
	around map[string]bool // texts of what surrounds the story; nil of a large page
}

func newPage(in format.Input, root *html.Node) *page {
	p := &page{in: in, root: root, meta: metaOf(root)}
	var others bool
	if p.ld, others = articleObject(root, p.meta.identity(in.BaseURL, root)); others && p.ld == nil {
		p.notes = append(p.notes, "JSON-LD speaks of another story: not read")
	}
	p.base = firstURL(p.meta.base, in.BaseURL, p.meta.canonical, p.meta.get("og:url"))
	return p
}

func (p *page) article() (format.Article, *format.Error) {
	var a format.Article
	p.shown = shownByLine(p.root, p.meta.language)
	text := p.text()
	length := utf8.RuneCountInString(text.plain)
	if length == 0 || length < minText && !p.isArticle() {
		return a, format.Errorf(Name, contract.ReasonIncomplete, "", "the page has no article text")
	}
	if 2*strings.Count(text.plain, "\uFFFD") > length {
		return a, format.Errorf(Name, contract.ReasonCharset, "", "most characters of the text are damaged")
	}
	it := &a.Item
	it.Type = ninjs.TypeText
	p.identify(it)
	p.describe(it)
	a.DateLine = p.ld.text("dateline")
	it.Bodies = []ninjs.Body{{ContentType: "text/html", Value: text.html}}
	captions := captions(p.root)
	for _, c := range captions {
		it.Descriptions = append(it.Descriptions, ninjs.Text{Role: "caption", Value: c})
	}
	it.Associations = p.pictures(captions)
	a.SourceViews, a.SourceComments = p.counts()
	a.MachineUse = p.machineUse()
	if p.large && !text.fromLD {
		a.Note("a very large page: its paragraphs were taken as they stand")
	}
	if text.fromLD {
		a.Note("text taken from the page's JSON-LD")
	}
	if free := p.ld.text("isAccessibleForFree"); strings.EqualFold(free, "false") {
		a.Note("the page says that it is not accessible for free")
	}
	return a, nil
}

// isArticle reports whether a page says of itself that it is an article: in JSON-LD or
// OpenGraph, or by the article element that holds its heading.
func (p *page) isArticle() bool {
	if p.ld != nil || p.meta.get("og:type") == "article" || p.meta.get("article:published_time") != "" {
		return true
	}
	return len(p.meta.headings) > 0 && mainOf(p.root).DataAtom == atom.Article
}

// endNote tells of a page that may be cut: HTML may end anywhere, so it is no
// error.
func (p *page) endNote(data []byte) string {
	low := bytes.ToLower(data)
	if bytes.Contains(low, []byte("<body")) && !bytes.Contains(low, []byte("</body")) && !bytes.Contains(low, []byte("</html")) {
		return "the page does not end: it may be cut"
	}
	return ""
}
