package teleprinter

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// Story is what names a document of these formats.
type Story struct {
	Provider string
	Service  string // the service that it was sent on
	Number   string // its number there, with or without the service
	Slug     string // without version words
	Day      string // YYYY-MM-DD, empty if nobody knows
	Refs     []Ref  // what a kill's text names
	ByRefs   bool   // a kill that takes down what it names, not its own slug
}

// Apply gives the article its id, and what the version words make of it: a
// version, a kill with its targets, a story on hold, a further take.
func Apply(a *format.Article, st Story, s Sign) {
	a.Item.Version, a.Signal = s.Version(), s.Signal
	a.ID = ID(st.Service, st.Slug, st.Day, s.Page)
	if a.ID == "" {
		a.ID = own(st)
	}
	if st.Day == "" {
		a.Note("no date, and none of arrival: the id has no day")
	}
	switch {
	case s.Signal == contract.Kill:
		takeDown(a, st)
	case s.Advisory && st.Slug != "":
		a.ID += ".advisory"
		a.Note("an advisory on a story of this slug: an article of its own")
	case s.Hold:
		a.Item.PubStatus = ninjs.Withheld
		a.Note("on hold until further notice")
	case s.Substitute && st.Slug != "":
		a.ID += ".substitute"
		a.Note("a substitute of a story of this slug: an article of its own")
	case s.Continued():
		continued(a, st, s)
	}
}

// takeDown targets the stories of the slug, of that day and the day before.
func takeDown(a *format.Article, st Story) {
	a.Item.PubStatus = ninjs.Canceled
	refs := st.Refs
	if !st.ByRefs || len(refs) == 0 {
		refs = append([]Ref{{Slug: st.Slug}}, refs...)
	}
	for _, r := range refs {
		services := []string{st.Service}
		if letter := r.service(); letter != "" && letter != st.Service && len(st.Service) == 1 {
			services = []string{letter, st.Service}
		}
		for _, id := range Targets(services, []string{r.Slug}, st.Day) {
			if !slices.Contains(a.Targets, id) {
				a.Targets = append(a.Targets, id)
			}
		}
		if r.Number != "" {
			a.Item.AltIDs = append(a.Item.AltIDs, ninjs.AltID{Role: "killed-number", Value: r.Number})
		}
	}
	if len(a.Targets) == 0 {
		a.Note("a kill that names no slug")
	}
	a.ID = own(st)
}

// own is the id of a message itself: a kill's, or a story's without a slug.
func own(st Story) string {
	if st.Number == "" {
		return ""
	}
	number := strings.ToLower(st.Number)
	if !strings.HasPrefix(number, strings.ToLower(st.Service)) {
		number = strings.ToLower(st.Service) + number
	}
	return strings.TrimSuffix(number+"."+st.Day, ".")
}

// continued keeps a further take from replacing the first, and links that one.
func continued(a *format.Article, st Story, s Sign) {
	a.Note(fmt.Sprintf("take %d of a story: an article of its own", s.Page))
	first := ID(st.Service, st.Slug, st.Day, 0)
	if first == "" || st.Provider == "" {
		return
	}
	it := ninjs.Item{URI: ninjs.URI("urn:wireroom:" + st.Provider + ":" + escape(first)), AltIDs: []ninjs.AltID{{Role: "id", Value: first}}}
	a.Item.Associations = append(a.Item.Associations, ninjs.Association{Name: "take-1", Rel: "continues", Item: it})
}

// escape makes an id part of a URN, as package tidy does: percent-encoded but for
// unreserved characters and colons.
func escape(id string) string {
	var b strings.Builder
	for i := range len(id) {
		switch c := id[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-._~:", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// Embargo holds an article until a time, or where nobody can tell until when,
// altogether.
func Embargo(a *format.Article, until time.Time) {
	switch {
	case a.Item.PubStatus == ninjs.Canceled:
	case until.IsZero():
		a.Item.PubStatus = ninjs.Withheld
		a.Note("sent ahead of its release, which has no time that can be read: withheld")
	case !a.Item.VersionCreated.IsZero() && !until.After(a.Item.VersionCreated.Time):
		// it was over when this was sent
	default:
		a.Item.EmbargoedUntil = ninjs.At(until)
	}
}
