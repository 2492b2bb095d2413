package ninjs

import (
	"encoding/json"
	"errors"
	"fmt"
)

// maxGeometryDepth bounds nested geometry collections.
const maxGeometryDepth = 8

type geoObject struct {
	Type        string            `json:"type"`
	Coordinates json.RawMessage   `json:"coordinates"`
	Geometries  []json.RawMessage `json:"geometries"`
	Geometry    json.RawMessage   `json:"geometry"`
	Features    []json.RawMessage `json:"features"`
	Properties  json.RawMessage   `json:"properties"`
}

// CheckGeoJSON says what is wrong with a GeoJSON object by RFC 7946, section 3.
func CheckGeoJSON(data []byte) error { return checkGeo(data, 0) }

func checkGeo(data []byte, depth int) error {
	if depth > maxGeometryDepth {
		return errors.New("geometries are nested too deep")
	}
	var g geoObject
	if err := json.Unmarshal(data, &g); err != nil {
		return fmt.Errorf("not a GeoJSON object: %w", err)
	}
	switch g.Type {
	case "FeatureCollection":
		return checkAll(g.Features, depth)
	case "GeometryCollection":
		return checkAll(g.Geometries, depth)
	case "Feature":
		return checkFeature(g, depth)
	default:
		return checkCoordinates(g)
	}
}

func checkAll(parts []json.RawMessage, depth int) error {
	if parts == nil {
		return errors.New("a collection without its members")
	}
	for _, p := range parts {
		if err := checkGeo(p, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func checkFeature(g geoObject, depth int) error {
	if g.Geometry == nil || g.Properties == nil {
		return errors.New("a feature needs geometry and properties")
	}
	if string(g.Geometry) == "null" {
		return nil
	}
	return checkGeo(g.Geometry, depth+1)
}

func checkCoordinates(g geoObject) error {
	nesting := map[string]int{"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
	n, ok := nesting[g.Type]
	if !ok {
		return fmt.Errorf("type %q is none of RFC 7946", g.Type)
	}
	var c any
	if err := json.Unmarshal(g.Coordinates, &c); err != nil {
		return fmt.Errorf("coordinates of %s: %w", g.Type, err)
	}
	minimum := map[string]int{"LineString": 2, "MultiLineString": 2, "Polygon": 4, "MultiPolygon": 4}[g.Type]
	return checkPositions(c, n, minimum)
}

func checkPositions(c any, nesting, minimum int) error {
	list, ok := c.([]any)
	if !ok {
		return errors.New("coordinates are not arrays of numbers")
	}
	if nesting == 0 {
		return checkPosition(list)
	}
	if nesting == 1 && len(list) < minimum {
		return fmt.Errorf("%d positions where %d are needed", len(list), minimum)
	}
	for _, sub := range list {
		if err := checkPositions(sub, nesting-1, minimum); err != nil {
			return err
		}
	}
	return nil
}

func checkPosition(list []any) error {
	if len(list) < 2 {
		return errors.New("a position needs two numbers")
	}
	for _, n := range list {
		if _, ok := n.(float64); !ok {
			return errors.New("a position holds something that is no number")
		}
	}
	return nil
}
