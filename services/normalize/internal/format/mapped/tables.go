package mapped

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"
)

func tableKeys() []help { return []help{{Name: "values"}, {Name: "default"}, {Name: "keep"}} }

// words is what a table says.
type words struct {
	values     map[string]string // by what was said, in small letters
	fallback   string
	hasDefault bool
	keep       bool
}

func readTable(v *yaml.Node, key string) (func(setting, node) ([]node, error), error) {
	if v == nil {
		return nil, errors.New("needs values")
	}
	var w words
	err := each(v, key, func(name string, v *yaml.Node) (err error) {
		switch where := key + "." + name; name {
		case "values":
			w.values, err = table(v, where)
			w.values = lowered(w.values)
		case "default":
			w.hasDefault = true
			w.fallback, err = text(v, where)
		case "keep":
			w.keep, err = boolean(v, where)
		default:
			err = unknown(v, where, tableKeys())
		}
		return err
	})
	if err == nil && len(w.values) == 0 {
		err = errorf(v, key, "needs values")
	}
	return w.apply, err
}

func (w words) apply(_ setting, from node) ([]node, error) {
	said := strings.TrimSpace(from.text())
	meant, ok := w.values[strings.ToLower(said)]
	switch {
	case ok:
		return one(meant, from), nil
	case said == "":
		return nil, nil
	case w.hasDefault:
		return one(w.fallback, from), nil
	case w.keep:
		return one(said, from), nil
	default:
		return nil, fmt.Errorf("%.40q is not in the mapping's table", said)
	}
}

func lowered(in map[string]string) map[string]string {
	out := make(map[string]string, len(in))
	for k, v := range in {
		out[strings.ToLower(strings.TrimSpace(k))] = v
	}
	return out
}

func readMatch(v *yaml.Node, key string) (func(setting, node) ([]node, error), error) {
	if v == nil {
		return nil, errors.New("needs a regular expression")
	}
	said, err := text(v, key)
	if err != nil {
		return nil, err
	}
	re, err := regexp.Compile(said)
	if err != nil {
		return nil, errorf(v, key, "%w", err)
	}
	return func(_ setting, from node) ([]node, error) {
		m := re.FindStringSubmatch(from.text())
		if m == nil {
			return nil, nil
		}
		return one(strings.TrimSpace(m[min(1, len(m)-1)]), from), nil
	}, nil
}

func readSplit(v *yaml.Node, key string) (func(setting, node) ([]node, error), error) {
	marks := []string{",", ";"}
	if v != nil {
		said, err := texts(v, key)
		if err != nil {
			return nil, err
		}
		if marks = said; v.Kind == yaml.ScalarNode {
			marks = strings.Split(said[0], "")
		}
	}
	pairs := make([]string, 0, 2*len(marks))
	for _, m := range marks {
		if m == "" {
			return nil, errorf(v, key, "a separator is empty")
		}
		pairs = append(pairs, m, "\x00")
	}
	replacer := strings.NewReplacer(pairs...)
	return func(_ setting, from node) ([]node, error) {
		var out []node
		for part := range strings.SplitSeq(replacer.Replace(from.text()), "\x00") {
			out = append(out, one(strings.TrimSpace(part), from)...)
		}
		return out, nil
	}, nil
}
