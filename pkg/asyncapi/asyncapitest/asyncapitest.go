// Package asyncapitest holds messages against the description of what is published. It
// is for tests.
package asyncapitest

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/wireroom/wireroom/pkg/asyncapi"
	"github.com/wireroom/wireroom/pkg/contract"
)

// Checker knows the description.
type Checker struct{ parts map[string]*jsonschema.Schema }

// New compiles the schemas of the messages of NEWS.
func New(t testing.TB) *Checker {
	t.Helper()
	document, err := asyncapi.JSON()
	if err != nil {
		t.Fatal(err)
	}
	root, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft7) // AsyncAPI 3.0, "Schema Object"
	compiler.AssertFormat()
	if err := compiler.AddResource("wire.json", root); err != nil {
		t.Fatal(err)
	}
	c := &Checker{map[string]*jsonschema.Schema{}}
	for _, s := range []contract.Signal{contract.New, contract.Update, contract.Correction, contract.Kill} {
		for _, part := range []string{"headers", "payload"} {
			name := string(s) + " " + part
			if c.parts[name], err = compiler.Compile("wire.json#/components/messages/" + string(s) + "/" + part); err != nil {
				t.Fatalf("compile the schema of %s: %v", name, err)
			}
		}
	}
	return c
}

// listed are the headers that messages of NEWS may have.
func listed() map[string]bool {
	out := map[string]bool{}
	for _, h := range contract.Headers() {
		out[h.Name] = h.OnNews()
	}
	for _, h := range contract.NatsHeaders() {
		out[h.Name] = true
	}
	return out
}

// News tells what of a message of NEWS is not as the description says, nil for nothing.
func (c *Checker) News(subject string, header nats.Header, data []byte) error {
	s, err := contract.ParseNewsSubject(subject)
	if err != nil {
		return err
	}
	headers, listed := map[string]any{}, listed()
	for name := range header {
		if !listed[name] {
			return fmt.Errorf("subject %s: the contract lists no header %s", subject, name)
		}
		headers[name] = header.Get(name)
	}
	payload, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("read payload: %w", err)
	}
	for part, value := range map[string]any{"headers": headers, "payload": payload} {
		schema := c.parts[string(s.Signal)+" "+part]
		if schema == nil {
			return fmt.Errorf("subject %s: no message of this signal is described", subject)
		}
		if err := schema.Validate(value); err != nil {
			return fmt.Errorf("%s of %s: %w", part, subject, err)
		}
	}
	return nil
}
