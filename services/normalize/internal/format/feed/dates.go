package feed

import (
	"time"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/date"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/note"
)

// firstDate is the first of the texts that is a date, in UTC; those before it that
// are none are noted on the article. Without one the order of arrival counts.
func firstDate(a *format.Article, zone *time.Location, texts ...string) ninjs.Time {
	t := date.First("date", zone, note.To(&a.Notes), texts...)
	if t.IsZero() {
		return ninjs.Time{}
	}
	return ninjs.At(t.UTC())
}
