// Package older writes an article as ninjs 2.2 and 1.6, for consumers that have not
// moved to 3.1. What these have no place for (planning, events' details, points of
// places in 1.6) is left out.
//
// Sources: IPTC ninjs 2.2 and 1.6 schemas, https://www.iptc.org/std/ninjs/
package older

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/wireroom/wireroom/services/publish/internal/output/content"
)

type object = map[string]any

// shape tells the fields of an object that ninjs 2.2 has: by their name in 3.1, their
// name in 2.2 and their own shape, nil for a value that is taken as it is.
type shape map[string]field

type field struct {
	name  string
	shape shape
}

func same(names ...string) shape {
	s := shape{}
	for _, n := range names {
		s[n] = field{n, nil}
	}
	return s
}

func (s shape) with(name3, name2 string, inner shape) shape {
	s[name3] = field{name2, inner}
	return s
}

// itemShape is the schema of 2.2; associations are items again.
func itemShape() shape {
	address := same("lines", "locality", "area", "country").with("postalCode", "postalcode", nil)
	contact := same("type", "role", "lang", "name", "value").with("address", "address", address)
	concept := func() shape { return same("name", "rel", "uri", "literal") }
	contacts := func(s shape) shape { return s.with("contactInfo", "contactinfo", contact) }
	text := func() shape { return same("role", "value").with("contentType", "contenttype", nil) }
	symbol := same("ticker", "exchange", "symbol").with("symbolType", "symboltype", nil)
	rendition := same("name", "href", "title", "height", "width", "duration", "format").with("contentType", "contenttype", nil).with("sizeInBytes", "sizeinbytes", nil)
	s := same("uri", "type", "profile", "version", "urgency", "language", "title", "by", "slugline", "located", "expires")
	for _, names := range [][2]string{
		{"representationType", "representationtype"}, {"firstCreated", "firstcreated"}, {"versionCreated", "versioncreated"},
		{"contentCreated", "contentcreated"}, {"embargoedUntil", "embargoed"}, {"pubStatus", "pubstatus"}, {"copyrightHolder", "copyrightholder"},
		{"copyrightNotice", "copyrightnotice"}, {"usageTerms", "usageterms"}, {"edNote", "ednote"},
	} {
		s.with(names[0], names[1], nil)
	}
	s.with("headlines", "headlines", text()).with("descriptions", "descriptions", text())
	s.with("bodies", "bodies", text().with("charCount", "charcount", nil).with("wordCount", "wordcount", nil))
	s.with("people", "people", contacts(concept())).with("places", "places", contacts(concept()).with("geoJSON", "geojson", nil))
	s.with("organisations", "organisations", contacts(concept()).with("symbols", "symbols", symbol))
	s.with("subjects", "subjects", concept().with("creator", "creator", nil).with("relevance", "relevance", nil).with("confidence", "confidence", nil))
	s.with("events", "events", concept()).with("objects", "objects", concept()).with("genres", "genres", same("name", "uri", "literal"))
	s.with("infoSources", "infosources", contacts(same("name", "role", "uri", "literal")))
	s.with("renditions", "renditions", rendition).with("altIds", "altids", same("role", "value"))
	s.with("trustIndicators", "trustindicators", same("role", "title", "href"))
	s.with("rightsInfo", "rightsinfo", shape{}.with("langId", "langid", nil).with("linkedRights", "linkedrights", nil).with("encodedRights", "encodedrights", nil))
	s.with("digitalSourceType", "digitalsourcetype", same("name", "uri", "literal"))
	return s
}

// Write2 gives the article as ninjs 2.2.
func Write2(a content.Article) ([]byte, error) {
	it, err := decode(a.Data)
	if err != nil {
		return nil, err
	}
	out := item2(it, itemShape())
	out["standard"] = object{"name": "ninjs", "version": "2.2", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_2.2.json#"}
	return encode(out)
}

func decode(data []byte) (object, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var it object
	if err := d.Decode(&it); err != nil {
		return nil, fmt.Errorf("read ninjs: %w", err)
	}
	return it, nil
}

func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("write ninjs: %w", err)
	}
	return b.Bytes(), nil
}

func item2(it object, s shape) object {
	out, _ := reshape(it, s).(object)
	switch it["type"] {
	case "event", "planning":
		delete(out, "type") // 2.2 has no such
	}
	list, _ := it["associations"].([]any)
	var associations []any
	for _, one := range list {
		if a, ok := one.(object); ok {
			inner := item2(a, s)
			inner["name"] = a["name"]
			associations = append(associations, inner)
		}
	}
	if associations != nil {
		out["associations"] = associations
	}
	return out
}

func reshape(v any, s shape) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, 0, len(v))
		for _, one := range v {
			if inner := reshape(one, s); inner != nil {
				out = append(out, inner)
			}
		}
		return out
	case object:
		out := object{}
		for name, value := range v {
			f, ok := s[name]
			switch {
			case !ok:
			case f.shape == nil:
				out[f.name] = value
			default:
				out[f.name] = reshape(value, f.shape)
			}
		}
		return out
	default:
		return v
	}
}
