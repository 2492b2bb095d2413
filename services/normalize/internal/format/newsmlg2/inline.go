package newsmlg2

import (
	"encoding/base64"
	"net/http"
	"regexp"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/charset"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/nitf"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// inlineXML reads a text in an XML format within the item.
func (r *reader) inlineXML(n *xmltree.Node) {
	media, lang := strings.ToLower(attr(n, "contenttype")), langOf(n)
	var root *xmltree.Node
	for c := range n.Elements() {
		root = c
		break
	}
	switch {
	case root == nil:
		r.markedUp(n.Text(), media, lang)
	case root.Name == "nitf" || root.Name == "nitf-document":
		r.inlineNITF(root, lang)
	case root.Name == "body.content" || root.Name == "block" || strings.Contains(media, "nitf") && root.Name != "html" && root.Name != "p":
		r.inlineNITF(wrapNITF(root, n), lang)
	case isHTML(root.Name) && !foreign(root, media):
		r.inlineXHTML(n, root, lang)
	default:
		r.otherXML(root, media, lang)
	}
}

func isHTML(name string) bool {
	switch strings.ToLower(name) {
	case "html", "body", "div", "section", "article", "main", "p", "span", "pre", "ul", "ol", "table", "h1", "h2", "h3", "h4", "blockquote", "br", "b", "strong", "em", "i", "a", "header", "figure":
		return true
	default:
		return false
	}
}

// foreign reports whether a document that begins as HTML does is of an agency's own:
// it has words in elements that HTML has not, as XML beside their like.
func foreign(root *xmltree.Node, media string) bool {
	if strings.Contains(media, "html") || root.Name == "html" {
		return false
	}
	own := 0
	for n := range root.Descendants() {
		if !isHTML(n.Name) && !known[strings.ToLower(n.Name)] && n.OneLine() != "" {
			own++
		}
	}
	return own > 1
}

// known are the elements of HTML that isHTML does not begin a document with.
var known = func() map[string]bool {
	out := map[string]bool{}
	for name := range strings.FieldsSeq(`head title meta link style script base address aside footer nav figcaption dl dt dd li hr img picture source video audio track
		iframe object embed caption colgroup col thead tbody tfoot tr td th form input button label select option fieldset legend cite q abbr acronym dfn time code
		var samp kbd sub sup u s strike del ins small big mark bdi bdo ruby rt rp wbr font center hgroup h5 h6 details summary tt noscript svg math`) {
		out[name] = true
	}
	return out
}()

// markedUp is markup that came as text: escaped, or in a CDATA section.
func (r *reader) markedUp(value, media, lang string) {
	rank, kind := rankHTML, textHTML
	switch {
	case strings.Contains(media, "html"), tagged.MatchString(value) && (media == "" || strings.HasPrefix(media, "text/")):
	case strings.HasPrefix(media, "text/"):
		rank, kind = rankPlain, media
	case strings.Contains(media, "xml"):
		if doc, err := xmltree.Parse(Name, []byte(value), ""); err == nil && !isHTML(doc.Root.Name) {
			r.inlineXML(&xmltree.Node{Name: "inlineXML", Attrs: []xmltree.Attr{{Name: "contenttype", Value: media}}, Children: []*xmltree.Node{doc.Root}})
			return
		}
	default:
		rank, kind = rankPlain, "" // tidy looks
	}
	r.addText(text{rank: rank, lang: lang, body: ninjs.Body{ContentType: kind, Value: value}})
}

// tagged is a text that begins and ends with tags of HTML, whatever it calls itself.
var tagged = regexp.MustCompile(`(?is)^\s*(?:<!doctype[^>]*>\s*)?<(?:p|div|br|ul|ol|table|h[1-6]|section|article|blockquote|pre|html|body|span|strong|b|em|i)(?:\s[^<>]*)?/?>.*</?(?:p|div|br|ul|ol|table|h[1-6]|section|article|blockquote|pre|html|body|span|strong|b|em|i)\s*/?>\s*$`)

// wrapNITF makes a document of a part of one.
func wrapNITF(root, parent *xmltree.Node) *xmltree.Node {
	content := &xmltree.Node{Name: "body.content", Line: root.Line, Children: parent.Children}
	switch root.Name {
	case "body.content":
		content = root
	case "body":
		return &xmltree.Node{Name: "nitf", Line: root.Line, Children: []*xmltree.Node{root}}
	}
	body := &xmltree.Node{Name: "body", Line: root.Line, Children: []*xmltree.Node{content}}
	return &xmltree.Node{Name: "nitf", Line: root.Line, Children: []*xmltree.Node{body}}
}

// inlineNITF reads a NITF document. One that its own rules refuse keeps the item
// back, unless the item itself says how it may be used.
func (r *reader) inlineNITF(root *xmltree.Node, lang string) {
	article := nitf.FromTree(root, r.in)[0]
	if article.Err != nil && r.statusSaid {
		r.note("what the NITF within says of its use was left out: " + article.Err.Err.Error())
		if head := root.Child("head", "docdata"); head != nil {
			head.Name = "was-docdata"
			article = nitf.FromTree(root, r.in)[0]
		}
	}
	if article.Err != nil {
		r.a.Err = format.Errorf(Name, article.Err.Reason, article.Err.Where, "NITF within the item: %w", article.Err.Err)
		return
	}
	r.held = r.held || unreadEmbargo(root, &article)
	t := text{rank: rankNITF, lang: lang, nitf: &article}
	for _, b := range article.Item.Bodies {
		if b.Role == "" {
			t.body = b
		}
	}
	r.addText(t)
}

// unreadEmbargo reports whether a NITF document is withheld because the end of its
// embargo can't be read, and not by its own word.
func unreadEmbargo(root *xmltree.Node, a *format.Article) bool {
	docdata := root.Child("head", "docdata")
	status, _ := statusOf(docdata.Attr("management-status"))
	release := docdata.Child("date.release")
	return a.Item.PubStatus == ninjs.Withheld && status != ninjs.Withheld && firstOf(release.Attr("norm"), release.OneLine()) != ""
}

// inlineData reads text or a file that stands in the item as characters.
func (r *reader) inlineData(n *xmltree.Node) {
	media, value := strings.ToLower(attr(n, "contenttype")), n.Text()
	if strings.Contains(strings.ToLower(codeAttr(n, "encoding")), "base64") || majorType(media) != "" && !strings.HasPrefix(media, "text/") {
		r.encoded(n, media, value)
		return
	}
	if c := firstElement(n); c != nil {
		r.inlineXML(n)
		return
	}
	r.markedUp(value, media, langOf(n))
}

// encoded reads base64: a text, or a file that is handed over.
func (r *reader) encoded(n *xmltree.Node, media, value string) {
	data, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(strings.Join(strings.Fields(value), ""), "="))
	if err != nil {
		r.note("inlineData left out: it is no base64")
		return
	}
	if len(data) == 0 {
		return
	}
	if media == "" {
		media, _, _ = strings.Cut(http.DetectContentType(data), ";")
	}
	if strings.HasPrefix(media, "text/") || strings.HasSuffix(media, "xml") {
		decoded, _, err := charset.Decode(data, media)
		if err != nil {
			r.note("inlineData left out: " + err.Error())
			return
		}
		r.markedUp(string(decoded), media, langOf(n))
		return
	}
	if len(r.a.Parts) >= maxRenditions {
		r.note("too many files within the item: the others were left out")
		return
	}
	r.part(format.Part{Name: oneLine(n.Child("fileName")), MediaType: media, ID: firstOf(attr(n, "id"), attr(n, "rendition")), Data: data})
}

func firstElement(n *xmltree.Node) *xmltree.Node {
	for c := range n.Elements() {
		return c
	}
	return nil
}
