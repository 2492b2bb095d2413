package mapped

import (
	"fmt"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// item is what the keys of `fields` may fill: ninjs 3.1, and what has no place
// there.
type item struct {
	ninjs.Item
	beside
}

type beside struct {
	ID             string   `json:"id"`
	Signal         signal   `json:"signal"`
	Corrects       string   `json:"corrects"`
	Targets        []string `json:"targets"`
	DateLine       string   `json:"dateline"`
	SourceViews    *int     `json:"sourceViews"`
	SourceComments *int     `json:"sourceComments"`
	Notes          []string `json:"notes"`
}

// signal is one of the words of contract.Signal.
type signal string

// group fills one struct, for each place that each selects.
type group struct {
	key      string
	typ      reflect.Type
	each     choice
	fields   []field
	constant bool // no path is in it
}

// field fills one field of a struct: with a value, or with groups.
type field struct {
	key     string
	index   []int
	choice  choice
	groups  []*group
	strict  bool // what can't be read spoils the article
	embargo bool // what can't be read withholds the article
}

// slot is a field of a type that a mapping may name.
type slot struct {
	name  string
	index []int
	typ   reflect.Type
}

// slots gives the fields of a struct by their names in JSON. What tidy counts and
// says itself is left out.
func slots(t reflect.Type) []slot {
	var out []slot
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous, name == "", name == "standard", name == "charCount", name == "wordCount":
		default:
			out = append(out, slot{name, f.Index, f.Type})
		}
	}
	return out
}

func (r *reader) fields(v *yaml.Node) (*group, error) {
	g, err := r.group(v, "fields", reflect.TypeFor[item]())
	if err == nil && g.each != nil {
		err = errorf(v, "fields", "each belongs in a list's group; the articles are what `articles` selects")
	}
	return g, err
}

func (r *reader) group(v *yaml.Node, key string, t reflect.Type) (*group, error) {
	g := &group{key: key, typ: t, constant: true}
	known := slots(t)
	err := each(v, key, func(name string, v *yaml.Node) (err error) {
		where := join(key, name)
		if name == "each" {
			g.constant = false
			g.each, err = r.choice(v, where)
			return err
		}
		for _, s := range known {
			if s.name == name {
				f, err := r.field(v, where, s)
				f.strict = t == reflect.TypeFor[item]() && (name == "pubStatus" || name == "signal")
				f.embargo = name == "embargoedUntil"
				g.fields = append(g.fields, f)
				g.constant = g.constant && f.isConst()
				return err
			}
		}
		return unknown(v, where, namesOf(known))
	})
	if err == nil && len(g.fields) == 0 {
		err = errorf(v, key, "names no field")
	}
	return g, err
}

func namesOf(known []slot) []help {
	out := make([]help, len(known))
	for i, s := range known {
		out[i].Name = s.name
	}
	return out
}

func (f field) isConst() bool {
	for _, s := range f.choice {
		if !s.isConst {
			return false
		}
	}
	for _, g := range f.groups {
		if !g.constant {
			return false
		}
	}
	return true
}

func (r *reader) field(v *yaml.Node, key string, s slot) (field, error) {
	f := field{key: key, index: s.index}
	of, many, isGroup := groupType(s.typ)
	switch {
	case !isGroup:
		c, err := r.choice(v, key)
		if err == nil {
			err = c.check(v, key, of)
		}
		f.choice = c
		return f, err
	case !many && v.Kind != yaml.MappingNode:
		return f, errorf(v, key, "should be a mapping of its fields: %s", fieldNames(of))
	}
	for i, e := range list(v) {
		where := key
		if v.Kind == yaml.SequenceNode {
			where = fmt.Sprintf("%s[%d]", key, i)
		}
		g, err := r.element(e, where, of)
		if err != nil {
			return f, err
		}
		f.groups = append(f.groups, g)
	}
	return f, nil
}

func fieldNames(t reflect.Type) string {
	var names []string
	for _, s := range slots(t) {
		names = append(names, s.name)
	}
	return strings.Join(names, ", ")
}
