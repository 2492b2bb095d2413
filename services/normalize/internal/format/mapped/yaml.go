package mapped

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"
)

// errorf is an error of the mapping with its line and key.
func errorf(v *yaml.Node, key, message string, args ...any) error {
	return fmt.Errorf("line %d: %s: %w", v.Line, key, fmt.Errorf(message, args...))
}

func unknown(v *yaml.Node, key string, known []help) error {
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = k.Name
	}
	return errorf(v, key, "is not known here; known are %s", strings.Join(names, ", "))
}

// each calls f with each key of a YAML mapping. Aliases are refused: a few of them
// can make a small file endless.
func each(v *yaml.Node, where string, f func(key string, v *yaml.Node) error) error {
	if v.Kind != yaml.MappingNode {
		return errorf(v, orFile(where), "should be a mapping of keys to values")
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(v.Content); i += 2 {
		key, value := v.Content[i], v.Content[i+1]
		if key.Kind != yaml.ScalarNode || value.Kind == yaml.AliasNode || key.Tag == "!!merge" {
			return errorf(key, orFile(where), "aliases and complex keys are not read")
		}
		if seen[key.Value] {
			return errorf(key, join(where, key.Value), "is there twice")
		}
		seen[key.Value] = true
		if err := f(key.Value, value); err != nil {
			return err
		}
	}
	return nil
}

func orFile(where string) string {
	if where == "" {
		return "the file"
	}
	return where
}

func join(where, key string) string {
	if where == "" {
		return key
	}
	return where + "." + key
}

// text is a scalar as it is written: 007 stays 007.
func text(v *yaml.Node, key string) (string, error) {
	if v.Kind != yaml.ScalarNode || v.Tag == "!!null" {
		return "", errorf(v, key, "should be a text")
	}
	return v.Value, nil
}

func boolean(v *yaml.Node, key string) (bool, error) {
	if v.Kind != yaml.ScalarNode || v.Value != "true" && v.Value != "false" {
		return false, errorf(v, key, "should be true or false")
	}
	return v.Value == "true", nil
}

// texts is one text or a list of them.
func texts(v *yaml.Node, key string) ([]string, error) {
	var out []string
	for i, e := range list(v) {
		if v.Kind == yaml.SequenceNode {
			key = fmt.Sprintf("%s[%d]", key, i)
		}
		s, err := text(e, key)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// list is what is in a list, or the one thing that stands for a list of one.
func list(v *yaml.Node) []*yaml.Node {
	if v.Kind == yaml.SequenceNode {
		return v.Content
	}
	return []*yaml.Node{v}
}

// table is a mapping of texts to texts.
func table(v *yaml.Node, key string) (map[string]string, error) {
	out := map[string]string{}
	err := each(v, key, func(name string, v *yaml.Node) (err error) {
		out[name], err = text(v, join(key, name))
		return err
	})
	if err == nil && len(out) == 0 {
		err = errorf(v, key, "is empty")
	}
	return out, err
}
