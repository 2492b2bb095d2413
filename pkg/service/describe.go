package service

import (
	"encoding"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Field describes one environment variable, for the reference page.
type Field struct {
	// Name is the variable; a secret can also be given by Name + "_FILE".
	Name string
	// Type is string, secret, bool, int, float, duration, list of …, map, or
	// the name of a Go type that reads itself from text.
	Type     string
	Default  string
	Required bool
	// Desc is the field's desc tag.
	Desc string
}

// Secret says whether the variable is one.
func (f Field) Secret() bool { return f.Type == "secret" }

// Describe lists the variables that Load reads into config, a struct or a
// pointer to one, in the order of its fields. It panics if config is something
// else, since that is a mistake in the program.
func Describe(prefix string, config any) []Field {
	v := reflect.ValueOf(config)
	if v.Kind() != reflect.Pointer {
		p := reflect.New(v.Type())
		p.Elem().Set(v)
		v = p
	}
	found, err := walk(prefix, v)
	if err != nil {
		panic(err)
	}
	fields := make([]Field, len(found))
	for i, f := range found {
		fields[i] = f.Field
	}
	return fields
}

type configField struct {
	Field
	kind  reflect.Type
	value reflect.Value
}

// walk finds the fields as envconfig does, which keeps its own walk to itself.
func walk(prefix string, ptr reflect.Value) ([]configField, error) {
	if ptr.Kind() != reflect.Pointer || ptr.IsNil() || ptr.Elem().Kind() != reflect.Struct {
		return nil, fmt.Errorf("a configuration is a pointer to a struct, not %s", ptr.Type())
	}
	var fields []configField
	for sf, v := range ptr.Elem().Fields() {
		if !v.CanSet() || isTrue(sf.Tag.Get("ignored")) {
			continue
		}
		found, err := walkField(prefix, sf, v)
		if err != nil {
			return nil, err
		}
		fields = append(fields, found...)
	}
	return fields, nil
}

func walkField(prefix string, sf reflect.StructField, v reflect.Value) ([]configField, error) {
	name := envName(prefix, sf)
	if v.Kind() == reflect.Struct && !readsText(v.Type()) {
		if sf.Anonymous {
			name = prefix
		}
		return walk(name, v.Addr())
	}
	if v.Type() == reflect.TypeFor[Secret]() && isTrue(sf.Tag.Get("required")) {
		return nil, fmt.Errorf("%s: a secret can come from a file, so that Validate has to require it", name)
	}
	return []configField{{
		Field: Field{
			Name: name, Type: typeName(v.Type()), Default: sf.Tag.Get("default"),
			Required: isTrue(sf.Tag.Get("required")), Desc: sf.Tag.Get("desc"),
		},
		kind: v.Type(), value: v,
	}}, nil
}

func isTrue(tag string) bool {
	b, _ := strconv.ParseBool(tag)
	return b
}

func readsText(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) ||
		reflect.PointerTo(t).Implements(reflect.TypeFor[interface{ Decode(string) error }]())
}

func envName(prefix string, sf reflect.StructField) string {
	name := sf.Name
	if isTrue(sf.Tag.Get("split_words")) {
		name = splitWords(name)
	}
	if tag := sf.Tag.Get("envconfig"); tag != "" {
		name = tag
	}
	if prefix != "" {
		name = prefix + "_" + name
	}
	return strings.ToUpper(name)
}

func splitWords(name string) string {
	var (
		word    = regexp.MustCompile("([^A-Z]+|[A-Z]+[^A-Z]+|[A-Z]+)")
		acronym = regexp.MustCompile("([A-Z]+)([A-Z][^A-Z]+)")
		words   []string
	)
	for _, w := range word.FindAllString(name, -1) {
		if m := acronym.FindStringSubmatch(w); m != nil {
			words = append(words, m[1], m[2])
			continue
		}
		words = append(words, w)
	}
	return strings.Join(words, "_")
}

func typeName(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[Secret]():
		return "secret"
	case t == reflect.TypeFor[time.Duration]():
		return "duration"
	case readsText(t):
		return t.Name()
	}
	switch t.Kind() {
	case reflect.Slice:
		return "list of " + typeName(t.Elem())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return "int"
	case reflect.Float32, reflect.Float64:
		return "float"
	default:
		return t.Kind().String()
	}
}
