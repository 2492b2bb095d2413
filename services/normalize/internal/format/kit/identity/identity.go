// Package identity judges the names that documents give themselves: which of them
// carry their revision at the end, and which name no item at all.
//
// Two faults follow from believing every name. If the revision is part of it, each
// version becomes an article of its own and a kill misses; if it is the same on each
// document of a provider, every story replaces the one before. The package compares
// a name with what else the document says; it must not read documents nor make names.
package identity

import (
	"regexp"
	"strings"
)

// urnNewsML begins the names of RFC 3085:
// urn:newsml:ProviderId:DateId:NewsItemId:RevisionId and an update letter, N, U or A.
const urnNewsML = "urn:newsml:"

var (
	lastNumber = regexp.MustCompile(`^(\d{1,9})([NUAnua]?)$`)
	// what says of itself that it is a revision: ":v2", "/rev2", "?version=2", "/versions/2", "4410v2"
	marked    = regexp.MustCompile(`(?i)(?:[:/._;,?&#-](?:v|ver|versions?|rev|revisions?)[=._:/-]?|\dv)(\d{1,9})$`)
	numbered  = regexp.MustCompile(`(?i)\dv\d{1,9}$`)
	dateLike  = regexp.MustCompile(`^(?:(?:19|20)\d\d)(?:[-.]?(?:0[1-9]|1[0-2])(?:[-.]?(?:0[1-9]|[12]\d|3[01]))?)?(?:T\d{4,6}Z?)?$`)
	hasNumber = regexp.MustCompile(`\d`)
)

// Base is the name of an item without the revision at its end, if that is the one
// that the document gives (its version, in digits). A number that stands where the
// item's own name would, or differs from the revision, is part of the name:
//
//	urn:newsml:a.example:20250707:4410:2, 2  urn:newsml:a.example:20250707:4410
//	urn:newsml:a.example:20250707:2, 2       itself: RFC 3085 has the item there
//	urn:x:4410:2N, 2                         urn:x:4410
//	urn:x:4410:2, 2                          itself: a name of no known form may end so by chance
//	urn:x:4410:v2, 2                         urn:x:4410
//	tag:a.example,2025:news:301, 301         itself: nothing else names the item
func Base(name, revision string) string {
	if revision = number(revision); revision == "" {
		return name
	}
	base := baseOf(name, revision)
	if base != name && numbered.MatchString(base) { // the item's own name carries it too
		return baseOf(base, revision)
	}
	return base
}

func baseOf(name, revision string) string {
	if m := marked.FindStringSubmatchIndex(name); m != nil && number(name[m[2]:m[3]]) == revision {
		end := m[0]
		if c := name[end]; c >= '0' && c <= '9' { // it belongs to the item's own name
			end++
		}
		if hasNumber.MatchString(name[:end]) {
			return name[:end]
		}
	}
	rest, last := cutLast(name)
	m := lastNumber.FindStringSubmatch(last)
	if m == nil || number(m[1]) != revision || !IsItem(rest) {
		return name
	}
	_, item := cutLast(rest)
	switch {
	case m[2] != "": // an update letter
		return rest
	case IsURN(name):
		if Parts(name) < 4 {
			return name
		}
		return rest
	case strings.HasPrefix(rest, "tag:") && strings.Count(rest, ":") < 2: // the authority of RFC 4151
		return name
	case !hasNumber.MatchString(item) || dateLike.MatchString(item):
		return name
	case strings.Contains(strings.ToLower(item), "newsml"), !strings.Contains(rest, ":"): // or an id that is no URI
		return rest
	default:
		return name
	}
}

// cutLast parts a name at its last colon, or at its last slash where it is no
// address.
func cutLast(name string) (rest, last string) {
	at := strings.LastIndexByte(name, ':')
	if slash := strings.LastIndexByte(name, '/'); slash > at && !strings.Contains(name, "://") {
		at = slash
	}
	if at < 1 {
		return "", name
	}
	return name[:at], name[at+1:]
}

// number is a number without zeros before it, empty for anything else.
func number(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return ""
	}
	return strings.TrimLeft(s[:len(s)-1], "0") + s[len(s)-1:]
}

// IsURN reports whether a name is one of RFC 3085.
func IsURN(name string) bool {
	return len(name) > len(urnNewsML) && strings.EqualFold(name[:len(urnNewsML)], urnNewsML)
}

// Parts is how many parts of RFC 3085 a urn:newsml has: 3 without a revision, 4 with
// one.
func Parts(name string) int {
	if !IsURN(name) {
		return 0
	}
	return 1 + strings.Count(name[len(urnNewsML):], ":")
}
