package mapped

import (
	"slices"

	"go.yaml.in/yaml/v4"
)

// detect is what the first bytes of a document have to show.
type detect struct {
	roots     []string // local names of the root element, any of them
	namespace string   // of the root element
	keys      []string // of the first object, all of them
}

func detectKeys() []help {
	return []help{
		{"root", "XML: local name of the root element, or a list of them"},
		{"namespace", "XML: namespace of the root element"},
		{"keys", "JSON: keys that the first object has, all of them, within its first 4 KiB"},
	}
}

func (d detect) any() bool { return len(d.roots)+len(d.keys) > 0 || d.namespace != "" }

// Detects reports whether the mapping says how its documents are known.
func (m *Mapping) Detects() bool { return m.detect.any() }

// Claims reports whether a document is the mapping's: by the root element of XML
// (local name and namespace), or the keys of the first object of JSON. A mapping
// that does not say how its documents are known claims none.
func (m *Mapping) Claims(kind Kind, root, namespace string, keys []string) bool {
	d := m.detect
	if kind != m.kind || !d.any() {
		return false
	}
	for _, k := range d.keys {
		if !slices.Contains(keys, k) {
			return false
		}
	}
	return (len(d.roots) == 0 || slices.Contains(d.roots, root)) && (d.namespace == "" || d.namespace == namespace)
}

func (r *reader) detect(v *yaml.Node) (detect, error) {
	var d detect
	err := each(v, "detect", func(key string, v *yaml.Node) (err error) {
		where := "detect." + key
		switch {
		case key == "root" && r.m.kind == XML:
			d.roots, err = texts(v, where)
		case key == "namespace" && r.m.kind == XML:
			d.namespace, err = text(v, where)
		case key == "keys" && r.m.kind == JSON:
			d.keys, err = texts(v, where)
		default:
			err = unknown(v, where, detectKeys())
		}
		return err
	})
	if err == nil && !d.any() {
		err = errorf(v, "detect", "says nothing")
	}
	return d, err
}
