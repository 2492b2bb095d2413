package nitf

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// codeIdentity is what a vocabulary calls a name: value in idsrc, of the element or of
// its alternate code; a URI if the two make one.
func codeIdentity(n *xmltree.Node) (ninjs.URI, string) {
	value, source := n.Attr("value"), n.Attr("idsrc")
	if value == "" {
		alt := n.Child("alt-code")
		value, source = alt.Attr("value"), alt.Attr("idsrc")
	}
	return identityOf(source, value)
}

func identityOf(source, value string) (ninjs.URI, string) {
	if value == "" {
		return "", ""
	}
	for _, candidate := range []string{value, webAddress(source) + value} {
		if strings.Contains(candidate, "://") {
			if uri, err := ninjs.ParseURI(candidate); err == nil {
				return uri, ""
			}
		}
	}
	return "", join(":", source, value)
}

// webAddress is a vocabulary's address, ready for a code; empty for what is none.
func webAddress(source string) string {
	switch {
	case !strings.Contains(source, "://"):
		return ""
	case strings.ContainsAny(source[len(source)-1:], "/#=:"):
		return source
	default:
		return source + "/"
	}
}

// personName is a person's name without function, code and the 's of a possessive,
// which agencies' taggers leave within. Given and family name may touch.
func personName(n *xmltree.Node) string {
	name := entityName(n)
	for _, possessive := range []string{"'s", "’s"} {
		name = strings.TrimSuffix(name, possessive)
	}
	return name
}

// entityName is the text of a name. Where it is made of elements they are parted,
// also if nothing parts them in the document.
func entityName(n *xmltree.Node) string {
	parts := partsOf(n)
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}

func partsOf(n *xmltree.Node) []string {
	var parts []string
	if n == nil {
		return nil
	}
	structured := n.Child("name.given") != nil || n.Child("name.family") != nil
	if !structured {
		return []string{n.Text("alt-code", "function")}
	}
	for _, c := range n.Children {
		if c.Name != "alt-code" && c.Name != "function" {
			parts = append(parts, c.Text("alt-code", "function"))
		}
	}
	return parts
}

// organisation reads an org. A code from an exchange is a symbol as well.
func organisation(n *xmltree.Node, rel string) ninjs.Organisation {
	o := ninjs.Organisation{Name: entityName(n), Rel: rel}
	o.URI, o.Literal = codeIdentity(n)
	source, value := n.Attr("idsrc"), n.Attr("value")
	if value == "" {
		source, value = n.Child("alt-code").Attr("idsrc"), n.Child("alt-code").Attr("value")
	}
	if value != "" && isExchange(source) {
		o.Symbols = []ninjs.Symbol{{Exchange: source, Symbol: value}}
	}
	return o
}

// isExchange knows the exchanges by the names that agencies' taggers use.
func isExchange(source string) bool {
	market, _, _ := strings.Cut(strings.ToUpper(source), ":")
	switch market {
	case "NYSE", "NASDAQ", "NASD", "AMEX", "NYSEARCA", "OTC", "OTCBB", "LSE", "AIM", "TSX", "TSXV", "ASX", "NZX", "HKEX",
		"TSE", "TYO", "SSE", "SZSE", "SGX", "NSE", "BSE", "JSE", "FRA", "FWB", "XETRA", "SIX", "SWX", "EURONEXT", "BMV", "B3", "BME", "OMX":
		return true
	default:
		return false
	}
}
