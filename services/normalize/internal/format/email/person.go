package email

import (
	"regexp"
	"strings"

	"github.com/wireroom/wireroom/services/normalize/internal/mimetree"
)

// address is one mailbox of a field; Name may be empty.
type address struct{ name, mail string }

// maxAddresses bounds the mailboxes that are read of one field.
const maxAddresses = 20

// addresses reads the mailboxes of a field (RFC 5322, 3.4), also where names are
// not quoted as they should be.
func addresses(field, fallback string) []address {
	var out []address
	for _, one := range splitList(field) {
		if a := addressOf(one, fallback); a != (address{}) && len(out) < maxAddresses {
			out = append(out, a)
		}
	}
	return out
}

// splitList parts a list at the commas that stand outside of quotes, comments
// and angles. A comma before any address is part of a name ("Reed, Ann <...>").
func splitList(field string) []string {
	var out []string
	start, depth := 0, 0
	quoted, at := false, false // at: an address was seen
	for i := 0; i < len(field); i++ {
		switch c := field[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '@':
			at = true
		case c == '(' || c == '<':
			depth++
		case (c == ')' || c == '>') && depth > 0:
			depth--
		case (c == ',' || c == ';') && depth == 0 && at:
			out, start, at = append(out, field[start:i]), i+1, false
		}
	}
	return append(out, field[start:])
}

func addressOf(s, fallback string) address {
	s = strings.TrimSpace(s)
	name, rest, angle := cutLast(s, "<")
	if angle {
		mail, _, _ := strings.Cut(rest, ">")
		return address{displayName(name, fallback), strings.TrimSpace(mail)}
	}
	if mail, comment, ok := strings.Cut(s, "("); ok { // the form of RFC 822
		comment = strings.TrimSuffix(strings.TrimSpace(comment), ")")
		return address{displayName(comment, fallback), strings.TrimSpace(mail)}
	}
	if strings.Contains(s, "@") && !strings.ContainsAny(s, " \t") {
		return address{"", strings.Trim(s, `"'`)}
	}
	return address{displayName(s, fallback), ""}
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+1:], true
	}
	return s, "", false
}

// via is what a mailing list puts after the name of who wrote.
var via = regexp.MustCompile(`(?i)^['"]?(.+?)['"]? via [^<>]{1,80}$`)

// displayName decodes a name. A name that is but an address is none.
func displayName(s, fallback string) string {
	s = mimetree.Words(unquoteName(strings.TrimSpace(s)), fallback)
	s = strings.TrimSpace(strings.Trim(s, `"'`))
	if v := via.FindStringSubmatch(s); v != nil {
		s = strings.TrimSpace(v[1])
	}
	if strings.Contains(s, "@") && !strings.Contains(s, " ") {
		return ""
	}
	return s
}

// unquoteName drops the quotes and the backslashes in them.
func unquoteName(s string) string {
	if !strings.ContainsAny(s, `"\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		} else if s[i] == '"' {
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
