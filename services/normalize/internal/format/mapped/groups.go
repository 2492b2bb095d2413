package mapped

import (
	"fmt"
	"reflect"
)

func (r *run) fillGroups(to reflect.Value, f *field, at node) (bool, error) {
	found := false
	for _, g := range f.groups {
		places := []node{at}
		if g.each != nil {
			var err error
			if places, err = r.values(g.each, at, true); err != nil {
				if fatal(err) {
					return found, fmt.Errorf("%s: %w", g.key, err)
				}
				r.note(g.key + " left out: " + err.Error())
			}
		}
		for _, p := range places {
			e := reflect.New(g.typ).Elem()
			gave, err := r.fill(e, g, p)
			if err != nil {
				return found, err
			}
			if gave || g.constant {
				r.put(to, e)
			}
			found = found || gave
		}
	}
	return found, nil
}

// put appends an element, or sets the one that there may be.
func (r *run) put(to, e reflect.Value) {
	switch {
	case to.Kind() == reflect.Pointer:
		p := reflect.New(e.Type())
		p.Elem().Set(e)
		to.Set(p)
	case to.Kind() == reflect.Struct:
		to.Set(e)
	case to.Len() >= maxElements:
		r.note(fmt.Sprintf("more than %d elements of a list: the others are left out", maxElements))
	default:
		to.Set(reflect.Append(to, e))
	}
}
