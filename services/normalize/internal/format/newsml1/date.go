package newsml1

import (
	"time"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/date"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// date reads one date; without a zone it is in the provider's.
func (d *document) date(s string) (time.Time, error) { return date.Parse(s, d.in.Zone) }

// dateOf reads an element's date; zero if there is none, with a note if it can't
// be read.
func (r *reader) dateOf(n *xmltree.Node) ninjs.Time {
	if n == nil {
		return ninjs.Time{}
	}
	return ninjs.At(date.Field(n.Name, short(n), r.in.Zone, r.note))
}

// dates sets when the item was first made, and when this revision was. Where the
// item does not say, the transmission's date stands in.
func (r *reader) dates() {
	it, manage := &r.a.Item, r.item.Child("NewsManagement")
	it.FirstCreated = r.dateOf(manage.Child("FirstCreated"))
	it.VersionCreated = r.dateOf(manage.Child("ThisRevisionCreated"))
	for _, n := range []*xmltree.Node{r.envelope.date, r.item.Child("Identification", "NewsIdentifier", "DateId")} {
		if it.VersionCreated.IsZero() {
			it.VersionCreated = r.dateOf(n)
		}
	}
}
