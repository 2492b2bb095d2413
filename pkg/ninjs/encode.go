package ninjs

import (
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
	data, err := json.MarshalWithOption(item, json.DisableHTMLEscape())
	if err != nil {
		return nil, fmt.Errorf("encode ninjs: %w", err)
	}
	return data, nil
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

// Named is who and what an item names.
type Named struct {
	People        []Name `json:"people"`
	Organisations []Name `json:"organisations"`
	Places        []Name `json:"places"`
}

// Name is one of them, by its name alone.
type Name struct {
	Name string `json:"name"`
}

// DecodeNamed reads no more of what Encode wrote: the texts are passed over.
func DecodeNamed(data []byte) (Named, error) {
	var n Named
	if err := json.Unmarshal(data, &n); err != nil {
		return Named{}, fmt.Errorf("decode ninjs: %w", err)
	}
	return n, nil
}
