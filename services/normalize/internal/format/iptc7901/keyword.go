package iptc7901

import (
	"regexp"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/htmltext"
)

// keywords reads what stands between header line and text: the keyword line,
// version words below it, and where the text has no headline of its own, that. Without control characters they are the first lines of
// the text.
func (r *reader) keywords(above, text []string) []string {
	for _, line := range above {
		r.keyword(htmltext.Plain(line))
	}
	if len(r.above) > 0 && r.endOfTop(text) > 0 {
		r.notes(r.above)
		r.above = nil
	}
	for r.slug == "" && len(text) > 0 {
		line := htmltext.Plain(text[0])
		if line != "" && (len(line) > maxKeyword || strings.HasSuffix(line, "=") || !keywordLike(line)) {
			break
		}
		text = text[1:]
		r.keyword(line)
	}
	return text
}

// keywordLike: keywords are joined by slashes, or are a word or two.
func keywordLike(line string) bool {
	slug, _ := teleprinter.Split(line)
	return strings.HasSuffix(slug, "/") || strings.Contains(slug, "/") && len(strings.Fields(slug)) <= 5 || len(strings.Fields(slug)) <= 2
}

// pageFirst is the British way: the number of the take before the catchline.
var pageFirst = regexp.MustCompile(`^([1-9]) (\p{Lu}{2}.*)$`)

func (r *reader) keyword(line string) {
	if line == "" || strings.HasPrefix(line, "ZCZC") {
		return
	}
	// the first line is the slug, also where it is a word that could say more
	if s, ok := teleprinter.Line(line); ok && (r.slug != "" || !strings.HasSuffix(line, "/") && s.Signal != contract.Kill && !s.Hold) {
		r.sign.Merge(s)
		return
	}
	if m := pageFirst.FindStringSubmatch(line); m != nil && r.slug == "" {
		r.sign.Merge(teleprinter.Sign{Page: int(m[1][0] - '0')})
		line = m[2]
	}
	slug, s := teleprinter.Split(line)
	r.sign.Merge(s)
	switch {
	case r.slug == "" && len(slug) <= 2*maxKeyword:
		r.slug = slug
	default:
		r.above = append(r.above, line)
	}
}
