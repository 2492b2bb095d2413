package identity

import (
	"regexp"
	"strings"
)

// domain is a host name, with or without a scheme and a slash at the end.
var domain = regexp.MustCompile(`(?i)^(?:[a-z][a-z0-9+.-]*://)?(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,24}/?$`)

// IsItem reports whether a name can name one item. What systems fill in where they
// have none does not: nothing, 0, a host name alone, a date alone (one in eight digits
// may be a serial number, and counts), the provider's own name; nor does a urn:newsml whose last part is one of these. providers are the
// names of the provider that the document gives.
func IsItem(name string, providers ...string) bool {
	name = strings.TrimSpace(name)
	if IsURN(name) {
		rest := name[len(urnNewsML):]
		if is(rest, providers) {
			return false
		}
		parts := strings.Split(rest, ":")
		last := parts[len(parts)-1]
		if len(parts) < 3 && len(last) >= len("20060102") && dateLike.MatchString(last) {
			return false
		}
		if len(parts) >= 4 && (last == "" || lastNumber.MatchString(last)) {
			last = parts[len(parts)-2] // before the revision
		} else if len(parts) == 3 && number(last) != "" && number(last) != "0" {
			return true
		}
		return IsItem(last, providers...)
	}
	switch {
	case strings.Trim(name, "0:;,./_- ") == "", is(name, providers), domain.MatchString(name) && !fileName(name):
		return false
	case dateLike.MatchString(name) && strings.Contains(name, "-"):
		return false
	}
	switch strings.ToLower(name) {
	case "n/a", "na", "none", "null", "nil", "unknown", "undefined", "id", "guid", "newsitem", "newsitemid", "default", "todo", "urn:newsml:", "urn:newsml":
		return false
	default:
		return true
	}
}

func is(name string, providers []string) bool {
	for _, p := range providers {
		if p = strings.TrimSpace(p); p != "" && strings.EqualFold(name, p) {
			return true
		}
	}
	return false
}

// fileName reports whether what looks like a host name is rather a file's
// ("sm0417.xml"), or a name in parts ("sm.1", which no domain matches).
func fileName(name string) bool {
	switch strings.ToLower(name[strings.LastIndexByte(name, '.')+1:]) {
	case "xml", "nitf", "newsml", "txt", "html", "htm", "json", "jpg", "jpeg", "png", "mp", "doc", "docx", "pdf":
		return !strings.Contains(name, "://")
	default:
		return hasNumber.MatchString(name) && !strings.Contains(name, "://") && !strings.HasPrefix(strings.ToLower(name), "www.")
	}
}
