package ninjs

import (
	"fmt"
	"regexp"
	"time"
)

// Time is an RFC 3339 time; its zero value means not said.
type Time struct{ time.Time }

// At wraps a time.
func At(t time.Time) Time { return Time{t} }

// MarshalJSON writes RFC 3339 with a zone, and refuses years it can't hold. An
// offset that RFC 3339 can't hold (seconds, a day or more) becomes UTC.
func (t Time) MarshalJSON() ([]byte, error) {
	if _, offset := t.Zone(); offset%60 != 0 || offset <= -86400 || offset >= 86400 {
		t.Time = t.UTC()
	}
	if y := t.Year(); y < 0 || y > 9999 {
		return nil, fmt.Errorf("year %d is outside of RFC 3339", y)
	}
	return t.AppendFormat([]byte{'"'}, time.RFC3339Nano+`"`), nil
}

var truncatedSyntax = regexp.MustCompile(`^(-?(?:[1-9][0-9]*)?[0-9]{4})(-(1[0-2]|0[1-9])(-(3[01]|0[1-9]|[12][0-9])(T(2[0-3]|[01][0-9]):([0-5][0-9]):([0-5][0-9])(\.[0-9]+)?(Z|[+-](?:2[0-3]|[01][0-9]):[0-5][0-9])?)?)?)?$`)

// TruncatedTime is a year, a month, a day or a full time (the schema's
// truncatedDateTimeType).
type TruncatedTime string

// Valid reports whether the schema's pattern allows the time.
func (t TruncatedTime) Valid() bool { return truncatedSyntax.MatchString(string(t)) }

// MarshalText refuses what the schema's pattern forbids.
func (t TruncatedTime) MarshalText() ([]byte, error) {
	if !t.Valid() {
		return nil, fmt.Errorf("%q is not a truncated date-time", string(t))
	}
	return []byte(t), nil
}

// Urgency runs from 1 (most urgent) to 9; 0 means not said.
type Urgency int

// MarshalJSON refuses what is outside of 1 to 9.
func (u Urgency) MarshalJSON() ([]byte, error) {
	if u < 1 || u > 9 {
		return nil, fmt.Errorf("urgency %d is outside of 1 to 9", int(u))
	}
	return []byte{'0' + byte(u)}, nil
}
