package newsml1

import (
	"strconv"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/embargo"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// embargoed is a status of NewsML that ninjs has no word for.
const embargoed ninjs.PubStatus = "embargoed"

// statusOf reads a status: IPTC's vocabulary has Usable, Embargoed, Withheld and
// Canceled; the other words are agencies'.
func statusOf(s string) (ninjs.PubStatus, bool) {
	switch word(s) {
	case "", "usable", "useable", "published", "released", "public", "live", "final", "ok", "updated", "corrected":
		return ninjs.Usable, true
	case "embargoed", "embargo":
		return embargoed, true
	case "withheld", "hold", "held", "onhold":
		return ninjs.Withheld, true
	case "canceled", "cancelled", "cancel", "kill", "killed", "recalled", "deleted", "withdrawn", "takedown":
		return ninjs.Canceled, true
	default:
		return "", false
	}
}

// manage reads what decides whether and when the item may be used. What can't be
// understood of it is refused: to publish would be wrong, and so would not to.
func (r *reader) manage() {
	m := r.item.Child("NewsManagement")
	said := formal(m.Child("Status"))
	status, ok := statusOf(said)
	if !ok {
		r.fail(contract.ReasonUnsupported, m.Child("Status"), "Status %.40q is none of NewsML", said)
		return
	}
	r.dates()
	r.a.Item.Urgency = urgency(formal(m.Child("Urgency")))
	r.a.Item.PubStatus = r.embargo(m, status)
	r.signal(m)
	r.related(m)
	r.bare()
}

// embargo reads how the status will change: until then the item is held back, or
// after it is used no more.
func (r *reader) embargo(m *xmltree.Node, status ninjs.PubStatus) ninjs.PubStatus {
	change := m.Child("StatusWillChange")
	future, known := statusOf(formal(change.Child("FutureStatus")))
	if change == nil || status == ninjs.Canceled {
		return r.withoutChange(status)
	}
	held := status == embargoed || status == ninjs.Withheld
	until, err := r.date(short(change.Child("DateAndTime")))
	switch {
	case held && known && future == ninjs.Usable && err != nil:
		embargo.Unreadable(&r.a.Item, "StatusWillChange", err, r.note)
		return ninjs.Withheld
	case held && known && future == ninjs.Usable:
		r.a.Item.EmbargoedUntil = ninjs.At(until)
		return ninjs.Usable
	case err != nil:
		r.note("StatusWillChange left out: " + err.Error())
	case !held && (future == ninjs.Canceled || future == ninjs.Withheld || !known):
		r.a.Item.Expires = ninjs.At(until)
	}
	return r.withoutChange(status)
}

// withoutChange: an embargo that nobody says the end of holds the item back.
func (r *reader) withoutChange(status ninjs.PubStatus) ninjs.PubStatus {
	if status == embargoed {
		r.note("embargoed without the time when that ends: withheld")
		return ninjs.Withheld
	}
	return status
}

// bare refuses a usable revision that has no text of its own: to publish it would
// empty the article that it changes.
func (r *reader) bare() {
	if r.a.Item.PubStatus != ninjs.Usable || r.item.Child("NewsComponent") != nil {
		return
	}
	switch {
	case r.item.Child("Update") != nil:
		r.fail(contract.ReasonUnsupported, r.item.Child("Update"), "an Update changes parts of another revision, which is not at hand: send the whole revision")
	case r.item.Child("TopicSet") != nil:
		r.fail(contract.ReasonUnsupported, r.item.Child("TopicSet"), "a set of topics is no news")
	default:
		r.fail(contract.ReasonIncomplete, r.item, "the item has no NewsComponent")
	}
}

// urgency reads 1 to 9; agencies write 0 for none, and some a word.
func urgency(s string) ninjs.Urgency {
	if n, err := strconv.Atoi(s); err == nil && n >= 1 && n <= 9 {
		return ninjs.Urgency(n)
	}
	switch word(s) {
	case "flash":
		return 1
	case "bulletin", "alert":
		return 2
	case "urgent":
		return 3
	default:
		return 0
	}
}
