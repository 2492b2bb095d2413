// Package date reads the dates and times of all formats, in every shape that means
// one instant to a reader: ISO 8601 and RFC 3339, RFC 5322, what JavaScript, Java
// and databases print, Unix seconds and milliseconds, names of months in the
// languages of agencies, names of zones.
//
//	t, err := date.Parse(text, zone)               // a date by itself
//	t := date.Field("pubDate", text, zone, note)   // a field: notes what it can't read
//	t, ok := date.Stamp(line, zone, received)      // teleprinters: without year or month
//	t, ok := date.InText(sentence, zone, base)     // a moment named in a sentence
//
// It never guesses: where day and month could be swapped ("03/04/2025") the date is
// refused with ErrAmbiguous. It must not read a clock: what a date leaves out is
// completed by what the caller gives.
//
// Sources: ISO 8601-1 (5.2 dates, 5.3 times, 24:00), RFC 3339, RFC 5322 (3.3, 4.3),
// RFC 9557 (zone ids in brackets), ECMA-262 (Date.prototype.toString).
package date

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// What Parse can't read.
var (
	ErrUnreadable = errors.New("no date that can be read")
	ErrAmbiguous  = errors.New("day and month could be swapped")
)

// maxLength bounds a date, in bytes.
const maxLength = 120

// Parse reads one date; without a zone of its own it is in zone, without a time of
// the day at its start. The year is 1000 to 9999; two digits are 1970 to 2069. The
// result is exact to the nanosecond. The error wraps ErrUnreadable or ErrAmbiguous
// and quotes the text.
func Parse(text string, zone *time.Location) (time.Time, error) {
	t, err := parse(text, zone)
	if err == nil && (t.Year() < 1000 || t.Year() > 9999) {
		err = ErrUnreadable
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("%.60q: %w", text, err)
	}
	return t, nil
}

// Field reads a field of a document: the zero time for an empty one, and with a note
// that names the field for one that can't be read.
func Field(name, text string, zone *time.Location, note func(string)) time.Time {
	if strings.TrimSpace(text) == "" {
		return time.Time{}
	}
	t, err := Parse(text, zone)
	if err != nil {
		note(name + " left out: " + err.Error())
	}
	return t
}

// First reads the first of several texts that is a date, and notes those before it
// that are none.
func First(name string, zone *time.Location, note func(string), texts ...string) time.Time {
	for _, text := range texts {
		if t := Field(name, text, zone, note); !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

func parse(text string, zone *time.Location) (time.Time, error) {
	if len(text) > maxLength {
		return time.Time{}, ErrUnreadable
	}
	text = plain(text)
	if t, ok := unix(text); ok {
		return t, nil
	}
	p := parts{zone: zone}
	rest := p.takeZoneID(p.takeComment(text))
	if rest = p.iso(rest); rest == "" {
		return p.time()
	}
	if p.year == 0 {
		rest = p.numeric(rest)
	}
	for _, word := range words(rest) {
		if !p.take(word) {
			return time.Time{}, ErrUnreadable
		}
	}
	return p.time()
}

// plain writes a date in ASCII's spaces and signs.
func plain(text string) string {
	return strings.Join(strings.Fields(signs.Replace(text)), " ")
}

var signs = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ", "\u2007", " ", "\u200b", "", "\ufeff", "", "\u200e", "", "\u200f", "",
	"\u2212", "-", "\u2010", "-", "\u2011", "-", "\u2013", "-", "\u2014", "-", "±", "+", "\u02bc", "'", "’", "'", "：", ":")
