package formats

import (
	"bytes"
	"encoding/json"
)

// firstKeys gives the keys of the first level of the first object, as far as the
// look reaches: of an array, its first element's.
func firstKeys(head []byte) []string {
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimLeft(head, "\x1e[ \t\r\n,")))
	var keys []string
	depth, isKey := 0, false
	for {
		token, err := dec.Token()
		if err != nil {
			return keys
		}
		if d, ok := token.(json.Delim); ok {
			if d == '{' || d == '[' {
				depth++
			} else {
				depth--
			}
			if depth == 0 {
				return keys
			}
			isKey = depth == 1
			continue
		}
		if key, ok := token.(string); ok && isKey && depth == 1 {
			keys = append(keys, key)
		}
		if depth == 1 {
			isKey = !isKey
		}
	}
}
