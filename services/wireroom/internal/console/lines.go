package console

import (
	"encoding/json"
	"fmt"
)

// JSON writes v as one line of JSON, markup left readable.
func (c *Console) JSON(v any) error {
	enc := json.NewEncoder(c.Out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return nil
}
