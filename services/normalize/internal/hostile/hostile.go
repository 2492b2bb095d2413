// Package hostile makes documents that cost far more than their bytes: of tiny
// items, of comments alone, of nested, repeated or endless pieces of each format.
// The tests of the stage measure time and memory over them.
//
// It is for tests only and must not be used by what runs.
package hostile

import (
	"fmt"
	"strings"
)

// Document is one kind of document that can be made in any size.
type Document struct {
	Name        string
	ContentType string
	head, tail  string
	piece       func(i int) string
}

// Make gives a document of about n bytes.
func (d Document) Make(n int) []byte {
	var b strings.Builder
	b.Grow(n + 200)
	b.WriteString(d.head)
	for i := 0; b.Len()+len(d.tail) < n; i++ {
		b.WriteString(d.piece(i))
	}
	b.WriteString(d.tail)
	return []byte(b.String())
}

func same(s string) func(int) string { return func(int) string { return s } }

func numbered(text string) func(int) string {
	return func(i int) string { return strings.ReplaceAll(text, "#", fmt.Sprint(i)) }
}

// All gives every kind of document.
func All() []Document {
	var out []Document
	for _, list := range [][]Document{pages(), feeds(), jsons(), xmls(), mails(), texts()} {
		out = append(out, list...)
	}
	return out
}
