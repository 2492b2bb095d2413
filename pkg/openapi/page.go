package openapi

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"
)

//go:embed page.html
var pageSource string

// Page writes a description, which is OpenAPI 3.1 as JSON with all references within, as
// a page of HTML that needs nothing else.
func Page(document []byte) ([]byte, error) {
	var doc described
	if err := json.Unmarshal(document, &doc); err != nil {
		return nil, fmt.Errorf("read the description of the API: %w", err)
	}
	page, err := template.New("page").Funcs(template.FuncMap{"type": typeOf, "ref": refOf, "upper": strings.ToUpper, "has": has, "schema": schemaName, "paragraphs": paragraphs, "code": code}).Parse(pageSource)
	if err != nil {
		return nil, fmt.Errorf("read the template of the page: %w", err)
	}
	var out bytes.Buffer
	if err := page.Execute(&out, doc); err != nil {
		return nil, fmt.Errorf("write the page of the API: %w", err)
	}
	return out.Bytes(), nil
}

// described is what the page shows of a document.
type described struct {
	Info       struct{ Title, Description string }
	Paths      map[string]map[string]describedOperation
	Components struct {
		Schemas         map[string]map[string]any
		SecuritySchemes map[string]struct{ Description, Scheme, Name string }
	}
}

type describedOperation struct {
	OperationID, Summary, Description string
	Parameters                        []struct {
		Name, In, Description string
		Required              bool
		Schema                map[string]any
	}
	RequestBody struct {
		Description string
		Content     map[string]describedMedia
	}
	Responses map[string]struct {
		Description string
		Content     map[string]describedMedia
		Headers     map[string]struct{ Description string }
	}
	Security *[]map[string]any
}

type describedMedia struct{ Schema map[string]any }

// Open reports whether the operation needs no key.
func (o describedOperation) Open() bool { return o.Security != nil && len(*o.Security) == 0 }

func paragraphs(text string) []string { return strings.Split(text, "\n\n") }

// part is a piece of a text.
type part struct {
	Code bool
	Text string
}

// code splits text at the backquotes of CommonMark.
func code(text string) (out []part) {
	for i, t := range strings.Split(text, "`") {
		out = append(out, part{i%2 == 1, t})
	}
	return out
}

// typeOf says a schema in a few words.
func typeOf(s map[string]any) string {
	switch {
	case refOf(s) != "":
		return refOf(s)
	case s["enum"] != nil:
		var values []string
		for _, v := range s["enum"].([]any) {
			values = append(values, fmt.Sprint(v))
		}
		return strings.Join(values, " | ")
	}
	kind, _ := s["type"].(string)
	if items, ok := s["items"].(map[string]any); ok {
		return "list of " + typeOf(items)
	}
	if of, ok := s["additionalProperties"].(map[string]any); ok && s["properties"] == nil {
		return "object of " + typeOf(of)
	}
	if format, ok := s["format"].(string); ok {
		kind = strings.TrimSpace(kind + " " + format)
	}
	if s["minimum"] != nil && s["maximum"] != nil {
		kind += fmt.Sprintf(" %v to %v", s["minimum"], s["maximum"])
	}
	return kind
}

// refOf names the component that a schema, or the items of it, refers to.
func refOf(s map[string]any) string {
	ref, _ := s["$ref"].(string)
	return ref[strings.LastIndex(ref, "/")+1:]
}

// schemaName is the component that the schema of a media type is about.
func schemaName(s map[string]any) string {
	if items, ok := s["items"].(map[string]any); ok {
		return refOf(items)
	}
	for _, list := range []string{"allOf", "oneOf"} {
		if of, ok := s[list].([]any); ok && len(of) > 0 {
			if first, ok := of[0].(map[string]any); ok {
				return schemaName(first)
			}
		}
	}
	return refOf(s)
}

func has(list any, name string) bool {
	values, _ := list.([]any)
	return slices.Contains(values, any(name))
}

// Methods are those of a path, in the order of the alphabet.
func (d described) Methods(path string) []string { return slices.Sorted(maps.Keys(d.Paths[path])) }
