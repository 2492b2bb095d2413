package ninjson

import "strings"

// The names of the format: of each generation, and before one is known.
const (
	family = "ninjs"
	ninjs1 = "ninjs-1"
	ninjs2 = "ninjs-2"
	ninjs3 = "ninjs-3"
)

// A sign is what a field's name tells about the generation.
type sign int

const (
	neutral sign = iota // a field of all generations
	first               // only in ninjs 1
	lower               // in ninjs 1 and 2: since 3 in camel case
	second              // in ninjs 2 and 3, written alike
	third               // only in ninjs 3
	foreign
)

// signOf tells what a field of the first level says about the generation, by the
// schemas 1.6, 2.2 and 3.1. Superdesk's own fields stand with ninjs 1.
func signOf(key string) sign {
	switch key {
	case "headline", "byline", "guid", "subject", "place", "person", "organisation", "event", "object",
		"infosource", "genre", "trustindicator", "mimetype", "charcount", "wordcount", "$standard", "service", "authors":
		return first
	case "versioncreated", "firstcreated", "contentcreated", "embargoed", "pubstatus", "ednote", "usageterms",
		"copyrightholder", "copyrightnotice", "representationtype", "altids", "rightsinfo", "digitalsourcetype":
		return lower
	case "headlines", "bodies", "descriptions", "people", "organisations", "places", "subjects", "events",
		"objects", "genres", "by", "standard", "infosources", "trustindicators":
		return second
	case "versionCreated", "firstCreated", "contentCreated", "embargoedUntil", "pubStatus", "edNote", "usageTerms",
		"copyrightHolder", "copyrightNotice", "representationType", "altIds", "rightsInfo", "digitalSourceType",
		"infoSources", "trustIndicators", "eventDetails", "plannedCoverage":
		return third
	case "uri", "type", "profile", "version", "urgency", "language", "title", "slugline", "located", "expires",
		"renditions", "associations":
		return neutral
	}
	for _, prefix := range []string{"body_", "description_", "headline_"} {
		if strings.HasPrefix(key, prefix) {
			return first
		}
	}
	return foreign
}

// Field reports whether ninjs, of any generation, has a field of that name on
// its first level.
func Field(key string) bool { return signOf(key) != foreign }

// generationOf tells the generations apart by their fields; what the document
// says of itself counts only where they leave it open, because it is often wrong.
func generationOf(fields map[string]any) string {
	var seen [foreign + 1]int
	for key, v := range fields {
		seen[signOf(key)]++
		seen[memberSign(key, v)]++
	}
	switch {
	case seen[third] > 0:
		return ninjs3
	case seen[first] > seen[second]:
		return ninjs1
	case seen[lower] > 0 && seen[second] > 0:
		return ninjs2
	}
	return statedGeneration(fields, seen[lower] > 0)
}

// memberSign is what the members of a field tell: objects by name were arrays
// since ninjs 2, and their fields have camel case since 3.
func memberSign(key string, v any) sign {
	switch v := v.(type) {
	case map[string]any:
		if key == "renditions" || key == "associations" {
			return first
		}
	case []any:
		for _, m := range v {
			o, _ := m.(map[string]any)
			for _, name := range []string{"contenttype", "charcount", "wordcount", "sizeinbytes", "contactinfo", "geojson"} {
				if _, ok := o[name]; ok {
					return lower
				}
			}
		}
	}
	return neutral
}

func statedGeneration(fields map[string]any, lowerCase bool) string {
	for _, key := range []string{"standard", "$standard"} {
		standard, _ := fields[key].(map[string]any)
		version, _ := standard["version"].(string)
		schema, _ := standard["schema"].(string)
		for digit, name := range map[string]string{"1": ninjs1, "2": ninjs2, "3": ninjs3} {
			if strings.HasPrefix(version, digit+".") || strings.Contains(schema, "schema_"+digit+".") {
				return name
			}
		}
	}
	if lowerCase {
		return ninjs2
	}
	return ninjs3
}
