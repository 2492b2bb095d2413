package ninjs

import (
	"bytes"
	"fmt"

	"github.com/goccy/go-json"
)

// SchemaURI identifies the schema that Encode's output is valid against.
const SchemaURI URI = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"

// Encode writes the item as one JSON object that is valid against the schema of
// ninjs 3.1, or says in an error which field is not. HTML is not escaped: a
// body's markup stays readable.
func Encode(item *Item) ([]byte, error) {
	if err := Validate(item); err != nil {
		return nil, fmt.Errorf("encode ninjs: %w", err)
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(item); err != nil {
		return nil, fmt.Errorf("encode ninjs: %w", err)
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), nil
}

// Decode reads what Encode wrote. It is not for what providers send: their
// documents go through a format's parser.
func Decode(data []byte) (*Item, error) {
	var item Item
	if err := json.Unmarshal(data, &item); err != nil {
		return nil, fmt.Errorf("decode ninjs: %w", err)
	}
	return &item, nil
}
