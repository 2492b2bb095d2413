package formats

import (
	"bytes"
	"encoding/json"
)

// firstKeys gives the keys of the first level of the first object, as far as the
// look reaches: of an array, its first element's. It only skips over values: each
// document is looked at, and most are parsed afterwards.
func firstKeys(head []byte) []string {
	head = bytes.TrimLeft(head, "\x1e[ \t\r\n,")
	keys := make([]string, 0, 16)
	depth, isKey := 0, false
	for i := 0; i < len(head); i++ {
		switch head[i] {
		case '{', '[':
			depth++
			isKey = depth == 1
		case '}', ']':
			if depth--; depth <= 0 {
				return keys
			}
		case ',':
			isKey = depth == 1
		case '"':
			end := stringEnd(head, i)
			if end < 0 {
				return keys
			}
			if isKey {
				keys = appendKey(keys, head[i:end+1])
				isKey = false
			}
			i = end
		}
	}
	return keys
}

// stringEnd gives where the string that starts at i ends, -1 if beyond the look.
func stringEnd(data []byte, i int) int {
	for start := i; ; {
		next := bytes.IndexByte(data[i+1:], '"')
		if next < 0 {
			return -1
		}
		i += 1 + next
		backslashes := 0
		for i-1-backslashes > start && data[i-1-backslashes] == '\\' {
			backslashes++
		}
		if backslashes%2 == 0 {
			return i
		}
	}
}

func appendKey(keys []string, quoted []byte) []string {
	if bytes.IndexByte(quoted, '\\') < 0 {
		return append(keys, string(quoted[1:len(quoted)-1]))
	}
	var key string
	if json.Unmarshal(quoted, &key) != nil {
		return keys
	}
	return append(keys, key)
}
