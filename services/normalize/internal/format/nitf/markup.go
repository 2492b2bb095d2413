package nitf

import (
	"regexp"
	"strings"

	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// writer writes the text of a document as XHTML: well-formed, of the elements that
// a reader needs. Names, dates and numbers are plain text in it.
type writer struct {
	b    strings.Builder
	r    *reader
	pre  bool
	html bool // text that holds HTML's tags was written as it came
}

var emptyLine = regexp.MustCompile(`\n[ \t\r]*\n\s*`)

// children writes what is in an element. Where paragraphs are expected, empty lines
// in bare text part them.
func (w *writer) children(n *xmltree.Node, blocks bool) {
	whole := false
	for c := range n.Elements() {
		whole = whole || c.Attr("class") == "full_text"
	}
	for _, c := range n.Children {
		switch {
		case !c.IsText():
			// archives repeat the first paragraphs in a block of their own
			if !whole || !strings.HasSuffix(c.Attr("class"), "lead_paragraph") {
				w.element(c, blocks)
			}
		case !w.pre && strings.Contains(c.Data, "<") && escapedMarkup.MatchString(c.Data):
			w.html = true
			w.b.WriteString(c.Data)
		case blocks && !w.pre && strings.TrimSpace(c.Data) != "":
			w.b.WriteString(emptyLine.ReplaceAllString(xmltree.Escape(c.Data), "<br/><br/>"))
		default:
			w.b.WriteString(xmltree.Escape(c.Data))
		}
	}
}

func (w *writer) element(n *xmltree.Node, blocks bool) {
	switch name := strings.ToLower(n.Name); name {
	case "script", "style", "media", "alt-code", "nitf-table-metadata", "nitf-colgroup", "nitf-col", "colgroup", "col", "table-reference":
	case "block", "div", "nitf-table", "body.content", "section", "article":
		w.tag("div", "", n, true)
	case "note":
		w.note(n)
	case "br", "hr":
		w.b.WriteString("<" + name + "/>")
	case "img":
		w.b.WriteString("<img" + attributes(n, "src", "alt", "width", "height") + "/>")
	case "pre":
		w.preformatted(n)
	case "custom-table":
		w.b.WriteString("<pre>" + xmltree.Escape(strings.Trim(n.Text(), "\n")) + "</pre>")
	case "fn":
		w.aside(flat(n))
	case "person", "location", "postaddr":
		w.name(n)
	case "frac":
		w.fraction(n)
	case "ruby":
		w.ruby(n)
	case "dl":
		w.tag("dl", "", n, false)
	default:
		w.other(n, name, blocks)
	}
}

// other writes what has a counterpart in XHTML; of all else, what is in it.
func (w *writer) other(n *xmltree.Node, name string, blocks bool) {
	switch name {
	case "hl1", "hl2", "h1", "h2":
		w.tag("h2", "", n, false)
	case "credit", "datasource":
		w.tag("p", "", n, false)
	case "bq", "blockquote":
		w.tag("blockquote", "", n, true)
	case "em":
		w.tag(emphasis(n.Attr("class")), "", n, false)
	case "a":
		w.tag("a", attributes(n, "href"), n, false)
	case "td", "th":
		w.tag(name, attributes(n, "colspan", "rowspan"), n, true)
	case "p", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dt", "dd", "table", "thead", "tbody", "tfoot", "tr", "caption",
		"strong", "b", "i", "u", "sub", "sup", "q", "cite", "code":
		w.tag(name, "", n, name == "li" || name == "dd")
	default:
		w.children(n, blocks)
	}
}

func (w *writer) tag(name, attrs string, n *xmltree.Node, blocks bool) {
	w.b.WriteString("<" + name + attrs + ">")
	w.children(n, blocks)
	w.b.WriteString("</" + name + ">")
}

// emphasis: NITF has one element, and its look in the class.
func emphasis(class string) string {
	switch class = strings.ToLower(class); {
	case strings.Contains(class, "bold"), strings.Contains(class, "strong"):
		return "strong"
	case strings.Contains(class, "underline"):
		return "u"
	default:
		return "em"
	}
}

func attributes(n *xmltree.Node, names ...string) string {
	var b strings.Builder
	for _, name := range names {
		if v := n.Attr(name); v != "" {
			b.WriteString(" " + name + `="` + xmltree.Escape(v) + `"`)
		}
	}
	return b.String()
}

func (w *writer) preformatted(n *xmltree.Node) {
	outer := w.pre
	w.pre = true
	w.tag("pre", "", n, false)
	w.pre = outer
}

// note keeps a note that is for readers, and gives the others to editors.
func (w *writer) note(n *xmltree.Node) {
	if n.Attr("type") == "npa" || n.Attr("noteclass") == "editorsnote" {
		w.r.edNote(paragraphs(n))
		return
	}
	w.tag("div", "", n, true)
}

func (w *writer) aside(text string) {
	if text != "" {
		w.b.WriteString(" (" + xmltree.Escape(text) + ")")
	}
}

// name writes a name that is made of elements alone as its text, parted.
func (w *writer) name(n *xmltree.Node) {
	if hasOwnText(n) || !hasElements(n) {
		w.children(n, false)
		return
	}
	w.b.WriteString(xmltree.Escape(inlineText(n)))
}

// fraction parts it from a whole number before it: one and a half is not 11/2.
func (w *writer) fraction(n *xmltree.Node) {
	if s := w.b.String(); s != "" && s[len(s)-1] >= '0' && s[len(s)-1] <= '9' {
		w.b.WriteByte(' ')
	}
	if sep := n.Child("frac-sep"); hasOwnText(n) || sep != nil && sep.OneLine() != "" {
		w.children(n, false)
		return
	}
	w.b.WriteString(xmltree.Escape(join("/", n.Child("numer").OneLine(), n.Child("denom").OneLine())))
}

// ruby writes the reading after the text, in brackets.
func (w *writer) ruby(n *xmltree.Node) {
	w.b.WriteString(xmltree.Escape(n.OneLine("rt", "rtc", "rp")))
	var readings []string
	for c := range n.Descendants("rt") {
		if c.Name == "rt" {
			readings = append(readings, c.OneLine())
		}
	}
	w.aside(join(" ", readings...))
}
