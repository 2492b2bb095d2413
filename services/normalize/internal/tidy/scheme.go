package tidy

import (
	"reflect"
	"regexp"
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// Fields whose address a reader's software opens by itself or offers to open: they are
// of the web or not at all.
func opened(name string) bool { return name == "href" || name == "linkedRights" }

// active matches what begins with a scheme that runs a script, or reads what is the
// reader's own, where software opens it. Blanks and controls before and within the scheme
// count for nothing there (WHATWG URL, "basic URL parser").
var active = regexp.MustCompile(`(?i)^[\x00-\x20]*(?:(?:j\s*a\s*v\s*a|v\s*b)\s*s\s*c\s*r\s*i\s*p\s*t|d\s*a\s*t\s*a|f\s*i\s*l\s*e|b\s*l\s*o\s*b|f\s*i\s*l\s*e\s*s\s*y\s*s\s*t\s*e\s*m)\s*:`)

// address empties a field that holds an address no reader should open. Ids stay what they
// are: that of the item and its alternatives.
func (w *walker) address(t reflect.Type, name string, f reflect.Value) {
	if f.Kind() != reflect.String || t == itemType && name == "uri" || t == reflect.TypeFor[ninjs.AltID]() {
		return
	}
	bad := false
	switch {
	case opened(name):
		bad = !ofTheWeb(f.String())
	case name == "uri", f.Type() == uriType, t == reflect.TypeFor[ninjs.ContactInfo]() && name == "value":
		bad = !strings.HasPrefix(f.String(), "http") && active.MatchString(f.String())
	}
	if bad && f.String() != "" {
		scheme, _, _ := strings.Cut(f.String(), ":")
		w.notes.add(name + " of " + strings.ToLower(t.Name()) + " dropped: an address of the scheme " + clip(scheme, maxScheme) + ", which readers should not open")
		f.SetString("")
	}
}

var itemType = reflect.TypeFor[ninjs.Item]()

// ofTheWeb reports whether an address is of http or https, or has no scheme at all: what
// is relative is dealt with elsewhere.
func ofTheWeb(s string) bool {
	scheme, _, ok := strings.Cut(s, ":")
	return !ok || strings.ContainsAny(scheme, "/?#") || strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")
}

// maxScheme bounds what a note quotes.
const maxScheme = 20
