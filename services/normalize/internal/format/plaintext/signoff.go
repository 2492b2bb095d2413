package plaintext

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter"
)

// maxSigned is how many lines may sign a story.
const maxSigned = 3

// withoutSignOff takes the lines and the words off the end of a story by which its agency
// signs it. A line counts below the end of a sentence alone: below others it may be the
// last of a list.
func withoutSignOff(lines []string) (kept, signed []string) {
	if last := len(lines) - 1; last > 0 && moreInitials.MatchString(lines[last]) {
		if above := trimEmpty(lines[:last]); signs(above) {
			lines, signed = above, append(signed, lines[last])
		}
	}
	for n, above := 1, lines; n <= maxSigned && len(above) > 2 && teleprinter.SignOff(above[len(above)-1]); n++ {
		above = trimEmpty(above[:len(above)-1])
		if len(above) > 1 && endsSentence(above[len(above)-1]) {
			signed, lines = append(signed, filled(lines[len(above):])...), above
			break
		}
	}
	if last := len(lines) - 1; last > 0 {
		if rest, code := teleprinter.WithoutSignOff(lines[last]); code != "" && strings.TrimSpace(rest) != "" {
			lines = append(append([]string{}, lines[:last]...), rest)
			signed = append(signed, code)
		}
	}
	return lines, signed
}

// moreInitials stand below a sign-off.
var moreInitials = regexp.MustCompile(`^\p{Lu}{2,4}(?: \p{Lu}{2,4})?$`)

// signs reports whether a text ends with a sign-off.
func signs(lines []string) bool {
	if len(lines) < 2 {
		return false
	}
	last := lines[len(lines)-1]
	_, code := teleprinter.WithoutSignOff(last)
	return code != "" || teleprinter.SignOff(last)
}

func filled(lines []string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(line string) bool { return strings.TrimSpace(line) == "" })
}

func endsSentence(line string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(line, "\"”’“»)」』' "))
	return strings.ContainsRune(".!?。！？।…", r)
}

// sign keeps the sign-offs, without what stands around them.
func sign(a *format.Article, signed []string) {
	for _, s := range signed {
		if s = strings.Trim(s, "()-–—=/. "); s != "" {
			a.Item.AltIDs = append(a.Item.AltIDs, ninjs.AltID{Role: "sign-off", Value: s})
		}
	}
}
