package topic

import (
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

// code is an IPTC code of eight digits.
type code struct {
	digits      string
	subjectCode bool // of the older vocabulary, whose first two digits name the first level
}

// codeOf reads the code that a subject names by its uri or its literal, or that is
// its name.
func codeOf(s *ninjs.Subject) (code, bool) {
	for _, text := range []string{string(s.URI), s.Literal, s.Name} {
		if c, ok := readCode(text); ok {
			return c, true
		}
	}
	return code{}, false
}

// readCode reads a code in any of the ways in which providers write it: as a uri
// (over http or https, with a query or not), as a qcode with IPTC's alias or a
// longer one (medtop:, subj:, iptc:, iptcsubjectcode:), as a NewsML 1 URN, and as
// bare digits.
func readCode(text string) (code, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if at := strings.IndexAny(text, "?#"); at >= 0 && eightDigits(digitsBefore(text[:at])) {
		text = text[:at]
	}
	digits := digitsBefore(text)
	if !eightDigits(digits) {
		return code{}, false
	}
	scheme := strings.TrimSuffix(strings.TrimRight(text, "/"), digits)
	switch {
	case strings.Contains(scheme, "mediatopic") || strings.Contains(scheme, "medtop"):
		return code{digits, false}, true
	case scheme == "", strings.Contains(scheme, "subj"), strings.Contains(scheme, "iptc"):
		return code{digits, !strings.HasPrefix(digits, "20")}, true
	}
	return code{}, false
}

// digitsBefore gives the digits that a text ends with, a slash behind them aside.
func digitsBefore(text string) string {
	text = strings.TrimRight(text, "/")
	at := len(text)
	for at > 0 && text[at-1] >= '0' && text[at-1] <= '9' {
		at--
	}
	return text[at:]
}

func eightDigits(s string) bool {
	if len(s) != 8 {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// topicOf gives the topic of the first level above a subject's code.
func topicOf(s *ninjs.Subject) (Found, bool) {
	c, ok := codeOf(s)
	if !ok {
		return Found{}, false
	}
	if c.subjectCode || strings.HasSuffix(c.digits, "000000") {
		t, ok := contract.TopicByCode(c.digits[:2] + "000000")
		return Found{t, 100}, ok
	}
	number, err := strconv.Atoi(c.digits)
	if err != nil {
		return Found{}, false
	}
	return above(number)
}
