package mapped

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"
)

// choice is where a value comes from: the first source that gives one counts.
type choice []source

// source is one way to a value.
type source struct {
	key      string
	paths    []int // the first that gives something counts
	constant string
	isConst  bool
	template []piece
	joined   bool // all values of a path make one
	join     string
	convert  []conversion
	fallback string
	when     int
	required bool
}

// piece is a part of a template: text, or a path.
type piece struct {
	text string
	path int
}

func sourceKeys() []help {
	return []help{
		{"path", "a path, or a list of paths of which the first that gives something counts"},
		{"const", "a text that is always the same"},
		{"template", "text with paths in braces: `\"{number}/{year}\"`; gives nothing if one of them does. `{{` is a brace"},
		{"join", "puts between all values of the path, which then make one"},
		{"convert", "a conversion, or a list of them, done one after another"},
		{"default", "a text where nothing else gives one"},
		{"when", "a path; the source counts only if it gives something else than nothing, `false`, `0` or `no`"},
		{"required", "`true`: an article without it is refused as `incomplete`"},
	}
}

// choice reads a path, a source, or a list of alternatives.
func (r *reader) choice(v *yaml.Node, key string) (choice, error) {
	var out choice
	for i, e := range list(v) {
		where := key
		if v.Kind == yaml.SequenceNode {
			where = fmt.Sprintf("%s[%d]", key, i)
		}
		s, err := r.source(e, where)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	if len(out) == 0 {
		return nil, errorf(v, key, "is empty")
	}
	return out, nil
}

func (r *reader) source(v *yaml.Node, key string) (source, error) {
	s := source{key: key, when: none}
	if v.Kind == yaml.ScalarNode {
		at, err := r.path(v, key)
		s.paths = []int{at}
		return s, err
	}
	err := each(v, key, func(name string, v *yaml.Node) error { return r.option(&s, name, v, key+"."+name) })
	if err != nil {
		return s, err
	}
	origins := 0
	for _, there := range []bool{len(s.paths) > 0, s.isConst, s.template != nil} {
		if there {
			origins++
		}
	}
	if origins != 1 {
		return s, errorf(v, key, "needs exactly one of path, const and template")
	}
	if s.joined && len(s.paths) == 0 {
		return s, errorf(v, key, "join goes with path")
	}
	return s, nil
}

func (r *reader) option(s *source, name string, v *yaml.Node, key string) (err error) {
	switch name {
	case "path":
		for _, e := range list(v) {
			at, err := r.path(e, key)
			if err != nil {
				return err
			}
			s.paths = append(s.paths, at)
		}
	case "const":
		s.isConst = true
		s.constant, err = text(v, key)
	case "template":
		s.template, err = r.template(v, key)
	case "join":
		s.joined = true
		s.join, err = text(v, key)
	case "convert":
		s.convert, err = r.conversions(v, key)
	case "default":
		s.fallback, err = text(v, key)
	case "when":
		s.when, err = r.path(v, key)
	case "required":
		s.required, err = boolean(v, key)
	default:
		err = unknown(v, key, sourceKeys())
	}
	return err
}

func (r *reader) template(v *yaml.Node, key string) ([]piece, error) {
	rest, err := text(v, key)
	if err != nil {
		return nil, err
	}
	var out []piece
	for rest != "" {
		before, after, found := strings.Cut(rest, "{")
		switch {
		case !found:
			out, rest = append(out, piece{text: before, path: none}), ""
			continue
		case strings.HasPrefix(after, "{"):
			out, rest = append(out, piece{text: before + "{", path: none}), after[1:]
			continue
		}
		path, tail, closed := strings.Cut(after, "}")
		if !closed {
			return nil, errorf(v, key, "a brace is not closed")
		}
		at, err := r.query(v, key, path)
		if err != nil {
			return nil, err
		}
		out, rest = append(out, piece{text: before, path: at}), tail
	}
	return out, nil
}
