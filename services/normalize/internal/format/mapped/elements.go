package mapped

import (
	"reflect"

	"go.yaml.in/yaml/v4"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// element reads a group of a list; a path alone means that each value that it
// selects is an element's main field.
func (r *reader) element(v *yaml.Node, key string, t reflect.Type) (*group, error) {
	if v.Kind != yaml.ScalarNode {
		return r.group(v, key, t)
	}
	main, ok := mainSlot(t)
	if !ok {
		return nil, errorf(v, key, "should be a mapping of its fields: %s", fieldNames(t))
	}
	at, err := r.path(v, key)
	if err != nil {
		return nil, err
	}
	here, err := r.query(v, key, ".")
	return &group{
		key: key, typ: t, each: choice{{key: key, paths: []int{at}, when: none}},
		fields: []field{{key: key, index: main.index, choice: choice{{key: key, paths: []int{here}, when: none}}}},
	}, err
}

func mainSlot(t reflect.Type) (slot, bool) {
	for _, name := range []string{"value", "name", "href", "symbol"} {
		for _, s := range slots(t) {
			if s.name == name && t != reflect.TypeFor[ninjs.Rendition]() || s.name == name && name == "href" {
				return s, true
			}
		}
	}
	return slot{}, false
}

// groupType tells whether a field is filled by groups, of which type, and whether
// there may be many.
func groupType(t reflect.Type) (of reflect.Type, many, isGroup bool) {
	many = t.Kind() == reflect.Slice && t != reflect.TypeFor[ninjs.GeoJSON]()
	of = t
	if many || t.Kind() == reflect.Pointer {
		of = t.Elem()
	}
	return of, many, of.Kind() == reflect.Struct && of != reflect.TypeFor[ninjs.Time]()
}
