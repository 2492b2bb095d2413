package ninjson

import (
	"maps"
	"slices"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

func (n node) places() []ninjs.Place {
	var out []ninjs.Place
	for _, m := range n.list("name", "places", "place") {
		c := m.concept(false)
		p := ninjs.Place{Name: c.name, Rel: c.rel, URI: c.uri, Literal: c.literal, ContactInfo: m.contacts(), GeoJSON: m.geometry()}
		m.rest()
		if !c.empty() || p.ContactInfo != nil || p.GeoJSON != nil {
			out = append(out, p)
		}
	}
	return out
}

// geometry reads geoJSON, the geometry_ fields of ninjs 1, and Superdesk's
// location; the first that is one counts.
func (n node) geometry() ninjs.GeoJSON {
	keys := []string{"geojson"}
	for _, key := range slices.Sorted(maps.Keys(n.fields)) {
		if strings.HasPrefix(key, "geometry_") {
			keys = append(keys, key)
		}
	}
	var found ninjs.GeoJSON
	for _, key := range keys {
		v := n.take(key)
		if v == nil {
			continue
		}
		geo := geoJSON(v)
		if geo == nil {
			n.note(key, "is no GeoJSON object")
		} else if found == nil {
			found = geo
		}
	}
	if at, ok := n.one("location"); ok {
		lat, hasLat := at.number("lat", "latitude")
		lon, hasLon := at.number("lon", "lng", "longitude")
		at.rest()
		if hasLat && hasLon && found == nil {
			found = geoJSON(map[string]any{"type": "Point", "coordinates": []float64{lon, lat}})
		}
	}
	return found
}
