package date

import (
	"regexp"
	"strconv"
	"time"
)

// Unix time by its number of digits, with a fraction of a second or without, and as
// .NET writes it: /Date(1751966100000+0200)/.
var (
	unixSyntax = regexp.MustCompile(`^@?(\d{9,10})(?:\.(\d{1,9})\d*)?$|^(\d{13}|\d{16}|\d{19})$`)
	dotNet     = regexp.MustCompile(`^\\?/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\\?/$`)
)

// unix reads seconds (9 or 10 digits), milli-, micro- and nanoseconds (13, 16, 19) since
// 1970. Ten digits that could be year, month, day and hour are neither.
func unix(text string) (time.Time, bool) {
	if m := dotNet.FindStringSubmatch(text); m != nil {
		ms, err := strconv.ParseInt(m[1], 10, 64)
		return time.UnixMilli(ms).UTC(), err == nil
	}
	m := unixSyntax.FindStringSubmatch(text)
	if m == nil {
		return time.Time{}, false
	}
	if m[3] != "" {
		n, err := strconv.ParseInt(m[3], 10, 64)
		switch len(m[3]) {
		case 13:
			return time.UnixMilli(n).UTC(), err == nil
		case 16:
			return time.UnixMicro(n).UTC(), err == nil
		default:
			return time.Unix(0, n).UTC(), err == nil
		}
	}
	if _, err := time.Parse("2006010215", m[1]); err == nil {
		return time.Time{}, false
	}
	seconds, err := strconv.ParseInt(m[1], 10, 64)
	return time.Unix(seconds, nanoseconds(m[2])).UTC(), err == nil
}

// nanoseconds reads the digits of a fraction of a second.
func nanoseconds(digits string) int64 {
	n, _ := strconv.ParseInt((digits + "000000000")[:9], 10, 64)
	return n
}
