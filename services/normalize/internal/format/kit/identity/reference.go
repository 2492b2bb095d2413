package identity

// Stem is the name of another item, as a document refers to it, without a revision
// that shows itself as one: the fourth part of a urn:newsml, a number with an update
// letter, or one that is marked ("v2").
func Stem(name string) string {
	if m := marked.FindStringSubmatch(name); m != nil {
		return Base(name, m[1])
	}
	_, last := cutLast(name)
	if m := lastNumber.FindStringSubmatch(last); m != nil && (m[2] != "" || Parts(name) >= 4) {
		return Base(name, m[1])
	}
	return name
}

// Reference is the name of another item without its revision: the one that the
// reference states beside it (may be empty), else, where the document's own name
// carries its revision, the number at its end.
func Reference(name, revision string, alike bool) string {
	if revision != "" || !alike {
		return Base(name, revision)
	}
	if m := marked.FindStringSubmatch(name); m != nil {
		return Base(name, m[1])
	}
	_, last := cutLast(name)
	if m := lastNumber.FindStringSubmatch(last); m != nil {
		return Base(name, m[1])
	}
	return name
}
