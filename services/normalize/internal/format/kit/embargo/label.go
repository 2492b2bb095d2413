package embargo

import (
	"regexp"
	"strings"
	"time"

	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/date"
)

var none = regexp.MustCompile(`(?i)^(?:no|none|not embargoed|no embargo|nein|keine?|non|aucun|ninguno|nessuno|immediate(?:ly)?|for immediate (?:release|use)|sofort|-|n/?a)?\.?$`)

// Labelled reads what stands behind the label of an embargo: false where it says that
// there is none. The time is zero where it can't be read; base is the time of the
// message, by which year and day are completed.
func Labelled(value string, base time.Time, zone *time.Location) (until time.Time, ok bool) {
	if value = strings.TrimSpace(value); none.MatchString(value) {
		return time.Time{}, false
	}
	if until, ok = Release("Embargo until "+value, base, zone); ok && !until.IsZero() {
		return until, true
	}
	if t, err := date.Parse(value, zone); err == nil {
		return t, true
	}
	return time.Time{}, true
}

var label = regexp.MustCompile(`(?i)^(?:embargo(?:ed)?(?: until)?|sperrfrist|under embargo)\s*:\s*(.*)$`)

// Line is Labelled for a whole line, with its label.
func Line(line string, base time.Time, zone *time.Location) (until time.Time, ok bool) {
	if len(line) > maxLine {
		return time.Time{}, false
	}
	m := label.FindStringSubmatch(strings.TrimSpace(line))
	if m == nil {
		return time.Time{}, false
	}
	return Labelled(m[1], base, zone)
}
