package parts

import (
	"html"
	"strings"
)

// bodyReferences gives the content ids that markup names ("cid:..."), and the
// file names in its src attributes.
func bodyReferences(markup string) []string {
	var out []string
	replaceReferences(markup, func(ref string) string {
		out = append(out, ref)
		return ""
	})
	return out
}

// replaceReferences puts what by gives in place of each address that markup names
// by "cid:" or by src without a scheme; an empty string leaves it.
func replaceReferences(markup string, by func(ref string) string) string {
	var b strings.Builder
	rest := markup
	for {
		start, end := nextReference(rest)
		if start < 0 {
			break
		}
		b.WriteString(rest[:start])
		if address := by(html.UnescapeString(rest[start:end])); address != "" {
			b.WriteString(html.EscapeString(address))
		} else {
			b.WriteString(rest[start:end])
		}
		rest = rest[end:]
	}
	b.WriteString(rest)
	return b.String()
}

// nextReference finds the value of the next src attribute.
func nextReference(s string) (start, end int) {
	for at := 0; at < len(s); {
		i := strings.IndexByte(s[at:], '=')
		if i < 0 {
			break
		}
		i += at
		at = i + 1
		if i < 3 || !strings.EqualFold(s[i-3:i], "src") {
			continue
		}
		if start, end = attributeValue(s, at); end > start {
			return start, end
		}
	}
	return -1, -1
}

// attributeValue gives where the value after an equals sign stands.
func attributeValue(s string, at int) (start, end int) {
	if at >= len(s) {
		return at, at
	}
	stop := " \t\r\n>"
	if s[at] == '"' || s[at] == '\'' {
		stop = s[at : at+1]
		at++
	}
	n := strings.IndexAny(s[at:min(len(s), at+2048)], stop)
	if n < 0 {
		return at, at
	}
	return at, at + n
}
