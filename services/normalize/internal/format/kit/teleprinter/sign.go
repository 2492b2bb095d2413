// Package teleprinter is what the teleprinter formats (IPTC 7901, ANPA 1312) have in
// common: the words by which an agency says that a story is a new lead, a
// correction, a kill or the second take of a longer one; the ids of stories that
// have nothing but a slug; by-lines, editor's notes and category codes.
// Times without a year are in package date, release lines in package embargo.
//
// It knows words and short lines, no whole documents: it must not decide what is
// a header and what is text. A word counts only where a document puts version
// words; the packages of the formats say where that is. It is pure.
//
// Sources: IPTC Recommendation 7901 rev. 5; ANPA Bulletin 1312; the agencies'
// published filing practices.
package teleprinter

import (
	"strconv"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

// Sign is what version words say of a story.
type Sign struct {
	// Signal is contract.Update, Correction, Kill or empty.
	Signal contract.Signal
	// Lead is the ordinal of the lead, 0 where none is said.
	Lead int
	// Page is the number of the take: 2 for a first add; 0 or 1 is the story.
	Page int
	// More says that another take follows.
	More bool
	// Hold asks not to use the story until further notice.
	Hold bool
	// Release says that the story is sent before it may be used.
	Release bool
	// AdvanceDay is the day of the month of an advance (Adv12), else 0.
	AdvanceDay int
	// Advisory marks a note to editors that is no story.
	Advisory bool
	// Substitute marks a story that takes the place of one that was killed.
	Substitute bool
	// Urgency is what flash, bulletin or urgent amount to, else 0.
	Urgency ninjs.Urgency
}

// Merge adds what other words of the same document say: the stronger signal, the
// higher ordinal, the more urgent urgency.
func (s *Sign) Merge(o Sign) {
	if strength(o.Signal) > strength(s.Signal) {
		s.Signal = o.Signal
	}
	s.Lead, s.Page = max(s.Lead, o.Lead), max(s.Page, o.Page)
	s.More = s.More || o.More
	s.Hold = s.Hold || o.Hold
	s.Release = s.Release || o.Release
	s.Advisory = s.Advisory || o.Advisory
	s.Substitute = s.Substitute || o.Substitute
	if s.AdvanceDay == 0 {
		s.AdvanceDay = o.AdvanceDay
	}
	if s.Urgency == 0 || o.Urgency != 0 && o.Urgency < s.Urgency {
		s.Urgency = o.Urgency
	}
}

func strength(s contract.Signal) int {
	switch s {
	case contract.Kill:
		return 3
	case contract.Correction:
		return 2
	case contract.Update:
		return 1
	default:
		return 0
	}
}

// Version is the place of the story among its takes as a number: 1 the first
// one, 2 the first lead. It is empty where the words say that this is a later
// version but not which one: then the date orders it.
func (s Sign) Version() string {
	switch {
	case s.Signal == contract.Kill || s.Hold:
		return ""
	case s.Lead > 0:
		return strconv.Itoa(s.Lead + 1)
	case s.Signal != "":
		return ""
	default:
		return "1"
	}
}

// Continued reports whether this is a further take, which must not replace the
// first.
func (s Sign) Continued() bool { return s.Page > 1 }
