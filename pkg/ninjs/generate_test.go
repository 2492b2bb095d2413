package ninjs_test

import (
	"reflect"
	"time"

	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

func one[T any](values ...T) *rapid.Generator[any] {
	return rapid.Map(rapid.SampledFrom(values), func(v T) any { return v })
}

// anyValid draws items that the schema allows, with all fields of the types.
func anyValid() *rapid.Generator[ninjs.Item] {
	when := rapid.Custom(func(t *rapid.T) any {
		if rapid.Bool().Draw(t, "unsaid") {
			return ninjs.Time{}
		}
		return ninjs.At(time.Unix(rapid.Int64Range(-62135596800+1, 253402300799).Draw(t, "s"), rapid.Int64Range(0, 1e9-1).Draw(t, "n")).UTC())
	})
	percent := rapid.Map(rapid.OneOf(rapid.Just[*int](nil), rapid.Map(rapid.IntRange(0, 100), func(n int) *int { return &n })), func(p *int) any { return p })
	contact := ninjs.ContactInfo{Role: "r", Value: "v"}
	address := ninjs.ContactInfo{Type: "t", Address: &ninjs.Address{Lines: []string{"a", ""}, Country: "c"}}
	start := ninjs.At(time.Date(2024, 5, 3, 0, 0, 0, 0, time.UTC))
	rules := &ninjs.Recurrence{RecurrenceRules: []ninjs.RecurrenceRule{{Frequency: "daily", Interval: 2, Until: start}}}
	types := map[reflect.Type]*rapid.Generator[any]{
		reflect.TypeFor[ninjs.Time](): when,
		reflect.TypeFor[*int]():       percent,
		reflect.TypeFor[ninjs.URI]():  one[ninjs.URI]("", "http://e.org/a?b#c", "urn:a:b", "tag:e.org,2024:1"),
		reflect.TypeFor[ninjs.Type](): one("", ninjs.TypeText, ninjs.TypeAudio, ninjs.TypeVideo, ninjs.TypePicture, ninjs.TypeGraphic,
			ninjs.TypeComposite, ninjs.TypeComponent, ninjs.TypeEvent, ninjs.TypePlanning),
		reflect.TypeFor[ninjs.PubStatus]():          one("", ninjs.Usable, ninjs.Withheld, ninjs.Canceled),
		reflect.TypeFor[ninjs.RepresentationType](): one("", ninjs.Full, ninjs.Partial),
		reflect.TypeFor[ninjs.ScanType]():           one("", ninjs.Progressive, ninjs.Interlaced),
		reflect.TypeFor[ninjs.Urgency]():            rapid.Map(rapid.IntRange(0, 9), func(n int) any { return ninjs.Urgency(n) }),
		reflect.TypeFor[ninjs.GeoJSON]():            one(nil, ninjs.GeoJSON(`{"type":"Point","coordinates":[1,-2.5]}`), ninjs.GeoJSON(`{"type":"Feature","geometry":null,"properties":{"a":"<"}}`)),
		reflect.TypeFor[[]ninjs.ContactInfo]():      one(nil, []ninjs.ContactInfo{contact}, []ninjs.ContactInfo{address, contact}),
		reflect.TypeFor[*ninjs.RightsInfo]():        one(nil, &ninjs.RightsInfo{LinkedRights: "urn:r"}, &ninjs.RightsInfo{LangID: "urn:l", EncodedRights: "<r/>"}),
		reflect.TypeFor[*ninjs.Dates]():             one(nil, &ninjs.Dates{StartDate: start, Recurrence: rules}, &ninjs.Dates{ExpectedStartDate: "2024-05", ExpectedEndDate: "2024"}, &ninjs.Dates{EndDate: start, ExpectedDuration: "PT1H"}),
		reflect.TypeFor[[]ninjs.Association]():      one([]ninjs.Association(nil)),
	}
	make := rapid.MakeCustom[ninjs.Item](rapid.MakeConfig{Types: types})
	return rapid.Custom(func(t *rapid.T) ninjs.Item {
		it := required(make.Draw(t, "item"))
		for range rapid.IntRange(0, 2).Draw(t, "associations") {
			it.Associations = append(it.Associations, ninjs.Association{Name: "a", Rel: "r", Item: required(make.Draw(t, "association"))})
		}
		return it
	})
}

// required fills in what the schema asks for, and makes empty lists absent, as
// they are when read.
func required(it ninjs.Item) ninjs.Item {
	if it.URI == "" {
		it.URI = "urn:x"
	}
	for i := range it.Renditions {
		it.Renditions[i].Name = "n"
	}
	for i := range it.PlannedCoverage {
		for j := range it.PlannedCoverage[i].Renditions {
			it.PlannedCoverage[i].Renditions[j].Name = "n"
		}
	}
	absent(reflect.ValueOf(&it).Elem())
	return it
}

func absent(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[ninjs.Time]() {
			return
		}
		for i := range v.NumField() {
			absent(v.Field(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			absent(v.Elem())
		}
	case reflect.Slice:
		if v.Len() == 0 {
			v.SetZero()
			return
		}
		for i := range v.Len() {
			absent(v.Index(i))
		}
	}
}
