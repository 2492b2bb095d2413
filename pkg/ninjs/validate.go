package ninjs

import (
	"errors"
	"fmt"
	"math"
)

// Validate checks what the types alone can't: required fields, ranges, and the
// schema's choices. It joins all errors it finds, each with the field's path.
func Validate(item *Item) error {
	var v validator
	v.item("", item)
	return errors.Join(v.errs...)
}

type validator struct{ errs []error }

func (v *validator) failf(path, format string, args ...any) {
	v.errs = append(v.errs, fmt.Errorf("%s: %s", path, fmt.Sprintf(format, args...)))
}

func (v *validator) item(path string, it *Item) {
	if !it.URI.Valid() {
		v.failf(path+"uri", "%q is not an absolute URI", string(it.URI))
	}
	if it.Urgency < 0 || it.Urgency > 9 {
		v.failf(path+"urgency", "%d is outside of 1 to 9", it.Urgency)
	}
	v.subjects(path, it.Subjects)
	v.contacts(path, it)
	v.places(path, it.Places)
	v.renditions(path, it.Renditions)
	if r := it.RightsInfo; r != nil && (r.LinkedRights == "") == (r.EncodedRights == "") {
		v.failf(path+"rightsInfo", "needs exactly one of linkedRights and encodedRights")
	}
	v.events(path, it)
	for i := range it.Associations {
		a := &it.Associations[i]
		sub := fmt.Sprintf("%sassociations[%d].", path, i)
		if a.Name == "" {
			v.failf(sub+"name", "is required")
		}
		v.item(sub, &a.Item)
	}
}

func (v *validator) subjects(path string, subjects []Subject) {
	for i, s := range subjects {
		v.percentage(path, i, "relevance", s.Relevance)
		v.percentage(path, i, "confidence", s.Confidence)
	}
}

func (v *validator) percentage(path string, i int, name string, p *int) {
	if p != nil && (*p < 0 || *p > 100) {
		v.failf(fmt.Sprintf("%ssubjects[%d].%s", path, i, name), "%d is outside of 0 to 100", *p)
	}
}

func (v *validator) contacts(path string, it *Item) {
	check := func(kind string, i int, infos []ContactInfo) {
		for j, c := range infos {
			if (c.Value == "") == (c.Address == nil) {
				v.failf(fmt.Sprintf("%s%s[%d].contactInfo[%d]", path, kind, i, j), "needs exactly one of value and address")
			}
		}
	}
	for i, p := range it.People {
		check("people", i, p.ContactInfo)
	}
	for i, o := range it.Organisations {
		check("organisations", i, o.ContactInfo)
	}
	for i, p := range it.Places {
		check("places", i, p.ContactInfo)
	}
	for i, s := range it.InfoSources {
		check("infoSources", i, s.ContactInfo)
	}
	if it.EventDetails != nil && it.EventDetails.Organiser != nil {
		check("eventDetails.organiser", 0, it.EventDetails.Organiser.ContactInfo)
	}
}

func (v *validator) places(path string, places []Place) {
	for i, p := range places {
		if len(p.GeoJSON) == 0 {
			continue
		}
		if err := CheckGeoJSON(p.GeoJSON); err != nil {
			v.failf(fmt.Sprintf("%splaces[%d].geoJSON", path, i), "%v", err)
		}
	}
}

func (v *validator) renditions(path string, renditions []Rendition) {
	for i, r := range renditions {
		if r.Name == "" {
			v.failf(fmt.Sprintf("%srenditions[%d].name", path, i), "is required")
		}
		if !finite(r.Duration) || !finite(r.FrameRate) {
			v.failf(fmt.Sprintf("%srenditions[%d]", path, i), "duration or frameRate is no finite number")
		}
	}
}

func (v *validator) events(path string, it *Item) {
	if d := it.EventDetails; d != nil && d.Dates != nil {
		v.dates(path+"eventDetails.dates", d.Dates)
	}
	for i, c := range it.PlannedCoverage {
		sub := fmt.Sprintf("%splannedCoverage[%d].", path, i)
		if c.Dates != nil {
			v.dates(sub+"dates", c.Dates)
		}
		if c.Urgency < 0 || c.Urgency > 9 {
			v.failf(sub+"urgency", "%d is outside of 1 to 9", c.Urgency)
		}
		v.renditions(sub, c.Renditions)
	}
}

func (v *validator) dates(path string, d *Dates) {
	start := (d.StartDate.IsZero()) != (d.ExpectedStartDate == "")
	end := (d.EndDate.IsZero()) != (d.ExpectedEndDate == "")
	if !start && !end {
		v.failf(path, "needs exactly one start, or exactly one end")
	}
}

func finite(f float64) bool { return !math.IsNaN(f) && !math.IsInf(f, 0) }
