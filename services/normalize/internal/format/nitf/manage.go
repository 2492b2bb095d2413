package nitf

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/embargo"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/identity"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// embargoed is a status of NITF that ninjs has no word for.
const embargoed ninjs.PubStatus = "embargoed"

// statusOf reads management-status and management-idref-status: NITF lists
// usable, embargoed, withheld and canceled; the other spellings are agencies'.
func statusOf(s string) (ninjs.PubStatus, bool) {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "", "usable", "useable":
		return ninjs.Usable, true
	case "embargoed", "embargo":
		return embargoed, true
	case "withheld", "hold", "held":
		return ninjs.Withheld, true
	case "canceled", "cancelled", "kill", "killed", "recalled", "takedown":
		return ninjs.Canceled, true
	default:
		return "", false
	}
}

// manage reads what decides whether and when the item may be used. What can't be
// understood of it is refused: to publish would be wrong, and so would not to.
func (r *reader) manage() {
	said := r.docdata.Attr("management-status")
	status, ok := statusOf(said)
	if !ok {
		r.fail(contract.ReasonUnsupported, r.docdata, "management-status %.40q is none of NITF", said)
		return
	}
	issue := r.docdata.Child("date.issue")
	release := r.embargoDate(issue, status)
	if status == embargoed {
		if status = ninjs.Usable; release.IsZero() && r.a.Item.PubStatus == "" {
			status = ninjs.Withheld
			r.note("embargoed without a date.release: withheld")
		}
	}
	if r.a.Item.PubStatus == "" { // else the embargo can't be read
		r.a.Item.PubStatus = status
	}
	r.a.Item.EmbargoedUntil = ninjs.At(release)
	r.signal()
	r.refer()
}

// embargoDate is date.release where it holds the item back: with the status
// embargoed, or because it is later than the date of issue (or that is not known).
// Most agencies fill in both dates with the same time, which is no embargo.
func (r *reader) embargoDate(issue *xmltree.Node, status ninjs.PubStatus) time.Time {
	n := r.docdata.Child("date.release")
	if n == nil || rawDate(n) == "" {
		return time.Time{}
	}
	release, err := r.date(rawDate(n))
	if err != nil && status != embargoed && rawDate(n) == rawDate(orEmpty(issue)) {
		r.note("date.release left out, it is the date of issue: " + err.Error())
		return time.Time{}
	}
	if err != nil {
		if status == ninjs.Canceled {
			r.a.Item.PubStatus = status
		}
		embargo.Unreadable(&r.a.Item, "date.release", err, r.note)
		return time.Time{}
	}
	issued, err := r.date(rawDate(orEmpty(issue)))
	if status != embargoed && err == nil && !release.After(issued) {
		return time.Time{}
	}
	return release
}

// signal reads what the provider calls the document: docdata's correction, the
// type of its message to editors, ANPA's take key ("1st Ld-Writethru",
// "CORRECTION"). A kill shows itself by the status alone: a word in a key takes
// nothing down.
func (r *reader) signal() {
	if c := r.docdata.Child("correction"); c != nil {
		r.a.Signal, r.a.Corrects = contract.Correction, c.Attr("id-string")
		r.edNote(c.Attr("info"))
		r.source("correction", c.Attr("regsrc"), "")
	}
	r.called(metaOf(r.root, "anpa-takekey"))
	for n := range r.docdata.Path("ed-msg") {
		r.called(n.Attr("msg-type"))
	}
}

// A lead of a story that goes on: "Ld", "1stLd", "2nd Ld-Writethru", "update".
var updateWord = regexp.MustCompile(`^(?:update|writethru|(?:\d*(?:st|nd|rd|th))?ld)$`)

func (r *reader) called(text string) {
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(c rune) bool { return c == ' ' || c == '-' }) {
		switch {
		case strings.HasPrefix(w, "correct"):
			r.a.Signal = contract.Correction
		case r.a.Signal == "" && updateWord.MatchString(w):
			r.a.Signal = contract.Update
		}
	}
}

// refer reads the document that this one is about: what a kill takes down, or
// what an update comes after. A kill that says nothing of its target's new status
// means that one too; what is left usable stays.
func (r *reader) refer() {
	target := r.idref()
	own := firstOf(string(r.a.Item.URI), r.a.ID)
	if r.a.Item.PubStatus == ninjs.Canceled {
		r.a.Signal = contract.Kill
	}
	if target == "" || target == own {
		return
	}
	said := r.docdata.Attr("management-idref-status")
	status, ok := statusOf(said)
	if !ok {
		r.fail(contract.ReasonUnsupported, r.docdata, "management-idref-status %.40q is none of NITF", said)
		return
	}
	switch {
	case r.a.Item.PubStatus == ninjs.Canceled && (said == "" || status == ninjs.Canceled):
		r.a.Targets = []string{target}
	case status == ninjs.Usable || status == embargoed:
		r.follows(target)
	}
}

// idref names the document that this one is about, without a revision if this one's
// own name carried one.
func (r *reader) idref() string {
	return identity.Reference(r.docdata.Attr("management-doc-idref"), "", r.revised)
}

// follows links the document that this one is an update to: it has another id,
// and is an article of its own.
func (r *reader) follows(target string) {
	if r.a.Signal == "" {
		r.a.Signal = contract.Update
	}
	uri, _ := uriOrID(target)
	it := ninjs.Item{URI: uri, AltIDs: []ninjs.AltID{{Role: "id", Value: target}}}
	r.a.Item.Associations = append(r.a.Item.Associations, ninjs.Association{Name: "evolvedfrom", Rel: "evolvedFrom", Item: it})
}

// takedown gives the article that takes down another document where this one is
// no kill itself, but replaces it.
func (r *reader) takedown() []format.Article {
	target := r.idref()
	status, _ := statusOf(r.docdata.Attr("management-idref-status"))
	own := firstOf(string(r.a.Item.URI), r.a.ID)
	if target == "" || target == own || len(r.a.Targets) > 0 || status != ninjs.Canceled && status != ninjs.Withheld {
		return nil
	}
	it := &r.a.Item
	k := format.Article{Signal: contract.Kill, Item: ninjs.Item{
		PubStatus: status, Urgency: it.Urgency, EdNote: it.EdNote, VersionCreated: it.VersionCreated,
		AltIDs: []ninjs.AltID{{Role: "kill", Value: own}},
	}}
	k.Item.URI, k.ID = uriOrID(target)
	if own == "" {
		k.Item.AltIDs = nil
	}
	return []format.Article{k}
}

func (r *reader) edNote(text string) {
	if text = strings.TrimSpace(text); text != "" {
		r.edNotes = append(r.edNotes, text)
	}
}

func lineOf(n *xmltree.Node) string {
	if n == nil {
		return ""
	}
	return fmt.Sprintf("line %d", n.Line)
}
