package newsml1

import (
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// signal reads what the provider calls this revision.
func (r *reader) signal(m *xmltree.Node) {
	revision := r.item.Child("Identification", "NewsIdentifier", "RevisionId")
	previous := revision.Attr("PreviousRevision")
	if n, err := strconv.Atoi(previous); err == nil && n > 0 || strings.ContainsAny(revision.Attr("Update"), "UA") {
		r.a.Signal = contract.Update
	}
	r.kindOfItem(formal(m.Child("NewsItemType")))
	for n := range m.Path("Instruction") {
		r.instruction(n)
	}
	if r.a.Item.PubStatus == ninjs.Canceled {
		r.a.Signal = contract.Kill
	}
	r.correctsPrevious()
}

// correctsPrevious: a correction is one of the revision before.
func (r *reader) correctsPrevious() {
	previous := r.item.Child("Identification", "NewsIdentifier", "RevisionId").Attr("PreviousRevision")
	if r.a.Signal == contract.Correction && previous != "0" {
		r.a.Corrects = previous
	}
}

// called takes a correction or an update from a word that names one, and reports
// whether it does.
func (r *reader) called(s string) bool {
	switch w := word(s); {
	case r.a.Signal == contract.Kill:
		return false
	case strings.HasPrefix(w, "correct"), strings.HasPrefix(w, "rectif"), strings.HasPrefix(w, "corrig"), strings.HasPrefix(w, "bericht"),
		strings.HasPrefix(w, "korrekt"), w == "corrige", strings.HasPrefix(w, "διορθ"), strings.HasPrefix(w, "erratum"):
		r.a.Signal = contract.Correction
	case w == "update" || w == "updated" || w == "replace" || w == "lead":
		if r.a.Signal == "" {
			r.a.Signal = contract.Update
		}
	default:
		return false
	}
	return true
}

// instruction reads what a receiver is to do. Delete is a kill, but for a usable
// revision with a text that only takes back named ones before it: those are
// replaced by it anyhow.
func (r *reader) instruction(n *xmltree.Node) {
	switch w := word(formal(n)); {
	case takesDown(w) && r.replaces(n):
		r.called("update")
	case takesDown(w):
		r.a.Item.PubStatus = ninjs.Canceled
	case !r.called(w):
		r.main.edNote(lines(n))
		if w != word(lines(n)) {
			r.main.edNote(n.Attr("FormalName"))
		}
	}
}

func takesDown(w string) bool {
	return contains(w, "delete", "cancel", "kill", "withdraw", "remove", "takedown", "retract", "annul")
}

// kindOfItem reads the type of the item: a kill or a correction, else what all but
// news is a genre of.
func (r *reader) kindOfItem(s string) {
	switch w := word(s); {
	case w == "" || w == "news" || w == "newsitem":
	case takesDown(w):
		r.a.Item.PubStatus = ninjs.Canceled
	case !r.called(w):
		r.main.genre(ninjs.Genre{Name: s})
	}
}

func (r *reader) replaces(n *xmltree.Node) bool {
	own := r.a.Item.Version
	for s := range n.Path("RevisionStatus") {
		if rev := s.Attr("Revision"); rev != "" && rev != own && r.a.Item.PubStatus == ninjs.Usable {
			return r.item.Child("NewsComponent") != nil
		}
	}
	return false
}
