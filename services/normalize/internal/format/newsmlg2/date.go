package newsmlg2

import (
	"time"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/date"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// date reads one date; without a zone it is in the provider's.
func (r *reader) date(s string) (time.Time, error) { return date.Parse(s, r.in.Zone) }

// dateOf reads the date of a property; zero with a note if it can't be read.
func (r *reader) dateOf(n *xmltree.Node) ninjs.Time {
	return ninjs.At(date.Field(n.Name, n.Text(), r.in.Zone, r.note))
}
