package xmltree

import (
	"bytes"
	"slices"
)

// countItems counts the start tags of items in the text, without reading it: those in
// comments and CDATA sections too.
func (r *reader) countItems() int {
	n := 0
	for rest := r.source; len(r.items) > 0; {
		at := bytes.IndexByte(rest, '<')
		if at < 0 {
			return n
		}
		rest = rest[at+1:]
		end := bytes.IndexAny(rest[:min(len(rest), maxItemName)], " \t\r\n/>")
		if end < 0 {
			continue
		}
		local := rest[:end]
		if i := bytes.IndexByte(local, ':'); i >= 0 {
			local = local[i+1:]
		}
		if slices.Contains(r.items, string(local)) {
			n++
		}
	}
	return n
}

// maxItemName is more bytes than the name of an item has, its prefix and what ends it
// included.
const maxItemName = 64
