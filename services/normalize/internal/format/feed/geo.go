package feed

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// places gives the point that GeoRSS (georss:point and georss:where with a gml:Point,
// OGC 17-002r1) or W3C's basic geo vocabulary (geo:lat, geo:long) says, with the name
// of georss:featurename.
func places(x extensions) []ninjs.Place {
	words := strings.Fields(firstOf(value(x["georss"], "point"), gmlPoint(x["georss"]["where"])))
	if len(words) == 0 {
		words = strings.Fields(value(x["geo"], "lat") + " " + value(x["geo"], "long"))
	}
	name := oneLine(value(x["georss"], "featurename"))
	point := geoJSON(words)
	if point == nil && name == "" {
		return nil
	}
	return []ninjs.Place{{Name: name, Rel: "about", GeoJSON: point}}
}

func gmlPoint(where []field) string {
	for _, w := range where {
		for _, p := range w.Children["Point"] {
			for _, pos := range p.Children["pos"] {
				return pos.Value
			}
		}
	}
	return ""
}

// geoJSON makes a point of latitude and longitude in degrees: longitude comes first
// (RFC 7946, 3.1.1). Nil for what is no place on Earth.
func geoJSON(words []string) ninjs.GeoJSON {
	if len(words) != 2 {
		return nil
	}
	lat, err1 := strconv.ParseFloat(words[0], 64)
	lon, err2 := strconv.ParseFloat(words[1], 64)
	if err1 != nil || err2 != nil || !(lat >= -90 && lat <= 90) || !(lon >= -180 && lon <= 180) {
		return nil
	}
	out, err := json.Marshal(map[string]any{"type": "Point", "coordinates": []float64{lon, lat}})
	if err != nil {
		return nil
	}
	return out
}
