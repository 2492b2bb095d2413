package newsmlg2

import (
	"slices"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/embargo"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/identity"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// embargoed is a status that ninjs has no word for, and G2 neither: it comes from
// systems that were made for NewsML 1.
const embargoed ninjs.PubStatus = "embargoed"

// innerStatus is what an article in another format within the item says of its
// own use. The item's word counts; where it says nothing, this does.
type innerStatus struct {
	status  ninjs.PubStatus
	embargo ninjs.Time
	targets []string // what it takes down
}

// statusOf reads a code of pubstatusg2, whatever its alias; the other spellings
// are agencies'.
func statusOf(code string) (ninjs.PubStatus, bool) {
	switch strings.ToLower(code) {
	case "", "usable", "useable":
		return ninjs.Usable, true
	case "withheld", "hold", "held":
		return ninjs.Withheld, true
	case "canceled", "cancelled", "kill", "killed", "takedown":
		return ninjs.Canceled, true
	case "embargoed":
		return embargoed, true
	default:
		return "", false
	}
}

// manage reads what decides whether and when the item may be used. What can't be
// understood of it is refused: to publish would be wrong, and so would not to.
func (r *reader) manage() {
	n := r.own("pubStatus")
	r.statusSaid = n != nil && coded(n) != ""
	status, ok := statusOf(coded(n))
	if !ok {
		r.fail(contract.ReasonUnsupported, n, "pubStatus %.40q is none of NewsML-G2", coded(n))
		return
	}
	r.signals()
	if r.a.Signal == contract.Kill {
		status = ninjs.Canceled
	}
	r.a.Item.PubStatus = status
	r.embargo()
	switch status = r.a.Item.PubStatus; {
	case status == ninjs.Canceled && r.named() == "":
		r.fail(contract.ReasonIncomplete, r.root, "is canceled, and has no guid that says what to take down")
	case status == ninjs.Canceled:
		r.a.Signal = contract.Kill
	case status == embargoed && r.a.Item.EmbargoedUntil.IsZero():
		r.a.Item.PubStatus = ninjs.Withheld
		r.note("embargoed without a date: withheld")
	case status == embargoed:
		r.a.Item.PubStatus = ninjs.Usable
	}
}

// own is a property of itemMeta, leaving out those that have an agency's prefix.
func (r *reader) own(name string) *xmltree.Node {
	for n := range r.root.Path("itemMeta", name) {
		if n.Prefix == r.root.Prefix {
			return n
		}
	}
	return nil
}

// embargo reads the date before which nobody may see the item. The schema lets it
// be empty (DateTimeOrNullPropType): held back, and nobody knows for how long.
// But a template that fills in nothing says nothing by that.
func (r *reader) embargo() {
	n := r.own("embargoed")
	if n == nil {
		return
	}
	raw := strings.TrimSpace(n.Text())
	if raw == "" {
		if r.a.Item.PubStatus == ninjs.Usable && !isTemplate(r.root.Child("itemMeta")) {
			r.a.Item.PubStatus = embargoed
		}
		return
	}
	until, err := r.date(raw)
	if err != nil {
		embargo.Unreadable(&r.a.Item, n.Name, err, r.note)
		return
	}
	r.a.Item.EmbargoedUntil = ninjs.At(until)
}

// isTemplate reports whether an element holds empty properties beside the embargo.
func isTemplate(meta *xmltree.Node) bool {
	for n := range meta.Elements() {
		if n.Name != "embargoed" && len(n.Attrs) == 0 && isEmpty(n) {
			return true
		}
	}
	return false
}

// signals reads what the provider calls the item; what a message's header says
// counts for each of its items that says nothing.
func (r *reader) signals() {
	for n := range r.root.Path("itemMeta", "signal") {
		r.a.Signal = graver(r.a.Signal, signalOf(coded(n)))
	}
	for n := range r.root.Path("itemMeta", "role") {
		if s := signalOf(coded(n)); r.a.Signal == "" && s != contract.Kill {
			r.a.Signal = s
		}
	}
	if r.a.Signal == "" {
		r.a.Signal = r.msg.signal
	}
	if r.a.Signal != contract.Correction {
		return
	}
	for n := range r.root.Path("itemMeta", "link") {
		if strings.EqualFold(codeAttr(n, "rel"), "previousVersion") && r.a.Corrects == "" {
			r.a.Corrects = attr(n, "version")
		}
	}
}

// graver gives the graver of two signals.
func graver(a, b contract.Signal) contract.Signal {
	for _, s := range []contract.Signal{contract.Kill, contract.Correction, contract.Update} {
		if a == s || b == s {
			return s
		}
	}
	return ""
}

// signalOf reads a code: IPTC's sig:update and sig:correction, and the same words of
// agencies' own schemes.
func signalOf(code string) contract.Signal {
	switch code {
	case "kill", "mandatorykill":
		return contract.Kill
	case "correction", "corrected", "corrective", "correctionupdate":
		return contract.Correction
	case "update", "updated", "writethru":
		return contract.Update
	default:
		return ""
	}
}

// inherit takes over what an article within says of its use, where the item is
// silent.
func (r *reader) inherit() {
	it := &r.a.Item
	if !r.statusSaid && r.inner.status != "" && it.PubStatus == ninjs.Usable {
		it.PubStatus = r.inner.status
		if it.PubStatus == ninjs.Canceled {
			r.a.Signal = contract.Kill
		}
	}
	if r.held && it.PubStatus == ninjs.Usable && it.EmbargoedUntil.IsZero() {
		it.PubStatus = ninjs.Withheld
	}
	if it.PubStatus == ninjs.Canceled {
		r.a.Targets = r.inner.targets
		r.takeDown()
	}
	if it.EmbargoedUntil.IsZero() && r.own("embargoed") == nil {
		it.EmbargoedUntil = r.inner.embargo
	}
}

// takeDown adds what a kill with an id of its own names by a link. One that is a later
// version of something takes that down too.
func (r *reader) takeDown() {
	own := r.named()
	var others []string
	for n := range r.root.Path("itemMeta", "link") {
		target := identity.Reference(firstOf(attr(n, "residref"), attr(n, "guidref"), attr(n, "href")), attr(n, "version"), r.revised)
		switch strings.ToLower(codeAttr(n, "rel")) {
		case "previousversion", "cancels", "kills", "replaces", "supersedes", "withdraws":
			if target != "" && target != own && target != attr(r.root, "guid") && !slices.Contains(others, target) && len(others) < maxTargets {
				others = append(others, target)
			}
		}
	}
	if len(others) == 0 {
		return
	}
	if v := r.a.Item.Version; own != "" && v != "" && v != "1" {
		others = append([]string{own}, others...)
	}
	r.a.Targets = append(r.a.Targets, others...)
}

// maxTargets is how many items one kill may take down.
const maxTargets = 100

// versionCreated is when this version was made; where that is not said, when the
// content was changed, else when the message was sent.
func (r *reader) versionCreated() {
	it := &r.a.Item
	if it.VersionCreated.IsZero() {
		it.VersionCreated = r.modified
	}
	if it.VersionCreated.IsZero() && r.msg.sent != nil {
		it.VersionCreated = r.dateOf(r.msg.sent)
	}
	if it.VersionCreated.Before(time.Unix(0, 0)) {
		it.VersionCreated = ninjs.Time{}
	}
}
