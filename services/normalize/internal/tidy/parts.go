package tidy

import (
	"strconv"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// maxAssociations bounds how deep associations are nested.
const maxAssociations = 4

// repairParts makes the choices that the schema forces: exactly one of two
// fields, required names.
func repairParts(it *ninjs.Item, n *notes, depth int) {
	for i := range it.People {
		it.People[i].ContactInfo = contacts(it.People[i].ContactInfo, n)
	}
	for i := range it.Organisations {
		it.Organisations[i].ContactInfo = contacts(it.Organisations[i].ContactInfo, n)
	}
	for i := range it.Places {
		it.Places[i].ContactInfo = contacts(it.Places[i].ContactInfo, n)
	}
	for i := range it.InfoSources {
		it.InfoSources[i].ContactInfo = contacts(it.InfoSources[i].ContactInfo, n)
	}
	named(it, n) // once contacts that say nothing are gone
	it.RightsInfo = rights(it.RightsInfo, n)
	percentages(it.Subjects, n)
	renditions(it.Renditions)
	repairEvents(it, n)
	if depth >= maxAssociations && len(it.Associations) > 0 {
		it.Associations = nil
		n.add("associations dropped: nested too deep")
	}
	for i := range it.Associations {
		repairParts(&it.Associations[i].Item, n, depth+1)
	}
}

// contacts gives each entry one of value and address: one with both becomes two.
func contacts(in []ninjs.ContactInfo, n *notes) []ninjs.ContactInfo {
	var out []ninjs.ContactInfo
	for _, c := range in {
		if c.Value == "" && c.Address == nil {
			n.add("contactInfo dropped: neither value nor address")
			continue
		}
		if c.Value != "" && c.Address != nil {
			address := c
			address.Value = ""
			out = append(out, address)
			c.Address = nil
		}
		out = append(out, c)
	}
	return out
}

func rights(r *ninjs.RightsInfo, n *notes) *ninjs.RightsInfo {
	if r == nil {
		return nil
	}
	switch {
	case r.LinkedRights == "" && r.EncodedRights == "":
		n.add("rightsInfo dropped: neither linked nor encoded rights")
		return nil
	case r.LinkedRights != "" && r.EncodedRights != "":
		n.add("rightsInfo: linkedRights dropped, since encodedRights say it in full")
		r.LinkedRights = ""
	}
	return r
}

func percentages(subjects []ninjs.Subject, n *notes) {
	for i := range subjects {
		for _, p := range []**int{&subjects[i].Relevance, &subjects[i].Confidence} {
			if *p != nil && (**p < 0 || **p > 100) {
				*p = nil
				n.add("relevance or confidence of a subject dropped: outside of 0 to 100")
			}
		}
	}
}

func renditions(rs []ninjs.Rendition) {
	for i := range rs {
		if rs[i].Name == "" {
			rs[i].Name = "rendition-" + strconv.Itoa(i+1)
		}
	}
}

func repairEvents(it *ninjs.Item, n *notes) {
	if d := it.EventDetails; d != nil {
		d.Dates = dates(d.Dates, n)
		if d.Organiser != nil {
			d.Organiser.ContactInfo = contacts(d.Organiser.ContactInfo, n)
		}
	}
	for i := range it.PlannedCoverage {
		c := &it.PlannedCoverage[i]
		c.Dates = dates(c.Dates, n)
		renditions(c.Renditions)
	}
}

// dates keeps what the schema allows: one start, or one end.
func dates(d *ninjs.Dates, n *notes) *ninjs.Dates {
	if d == nil {
		return nil
	}
	if !d.StartDate.IsZero() && d.ExpectedStartDate != "" {
		d.ExpectedStartDate = ""
		n.add("expectedStartDate dropped: there is a startDate")
	}
	if d.StartDate.IsZero() && d.ExpectedStartDate == "" && d.EndDate.IsZero() == (d.ExpectedEndDate == "") {
		n.add("dates dropped: neither one start nor one end")
		return nil
	}
	return d
}
