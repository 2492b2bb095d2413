package mapped

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/ohler55/ojg/jp"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/charset"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// maxDepth bounds the nesting of a JSON document.
const maxDepth = 128

// openJSON reads one value, or several after each other (JSON lines, RFC 7464).
func openJSON(name string, in format.Input) (document, error) {
	text, note, err := charset.Decode(in.Data, in.ContentType)
	if err != nil {
		return document{}, format.Errorf(name, contract.ReasonCharset, "", "read JSON: %w", err)
	}
	if at := tooDeep(text); at >= 0 {
		return document{}, format.Errorf(name, contract.ReasonTooDeep, lineAt(text, at), "read JSON: nested deeper than %d levels", maxDepth)
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
			return doc, format.Errorf(name, contract.ReasonMalformed, lineAt(text, int(dec.InputOffset())), "read JSON: %w", err)
		}
		doc.roots = append(doc.roots, jsonNode{plain(v)})
	}
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

// plain gives numbers a type that a path can compare, unless that would change how
// they are written: an id may have twenty digits, a version may be 1.10.
func plain(v any) any {
	switch t := v.(type) {
	case map[string]any:
		for k, e := range t {
			t[k] = plain(e)
		}
	case []any:
		for i, e := range t {
			t[i] = plain(e)
		}
	case json.Number:
		if n, err := t.Int64(); err == nil && strconv.FormatInt(n, 10) == t.String() {
			return n
		}
		if f, err := t.Float64(); err == nil && strconv.FormatFloat(f, 'f', -1, 64) == t.String() {
			return f
		}
	}
	return v
}

// jsonNode is a value of a JSON document.
type jsonNode struct{ value any }

func (j jsonNode) markup() string { return j.text() }

func (j jsonNode) text() string {
	switch v := j.value.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case json.Number:
		return v.String()
	default:
		return ""
	}
}

// parts are an array's elements: a path to a list means what is in it.
func (j jsonNode) parts() []node {
	list, ok := j.value.([]any)
	if !ok {
		return []node{j}
	}
	var out []node
	for _, e := range list {
		out = append(out, jsonNode{e}.parts()...)
	}
	return out
}

type jsonQuery struct{ expr jp.Expr }

func compileJSONPath(path string, whole bool) (query, error) {
	if whole {
		path = "$" + path
	}
	expr, err := jp.ParseString(path)
	if err != nil {
		return nil, err
	}
	q := jsonQuery{expr}
	_, err = q.find(jsonNode{map[string]any{}})
	return q, err
}

func (q jsonQuery) find(at node) (out []node, err error) {
	defer recovered(&err)
	j, ok := origin(at).(jsonNode)
	if !ok {
		return nil, nil
	}
	for _, v := range q.expr.Get(j.value) {
		out = append(out, jsonNode{v}.parts()...)
	}
	return out, nil
}
