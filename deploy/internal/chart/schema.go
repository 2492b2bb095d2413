package chart

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

// schema is as much of a JSON Schema as a table of values needs.
type schema struct {
	Ref         string             `json:"$ref"`
	Type        any                `json:"type"` // a name or a list of names
	Description string             `json:"description"`
	Enum        []any              `json:"enum"`
	Properties  map[string]*schema `json:"properties"`
	Definitions map[string]*schema `json:"definitions"`
}

func readSchema(file string) (*schema, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the schema: %w", err)
	}
	var s schema
	if err := json.Unmarshal(data, &s); err != nil {
		return nil, fmt.Errorf("read the schema %s: %w", file, err)
	}
	return &s, nil
}

// resolve follows a reference into the definitions. What stands beside it, such as a
// description of its own, comes first.
func (s *schema) resolve(definitions map[string]*schema) (*schema, error) {
	if s.Ref == "" {
		return s, nil
	}
	at, ok := definitions[strings.TrimPrefix(s.Ref, "#/definitions/")]
	if !ok {
		return nil, fmt.Errorf("the schema has no %s", s.Ref)
	}
	at, err := at.resolve(definitions)
	if err != nil {
		return nil, err
	}
	out := *at
	if s.Description != "" {
		out.Description = s.Description
	}
	return &out, nil
}

// kind is what a reader may put there.
func (s *schema) kind() string {
	if len(s.Enum) > 0 {
		words := make([]string, 0, len(s.Enum))
		for _, v := range s.Enum {
			if v != "" {
				words = append(words, fmt.Sprint(v))
			}
		}
		return strings.Join(words, ", ")
	}
	switch t := s.Type.(type) {
	case string:
		return t
	case []any:
		words := make([]string, len(t))
		for i, v := range t {
			words[i] = fmt.Sprint(v)
		}
		return strings.Join(words, " or ")
	default:
		return ""
	}
}
