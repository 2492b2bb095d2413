package mapped

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

const (
	maxFile  = 256 << 10 // bytes of a mapping
	maxPath  = 2_000     // bytes of a path
	maxPaths = 2_000     // of a mapping
)

var nameSyntax = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

// Read checks a mapping as a whole: keys, paths, conversions, and whether what
// they give fits the field. file names it in errors, each of which tells line and
// key.
func Read(file string, data []byte) (*Mapping, error) {
	m, err := read(file, data)
	if err != nil {
		return nil, fmt.Errorf("mapping %s: %w", file, err)
	}
	return m, nil
}

func read(file string, data []byte) (*Mapping, error) {
	if len(data) > maxFile {
		return nil, fmt.Errorf("more than %d bytes", maxFile)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, errors.New(strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(doc.Content) != 1 {
		return nil, errors.New("there is nothing in it")
	}
	r := &reader{m: &Mapping{file: file, articles: none}, namespaces: map[string]string{"xml": xmlNamespace}}
	// the kind decides how paths are read, wherever it stands in the file
	if err := each(doc.Content[0], "", func(key string, v *yaml.Node) error {
		if key == "kind" {
			return r.kind(v)
		}
		if key == "namespaces" {
			return r.names(v)
		}
		return nil
	}); err != nil {
		return nil, err
	}
	if err := each(doc.Content[0], "", r.top); err != nil {
		return nil, err
	}
	switch {
	case r.m.name == "":
		return nil, errors.New("name is missing")
	case r.m.kind == "":
		return nil, errors.New("kind is missing: xml or json")
	case r.m.item == nil:
		return nil, errors.New("fields is missing")
	}
	return r.m, nil
}

// reader reads one mapping.
type reader struct {
	m          *Mapping
	namespaces map[string]string
}

// topKeys are the keys of a mapping, with what they mean.
func topKeys() []help {
	return []help{
		{"name", "name of the format: `a-z`, `0-9`, `-`. Required"},
		{"kind", "`xml` or `json`. Required"},
		{"detect", "how a document is known to be one of this format. Without it every document of the provider is"},
		{"articles", "path of each article; the whole document (of JSON also each element of a list) if left out"},
		{"namespaces", "prefixes of paths: `{prefix: address}`. A path without prefixes finds names of any namespace"},
		{"zone", "IANA time zone of dates without one; the provider's if left out"},
		{"language", "BCP 47 language of documents that name none; the provider's if left out"},
		{"fields", "field of ninjs: where it comes from. Required"},
	}
}

// help explains one word of a mapping.
type help struct{ Name, Text string }

func (r *reader) top(key string, v *yaml.Node) (err error) {
	switch key {
	case "name":
		if r.m.name, err = text(v, key); err == nil && !nameSyntax.MatchString(r.m.name) {
			err = errorf(v, key, "%q: it should be 1 to 40 of a-z, 0-9 and -", r.m.name)
		}
	case "kind", "namespaces": // read already
	case "detect":
		r.m.detect, err = r.detect(v)
	case "articles":
		r.m.articles, err = r.path(v, key)
	case "zone":
		r.m.zone, err = zone(v, key)
	case "language":
		r.m.language, err = text(v, key)
	case "fields":
		r.m.item, err = r.fields(v)
	default:
		err = unknown(v, key, topKeys())
	}
	return err
}

func (r *reader) kind(v *yaml.Node) error {
	s, err := text(v, "kind")
	if r.m.kind = Kind(s); err == nil && r.m.kind != XML && r.m.kind != JSON {
		err = errorf(v, "kind", "%q: it should be xml or json", s)
	}
	return err
}

func (r *reader) names(v *yaml.Node) error {
	return each(v, "namespaces", func(prefix string, v *yaml.Node) (err error) {
		r.namespaces[prefix], err = text(v, "namespaces."+prefix)
		return err
	})
}

// path gives the number of a path.
func (r *reader) path(v *yaml.Node, key string) (int, error) {
	s, err := text(v, key)
	if err != nil {
		return none, err
	}
	return r.query(v, key, s)
}

func (r *reader) query(v *yaml.Node, key, path string) (int, error) {
	path = strings.TrimSpace(path)
	if path == "" || len(path) > maxPath {
		return none, errorf(v, key, "a path should have 1 to %d bytes", maxPath)
	}
	if len(r.m.queries) >= maxPaths {
		return none, errorf(v, key, "more than %d paths", maxPaths)
	}
	q := querySpec{kind: r.m.kind, path: path, namespaces: r.namespaces, line: v.Line}
	q.whole = q.kind == XML && path[0] == '/' || q.kind == JSON && strings.HasPrefix(path, "$$")
	if _, err := q.compile(); err != nil {
		return none, errorf(v, key, "path %q: %w", path, err)
	}
	r.m.queries = append(r.m.queries, q)
	return len(r.m.queries) - 1, nil
}

func zone(v *yaml.Node, key string) (*time.Location, error) {
	s, err := text(v, key)
	if err != nil {
		return nil, err
	}
	loc, err := time.LoadLocation(s)
	if err != nil || s == "" || s == "Local" {
		return nil, errorf(v, key, "%q: it should be a name of the IANA database, such as Europe/Berlin", s)
	}
	return loc, nil
}
