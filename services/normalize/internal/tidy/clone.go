package tidy

import (
	"reflect"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// detach gives an item a copy of its own of all that it points at, so that a
// parser's item, which several articles may share, is never changed.
func detach(it *ninjs.Item) { deepen(reflect.ValueOf(it).Elem()) }

func deepen(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == timeType {
			return
		}
		for i := range v.NumField() {
			deepen(v.Field(i))
		}
	case reflect.Slice:
		if v.IsNil() {
			return
		}
		fresh := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(fresh, v)
		v.Set(fresh)
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return
		}
		for i := range v.Len() {
			deepen(v.Index(i))
		}
	case reflect.Pointer:
		if v.IsNil() {
			return
		}
		fresh := reflect.New(v.Type().Elem())
		fresh.Elem().Set(v.Elem())
		v.Set(fresh)
		deepen(fresh.Elem())
	}
}

var timeType = reflect.TypeFor[ninjs.Time]()
