package iptc7901

import (
	"regexp"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// header is the header line: source and number, priority, category, count of
// words, and what the agency adds.
type header struct {
	source, number, category, optional string
	priority                           ninjs.Urgency // 1 to 9, 0 if not said
	words                              int           // 0 if not said
	agency, agencyNumber               string        // from the optional part: "dpa 061"
}

// The header of clause 3 of the Recommendation; the second form is for lines
// without control characters, where it must not be mistaken for text.
var (
	framedHeader = regexp.MustCompile(`^([A-Za-z]{1,6}) ?-?(\d{2,6})\s+([0-9])(?:\s+([A-Za-z]{1,6}))?(?:\s+(\d{1,5}))?(?:\s+(.*))?$`)
	bareHeader   = regexp.MustCompile(`^([A-Za-z]{2,6})(\d{3,6})\s+([1-9])\s+([A-Za-z]{1,4})\s+(\d{1,5})(?:\s+(.*))?$`)
	ownNumber    = regexp.MustCompile(`(?:^|\s)([A-Za-z][A-Za-z-]{1,11})\s+(\d[\d/#-]{0,20})$`)
)

// maxHeader is how long a header line may be, in bytes.
const maxHeader = 300

func readHeader(line string, framed bool) (header, bool) {
	syntax := bareHeader
	if framed {
		syntax = framedHeader
	}
	if len(line) > maxHeader {
		return header{}, false
	}
	m := syntax.FindStringSubmatch(strings.TrimSpace(line))
	if m == nil {
		return header{}, false
	}
	h := header{source: strings.ToLower(m[1]), number: m[2], category: strings.ToLower(m[4]), optional: strings.TrimSpace(m[6])}
	h.priority = ninjs.Urgency(m[3][0] - '0')
	for _, c := range m[5] {
		h.words = 10*h.words + int(c-'0')
	}
	if n := ownNumber.FindStringSubmatch(h.optional); n != nil {
		h.agency, h.agencyNumber = n[1], n[2]
	}
	return h, true
}

// topic is the topic of IPTC's first level that a category means, empty where it
// names a region or a desk. The codes are each agency's own; these are common.
func topic(category string) string {
	switch category {
	case "s", "sp", "spo", "spt", "spr", "dep", "des":
		return "15000000"
	case "pl", "pol", "p":
		return "11000000"
	case "wi", "fi", "f", "e", "eco", "fin", "wir", "boe", "b", "eko", "oko":
		return "04000000"
	case "ku", "kul", "cul", "kl", "a", "fe":
		return "01000000"
	case "wt", "wet", "met":
		return "17000000"
	case "rel", "ki":
		return "12000000"
	case "sci", "wis", "tec", "sc":
		return "13000000"
	default:
		return ""
	}
}
