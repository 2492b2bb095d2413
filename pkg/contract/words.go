package contract

import "github.com/wireroom/wireroom/pkg/ninjs"

// Stage is one of the four services.
type Stage string

// The stages, in the order of the wire.
const (
	Ingest    Stage = "ingest"
	Normalize Stage = "normalize"
	Enrich    Stage = "enrich"
	Publish   Stage = "publish"
)

// Lane is how urgent the handling is.
type Lane string

// The lanes. A flash never waits behind bulk: each has consumers of its own.
const (
	Flash Lane = "flash" // urgency 1-2, and kills
	Wire  Lane = "wire"  // urgency 3-6, or none said
	Bulk  Lane = "bulk"  // urgency 7-9, backfills and replays
)

// Lanes lists the lanes, most urgent first.
func Lanes() []Lane { return []Lane{Flash, Wire, Bulk} }

// Valid reports whether l is one of the three lanes.
func (l Lane) Valid() bool { return l == Flash || l == Wire || l == Bulk }

// LaneOf gives the lane of an urgency (IPTC, 1 most urgent to 9; 0 not said) and
// a publication status: a takedown is handled as a flash.
func LaneOf(u ninjs.Urgency, status ninjs.PubStatus) Lane {
	switch {
	case status == ninjs.Canceled || status == ninjs.Withheld:
		return Flash
	case u == 1 || u == 2:
		return Flash
	case u >= 7:
		return Bulk
	default:
		return Wire
	}
}

// Signal is what a published message means to its reader.
type Signal string

// The signals.
const (
	New        Signal = "new"        // the stream holds nothing readable of the article before this
	Update     Signal = "update"     // a later version
	Correction Signal = "correction" // a later version that puts right what an earlier one got wrong
	Kill       Signal = "kill"       // taken down: do not use, remove what you have
)

// Outcome is how an article's way through the wire ended.
type Outcome string

// The outcomes of a receipt.
const (
	Published Outcome = "published"
	Dropped   Outcome = "dropped"
	Held      Outcome = "held"
	Dead      Outcome = "dead"
)
