package feed

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/note"
)

// object is a JSON object whose fields may have other types than JSON Feed 1.1 gives them:
// such a field is read for what it can mean, or left out and noted.
type object struct {
	fields map[string]json.RawMessage
	notes  *[]string
	wrong  bool // a field was left out
}

func objectOf(raw json.RawMessage, notes *[]string) (object, error) {
	o := object{notes: notes}
	return o, json.Unmarshal(raw, &o.fields)
}

// text is a field that is text: a number counts as one, of a list its first member does,
// of an object its url, name or value.
func (o *object) text(name string) string {
	raw, ok := o.fields[name]
	if !ok {
		return ""
	}
	s, ok := textOf(raw, 0)
	if !ok {
		o.leaveOut(name)
	}
	return s
}

// joined is a field that is text; of a list all members count.
func (o *object) joined(name, between string) string {
	list := o.list(name)
	if len(list) < 2 {
		return o.text(name)
	}
	var texts []string
	for _, raw := range list {
		if s, ok := textOf(raw, 1); ok {
			texts = append(texts, s)
		} else {
			o.leaveOut(name)
		}
	}
	return strings.Join(texts, between)
}

func textOf(raw json.RawMessage, depth int) (text string, ok bool) {
	var v any
	dec := json.NewDecoder(strings.NewReader(string(raw)))
	dec.UseNumber()
	if dec.Decode(&v) != nil || depth > 2 {
		return "", false
	}
	switch v := v.(type) {
	case nil:
		return "", true
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case []any:
		if len(v) == 0 {
			return "", true
		}
		first, err := json.Marshal(v[0])
		if err != nil {
			return "", false
		}
		return textOf(first, depth+1)
	case map[string]any:
		for _, key := range []string{"url", "name", "value"} {
			if s, ok := v[key].(string); ok {
				return s, true
			}
		}
	}
	return "", false
}

// list gives the members of a field that is a list; anything else is a list of one.
func (o *object) list(name string) []json.RawMessage {
	raw, ok := o.fields[name]
	if !ok || string(raw) == "null" {
		return nil
	}
	var out []json.RawMessage
	if json.Unmarshal(raw, &out) == nil {
		return out
	}
	return []json.RawMessage{raw}
}

// number is a field that is a number, or text that is one; 0 for anything else.
func (o *object) number(name string) float64 {
	text := strings.TrimSpace(o.text(name))
	n, err := strconv.ParseFloat(text, 64)
	switch {
	case text == "":
		return 0
	case err != nil || !(n >= 0 && n < 1e15):
		o.leaveOut(name)
		return 0
	default:
		return n
	}
}

func (o *object) leaveOut(name string) {
	o.wrong = true
	note.Add(o.notes, fmt.Sprintf("left out %q: a value of another type than the format has", name))
}
