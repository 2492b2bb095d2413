package ninjs

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"
)

// maxGeometryDepth bounds nested geometry collections.
const maxGeometryDepth = 8

// geoObject holds the members by their exact names: GeoJSON knows no other case.
type geoObject map[string]json.RawMessage

// CheckGeoJSON says what is wrong with a GeoJSON object by RFC 7946, section 3.
func CheckGeoJSON(data []byte) error {
	if isPoint(data) {
		return nil
	}
	if !utf8.Valid(data) {
		return errors.New("not a GeoJSON object: not UTF-8")
	}
	return checkGeo(data, 0, true)
}

// isPoint tells a point as most are written, ours too: nothing of it needs to be decoded.
func isPoint(data []byte) bool {
	rest, head := bytes.CutPrefix(data, []byte(`{"type":"Point","coordinates":[`))
	rest, tail := bytes.CutSuffix(rest, []byte(`]}`))
	lon, lat, two := bytes.Cut(rest, []byte{','})
	return head && tail && two && isDecimal(lon) && isDecimal(lat)
}

// isDecimal tells a short number of JSON without an exponent (RFC 8259, section 6).
func isDecimal(n []byte) bool {
	n = bytes.TrimPrefix(n, []byte{'-'})
	whole, fraction, parted := bytes.Cut(n, []byte{'.'})
	return len(n) < 40 && digits(whole) && (whole[0] != '0' || len(whole) == 1) && (!parted || digits(fraction))
}

func digits(s []byte) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(s) > 0
}

// checkGeo takes any object, or a geometry alone.
func checkGeo(data []byte, depth int, features bool) error {
	if depth > maxGeometryDepth {
		return errors.New("geometries are nested too deep")
	}
	var g geoObject
	if err := json.Unmarshal(data, &g); err != nil {
		return fmt.Errorf("not a GeoJSON object: %w", err)
	}
	if err := g.checkBox(); err != nil {
		return err
	}
	kind, err := g.kind()
	switch {
	case err != nil:
		return err
	case kind == "FeatureCollection" && features:
		return checkAll(g["features"], func(f []byte) error { return checkFeature(f, depth+1) })
	case kind == "Feature" && features:
		return checkFeature(data, depth)
	case kind == "GeometryCollection":
		return checkAll(g["geometries"], func(p []byte) error { return checkGeo(p, depth+1, false) })
	default:
		return checkCoordinates(kind, g["coordinates"])
	}
}

func (g geoObject) kind() (string, error) {
	var kind string
	if err := json.Unmarshal(g["type"], &kind); err != nil {
		return "", fmt.Errorf("type of a GeoJSON object: %w", err)
	}
	return kind, nil
}

func (g geoObject) checkBox() error {
	data, ok := g["bbox"]
	if !ok {
		return nil
	}
	var box []*float64
	if err := json.Unmarshal(data, &box); err != nil {
		return fmt.Errorf("bbox: %w", err)
	}
	if len(box) < 4 || slices.Contains(box, nil) {
		return errors.New("bbox: needs four numbers")
	}
	return nil
}

func checkAll(data []byte, check func([]byte) error) error {
	var parts []json.RawMessage
	if err := json.Unmarshal(data, &parts); err != nil || parts == nil {
		return errors.New("a collection without its members")
	}
	for _, p := range parts {
		if err := check(p); err != nil {
			return err
		}
	}
	return nil
}

func checkFeature(data []byte, depth int) error {
	var f geoObject
	if err := json.Unmarshal(data, &f); err != nil {
		return fmt.Errorf("not a feature: %w", err)
	}
	if kind, err := f.kind(); err != nil || kind != "Feature" {
		return errors.New("not a feature")
	}
	if err := f.checkBox(); err != nil {
		return err
	}
	var properties map[string]json.RawMessage
	if err := json.Unmarshal(f["properties"], &properties); err != nil {
		return fmt.Errorf("properties of a feature: %w", err)
	}
	if id, ok := f["id"]; ok && (len(id) == 0 || id[0] != '"' && id[0] != '-' && (id[0] < '0' || id[0] > '9')) {
		return errors.New("the id of a feature is a string or a number")
	}
	if string(f["geometry"]) == "null" {
		return nil
	}
	return checkGeo(f["geometry"], depth+1, false)
}

func checkCoordinates(kind string, data []byte) error {
	nesting, minimum := 0, 0
	switch kind {
	case "Point":
	case "MultiPoint":
		nesting = 1
	case "LineString":
		nesting, minimum = 1, 2
	case "MultiLineString":
		nesting, minimum = 2, 2
	case "Polygon":
		nesting, minimum = 2, 4
	case "MultiPolygon":
		nesting, minimum = 3, 4
	default:
		return fmt.Errorf("type %q is no geometry of RFC 7946", kind)
	}
	var c any
	if err := json.Unmarshal(data, &c); err != nil {
		return fmt.Errorf("coordinates of %s: %w", kind, err)
	}
	return checkPositions(c, nesting, minimum)
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
