package format

import "github.com/wireroom/wireroom/pkg/contract"

// Spent is the error of a delivery that holds more articles than the budget of one
// delivery has (contract.MaxArticles), nil if it does not. n is how many were
// counted, before they are read. Nothing of such a delivery is read.
func Spent(name string, n int) *Error {
	if n <= contract.MaxArticles {
		return nil
	}
	return Errorf(name, contract.ReasonTooManyArticles, "", "%d articles in one delivery, at most %d are read", n, contract.MaxArticles)
}

// The bound of what a JSON text is made of: any may have so many keys and values, and
// beyond that one for so many bytes, as xmltree has it. A value takes some fifty bytes
// of memory, and two in the text.
const (
	minValues     = 50_000
	bytesOfAValue = 8
)

// TooManyValues reports whether a JSON text would make more keys and values than a
// text of its size has. It counts what parts them outside of strings, before anything
// is built.
func TooManyValues[T string | []byte](text T) bool {
	n, inString := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case !inString && (c == ',' || c == ':' || c == '{' || c == '['):
			n++
		}
	}
	return n > minValues+len(text)/bytesOfAValue
}
