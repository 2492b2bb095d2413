package plaintext

import (
	"regexp"
	"strings"
)

// maxDateLine is in bytes; a dateline is short, and so is the look for one.
const maxDateLine = 200

// The parts of a dateline: places, a date, the agency in brackets or slashes,
// a dash. Examples: "OSLO, May 3 (Fjord) -", "BONN (abc) --", "Rome, 3 maggio —".
var dateLineSyntax = regexp.MustCompile(`^(\p{Lu}[\p{L}\p{M}.'’ /-]{1,40}?(?:, \p{Lu}[\p{L} .]{1,30}?){0,2}?)` +
	`(,? \p{L}{3,10}\.? \d{1,2}(?:, \d{4})?|,? \d{1,2}\.? \p{L}{3,10}\.?(?: \d{4})?)?\.?` +
	`\s*(\([^()]{2,40}\)|/[\p{Lu}-]{2,12}/\.?)?\s*(-{1,2}|–|—|:)\s+\S`)

// agencyFirst is a dateline that begins with the agency: "(ABC) - ROMA, 8 LUG - ".
var agencyFirst = regexp.MustCompile(`^(\([\p{L}\p{N}.& -]{2,24}\))\s*(?:-{1,2}|–|—)\s*(\p{Lu}[\p{L}\p{M}.'’ /-]{1,40}?)` +
	`(,? \d{1,2}\.? \p{L}{3,10}\.?(?: \d{4})?)?\s*(?:-{1,2}|–|—)\s+\S`)

// dateLine gives the dateline that a paragraph begins with, without the dash;
// empty if it has none. A place alone is one only in capitals and before a long
// dash, because much else stands before a short one.
func dateLine(paragraph string) string {
	if m := agencyFirst.FindStringSubmatch(strings.ToValidUTF8(paragraph[:min(len(paragraph), maxDateLine)], "")); m != nil {
		return strings.TrimSpace(m[2] + m[3] + " " + m[1])
	}
	m := dateLineSyntax.FindStringSubmatch(strings.ToValidUTF8(paragraph[:min(len(paragraph), maxDateLine)], ""))
	if m == nil {
		return ""
	}
	place, date, agency, dash := m[1], m[2], m[3], m[4]
	city, _, _ := strings.Cut(place, ",")
	capitals := strings.ToUpper(city) == city
	switch {
	case agency != "" && (dash != ":" || capitals):
	case date != "" && capitals:
	case capitals && dash != "-" && dash != ":":
	default:
		return ""
	}
	return strings.TrimSpace(strings.TrimSpace(place+date) + " " + strings.TrimSuffix(agency, "."))
}
