package ninjson

import (
	"encoding/json"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// What of GeoJSON may stand in a place.
const (
	anyObject = iota
	onlyFeature
	onlyGeometry
)

// geoJSON gives the object by RFC 7946, or nil. It is built anew from the members
// that the standard names, so that a good geometry survives a bad box beside it.
func geoJSON(v any) ninjs.GeoJSON {
	clean := cleanGeo(v, anyObject)
	if clean == nil {
		return nil
	}
	data, err := json.Marshal(clean)
	if err != nil || ninjs.CheckGeoJSON(data) != nil {
		return nil
	}
	return data
}

func cleanGeo(v any, allowed int) map[string]any {
	o, ok := v.(map[string]any)
	if !ok {
		return nil
	}
	kind, _ := o["type"].(string)
	out := map[string]any{"type": kind}
	switch {
	case kind == "FeatureCollection" && allowed == anyObject:
		out["features"] = cleanAll(o["features"], onlyFeature)
	case kind == "Feature" && allowed != onlyGeometry:
		out["geometry"], out["properties"] = nil, nil
		if o["geometry"] != nil {
			out["geometry"] = cleanGeo(o["geometry"], onlyGeometry)
		}
		if p, ok := o["properties"].(map[string]any); ok {
			out["properties"] = p
		}
		switch id := o["id"].(type) {
		case string, json.Number:
			out["id"] = id
		}
	case kind == "FeatureCollection" || kind == "Feature" || allowed == onlyFeature:
		return nil
	case kind == "GeometryCollection":
		out["geometries"] = cleanAll(o["geometries"], onlyGeometry)
	default:
		out["coordinates"] = o["coordinates"]
	}
	if box := o["bbox"]; numbers(box, 4) {
		out["bbox"] = box
	}
	return out
}

func cleanAll(v any, allowed int) []map[string]any {
	list, _ := v.([]any)
	out := []map[string]any{}
	for _, m := range list {
		if o := cleanGeo(m, allowed); o != nil {
			out = append(out, o)
		}
	}
	return out
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
