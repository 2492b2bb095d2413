package console

import (
	"time"

	"github.com/wireroom/wireroom/pkg/inspect/figure"
)

// Took is figure.Took.
func Took(d time.Duration) string { return figure.Took(d) }

// Bytes is figure.Bytes.
func Bytes[N int | int64 | uint64](n N) string { return figure.Bytes(n) }

// Count is figure.Count.
func Count[N int | int64 | uint64](n N) string { return figure.Count(n) }

// Plural is figure.Plural.
func Plural[N int | int64 | uint64](n N, word string) string { return figure.Plural(n, word) }

// Clock is figure.Clock.
func Clock(t, now time.Time) string { return figure.Clock(t, now) }

// When is Clock for the console's present, to the second: for lists.
func (c *Console) When(t time.Time) string {
	now := c.Now()
	t = t.In(now.Location())
	if t.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return t.Format(time.TimeOnly)
	}
	return t.Format(time.DateTime)
}
