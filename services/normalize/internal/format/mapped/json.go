package mapped

import (
	"strings"

	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/charset"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// maxDepth bounds the nesting of a JSON document.
const maxDepth = 128

// openJSON reads one value, or several after each other (JSON lines, RFC 7464).
func openJSON(name string, in format.Input) (document, error) {
	text, note, err := charset.DecodeIn(in.Language, in.Data, in.ContentType)
	if err != nil {
		return document{}, format.Errorf(name, contract.ReasonCharset, "", "read JSON: %w", err)
	}
	text, repaired := charset.RepairJSON(text)
	note = strings.TrimPrefix(strings.TrimSuffix(note+"; "+repaired, "; "), "; ")
	if at := tooDeep(text); at >= 0 {
		return document{}, format.Errorf(name, contract.ReasonTooDeep, lineAt(text, at), "read JSON: nested deeper than %d levels", maxDepth)
	}
	if format.TooManyValues(text) {
		return document{}, format.Errorf(name, contract.ReasonTooLarge, "", "read JSON: more keys and values than a document of its size has")
	}
	doc := document{}
	if note != "" {
		doc.notes = append(doc.notes, note)
	}
	dec := json.NewDecoder(bytes.NewReader(bytes.ReplaceAll(text, []byte{0x1e}, []byte(" "))))
	dec.UseNumber()
	for {
		var v any
		err := dec.Decode(&v)
		switch {
		case errors.Is(err, io.EOF) && len(doc.roots) > 0:
			return doc, nil
		case errors.Is(err, io.EOF):
			return doc, format.Errorf(name, contract.ReasonMalformed, "", "read JSON: there is no value in it")
		case err != nil:
			return doc, format.Errorf(name, contract.ReasonMalformed, lineAt(text, brokenAt(err, len(text))), "read JSON: %w", err)
		}
		doc.roots = append(doc.roots, jsonNode{plain(v)})
	}
}

// brokenAt is where the syntax breaks; a document that is cut off breaks at its end.
func brokenAt(err error, end int) int {
	var se *json.SyntaxError
	if errors.As(err, &se) {
		return int(se.Offset)
	}
	return end
}

func lineAt(text []byte, at int) string {
	return fmt.Sprintf("line %d", 1+bytes.Count(text[:min(at, len(text))], []byte("\n")))
}

// tooDeep gives where the nesting passes the bound, -1 if nowhere. It counts what
// stands outside of strings, before anything is built.
func tooDeep(text []byte) int {
	depth, inString := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return i
			}
		case c == '}' || c == ']':
			depth = max(depth-1, 0)
		}
	}
	return -1
}
