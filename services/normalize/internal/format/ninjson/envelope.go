package ninjson

import (
	"bytes"
	"slices"
	"strings"

	"github.com/tidwall/gjson"
)

// maxEnvelopes is how many objects may stand around the articles of a delivery.
const maxEnvelopes = 4

// envelopes are the fields in which interfaces of agencies answer with one article or
// a list: "data" and "item" of AP's, "_items" of Superdesk's, and the usual names.
var envelopes = []string{"data", "response", "result", "item", "items", "_items", "results", "articles", "stories"}

// Envelope reports whether a field may hold articles of ninjs.
func Envelope(key string) bool { return slices.Contains(envelopes, strings.ToLower(key)) }

// unwrap gives the article or the array of articles within an object that is none, nil
// if there is none. What it gives is part of data, or an array of parts of it.
func unwrap(data []byte) []byte {
	if !gjson.ValidBytes(data) {
		return nil
	}
	at := gjson.ParseBytes(data)
	for range maxEnvelopes {
		inner := within(at)
		switch {
		case inner.IsArray():
			return articlesOf(inner)
		case !inner.IsObject():
			return nil
		case newsIn(inner):
			return []byte(inner.Raw)
		}
		at = inner
	}
	return nil
}

// within is the value of the first field that is an envelope.
func within(object gjson.Result) gjson.Result {
	var found gjson.Result
	object.ForEach(func(key, value gjson.Result) bool {
		if Envelope(key.Str) && (value.IsObject() || value.IsArray()) {
			found = value
		}
		return !found.Exists()
	})
	return found
}

// articlesOf are the elements of a list, each without an object around it alone.
func articlesOf(list gjson.Result) []byte {
	var parts [][]byte
	news := true
	list.ForEach(func(_, e gjson.Result) bool {
		if item := e.Get("item"); e.IsObject() && !newsIn(e) && item.IsObject() {
			e = item
		}
		news = news && (len(parts) > 0 || newsIn(e))
		parts = append(parts, []byte(e.Raw))
		return news
	})
	if !news || len(parts) == 0 {
		return nil
	}
	return slices.Concat([]byte("["), bytes.Join(parts, []byte(",")), []byte("]"))
}

func newsIn(e gjson.Result) bool {
	if !e.IsObject() {
		return false
	}
	fields, err := object([]byte(e.Raw))
	return err == nil && isNews(fields)
}
