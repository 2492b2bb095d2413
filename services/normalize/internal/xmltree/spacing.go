package xmltree

import (
	"encoding/xml"
	"strings"
	"unicode"
	"unicode/utf8"
)

// space keeps words apart that only an element parts: an empty element that stands
// for a character becomes that character, and a blank is put where another empty
// element, or the border of two elements that are no formatting, is all that stands
// between two words. mixed says that the element stands within text.
func space(n *Node, mixed bool) {
	mixed = mixed || ownWords(n)
	for i, c := range n.Children {
		if c.IsText() {
			continue
		}
		if s := character(c); mixed && s != "" {
			n.Children[i] = &Node{Data: s, Line: c.Line}
			continue
		}
		space(c, mixed)
	}
	n.Children = parted(n.Children, mixed)
}

// parted puts the blanks.
func parted(children []*Node, mixed bool) []*Node {
	var out []*Node
	done := 0
	for i := 1; i < len(children); i++ {
		if fused(children, i, mixed) {
			out = append(append(out, children[done:i]...), &Node{Data: " ", Line: children[i].Line})
			done = i
		}
	}
	if done == 0 {
		return children
	}
	return append(out, children[done:]...)
}

// ownWords reports whether there is text between the elements.
func ownWords(n *Node) bool {
	for _, c := range n.Children {
		if c.IsText() && strings.TrimSpace(c.Data) != "" {
			return true
		}
	}
	return false
}

// fused reports whether a blank is missing before a child.
func fused(children []*Node, at int, mixed bool) bool {
	before, after := children[at-1], children[at]
	switch {
	case before.IsText() && after.IsText():
		return false
	case empty(before):
		return mixed && beginsWord(after) && separated(children[:at])
	case before.IsText() && strange(after), after.IsText() && strange(before):
		return mixed && leafOrText(before) && leafOrText(after) && wordEnd(before) && beginsWord(after) && !ending(after)
	case before.IsText() || after.IsText() || inline(before.Name) || inline(after.Name):
		return false
	default:
		return leaf(before) && leaf(after) && endsWord(before) && beginsWord(after)
	}
}

// separated reports whether a word ends before empty elements of which one is no
// formatting.
func separated(before []*Node) bool {
	parts := false
	for i := len(before) - 1; i >= 0; i-- {
		if !empty(before[i]) {
			return parts && endsWord(before[i])
		}
		parts = parts || !inline(before[i].Name)
	}
	return false
}

func empty(n *Node) bool { return !n.IsText() && len(n.Children) == 0 }

// leaf reports whether an element holds text and nothing else.
func leaf(n *Node) bool {
	for _, c := range n.Children {
		if !c.IsText() {
			return false
		}
	}
	return len(n.Children) > 0
}

func endsWord(n *Node) bool {
	for !n.IsText() {
		if len(n.Children) == 0 {
			return false
		}
		n = n.Children[len(n.Children)-1]
	}
	r, _ := utf8.DecodeLastRuneInString(n.Data)
	return !unicode.IsSpace(r) && r != utf8.RuneError
}

