package newsml1

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// text is one piece of a text, as it was found.
type text struct {
	role               string // empty for the main text
	contentType, value string
	lead               bool
	node               *xmltree.Node // what value was made of, may be nil
}

// plain is the text without markup, a line for each paragraph. Entities of escaped
// markup stay for package tidy, which knows them.
func (t text) plain() string {
	if t.node != nil {
		return lines(t.node)
	}
	if t.contentType == plainText {
		return strings.TrimSpace(t.value)
	}
	return withoutTags(t.value)
}

func withoutTags(s string) string {
	var b strings.Builder
	for s != "" {
		before, rest, found := strings.Cut(s, "<")
		b.WriteString(before)
		if !found {
			break
		}
		tag, after, closed := strings.Cut(rest, ">")
		if !closed {
			b.WriteString("<" + rest)
			break
		}
		if name, _, _ := strings.Cut(strings.Trim(tag, "/ "), " "); isBlock(name) {
			b.WriteByte('\n')
		}
		s = after
	}
	return strings.TrimSpace(b.String())
}

// joinTexts makes one body of all pieces in a role, in their order. Pieces in
// different types become markup, so that none is taken for another's twin.
func joinTexts(all []text) []ninjs.Body {
	var roles []string
	by := map[string][]text{}
	for _, t := range withoutRepeatedLead(all) {
		if by[t.role] == nil {
			roles = append(roles, t.role)
		}
		by[t.role] = append(by[t.role], t)
	}
	var out []ninjs.Body
	for _, role := range roles {
		kind := commonType(by[role])
		b := ninjs.Body{Role: firstOf(role, "main"), ContentType: kind, Value: joinAs(by[role], kind)}
		if strings.TrimSpace(b.Value) != "" {
			out = append(out, b)
		}
	}
	return out
}

func commonType(texts []text) string {
	kind := texts[0].contentType
	for _, t := range texts[1:] {
		switch {
		case t.contentType == kind:
		case kind == html || t.contentType == html:
			kind = html
		default:
			kind = xhtml
		}
	}
	return kind
}

func joinAs(texts []text, kind string) string {
	parts := make([]string, len(texts))
	for i, t := range texts {
		parts[i] = t.value
		if t.contentType == plainText && kind != plainText {
			parts[i] = paragraphs(t.value)
		}
	}
	if kind == plainText {
		for i := range parts {
			if len(parts) > 1 {
				parts[i] = tabbed(parts[i])
			}
		}
		return strings.Join(parts, "\n\n")
	}
	return strings.Join(parts, "\n")
}

// tabbed parts paragraphs by empty lines where only a tab at the start of a line does,
// which nobody would see beside a text that has none. A table keeps its lines.
func tabbed(s string) string {
	if !strings.Contains(s, "\n\t") || strings.Contains(s, "\n\n") {
		return s
	}
	for line := range strings.SplitSeq(s, "\n") {
		if strings.Contains(strings.TrimSpace(line), "\t") {
			return s
		}
	}
	return strings.ReplaceAll(s, "\n\t", "\n\n")
}

func paragraphs(s string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(s, "\n") {
		if strings.TrimSpace(line) != "" {
			b.WriteString("<p>" + xmltree.Escape(line) + "</p>")
		}
	}
	return b.String()
}

// withoutRepeatedLead drops a lead that the text after it begins with again.
func withoutRepeatedLead(all []text) []text {
	var out []text
	for i, t := range all {
		if t.lead && i+1 < len(all) && strings.HasPrefix(flatten(all[i+1].plain()), flatten(t.plain())) {
			continue
		}
		out = append(out, t)
	}
	return out
}
