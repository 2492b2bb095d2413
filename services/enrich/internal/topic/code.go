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

// prefixes are the ways in which providers write a code.
var prefixes = []struct {
	text        string
	subjectCode bool
}{
	{"http://cv.iptc.org/newscodes/mediatopic/", false},
	{"https://cv.iptc.org/newscodes/mediatopic/", false},
	{"http://cv.iptc.org/newscodes/subjectcode/", true},
	{"https://cv.iptc.org/newscodes/subjectcode/", true},
	{"medtop:", false},
	{"subj:", true},
	{"iptc:", true},
	{"", true}, // NewsML 1.2 and NITF write bare digits
}

// codeOf reads the code that a subject names by its uri or its literal.
func codeOf(s *ninjs.Subject) (code, bool) {
	for _, text := range []string{string(s.URI), s.Literal} {
		for _, p := range prefixes {
			if digits, ok := strings.CutPrefix(text, p.text); ok && eightDigits(digits) {
				return code{digits, p.subjectCode && !strings.HasPrefix(digits, "20")}, true
			}
		}
	}
	return code{}, false
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
