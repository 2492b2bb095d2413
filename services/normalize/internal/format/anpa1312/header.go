package anpa1312

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// first is the first header line: service level, number, selector. Where a sender
// puts both lines into one, rest is the second.
type first struct{ service, number, selector, rest string }

// second is the second header line: priority, category, format, keyword, version,
// day, count of words.
type second struct {
	priority, category string // a letter each
	tabular            bool
	coded              bool   // the format's codes were there
	keyword            string // with the version words, cut off by the format's width
	month, day, year   string
	words              int // 0 if not said
	dated              bool
}

var (
	firstSyntax = regexp.MustCompile(`^([A-Za-z])(\d{3,5})(?:[\x1c-\x1f _/-]+([A-Za-z_-][A-Za-z0-9_-]{0,15})|([A-Za-z-][A-Za-z0-9_-]{1,15}))?(?:[\x1c-\x1f][ _/-]*([A-Za-z0-9_-]{0,16}))?[\x1c-\x1f]*(?: +([A-Za-z] ?[A-Za-z] .*))?$`)
	// the format's two codes are DC1 to DC4, or letters where these were spelled
	// out: body or agate, text or tabular
	secondSyntax = regexp.MustCompile(`^([A-Za-z]) *([A-Za-z])(?:[ ]+([ab][xt])\b)?[ \x11-\x14]*[ \x11-\x14](\S.*?)(?:\s+(\d{1,2})[-/](\d{1,2})(?:[-/](\d{2,4}))?)?(?:\s+(\d{1,5}))?\s*$`)
)

// maxHeader is how long a header line may be, in bytes.
const maxHeader = 300

func readFirst(line string) (first, bool) {
	if len(line) > maxHeader {
		return first{}, false
	}
	m := firstSyntax.FindStringSubmatch(strings.TrimSpace(line))
	if m == nil {
		return first{}, false
	}
	f := first{service: strings.ToLower(m[1]), number: m[2], selector: m[3] + m[4], rest: m[6]}
	if m[5] != "" { // a place may stand before it
		f.selector = m[5]
	}
	f.selector = strings.Trim(f.selector, "_-")
	return f, true
}

// readSecond reads the second header line. Without control characters its day
// shows that it is one.
func readSecond(line string) (second, bool) {
	if len(line) > maxHeader {
		return second{}, false
	}
	m := secondSyntax.FindStringSubmatch(strings.TrimSpace(line))
	if m == nil {
		return second{}, false
	}
	h := second{
		priority: strings.ToLower(m[1]), category: strings.ToLower(m[2]),
		coded:   strings.ContainsAny(line, "\x11\x12\x13\x14") || m[3] != "",
		tabular: strings.ContainsAny(line, "\x12\x14") || strings.HasSuffix(m[3], "t"),
		keyword: strings.TrimSpace(m[4]), month: m[5], day: m[6], year: m[7], dated: m[5] != "",
	}
	if month, day := atoi(h.month), atoi(h.day); month > 12 && day <= 12 {
		h.month, h.day = h.day, h.month // Asian agencies put the day first
	}
	for _, c := range m[8] {
		h.words = 10*h.words + int(c-'0')
	}
	return h, true
}

// atoi is 0 for what is no number.
func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// urgency is a priority's place in AP's order: flash, bulletin, urgent, regular,
// deferred, then what is sent in advance.
func urgency(priority string) ninjs.Urgency {
	switch priority {
	case "f":
		return 1
	case "b":
		return 2
	case "u":
		return 3
	case "r":
		return 4
	case "d":
		return 5
	case "a", "s", "w", "c":
		return 6
	}
	if priority >= "1" && priority <= "9" {
		return ninjs.Urgency(priority[0] - '0')
	}
	return 0
}

// topic is the topic of IPTC's first level that a category means, empty where it
// names a region, a desk or a kind of text.
func topic(category string) string {
	switch category {
	case "s", "q", "r":
		return "15000000"
	case "f":
		return "04000000"
	case "e":
		return "01000000"
	case "p":
		return "11000000"
	case "o":
		return "17000000"
	case "d", "l", "t":
		return "10000000"
	default:
		return ""
	}
}

// supplement is the topic of a supplemental category, the three letters that a
// slug may begin with.
func supplement(code string) string {
	switch code {
	case "WEA":
		return "17000000"
	case "MED":
		return "07000000"
	case "SCI", "TEC":
		return "13000000"
	case "REL":
		return "12000000"
	case "EDU":
		return "05000000"
	case "POL":
		return "11000000"
	case "ENT":
		return "01000000"
	case "FIN", "BIZ":
		return "04000000"
	case "ARC", "ATH", "BBA", "BBC", "BBH", "BBI", "BBM", "BBN", "BBO", "BBW", "BBY", "BIA", "BKC", "BKH", "BKL", "BKN", "BKO", "BKW",
		"BOB", "BOX", "CAN", "CAR", "CRI", "CYC", "DIV", "EQU", "FBC", "FBH", "FBL", "FBN", "FBO", "FEN", "FIG", "FRE", "GLF", "GYM", "HKC", "HKN", "HKO",
		"HNB", "JUD", "LUG", "MMA", "MOT", "OLY", "RAC", "RGL", "RGU", "ROW", "RUN", "SAI", "SKI", "SOC", "SPD", "SQA", "SUM", "SWM", "TAE", "TEN",
		"TRI", "VOL", "WPO", "WRE", "YAC":
		return "15000000"
	default:
		return ""
	}
}
