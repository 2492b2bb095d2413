// Package openapitest holds answers of an API against its description. It is for tests.
package openapitest

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Checker knows a description.
type Checker struct {
	compiler   *jsonschema.Compiler
	operations map[string]operation // by method and path
	mux        *http.ServeMux
}

type operation struct {
	Parameters []struct{ Name, In string }
	Responses  map[string]struct {
		Content map[string]struct{ Schema any }
		Headers map[string]any
	}
}

// New reads a description.
func New(t testing.TB, document []byte) *Checker {
	t.Helper()
	var doc struct {
		Paths map[string]map[string]operation
	}
	if err := json.Unmarshal(document, &doc); err != nil {
		t.Fatalf("read the description: %v", err)
	}
	root, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	c := &Checker{jsonschema.NewCompiler(), map[string]operation{}, http.NewServeMux()}
	c.compiler.AssertFormat()
	if err := c.compiler.AddResource("api.json", root); err != nil {
		t.Fatal(err)
	}
	for path, methods := range doc.Paths {
		for method, o := range methods {
			name := strings.ToUpper(method) + " " + path
			c.operations[name] = o
			c.mux.Handle(muxPattern(name), http.NotFoundHandler())
		}
	}
	return c
}

func muxPattern(name string) string {
	if strings.HasSuffix(name, " /") {
		return name + "{$}"
	}
	return name
}

// Patterns are the routes of the description, as http.ServeMux has them.
func (c *Checker) Patterns() (out []string) {
	for name := range c.operations {
		out = append(out, muxPattern(name))
	}
	slices.Sort(out)
	return out
}

// Answer fails the test if an answer is not as the description says: its status, media
// type, body, type of problem and headers, and the parameters of the request.
func (c *Checker) Answer(t testing.TB, r *http.Request, w *httptest.ResponseRecorder) {
	t.Helper()
	c.Check(t, r, Answer{w.Code, w.Header(), w.Body.Bytes()})
}

// Answer is an answer to a request.
type Answer struct {
	Code   int
	Header http.Header
	Body   []byte
}

// Check is Answer for any client.
func (c *Checker) Check(t testing.TB, r *http.Request, w Answer) {
	t.Helper()
	_, pattern := c.mux.Handler(r)
	if pattern == "" {
		if w.Code != http.StatusNotFound && w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s %s is answered with %d and is not described", r.Method, r.URL.Path, w.Code)
		}
		return
	}
	pattern = strings.TrimSuffix(pattern, "{$}")
	o, status := c.operations[pattern], strconv.Itoa(w.Code)
	response, ok := o.Responses[status]
	if !ok {
		t.Errorf("%s: status %s is not described: %s", pattern, status, w.Body)
		return
	}
	c.parameters(t, pattern, o, r, w.Code)
	for name := range w.Header {
		if strings.HasPrefix(name, "Wireroom-") && w.Code < 300 && !hasHeader(response.Headers, name) {
			t.Errorf("%s: the header %s of the answer is not described", pattern, name)
		}
	}
	if len(w.Body) > 0 {
		c.body(t, pattern, status, response.Content, w)
	}
}

func hasHeader(headers map[string]any, name string) bool {
	for h := range headers {
		if strings.EqualFold(h, name) {
			return true
		}
	}
	return false
}

func (c *Checker) parameters(t testing.TB, pattern string, o operation, r *http.Request, status int) {
	t.Helper()
	for name := range r.URL.Query() {
		known := slices.ContainsFunc(o.Parameters, func(p struct{ Name, In string }) bool { return p.In == "query" && p.Name == name })
		if !known && status < 400 {
			t.Errorf("%s: the parameter %s is taken and not described", pattern, name)
		}
	}
}

func (c *Checker) body(t testing.TB, pattern, status string, content map[string]struct{ Schema any }, w Answer) {
	t.Helper()
	said := w.Header.Get("Content-Type")
	media, _, err := mime.ParseMediaType(said)
	if err != nil {
		t.Errorf("%s: %s has the content type %q: %v", pattern, status, said, err)
		return
	}
	for _, name := range []string{said, media, "*/*"} {
		if _, ok := content[name]; !ok {
			continue
		}
		if strings.HasSuffix(media, "json") && content[name].Schema != nil {
			c.validate(t, pattern, status, name, w.Body)
		}
		return
	}
	t.Errorf("%s: %s with the media type %s is not described", pattern, status, said)
}

func (c *Checker) validate(t testing.TB, pattern, status, media string, body []byte) {
	t.Helper()
	method, path, _ := strings.Cut(pattern, " ")
	escape := strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace
	at := "api.json#/paths/" + escape(path) + "/" + strings.ToLower(method) + "/responses/" + status + "/content/" + strings.ReplaceAll(escape(media), " ", "%20") + "/schema"
	schema, err := c.compiler.Compile(at)
	if err != nil {
		t.Fatalf("%s: %v", at, err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err == nil {
		err = schema.Validate(value)
	}
	if err != nil {
		t.Errorf("%s: the body of %s is not as described: %.1000v\n%.1000s", pattern, status, err, body)
	}
}