func beginsWord(n *Node) bool {
	for !n.IsText() {
		if len(n.Children) == 0 {
			return false
		}
		n = n.Children[0]
	}
	r, _ := utf8.DecodeRuneInString(n.Data)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// inline reports whether an element formats or marks a piece of a word, or anchors
// something in it: it parts nothing.
func inline(name string) bool {
	switch strings.ToLower(name) {
	case "a", "abbr", "acronym", "anchor", "alt-code", "b", "bdi", "bdo", "big", "bold", "bookmark", "cite", "code", "del", "denom", "dfn", "em", "fn", "font", "frac",
		"frac-sep", "hi", "i", "index", "ins", "ital", "italic", "kbd", "link", "mark", "num", "numer", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "shy", "small", "span",
		"strike", "strong", "sub", "sup", "tt", "u", "underline", "var", "wbr", "zwj", "zwnj", "zwsp":
		return true
	default:
		return false
	}
}

func leafOrText(n *Node) bool { return n.IsText() || leaf(n) }

// maxEnding is how long what a language puts behind a name may be, in characters: "s", "en".
const maxEnding = 2

// ending reports whether a text goes on with the end of a word.
func ending(n *Node) bool {
	word, _, _ := strings.Cut(n.Data, " ")
	at := strings.IndexFunc(word, func(r rune) bool { return !unicode.IsLetter(r) })
	if at >= 0 {
		word = word[:at]
	}
	return n.IsText() && utf8.RuneCountInString(word) <= maxEnding
}

// wordEnd reports whether a node ends in a letter or a digit.
func wordEnd(n *Node) bool {
	for !n.IsText() {
		if len(n.Children) == 0 {
			return false
		}
		n = n.Children[len(n.Children)-1]
	}
	r, _ := utf8.DecodeLastRuneInString(n.Data)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// strange reports whether nobody knows what an element marks: the text of one is a word
// apart. What marks names and the like in a text may stand within a word ("the <org>EU</org>s").
func strange(n *Node) bool {
	if inline(n.Name) {
		return false
	}
	switch name := strings.ToLower(n.Name); name {
	case "person", "name.given", "name.family", "name", "org", "organisation", "organization", "company", "location", "sublocation", "city", "state", "region", "country", "place", "geo",
		"chron", "date", "time", "money", "event", "function", "object.title", "virtloc", "copyrite", "copyrite.year", "copyrite.holder", "lang", "pronounce", "entity", "keyword", "term",
		"concept", "quote", "ne", "data", "button", "label", "font", "nobr", "center", "blink", "highlight", "hilite", "emphasis", "emph", "phrase", "inline", "foreign", "smallcaps", "caps",
		"superscript", "subscript", "character", "char", "c", "w", "x", "inlineref", "ref", "url", "uri", "email", "tag", "ticker", "symbol", "noscript", "picture", "math", "mi", "mn", "mo":
		return false
	default:
		return !block(name)
	}
}

// block reports whether an element of HTML or NITF is a block: what writes it parts its
// text already.
func block(name string) bool {
	switch name {
	case "p", "div", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "hl1", "hl2", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "td", "th", "tbody", "thead", "tfoot", "caption",
		"pre", "blockquote", "figure", "figcaption", "section", "article", "aside", "header", "footer", "main", "nav", "address", "block", "bq", "media", "note", "credit", "tagline",
		"script", "style", "template", "title", "head", "body", "html", "img", "image", "object", "param", "embed", "iframe", "video", "audio", "source", "svg", "form", "input", "select", "option":
		return true
	default:
		return false
	}
}

// character is what an empty element stands for that has the name of a character,
// as systems write them that know no entities; empty for any other.
func character(n *Node) string {
	if len(n.Children) > 0 && (!leaf(n) || strings.TrimSpace(n.Text()) != "") {
		return ""
	}
	name := strings.ToLower(strings.Trim(n.Name, "_"))
	if s := ownCharacters[name]; s != "" {
		return s
	}
	if isLetterEntity(name) {
		return xml.HTMLEntity[n.Name]
	}
	return ""
}

// isLetterEntity reports whether HTML's entity of that name is a letter with a mark
// or a ligature: their names are no elements anywhere.
func isLetterEntity(name string) bool {
	if len(name) < 5 {
		return false
	}
	for _, mark := range []string{"acute", "grave", "circ", "uml", "tilde", "cedil", "ring", "slash", "caron", "lig"} {
		if strings.HasSuffix(name, mark) && len(name)-len(mark) <= 2 {
			return true
		}
	}
	return false
}

// ownCharacters are the names by which agencies' systems write signs as elements.
// Names that elements have elsewhere (sub, image, para…) are not among them.
var ownCharacters = map[string]string{
	"endash": "–", "ndash": "–", "en-dash": "–", "en_dash": "–", "emdash": "—", "mdash": "—", "em-dash": "—", "em_dash": "—", "horbar": "―", "softhyphen": "\u00ad", "shy": "\u00ad",
	"nbsp": "\u00a0", "nbspace": "\u00a0", "nobreakspace": "\u00a0", "nonbreakingspace": "\u00a0", "ensp": "\u2002", "enspace": "\u2002", "emsp": "\u2003", "emspace": "\u2003",
	"thinsp": "\u2009", "thinspace": "\u2009", "hairsp": "\u200a", "hellip": "…", "ellipsis": "…", "mldr": "…",
	"lsquo": "‘", "rsquo": "’", "sbquo": "‚", "lsquor": "‚", "ldquo": "“", "rdquo": "”", "bdquo": "„", "ldquor": "„", "lsaquo": "‹", "rsaquo": "›", "laquo": "«", "raquo": "»",
	"apos": "'", "apostrophe": "’", "quot": `"`, "amp": "&", "ampersand": "&", "lt": "<", "gt": ">",
	"euro": "€", "eurosign": "€", "pound": "£", "yen": "¥", "cent": "¢", "curren": "¤", "dollar": "$",
	"copy": "©", "copyright": "©", "reg": "®", "registered": "®", "trade": "™", "trademark": "™",
	"deg": "°", "degree": "°", "degrees": "°", "sect": "§", "paragraphsign": "¶", "bull": "•", "bullet": "•", "middot": "·", "dagger": "†",
	"times": "×", "divide": "÷", "plusmn": "±", "minus": "−", "frac12": "½", "frac14": "¼", "frac34": "¾", "half": "½", "permil": "‰", "numero": "№",
	"sup1": "¹", "sup2": "²", "sup3": "³", "ordf": "ª", "ordm": "º", "iexcl": "¡", "iquest": "¿", "micro": "µ", "szlig": "ß",
}
