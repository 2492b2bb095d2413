package ninjson

import (
	"encoding/json"
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

func geoJSON(v any) ninjs.GeoJSON {
	cleanGeo(v)
	data, err := json.Marshal(v)
	if err != nil || ninjs.CheckGeoJSON(data) != nil {
		return nil
	}
	return data
}

// cleanGeo drops the optional members whose value RFC 7946 forbids (sections
// 3.2 and 5), so that a good geometry survives a bad box.
func cleanGeo(v any) {
	o, ok := v.(map[string]any)
	if !ok {
		return
	}
	if box, ok := o["bbox"]; ok && !numbers(box, 4) {
		delete(o, "bbox")
	}
	switch o["id"].(type) {
	case string, json.Number:
	default:
		delete(o, "id")
	}
	if _, ok := o["properties"].(map[string]any); !ok && o["type"] == "Feature" {
		o["properties"] = nil
	}
	cleanGeo(o["geometry"])
	for _, key := range []string{"features", "geometries"} {
		members, _ := o[key].([]any)
		for _, m := range members {
			cleanGeo(m)
		}
	}
}

func numbers(v any, atLeast int) bool {
	list, ok := v.([]any)
	for _, n := range list {
		if _, isNumber := n.(json.Number); !isNumber {
			return false
		}
	}
	return ok && len(list) >= atLeast
}
