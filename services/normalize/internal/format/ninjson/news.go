package ninjson

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// isNews reports whether an object is ninjs. Names such as title, type, version,
// subject and description are those of settings, events and answers of any
// interface too, so that they count only beside something that news alone has: two
// of its marks, or one (or an id) in an object whose fields are mostly those of ninjs.
func isNews(fields map[string]any) bool {
	if isElse(fields) {
		return false
	}
	known, marks, hasID := 0, map[string]bool{}, false
	for key, v := range fields {
		small := strings.ToLower(key)
		if signOf(key) != foreign || signOf(small) != foreign || isSuperdesk(small) {
			known++
		}
		if mark := markOf(small); mark != "" && !isNothing(v) {
			marks[mark] = true
		}
		if s, isText := v.(string); (small == "uri" || small == "guid") && isText && s != "" || small == "guid" && !isNothing(v) {
			hasID = true
		}
		if s, _ := v.(string); small == "type" && ninjs.Type(s) == ninjs.TypeText {
			marks["type"] = true
		}
	}
	return len(marks) > 1 || (len(marks) == 1 && !marks["type"] || hasID) && 2*known >= len(fields)
}

// markOf names what of news a field holds, empty for a field that other documents
// have too.
func markOf(small string) string {
	switch small {
	case "headline", "headlines":
		return "headline"
	case "bodies":
		return "body"
	case "descriptions":
		return "description"
	case "versioncreated", "firstcreated", "contentcreated":
		return "date"
	case "pubstatus", "slugline", "byline", "ednote", "embargoed", "embargoeduntil", "plannedcoverage", "eventdetails", "trustindicators":
		return small
	}
	for _, field := range []string{"headline", "description", "body"} {
		if strings.HasPrefix(small, field+"_") {
			return field
		}
	}
	return ""
}

// isSuperdesk tells fields that Superdesk adds to ninjs 1.
func isSuperdesk(small string) bool {
	switch small {
	case "signal", "signals", "priority", "dateline", "source", "extra", "keywords", "products", "evolvedfrom", "firstpublished",
		"readtime", "annotations", "expiry", "body", "embargo", "publish_schedule", "schedule_settings":
		return true
	}
	return false
}

// isElse tells objects that say of themselves that they are something else: JSON-LD
// (schema.org), JSON Schema, GeoJSON, descriptions of interfaces.
func isElse(fields map[string]any) bool {
	for key, v := range fields {
		switch key {
		case "@context", "@type", "@graph", "openapi", "swagger", "jsonrpc", "manifest_version", "asyncapi":
			return true
		case "$schema", "$id":
			if s, _ := v.(string); !strings.Contains(s, "ninjs") {
				return true
			}
		case "type":
			if s, _ := v.(string); isGeometry(s) && (fields["features"] != nil || fields["geometry"] != nil || fields["coordinates"] != nil || fields["geometries"] != nil) {
				return true
			}
		}
	}
	return false
}

// isGeometry tells the types of RFC 7946.
func isGeometry(kind string) bool {
	switch kind {
	case "Feature", "FeatureCollection", "GeometryCollection", "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon":
		return true
	}
	return false
}
