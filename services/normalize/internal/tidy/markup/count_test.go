package markup_test

import (
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/services/normalize/internal/tidy/markup"
)

// countPlainly is the rule of Count, character by character.
func countPlainly(text string) (chars, words int) {
	inWord := false
	for _, c := range text {
		chars++
		switch wide := c >= utf8.RuneSelf; {
		case c == ' ' || c == '\n' || c == '\t' || c == '—' || wide && unicode.IsSpace(c):
			inWord = false
		case unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana):
			words, inWord = words+1, false
		case !inWord && (unicode.IsLetter(c) || unicode.IsDigit(c)):
			words, inWord = words+1, true
		}
	}
	return chars, words
}

func TestCountFollowsItsRule(t *testing.T) {
	t.Parallel()
	text := rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune("ab1 \n\t-'.\r\v\x7f—–’é東の\u00a0\u2028"))))
	rapid.Check(t, func(rt *rapid.T) {
		in := text.Draw(rt, "text") + rapid.SampledFrom([]string{"", "\xff", "a\xe2\x80", "\x80b"}).Draw(rt, "end")
		wantChars, wantWords := countPlainly(in)
		chars, words := markup.Count(in)
		require.Equal(rt, [2]int{wantChars, wantWords}, [2]int{chars, words}, "%q", in)
	})
}
