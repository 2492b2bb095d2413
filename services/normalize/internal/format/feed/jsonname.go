package feed

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"

	"github.com/wireroom/wireroom/services/normalize/internal/charset"
)

var versionSyntax = regexp.MustCompile(`jsonfeed\.org\\?/version\\?/`)

// jsonName tells a JSON Feed by its version, else, because many writers leave it out or
// sort it behind the items, by a list of items that have what only a feed's have, or ids
// and titles under a title. head may be cut off.
func jsonName(head []byte) string {
	head, _ = charset.RepairJSON(head)
	dec := json.NewDecoder(bytes.NewReader(head))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return ""
	}
	titled := false
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return ""
		}
		switch key {
		case "items":
			if keys := firstItem(dec); keys != nil {
				return nameByItem(keys, titled || titleSyntax.Match(head))
			}
			return ""
		case "version":
			var v any
			if dec.Decode(&v) != nil {
				return ""
			}
			if s, _ := v.(string); versionSyntax.MatchString(s) {
				return JSONFeed
			}
		default:
			titled = titled || key == "title" || key == "home_page_url" || key == "feed_url"
			var skipped json.RawMessage
			if dec.Decode(&skipped) != nil {
				return ""
			}
		}
	}
	return ""
}

// titleSyntax finds a field of the feed that stands behind the items.
var titleSyntax = regexp.MustCompile(`\]\s*,\s*"(?:title|home_page_url|feed_url)"\s*:|jsonfeed\.org`)

// nameByItem tells a JSON Feed by the keys of an item. titled is whether the feed has a
// title or an address.
func nameByItem(keys map[string]bool, titled bool) string {
	for _, key := range []string{"content_html", "content_text", "date_published", "date_modified", "external_url", "banner_image"} {
		if keys[key] {
			return JSONFeed
		}
	}
	if titled && keys["id"] && (keys["title"] || keys["url"] || keys["summary"]) {
		return JSONFeed
	}
	return ""
}

// firstItem gives the keys of the first item of a list, as far as there are any before the
// end; nil if it is no list of objects.
func firstItem(dec *json.Decoder) map[string]bool {
	for _, want := range "[{" {
		if t, err := dec.Token(); err != nil || t != json.Delim(want) {
			return nil
		}
	}
	keys := map[string]bool{}
	for dec.More() {
		key, err := dec.Token()
		name, ok := key.(string)
		if err != nil || !ok {
			break
		}
		keys[strings.ToLower(name)] = true
		var skipped json.RawMessage
		if dec.Decode(&skipped) != nil {
			break
		}
	}
	return keys
}
