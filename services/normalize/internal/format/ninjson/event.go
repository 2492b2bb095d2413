package ninjson

import (
	"math"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

func (n node) eventDetails() *ninjs.EventDetails {
	m, ok := n.one("eventdetails")
	if !ok {
		return nil
	}
	d := &ninjs.EventDetails{
		EventStatus: m.uriOnly("eventstatus"), PlannedCoverageStatus: m.uriOnly("plannedcoveragestatus"), Dates: m.dates(),
	}
	if o, ok := m.one("organiser"); ok {
		d.Organiser = o.organisation()
	}
	m.rest()
	return d
}

// dates keeps the certain one where a certain and an expected date stand side by
// side: the schema wants one of them.
func (n node) dates() *ninjs.Dates {
	m, ok := n.one("dates")
	if !ok {
		return nil
	}
	d := &ninjs.Dates{
		StartDate: m.date("startdate"), EndDate: m.date("enddate"),
		ExpectedStartDate: m.truncated("expectedstartdate"), ExpectedEndDate: m.truncated("expectedenddate"),
		ExpectedDuration: m.text("expectedduration"), Recurrence: m.recurrence(),
	}
	m.rest()
	if !d.StartDate.IsZero() && d.ExpectedStartDate != "" {
		m.note("expectedstartdate", "stands beside startDate")
		d.ExpectedStartDate = ""
	}
	if !d.EndDate.IsZero() && d.ExpectedEndDate != "" {
		m.note("expectedenddate", "stands beside endDate")
		d.ExpectedEndDate = ""
	}
	if d.StartDate.IsZero() && d.EndDate.IsZero() && d.ExpectedStartDate == "" && d.ExpectedEndDate == "" {
		n.note("dates", "have neither start nor end")
		return nil
	}
	return d
}

func (n node) recurrence() *ninjs.Recurrence {
	m, ok := n.one("recurrence")
	if !ok {
		return nil
	}
	out := &ninjs.Recurrence{}
	for _, rule := range m.list("frequency", "recurrencerules") {
		r := ninjs.RecurrenceRule{
			Frequency: ninjs.Frequency(rule.text("frequency")), Interval: rule.count("interval"),
			Until: rule.date("until"), Count: rule.count("count"),
		}
		rule.rest()
		if r.Frequency != "" && !r.Frequency.Valid() {
			rule.note("frequency", "is none of RFC 5545")
			r.Frequency = ""
		}
		out.RecurrenceRules = append(out.RecurrenceRules, r)
	}
	m.rest()
	return out
}

func (n node) plannedCoverage() []ninjs.PlannedCoverage {
	var out []ninjs.PlannedCoverage
	for _, m := range n.list("title", "plannedcoverage") {
		out = append(out, ninjs.PlannedCoverage{
			URI: m.uriOnly("uri"), Title: m.text("title"), PubStatus: m.statusOf("pubstatus"), Type: m.kind("type"),
			Commissioned: m.commissioned(), Dates: m.dates(), Audiences: m.audiences(), ExclAudience: m.strings("exclaudience"),
			EdNote: m.text("ednote"), Urgency: m.urgency("urgency"), Language: m.text("language"),
			ItemCount: m.itemCount(), WordCount: m.count("wordcount"), Renditions: m.renditions(""),
		})
		m.rest()
	}
	return out
}

func (n node) commissioned() *ninjs.Commissioned {
	m, ok := n.one("commissioned")
	if !ok {
		return nil
	}
	c := &ninjs.Commissioned{By: m.text("by"), On: m.date("on")}
	for _, ref := range m.list("value", "references") {
		c.References = append(c.References, ninjs.Reference{Name: ref.text("name"), Value: ref.text("value")})
		ref.rest()
	}
	m.rest()
	return c
}

func (n node) audiences() []ninjs.Audience {
	var out []ninjs.Audience
	for _, m := range n.list("audience", "audiences") {
		s, _ := m.whole(math.MinInt32, math.MaxInt32, "significance")
		out = append(out, ninjs.Audience{Audience: m.text("audience"), Significance: int(s)})
		m.rest()
	}
	return out
}

func (n node) strings(key string) []string {
	var out []string
	for _, m := range n.list("value", key) {
		if text := m.text("value"); text != "" {
			out = append(out, text)
		}
		m.rest()
	}
	return out
}

func (n node) itemCount() *ninjs.ItemCount {
	m, ok := n.one("itemcount")
	if !ok {
		return nil
	}
	c := &ninjs.ItemCount{RangeFrom: m.count("rangefrom"), RangeTo: m.count("rangeto")}
	m.rest()
	return c
}
