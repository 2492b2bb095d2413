package tidy

import (
	"html"
	"regexp"
	"strings"

	"github.com/wireroom/wireroom/services/normalize/internal/charset"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy/glyph"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy/markup"
)

// maxEscapes is how often a text may have been escaped on its way.
const maxEscapes = 4

var entity = regexp.MustCompile(`&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});`)

// lineOf is the plain text of a field that has one line.
func lineOf(s string) string { return glyph.Line(plain(s, "")) }

// plain gives the text of a headline or a description. Formats deliver these
// escaped once too often, or with tags in them, and rarely say so: entities are
// decoded and tags that HTML knows are taken out.
func plain(s, contentType string) string {
	for range maxEscapes {
		before := s
		s = charset.JoinPairs(s)
		switch {
		case strings.IndexByte(s, '<') >= 0 && strings.Contains(contentType, "htm"):
			s = markup.Clean(s, false).Text
		case markup.HasTags(s):
			s = markup.Clean(markup.EscapeOthers(s), false).Text
		case strings.IndexByte(s, '&') >= 0 && entity.MatchString(s):
			s = glyph.Clean(html.UnescapeString(s))
		}
		if s == before {
			break
		}
		contentType = ""
	}
	return s
}
