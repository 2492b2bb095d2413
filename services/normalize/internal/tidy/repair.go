package tidy

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"sync"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy/glyph"
)

// repair cleans every string of the item and drops or moves every value that
// ninjs would refuse, by the types of package ninjs: a field that is added there
// is cared for here. It gives the bytes of text that it met.
func repair(it *ninjs.Item, n *notes) int {
	w := &walker{notes: n}
	w.walk(reflect.ValueOf(it).Elem(), "")
	repairParts(it, n, 0)
	return w.size
}

type walker struct {
	notes *notes
	size  int
}

func (w *walker) walk(v reflect.Value, field string) {
	if v.Type() != stringType && w.leaf(v, field) {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		w.fields(v)
	case reflect.Slice:
		for i := range v.Len() {
			w.walk(v.Index(i), field)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			w.walk(v.Elem(), field)
		}
	case reflect.String:
		v.SetString(glyph.Line(v.String()))
	case reflect.Float64:
		if f := v.Float(); math.IsNaN(f) || math.IsInf(f, 0) {
			v.SetFloat(0)
		}
	}
}

func (w *walker) fields(v reflect.Value) {
	t := v.Type()
	names := fieldNames(t)
	for i := range v.NumField() {
		f := v.Field(i)
		if f.IsZero() {
			continue
		}
		if f.Kind() == reflect.String {
			w.size += f.Len()
			if text, found := glyph.WithoutManifest(f.String()); found {
				f.SetString(text)
				w.notes.add("a C2PA manifest within the text was removed: it is signed over the text as it came")
			}
		}
		switch name := names[i]; {
		case manyLines(t, name):
			f.SetString(glyph.Block(f.String()))
		case t == bodyType && name == "value":
			// cleaned as what it is, by bodies
		case kept(t, name):
			f.SetString(strings.TrimSpace(glyph.Clean(f.String())))
		default:
			w.walk(f, name)
		}
		w.address(t, names[i], f)
		if f.Type() == uriType {
			w.literal(v, f)
		}
	}
}

// fieldNames are the fields' names in JSON, "" for an embedded one.
func fieldNames(t reflect.Type) []string {
	if known, ok := namesOf.Load(t); ok {
		return known.([]string)
	}
	names := make([]string, t.NumField())
	for i := range names {
		names[i], _, _ = strings.Cut(t.Field(i).Tag.Get("json"), ",")
	}
	namesOf.Store(t, names)
	return names
}

// namesOf keeps what fieldNames found out of each type: reading tags takes longer
// than repairing.
var namesOf sync.Map

var (
	bodyType   = reflect.TypeFor[ninjs.Body]()
	stringType = reflect.TypeFor[string]()
	uriType    = reflect.TypeFor[ninjs.URI]()
)

// manyLines reports whether line breaks of a text field count.
func manyLines(t reflect.Type, name string) bool {
	switch t {
	case reflect.TypeFor[ninjs.Item]():
		return name == "edNote" || name == "usageTerms" || name == "copyrightNotice"
	case reflect.TypeFor[ninjs.PlannedCoverage]():
		return name == "edNote"
	case reflect.TypeFor[ninjs.Text]():
		return name == "value"
	default:
		return false
	}
}

// kept reports whether a field's characters are kept as they are, but for those
// that no field may hold: ids and rights expressions.
func kept(t reflect.Type, name string) bool {
	switch t {
	case reflect.TypeFor[ninjs.AltID]():
		return name == "value"
	case reflect.TypeFor[ninjs.RightsInfo]():
		return name == "encodedRights"
	default:
		return false
	}
}

// leaf repairs a value of one of the leaf types.
func (w *walker) leaf(v reflect.Value, field string) bool {
	var bad bool
	switch p := v.Addr().Interface().(type) {
	case *ninjs.URI:
		return true // literal, which knows the fields beside it
	case *ninjs.Time:
		bad = p.Year() < 0 || p.Year() > 9999
	case *ninjs.TruncatedTime:
		bad = !p.Valid()
	case *ninjs.Urgency:
		bad = *p < 1 || *p > 9
	case *ninjs.GeoJSON:
		bad = ninjs.CheckGeoJSON(*p) != nil
	case interface{ Valid() bool }:
		bad = !p.Valid()
	default:
		return false
	}
	if bad {
		v.SetZero()
		w.notes.add(field + " dropped: not one that ninjs allows")
	}
	return true
}

// literal moves an invalid uri to the literal beside it, where the type has one
// that is free.
func (w *walker) literal(v, f reflect.Value) {
	u, ok := f.Addr().Interface().(*ninjs.URI)
	if !ok || u.Valid() {
		return
	}
	text := glyph.Line(string(*u))
	*u = ""
	if l := v.FieldByName("Literal"); l.IsValid() && l.String() == "" && text != "" {
		l.SetString(text)
		w.notes.add(fmt.Sprintf("uri of %s moved to literal: not absolute", strings.ToLower(v.Type().Name())))
		return
	}
	if text != "" {
		w.notes.add(fmt.Sprintf("uri of %s dropped: not absolute", strings.ToLower(v.Type().Name())))
	}
}
