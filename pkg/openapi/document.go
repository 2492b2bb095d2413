package openapi

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Document is an API.
type Document struct {
	Title, Text string
	// Security are the security schemes by name; any of them opens what is not Public.
	Security   map[string]Schema
	Schemas    *Schemas
	Operations []Operation
}

// version is that of the API: its paths begin with /v1.
const version = "1"

// JSON writes the document.
func (d Document) JSON() ([]byte, error) {
	paths := map[string]Schema{}
	for _, o := range d.Operations {
		path := strings.TrimSuffix(o.Path, "{$}")
		if paths[path] == nil {
			paths[path] = Schema{}
		}
		method := strings.ToLower(o.Method)
		if _, twice := paths[path][method]; twice {
			return nil, fmt.Errorf("%s %s is described twice", o.Method, path)
		}
		paths[path][method] = o.schema()
	}
	components := maps.Clone(d.Schemas.Components)
	components["Problem"] = problemSchema()
	out := Schema{
		"openapi":    "3.1.0",
		"info":       Schema{"title": d.Title, "version": version, "description": d.Text, "license": Schema{"name": "Apache 2.0", "identifier": "Apache-2.0"}},
		"servers":    []Schema{{"url": "/"}},
		"tags":       d.tags(),
		"paths":      paths,
		"security":   d.requirements(),
		"components": Schema{"schemas": components, "securitySchemes": d.Security},
	}
	return json.MarshalIndent(out, "", " ")
}

func (d Document) tags() []Schema {
	out, seen := []Schema{}, map[string]bool{}
	for _, o := range d.Operations {
		if !seen[o.Tag] {
			seen[o.Tag] = true
			out = append(out, Schema{"name": o.Tag, "description": "Of " + o.Tag + "."})
		}
	}
	return out
}

func (d Document) requirements() []Schema {
	out := []Schema{}
	for _, name := range slices.Sorted(maps.Keys(d.Security)) {
		out = append(out, Schema{name: []string{}})
	}
	return out
}

func problemSchema() Schema {
	text := func(s string) Schema { return Schema{"type": "string", "description": s} }
	return Schema{"type": "object", "description": "Problem details (RFC 9457). There may be further members.", "required": []string{"type", "title", "status"},
		"properties": Schema{
			"type": text("The kind of problem; it never changes."), "title": text("The kind in words."), "detail": text("What happened this time, and what to do about it."),
			"instance": text("This occurrence."), "status": Schema{"type": "integer", "description": "The HTTP status."}}}
}

func (o Operation) schema() Schema {
	out := Schema{"operationId": strings.ReplaceAll(o.Name, " ", "-"), "summary": o.Summary, "tags": []string{o.Tag}, "responses": o.responses()}
	if o.Text != "" {
		out["description"] = o.Text
	}
	if len(o.Parameters) > 0 {
		list := []Schema{}
		for _, p := range o.Parameters {
			list = append(list, p.schema())
		}
		out["parameters"] = list
	}
	if o.Body != nil {
		out["requestBody"] = Schema{"required": true, "description": o.Body.Text, "content": content(o.Body.Media)}
	}
	if o.Public {
		out["security"] = []Schema{}
	}
	return out
}

func (p Parameter) schema() Schema {
	schema := p.Schema
	if schema == nil {
		schema = Schema{"type": "string"}
	}
	out := Schema{"name": p.Name, "in": p.In, "description": p.Text, "schema": schema}
	if p.In == "path" {
		out["required"] = true
	}
	if p.In == "query" && schema["type"] == "array" {
		out["style"], out["explode"] = "form", false
	}
	return out
}

func content(list []Media) Schema {
	out := Schema{}
	for _, m := range list {
		media := Schema{}
		if m.Schema != nil {
			media["schema"] = m.Schema
		}
		out[m.Type] = media
	}
	return out
}

func (o Operation) responses() Schema {
	out := Schema{}
	for _, a := range o.Answers {
		r := Schema{"description": a.Text}
		if len(a.Media) > 0 {
			r["content"] = content(a.Media)
		}
		headers := Schema{}
		for name, text := range a.Headers {
			headers[name] = Schema{"description": text, "schema": Schema{"type": "string"}}
		}
		if len(headers) > 0 {
			r["headers"] = headers
		}
		out[strconv.Itoa(a.Status)] = r
	}
	for status, kinds := range byStatus(o.Problems) {
		out[strconv.Itoa(status)] = problems(status, kinds)
	}
	return out
}

func byStatus(list []Problem) map[int][]Problem {
	out := map[int][]Problem{}
	for _, p := range list {
		if !slices.Contains(out[p.Status], p) {
			out[p.Status] = append(out[p.Status], p)
		}
	}
	return out
}

// problems are those of one status.
func problems(status int, kinds []Problem) Schema {
	var texts, types []string
	for _, k := range kinds {
		texts = append(texts, k.Title+" ("+TypePrefix+k.Kind+").")
		if !slices.Contains(types, TypePrefix+k.Kind) {
			types = append(types, TypePrefix+k.Kind)
		}
	}
	schema := Schema{"allOf": []Schema{Ref("Problem"), {"properties": Schema{"type": Schema{"enum": types}}}}}
	out := Schema{"description": strings.Join(texts, " "), "content": Schema{"application/problem+json": Schema{"schema": schema}}}
	if status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable {
		out["headers"] = Schema{"Retry-After": Schema{"description": "Seconds to wait.", "schema": Schema{"type": "string"}}}
	}
	return out
}
