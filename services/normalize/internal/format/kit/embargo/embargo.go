// Package embargo reads the lines by which an agency says from when on a story may
// be used: "Embargo until 14.30 CET", "Sperrfrist: ...", "For release Friday".
//
// It knows such a line when it sees it, and must not decide where one may stand.
package embargo

import (
	"regexp"
	"strings"
	"time"

	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/date"
)

var (
	releaseWord = regexp.MustCompile(`(?i)^[(\[* ]*(?:embarg(?:o|oed|oé|ado|ada)(?: for (?:release|publication|use))?\s*(?:[:!,-]\D{0,30}\d|until\b|till?\b|to[tm]?\b|jusqu|hasta\b|bis\b|fino\b|at[ée](?: |$)|do (?:\d|dnia)|for\b|\d)|` +
		`(?:sperrfrist|sperrvermerk)\b|frei (?:ab|für) (?:\d|\pL+tag\b)|nicht (?:zur veröffentlichung )?vor (?:dem )?\d|` +
		`hold for release|hfr\b|for release (?:at|on|after|until|\d|\pL+day\b|(?:sun|mon|tues?|wed|thu|thurs|fri|sat|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\b)|(?:not for|no) (?:release|publication|broadcast|use) (?:before|until)|` +
		`ne pas (?:publier|diffuser) avant|no publicar (?:antes|hasta)|retenir jusqu)`)
)

// notice is a line that can only be the notice of an embargo, also where it names no
// time; in capitals where the word may begin a headline ("Embargo: oil price rises").
var notice = regexp.MustCompile(`^[(\[*#+=! ]*(?:(?i:strict(?:ly)?|under(?: strict)?|unter|sous|bajo|sotto|onder|sob|bis auf weiteres) )?(?:` +
	`(?i:embargoed|embargado|embargada|sous embargo)\s*(?:$|[:!*)\]–—,.-]|(?i:until|till|for|to|up to|hasta)\b)|` +
	`EMBARGO\s*(?:$|[:!*)\]–—-])|(?i:embargo)\s*(?:[!.)\]* ]*$|(?i:until|till?|jusqu|hasta|bis|fino|tot|tom)\b|jusqu|at[ée] )|` +
	`(?i:sperrfrist|sperrvermerk|hold for release)\b|(?i:not for|no) (?i:release|publication|broadcast|use) (?i:before|until)\b|` +
	`(?i:ne pas (?:publier|diffuser) avant|no publicar (?:antes|hasta)|retenir jusqu))`)

// Certain reports whether a line can only be the notice of an embargo, whether its time
// can be read or not.
func Certain(line string) bool {
	return len(line) <= maxLine && notice.MatchString(strings.TrimSpace(line))
}

// maxLine bounds a line, in bytes.
const maxLine = 240

// Release reads a line that says from when on a story may be used; false for any
// other line. The time is zero where the line does not say it, or can't be read:
// base is the time of the message, by which year and day are completed.
func Release(line string, base time.Time, zone *time.Location) (until time.Time, ok bool) {
	line = strings.TrimSpace(line)
	if len(line) > maxLine {
		return time.Time{}, false
	}
	if word := strings.TrimLeft(line, "([*#+=! "); word == "" || strings.IndexByte("esfhnrubo", word[0]|0x20) < 0 {
		return time.Time{}, false // most lines
	}
	if !releaseWord.MatchString(line) && !notice.MatchString(line) {
		return time.Time{}, false
	}
	// what tells the time may have told the word from a topic too
	said := strings.TrimLeft(line, "([*#+=! ")
	if t, ok := date.InText(said[max(0, strings.IndexAny(said, " :")):], zone, base); ok {
		until = t
	}
	return until, true
}

// Advance is when an advance for a day of the month may be used: the start of the
// next such day, counted from base.
func Advance(day int, base time.Time, zone *time.Location) (time.Time, bool) {
	if base.IsZero() || day < 1 || day > 31 {
		return time.Time{}, false
	}
	b := base.In(zone)
	for step := range 3 {
		t := time.Date(b.Year(), b.Month()+time.Month(step), day, 0, 0, 0, 0, zone)
		if t.Day() == day && !t.Before(time.Date(b.Year(), b.Month(), b.Day(), 0, 0, 0, 0, zone)) {
			return t, true
		}
	}
	return time.Time{}, false
}
