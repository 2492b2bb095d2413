package places

import (
	"strings"

	"github.com/wireroom/wireroom/services/enrich/internal/frame"
	"github.com/wireroom/wireroom/services/enrich/internal/names/gazetteer"
)

// evidence is how often the article speaks of each country, by what is certain.
type evidence struct {
	countries []string
	counts    []int
}

func (e *evidence) add(country string, n int) {
	for i, c := range e.countries {
		if c == country {
			e.counts[i] += n
			return
		}
	}
	e.countries, e.counts = append(e.countries, country), append(e.counts, n)
}

func (e *evidence) of(country string) int {
	for i, c := range e.countries {
		if c == country {
			return e.counts[i]
		}
	}
	return 0
}

// maxMentions bounds what is looked at of an article.
const maxMentions = 500

// gather collects the evidence: countries, nationalities, and names of one country
// only.
func (e *Enricher) gather(a *frame.Article) evidence {
	var ev evidence
	for i := range a.Mentions[:min(len(a.Mentions), maxMentions)] {
		entry := e.lists.Lookup(a.Mentions[i].Name)
		if entry == nil || len(entry.Places) == 0 {
			continue
		}
		first := &entry.Places[0]
		switch {
		case first.Kind == gazetteer.Country || first.Kind == gazetteer.Demonym:
			ev.add(first.Country, 2)
		case one(entry.Places):
			ev.add(first.Country, 1)
		}
	}
	return ev
}

// one says that places lie in one country.
func one(places []gazetteer.Place) bool {
	for i := range places {
		if places[i].Country != places[0].Country {
			return false
		}
	}
	return true
}

// farSmaller is the share of the largest place's inhabitants below which another of
// that name is meant only if the article speaks of its country and not of the largest
// one's.
const farSmaller = 50

// resolve gives the place that a name means, nil if no list has it.
func (e *Enricher) resolve(a *frame.Article, name string, ev *evidence) *gazetteer.Place {
	entry := e.lists.Lookup(strings.TrimPrefix(strings.TrimPrefix(name, "the "), "The "))
	if entry == nil {
		return nil
	}
	best := -1
	beside := e.beside(a, name)
	for i := range entry.Places {
		p := &entry.Places[i]
		switch {
		case p.Kind == gazetteer.Demonym:
		case beside != "" && p.Country == beside:
			return p
		case best < 0:
			best = i
		case entry.Places[best].Kind == gazetteer.Country || entry.Places[best].Capital && ev.of(p.Country) < 4:
		case ev.of(p.Country) > 0 && ev.of(entry.Places[best].Country) == 0 && !far(p, &entry.Places[best]):
			best = i
		}
	}
	if best < 0 {
		return nil
	}
	return &entry.Places[best]
}

func far(p, largest *gazetteer.Place) bool {
	return p.Kind == gazetteer.City && largest.Kind == gazetteer.City && p.Population*farSmaller < largest.Population
}

// beside gives the country of what stands right after a name and a comma.
func (e *Enricher) beside(a *frame.Article, name string) string {
	for i := range a.Mentions[:min(len(a.Mentions), maxMentions)] {
		m := &a.Mentions[i]
		if m.Name != name || i+1 == len(a.Mentions) {
			continue
		}
		next := &a.Mentions[i+1]
		gap := next.At - m.At - len(m.Name)
		if gap < 1 || gap > 3 || next.Other {
			continue
		}
		if entry := e.lists.Lookup(next.Name); entry != nil && len(entry.Places) > 0 &&
			entry.Kinds&(gazetteer.Region|gazetteer.Country) != 0 {
			return entry.Places[0].Country
		}
	}
	return ""
}
