package newsmlg2

import (
	"regexp"
	"strings"
)

// nobody are by-lines that name nobody: systems fill them in.
var nobody = regexp.MustCompile(`(?i)^(?:staff|the)?\s*(?:staff|reporters?|writers?|newsroom|correspondents?|agencies|editorial|desk)?$`)

// openingBy is a line at the start of a text that names its writer.
var openingBy = regexp.MustCompile(`^By ((?:[\p{Lu}][\p{L}'’.-]*|and|de|van|von|der|bin|al|,|&)(?:,? (?:[\p{Lu}][\p{L}'’.-]*|and|de|van|von|der|bin|al|&)){1,9})$`)

const (
	openingLines = 12   // of a text, in which a by-line may stand
	openingBytes = 2000 // of a text, in which it may
)

// bylineOfText takes the writer from the start of the text, where the metadata name
// nobody.
func (r *reader) bylineOfText() {
	it := &r.a.Item
	if len(it.Bodies) == 0 || it.By != "" && !nobody.MatchString(it.By) || len(r.makers) > 0 && it.By == "" && r.writerNamed() {
		return
	}
	head := it.Bodies[0].Value
	head = strings.ToValidUTF8(head[:min(len(head), openingBytes)], "")
	for i, l := range strings.Split(lineTags.ReplaceAllString(head, "\n"), "\n") {
		if i >= openingLines*3 {
			return
		}
		if m := openingBy.FindStringSubmatch(strings.TrimSpace(anyTag.ReplaceAllString(l, ""))); m != nil {
			it.By = m[1]
			return
		}
	}
}

// writerNamed reports whether a creator is known by name.
func (r *reader) writerNamed() bool {
	for _, m := range r.makers {
		if m.kind == "creator" && m.nature == person {
			return true
		}
	}
	return false
}

var (
	lineTags = regexp.MustCompile(`(?i)</?(?:p|div|br|pre|h\d|li)(?:\s[^<>]*)?/?>`)
	anyTag   = regexp.MustCompile(`<[^<>]*>`)
)
