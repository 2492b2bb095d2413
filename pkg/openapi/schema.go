package openapi

import (
	"encoding/json"
	"maps"
	"reflect"
	"strings"
	"time"
)

// Schema is a JSON Schema, as encoding/json writes it.
type Schema = map[string]any

// Schemas makes schemas of Go types. A struct with a name becomes a component, which the
// others refer to.
//
// Of a field, the tag json gives the name and whether it is required, doc the
// description, enum the values, separated by commas, and schema the component that says
// what a json.RawMessage holds.
type Schemas struct {
	// Components are the schemas by name.
	Components map[string]Schema
	// Types are schemas of types that don't follow from their shape.
	Types map[reflect.Type]Schema
	// Prefixes are what the names of a package's types begin with, by its path.
	Prefixes map[string]string
}

// NewSchemas makes an empty set.
func NewSchemas() *Schemas {
	return &Schemas{map[string]Schema{}, map[reflect.Type]Schema{
		reflect.TypeFor[time.Time]():       {"type": "string", "format": "date-time"},
		reflect.TypeFor[json.RawMessage](): {},
	}, map[string]string{}}
}

// Set gives the schema of a type.
func Set[T any](s *Schemas, schema Schema) { s.Types[reflect.TypeFor[T]()] = schema }

// Enum gives the values of a type.
func Enum[T ~string](s *Schemas, values ...T) {
	Set[T](s, Schema{"type": "string", "enum": values})
}

// Of gives the schema of T.
func Of[T any](s *Schemas) Schema { return s.of(reflect.TypeFor[T]()) }

// Ref refers to a component.
func Ref(name string) Schema { return Schema{"$ref": "#/components/schemas/" + name} }

// List is the schema of a list.
func List(of Schema) Schema { return Schema{"type": "array", "items": of} }

func (s *Schemas) of(t reflect.Type) Schema {
	if known, ok := s.Types[t]; ok {
		return known
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.of(t.Elem())
	case reflect.Slice, reflect.Array:
		return List(s.of(t.Elem()))
	case reflect.Map:
		return Schema{"type": "object", "additionalProperties": s.of(t.Elem())}
	case reflect.Struct:
		return s.component(t)
	default:
		return scalar(t.Kind())
	}
}

func scalar(k reflect.Kind) Schema {
	switch {
	case k == reflect.String:
		return Schema{"type": "string"}
	case k == reflect.Bool:
		return Schema{"type": "boolean"}
	case k == reflect.Float32 || k == reflect.Float64:
		return Schema{"type": "number"}
	case k >= reflect.Uint && k <= reflect.Uint64:
		return Schema{"type": "integer", "minimum": 0}
	case k >= reflect.Int && k <= reflect.Int64:
		return Schema{"type": "integer"}
	default:
		return Schema{}
	}
}

// component makes that of a struct; one without a name stands where it is used.
func (s *Schemas) component(t reflect.Type) Schema {
	if t.Name() == "" {
		return s.object(t)
	}
	name := s.Prefixes[t.PkgPath()] + strings.ToUpper(t.Name()[:1]) + t.Name()[1:]
	if _, there := s.Components[name]; !there {
		s.Components[name] = nil // a type may hold itself
		s.Components[name] = s.object(t)
	}
	return Ref(name)
}

func (s *Schemas) object(t reflect.Type) Schema {
	properties, required := Schema{}, []string{}
	s.fields(t, properties, &required)
	out := Schema{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		out["required"] = required
	}
	return out
}

func (s *Schemas) fields(t reflect.Type, properties Schema, required *[]string) {
	for f := range fieldsOf(t) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			s.fields(f.Type, properties, required)
			continue
		case name == "-" || !f.IsExported():
			continue
		case name == "":
			name = f.Name
		}
		properties[name] = s.field(f)
		if !strings.Contains(options, "omit") {
			*required = append(*required, name)
		}
	}
}

func fieldsOf(t reflect.Type) func(yield func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range t.NumField() {
			if !yield(t.Field(i)) {
				return
			}
		}
	}
}

// field is the schema of a field with what its tags say.
func (s *Schemas) field(f reflect.StructField) Schema {
	out := Schema{}
	if name := f.Tag.Get("schema"); name != "" {
		out = Ref(name)
	} else {
		maps.Copy(out, s.of(f.Type))
	}
	if text := f.Tag.Get("doc"); text != "" {
		out["description"] = text
	}
	if values := f.Tag.Get("enum"); values != "" {
		out["enum"] = strings.Split(values, ",")
	}
	return out
}
