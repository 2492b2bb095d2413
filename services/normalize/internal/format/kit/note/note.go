// Package note bounds the notes by which a format says what it repaired or left out
// of a document: each once, and no more than Max of one article, because they ride
// in a header.
package note

import (
	"fmt"
	"slices"
)

// Max is how many notes one article has.
const Max = 20

// Add adds a note to the list unless it is empty, there already, or the list full.
func Add(list *[]string, text string) {
	if text != "" && len(*list) < Max && !slices.Contains(*list, text) {
		*list = append(*list, text)
	}
}

// Addf is Add with a formatted note.
func Addf(list *[]string, text string, args ...any) {
	if len(*list) < Max {
		Add(list, fmt.Sprintf(text, args...))
	}
}

// To gives a function that adds to the list, for the packages that report by one.
func To(list *[]string) func(string) { return func(text string) { Add(list, text) } }
