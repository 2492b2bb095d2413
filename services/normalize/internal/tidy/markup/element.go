package markup

import "golang.org/x/net/html/atom"

// kind says how an element is treated.
type kind uint8

const (
	unknown   kind = iota // the tag goes, its text stays
	dropped               // goes with all that is in it
	breaks                // div and its like: ends a paragraph and is not written
	inline                // in a line of text
	paragraph             // p and headings: hold inline elements only
	preformed             // pre: white space counts
	flow                  // blockquote and figure: hold blocks
	caption               // figcaption: holds text, counts for nothing
	list                  // ul, ol
	item                  // li
	glossary              // dl
	term                  // dt, dd
	table                 // table
	section               // thead, tbody, tfoot
	title                 // caption of a table
	row                   // tr
	cell                  // td, th
	lineBreak             // br
	rule                  // hr
	picture               // img
)

// kindOf is the allow-list: an element that it does not name is not written.
func kindOf(a atom.Atom) kind {
	switch a {
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return paragraph
	case atom.Em, atom.Strong, atom.B, atom.I, atom.U, atom.Sub, atom.Sup, atom.A, atom.Abbr, atom.Cite, atom.Q, atom.Code:
		return inline
	case atom.Br:
		return lineBreak
	case atom.Hr:
		return rule
	case atom.Img:
		return picture
	case atom.Pre:
		return preformed
	case atom.Blockquote, atom.Figure:
		return flow
	case atom.Figcaption:
		return caption
	default:
		return kindOfPart(a)
	}
}

func kindOfPart(a atom.Atom) kind {
	switch a {
	case atom.Ul, atom.Ol:
		return list
	case atom.Li:
		return item
	case atom.Dl:
		return glossary
	case atom.Dt, atom.Dd:
		return term
	case atom.Table:
		return table
	case atom.Thead, atom.Tbody, atom.Tfoot:
		return section
	case atom.Caption:
		return title
	case atom.Tr:
		return row
	case atom.Td, atom.Th:
		return cell
	default:
		return kindOfRest(a)
	}
}

func kindOfRest(a atom.Atom) kind {
	switch a {
	case atom.Script, atom.Style, atom.Iframe, atom.Noembed, atom.Noframes, atom.Object, atom.Applet,
		atom.Head, atom.Title, atom.Template, atom.Svg, atom.Annotation, atom.AnnotationXml, atom.Canvas, atom.Audio, atom.Video,
		atom.Select, atom.Textarea, atom.Button, atom.Datalist, atom.Label, atom.Map:
		return dropped
	case atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer, atom.Aside, atom.Nav, atom.Address,
		atom.Center, atom.Form, atom.Fieldset, atom.Legend, atom.Details, atom.Summary, atom.Body, atom.Html, atom.Hgroup,
		atom.Dir, atom.Menu, atom.Option, atom.Plaintext, atom.Xmp, atom.Listing:
		return breaks
	default:
		return unknown
	}
}

// holdsText reports whether text may stand directly in an element of the kind.
func (k kind) holdsText() bool {
	switch k {
	case inline, paragraph, preformed, caption, item, term, title, cell:
		return true
	default:
		return false
	}
}

// implied is the element that blocks or text in one of the kind need around
// them; 0 where blocks may stand as they are.
func (k kind) implied() atom.Atom {
	switch k {
	case list:
		return atom.Li
	case glossary:
		return atom.Dd
	case table, section:
		return atom.Tr
	case row:
		return atom.Td
	default:
		return 0
	}
}
