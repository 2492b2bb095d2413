package format

import (
	"fmt"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
)

// Error says why a document, or one article of it, can't be read: the reason
// for machines, place and cause for people.
type Error struct {
	Format string          // name of the format
	Reason contract.Reason // malformed, unsupported, charset, too-deep, too-large, too-many-articles, incomplete, invalid, unknown
	Where  string          // such as "line 12", "item 3", "byte 200"; may be empty
	Err    error           // the cause
}

// Error names format, place and cause.
func (e *Error) Error() string {
	parts := []string{}
	for _, p := range []string{e.Format, e.Where} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(append(parts, e.Err.Error()), ": ")
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an Error; where may be empty.
func Errorf(name string, reason contract.Reason, where, text string, args ...any) *Error {
	return &Error{Format: name, Reason: reason, Where: where, Err: fmt.Errorf(text, args...)}
}
