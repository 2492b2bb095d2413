// Package tagger marks the names in a text: a linear model of the words around each
// word, trained as an averaged perceptron, finds the best sequence of labels.
//
// Only words that can be part of a name are looked at: those with a capital, and
// links as "of" between them. The model is embedded (model.bin.gz) and made by
// internal/names/train. The package must not merge names or know an article.
package tagger

// Label of a token: what it is a part of, and whether it begins it.
type Label uint8

// The labels.
const (
	Outside Label = iota
	BeginPerson
	InPerson
	BeginOrganisation
	InOrganisation
	BeginPlace
	InPlace
	BeginOther // a nationality, an event, a title of a work
	InOther
	labels
)

// Labels is how many there are.
const Labels = int(labels)

// Class of a name.
type Class uint8

// The classes.
const (
	None Class = iota
	Person
	Organisation
	Place
	Other
)

// Class that the label belongs to.
func (l Label) Class() Class { return Class((l + 1) / 2) }

// Begins says that a name begins.
func (l Label) Begins() bool { return l%2 == 1 }

// Begin gives the label of a name's first token, Inside that of the others.
func (c Class) Begin() Label { return Label(2*c - 1) }

// Inside gives the label of the tokens of a name but the first.
func (c Class) Inside() Label { return Label(2 * c) }

// follows says that label b may come after a.
func follows(a, b Label) bool {
	return b == Outside || b.Begins() || a.Class() == b.Class()
}
