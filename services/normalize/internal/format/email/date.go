package email

import (
	"time"

	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/date"
)

// parseDate reads the date of a field. zone is that of a date that says none.
func parseDate(s string, zone *time.Location) (time.Time, bool) {
	t, err := date.Parse(s, zone)
	return t, err == nil
}
