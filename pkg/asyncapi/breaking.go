package asyncapi

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Breaking tells what of a change of a description breaks a reader who goes by the one
// before: each in a sentence, in the order of their places; none if nothing does.
//
// What may come is judged, not how it is described: a channel, message, property or bound
// that is gone, a value or a kind of message that is new. A property or a channel that is
// new breaks nobody; nor does a value where x-open is true.
func Breaking(before, after []byte) ([]string, error) {
	var b, a object
	if err := json.Unmarshal(before, &b); err != nil {
		return nil, fmt.Errorf("read the description before: %w", err)
	}
	if err := json.Unmarshal(after, &a); err != nil {
		return nil, fmt.Errorf("read the description after: %w", err)
	}
	c := &comparison{before: b, after: a, seen: map[string]bool{}}
	c.channels()
	slices.Sort(c.found)
	return slices.Compact(c.found), nil
}

type comparison struct {
	before, after object
	seen          map[string]bool // components that are compared, or being so
	found         []string
}

func (c *comparison) breaks(place, what string, values ...any) {
	c.found = append(c.found, place+": "+fmt.Sprintf(what, values...))
}

func (c *comparison) channels() {
	after := inner(c.after, "channels")
	for name, channel := range inner(c.before, "channels") {
		now, there := after[name].(object)
		if !there {
			c.breaks(name, "the channel is gone")
			continue
		}
		c.channel(name, channel.(object), now)
	}
}

func (c *comparison) channel(place string, before, after object) {
	for _, field := range []string{"address", "x-stream"} {
		if before[field] != after[field] {
			c.breaks(place, "%s was %v, and is %v", field, before[field], after[field])
		}
	}
	parameters := inner(after, "parameters")
	for name, p := range inner(before, "parameters") {
		now, _ := parameters[name].(object)
		c.values(place+" {"+name+"}", p.(object), now)
	}
	was, is := inner(before, "messages"), inner(after, "messages")
	for name := range was {
		if is[name] == nil {
			c.breaks(place, "there is no message %s any more", name)
			continue
		}
		c.message(place+" "+name, resolve(c.before, was[name]), resolve(c.after, is[name]))
	}
	for name := range is {
		if was[name] == nil {
			c.breaks(place, "there is a message %s, which readers don't know", name)
		}
	}
}

func (c *comparison) message(place string, before, after object) {
	if before["contentType"] != after["contentType"] {
		c.breaks(place, "contentType was %v, and is %v", before["contentType"], after["contentType"])
	}
	c.schema(place+" headers", before["headers"], after["headers"])
	c.schema(place+" payload", before["payload"], after["payload"])
}

// schema compares two schemas: what the later one allows, the one before has to allow.
func (c *comparison) schema(place string, before, after any) {
	if before == nil {
		return
	}
	if pair := fmt.Sprint(refOf(before), " ", refOf(after)); refOf(before) != "" {
		if c.seen[pair] {
			return
		}
		c.seen[pair] = true
		place = refOf(before)[strings.LastIndexByte(refOf(before), '/')+1:]
	}
	b, a := resolve(c.before, before), resolve(c.after, after)
	if b == nil || a == nil {
		if b != nil {
			c.breaks(place, "it has no schema any more")
		}
		return
	}
	c.bounds(place, b, a)
	c.values(place, b, a)
	c.members(place, b, a)
	c.schema(place+"[]", b["items"], a["items"])
	if extra, ok := b["additionalProperties"].(object); ok {
		c.schema(place+".*", extra, a["additionalProperties"])
	}
}

// bounds compares what limits a value. A bound that is new breaks nobody.
func (c *comparison) bounds(place string, before, after object) {
	for _, word := range []string{"type", "format", "pattern", "const", "minimum", "maximum", "allOf", "anyOf", "oneOf"} {
		if was, is := before[word], after[word]; was != nil && !equal(was, is) && !narrower(word, was, is) {
			c.breaks(place, "%s was %s, and is %s", word, text(was), text(is))
		}
	}
}

// narrower reports whether a bound leaves less than before.
func narrower(word string, was, is any) bool {
	w, okW := was.(float64)
	i, okI := is.(float64)
	return okW && okI && (word == "minimum" && i > w || word == "maximum" && i < w)
}

// values compares the values that may come.
func (c *comparison) values(place string, before, after object) {
	was, limited := before["enum"].([]any)
	is, still := after["enum"].([]any)
	if !limited || before["x-open"] == true {
		return
	}
	if !still {
		c.breaks(place, "its values are not listed any more")
	}
	for _, v := range is {
		if !slices.ContainsFunc(was, func(w any) bool { return equal(w, v) }) {
			c.breaks(place, "the value %s is new", text(v))
		}
	}
}

func (c *comparison) members(place string, before, after object) {
	required, _ := after["required"].([]any)
	still, _ := before["required"].([]any)
	for _, name := range still {
		if !slices.Contains(required, name) {
			c.breaks(place, "%v may be missing", name)
		}
	}
	now := inner(after, "properties")
	for _, name := range slices.Sorted(maps.Keys(inner(before, "properties"))) {
		if now[name] == nil {
			c.breaks(place, "there is no %s any more", name)
			continue
		}
		c.schema(place+"."+name, inner(before, "properties")[name], now[name])
	}
}

func inner(o object, name string) object {
	in, _ := o[name].(object)
	return in
}

func refOf(v any) string {
	o, _ := v.(object)
	s, _ := o["$ref"].(string)
	return s
}

// resolve follows references within a document; nil is a place that is not there.
func resolve(document object, v any) object {
	for range 10 { // deeper ones would be a circle
		o, _ := v.(object)
		ref := refOf(o)
		if ref == "" {
			return o
		}
		v = document
		for part := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
			v = inner(v.(object), part)
		}
	}
	return nil
}

func equal(a, b any) bool { return text(a) == text(b) }

func text(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(data)
}
