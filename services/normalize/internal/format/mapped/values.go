package mapped

import (
	"fmt"
	"strings"
)

// find gives what a path selects.
func (r *run) find(path int, at node) ([]node, error) {
	if !r.m.queries[path].whole {
		return r.queries[path].find(at)
	}
	if found, ok := r.fixed[path]; ok {
		return found, nil
	}
	if r.m.kind == JSON {
		at = r.doc.roots[r.root]
	}
	found, err := r.queries[path].find(at)
	r.fixed[path] = found
	return found, err
}

// values gives what a choice comes to: the values of the first source that has
// any. places asks for elements that may hold no text of their own. The error is
// the first one of a conversion, also where a later source has values.
func (r *run) values(c choice, at node, places bool) ([]node, error) {
	var first error
	for i := range c {
		found, err := r.source(&c[i], at, places)
		if err != nil && first == nil {
			first = err
		}
		if len(found) > 0 || fatal(err) {
			return found, first
		}
	}
	return nil, first
}

func (r *run) source(s *source, at node, places bool) ([]node, error) {
	if yes, err := r.holds(s.when, at); err != nil || !yes {
		return nil, err
	}
	found, err := r.raw(s, at, places)
	if err == nil {
		found, err = convertAll(s.convert, r.at, found)
	}
	switch {
	case len(found) > 0 || fatal(err):
		return found, err
	case s.fallback != "":
		return []node{made{value: s.fallback, from: at}}, err
	case s.required && err == nil:
		return nil, errMissing
	default:
		return nil, err
	}
}

// holds reports whether a condition is met.
func (r *run) holds(path int, at node) (bool, error) {
	if path == none {
		return true, nil
	}
	found, err := r.find(path, at)
	for _, n := range found {
		text, terr := r.text(n)
		if terr != nil {
			return false, terr
		}
		if truth(text) != "false" {
			return true, err
		}
	}
	return false, err
}

// raw gives the values before they are converted.
func (r *run) raw(s *source, at node, places bool) ([]node, error) {
	switch {
	case s.isConst:
		return []node{made{value: s.constant, from: at}}, nil
	case s.template != nil:
		found, err := r.templated(s.template, at)
		if len(found) > 0 {
			r.m.watched.saw(s.key)
		}
		return found, err
	}
	for _, path := range s.paths {
		found, err := r.find(path, at)
		if err != nil {
			return nil, err
		}
		kept, err := r.filled(found, places || s.gives() == kindHTML)
		if err != nil || len(kept) == 0 {
			if err != nil {
				return nil, err
			}
			continue
		}
		r.m.watched.saw(s.key)
		if s.joined {
			return []node{made{value: joined(kept, s.join), from: at}}, nil
		}
		return kept, nil
	}
	return nil, nil
}

// filled leaves out what holds nothing. Where empty is set, what holds no text may
// still hold elements.
func (r *run) filled(found []node, empty bool) ([]node, error) {
	var kept []node
	for _, n := range found {
		text, err := r.text(n)
		if err != nil {
			return nil, err
		}
		if strings.TrimSpace(text) != "" || empty && structured(n) {
			kept = append(kept, n)
		}
	}
	return kept, nil
}

// structured reports whether a node has something in it beside text.
func structured(n node) bool {
	switch v := n.(type) {
	case xmlNode:
		at := v.tree.places[v.at].node
		return v.attr == none && at != nil && (v.hasElements() || len(at.Attrs) > 0)
	case jsonNode:
		o, ok := v.value.(object)
		return ok && len(o) > 0
	default:
		return false
	}
}

func joined(nodes []node, between string) string {
	var texts []string
	for _, n := range nodes {
		texts = append(texts, strings.TrimSpace(n.text()))
	}
	return strings.Join(texts, between)
}

// templated fills in a template; a path that gives nothing makes all of it nothing.
func (r *run) templated(pieces []piece, at node) ([]node, error) {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.text)
		if p.path == none {
			continue
		}
		found, err := r.find(p.path, at)
		if err != nil {
			return nil, err
		}
		kept, err := r.filled(found, false)
		if err != nil || len(kept) == 0 {
			return nil, err
		}
		b.WriteString(strings.TrimSpace(kept[0].text()))
	}
	return []node{made{value: b.String(), from: at}}, nil
}

// text takes the text of a node from what is left for the document.
func (r *run) text(n node) (string, error) {
	text := n.text()
	if r.left -= len(text); r.left < 0 {
		return "", errLarge
	}
	return text, nil
}

// convertAll does one conversion after another. The first value that can't be
// converted is the error; the others go on.
func convertAll(conversions []conversion, at setting, nodes []node) ([]node, error) {
	var first error
	for _, c := range conversions {
		var out []node
		for _, n := range nodes {
			made, err := c.apply(at, n)
			if err != nil && first == nil {
				first = fmt.Errorf("%s: %w", c.name, err)
			}
			out = append(out, made...)
		}
		nodes = out
	}
	return nodes, first
}
