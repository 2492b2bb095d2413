package localtest

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// ValidateNinjs marks the test as failed, and goes on, if data isn't one ninjs
// 3.1 object valid against IPTC's own schema, formats included. The test needs
// the corpus.
func ValidateNinjs(t testing.TB, data []byte) {
	t.Helper()
	if err := NinjsError(t, data); err != nil {
		t.Errorf("not valid ninjs 3.1: %v\n%s", err, data)
	}
}

// NinjsError is what is wrong with data by IPTC's schema of ninjs 3.1, or nil.
// Its first call in a test must be on the test's own goroutine, which ends if
// the corpus is missing.
func NinjsError(t testing.TB, data []byte) error {
	t.Helper()
	return NinjsErrorOf(t, "3.1", data)
}

// NinjsErrorOf is NinjsError by the schema of a version: 3.1, 2.2 or 1.6.
func NinjsErrorOf(t testing.TB, version string, data []byte) error {
	t.Helper()
	schema, err := ninjsSchema(Corpus(t, "ninjs", "schema-"+version+".json"))
	if err != nil {
		t.Fatalf("compile the ninjs schema: %v", err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("parse JSON: %w", err)
	}
	return schema.Validate(doc)
}

// The compiled schemas, by path: to compile costs more than most tests.
var schemas sync.Map

func ninjsSchema(path string) (*jsonschema.Schema, error) {
	once, _ := schemas.LoadOrStore(path, sync.OnceValues(func() (*jsonschema.Schema, error) {
		return compileNinjs(path)
	}))
	return once.(func() (*jsonschema.Schema, error))()
}

func compileNinjs(path string) (*jsonschema.Schema, error) {
	geo, err := jsonschema.UnmarshalJSON(strings.NewReader(geoJSONSchema))
	if err != nil {
		return nil, fmt.Errorf("parse the GeoJSON schema: %w", err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("https://geojson.org/schema/GeoJSON.json", geo); err != nil {
		return nil, fmt.Errorf("add the GeoJSON schema: %w", err)
	}
	return c.Compile(filepath.ToSlash(path))
}
