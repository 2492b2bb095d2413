package tail

import (
	"strconv"
	"strings"
	"time"

	"github.com/wireroom/wireroom/services/wireroom/internal/console"
)

// start gives the time that --since names; zero if it names none.
func (c *Cmd) start(now time.Time) (time.Time, error) {
	if c.Since == "" {
		return time.Time{}, nil
	}
	return ParseSince(c.Since, now)
}

// ParseSince reads a moment before now: a duration (90s, 10m, 2h, 3d), a time of
// RFC 3339, a date or a date and time in now's zone, or a time of today or, where
// that is yet to come, yesterday.
func ParseSince(text string, now time.Time) (time.Time, error) {
	if days, ok := strings.CutSuffix(text, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n >= 0 {
			return now.AddDate(0, 0, -n), nil
		}
	}
	if d, err := time.ParseDuration(text); err == nil && d >= 0 {
		return now.Add(-d), nil
	}
	for _, layout := range []string{time.RFC3339Nano, time.DateTime, "2006-01-02T15:04:05", "2006-01-02 15:04", "2006-01-02T15:04", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, text, now.Location()); err == nil {
			return t, nil
		}
	}
	for _, layout := range []string{time.TimeOnly, "15:04"} {
		if t, err := time.ParseInLocation(layout, text, now.Location()); err == nil {
			t = time.Date(now.Year(), now.Month(), now.Day(), t.Hour(), t.Minute(), t.Second(), 0, now.Location())
			if t.After(now) {
				t = t.AddDate(0, 0, -1)
			}
			return t, nil
		}
	}
	return time.Time{}, console.Usagef("%q is no moment: it should be like 10m, 2h, 3d, 08:00 or 2026-03-01T08:00:00Z", text)
}
