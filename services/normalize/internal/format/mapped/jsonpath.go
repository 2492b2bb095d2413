package mapped

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"github.com/ohler55/ojg/jp"
)

// object is a JSON object. Package jp asks it for its members, which so come in an
// order.
type object map[string]any

// ValueForKey gives a member.
func (o object) ValueForKey(key string) (any, bool) {
	v, ok := o[key]
	return v, ok
}

// SetValueForKey does nothing: a document is read only.
func (object) SetValueForKey(string, any) {}

// RemoveValueForKey does nothing.
func (object) RemoveValueForKey(string) {}

// Keys gives the names in their order.
func (o object) Keys() []string { return slices.Sorted(maps.Keys(o)) }

// plain gives numbers a type that a path can compare, unless that would change how
// they are written: an id may have twenty digits, a version may be 1.10.
func plain(v any) any {
	switch t := v.(type) {
	case map[string]any:
		for k, e := range t {
			t[k] = plain(e)
		}
		return object(t)
	case []any:
		for i, e := range t {
			t[i] = plain(e)
		}
	case json.Number:
		if n, err := t.Int64(); err == nil && strconv.FormatInt(n, 10) == t.String() {
			return n
		}
		if f, err := t.Float64(); err == nil && strconv.FormatFloat(f, 'f', -1, 64) == t.String() {
			return f
		}
	}
	return v
}

// jsonNode is a value of a JSON document.
type jsonNode struct{ value any }

func (j jsonNode) markup() string { return j.text() }

func (j jsonNode) text() string {
	switch v := j.value.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case json.Number:
		return v.String()
	default:
		return ""
	}
}

// parts are an array's elements: a path to a list means what is in it.
func (j jsonNode) parts() []node {
	list, ok := j.value.([]any)
	if !ok {
		return []node{j}
	}
	var out []node
	for _, e := range list {
		out = append(out, jsonNode{e}.parts()...)
	}
	return out
}

type jsonQuery struct{ expr jp.Expr }

func compileJSONPath(path string, whole bool) (query, error) {
	if whole {
		path = "$" + path
	}
	expr, err := jp.ParseString(path)
	if err != nil {
		return nil, err
	}
	q := jsonQuery{expr}
	_, err = q.find(jsonNode{object{}})
	return q, err
}

func (q jsonQuery) find(at node) (out []node, err error) {
	defer recovered(&err)
	j, ok := origin(at).(jsonNode)
	if !ok {
		return nil, nil
	}
	for _, v := range q.expr.Get(j.value) {
		out = append(out, jsonNode{v}.parts()...)
	}
	return out, nil
}
