package service

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
)

// ProblemType is the media type of a Problem.
const ProblemType = "application/problem+json"

// Problem is the body of an HTTP error, by RFC 9457.
type Problem struct {
	// Type is a URI of the kind of problem; about:blank if empty.
	Type string
	// Title is the kind in words; the status's own if empty.
	Title string
	// Status is the HTTP status code, 400 to 599.
	Status int
	// Detail says what happened this time and what to do about it.
	Detail string
	// Instance is a URI of this occurrence.
	Instance string
	// Extensions are further members; those named like the ones above are left out.
	Extensions map[string]any
}

// Error makes a Problem an error.
func (p Problem) Error() string {
	return fmt.Sprintf("%d %s: %s", p.Status, cmp.Or(p.Title, http.StatusText(p.Status)), p.Detail)
}

// MarshalJSON writes one flat object.
func (p Problem) MarshalJSON() ([]byte, error) {
	members := maps.Clone(p.Extensions)
	if members == nil {
		members = map[string]any{}
	}
	members["type"] = cmp.Or(p.Type, "about:blank")
	members["title"] = cmp.Or(p.Title, http.StatusText(p.Status))
	members["status"] = p.Status
	setOrDrop(members, "detail", p.Detail)
	setOrDrop(members, "instance", p.Instance)
	return json.Marshal(members)
}

func setOrDrop(members map[string]any, name, value string) {
	if value == "" {
		delete(members, name)
		return
	}
	members[name] = value
}

// UnmarshalJSON reads what MarshalJSON writes, for clients.
func (p *Problem) UnmarshalJSON(data []byte) error {
	var known struct {
		Type, Title, Detail, Instance string
		Status                        int
	}
	var all map[string]any
	if err := errors.Join(json.Unmarshal(data, &known), json.Unmarshal(data, &all)); err != nil {
		return fmt.Errorf("read a problem: %w", err)
	}
	for _, name := range []string{"type", "title", "status", "detail", "instance"} {
		delete(all, name)
	}
	*p = Problem{known.Type, known.Title, known.Status, known.Detail, known.Instance, all}
	return nil
}

// WriteProblem answers a request with p. A status out of range is 500, and so is
// an extension that isn't JSON. Other headers, such as Retry-After, have to be
// set before.
func WriteProblem(w http.ResponseWriter, p Problem) {
	if p.Status < 400 || p.Status > 599 {
		p.Status = http.StatusInternalServerError
	}
	body, err := json.Marshal(p)
	if err != nil {
		p = Problem{Status: http.StatusInternalServerError, Detail: p.Detail}
		body, _ = json.Marshal(p)
	}
	w.Header().Set("Content-Type", ProblemType)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	_, _ = w.Write(append(body, '\n'))
}
