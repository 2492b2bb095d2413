package glyph_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/services/normalize/internal/tidy/glyph"
)

func TestLine(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                             "",
		"  Two \n\t words\u00a0here ":  "Two words here",
		"e\u0301":                      "é",
		"a\xffb":                       "a\ufffdb",
		"Donau\u00addampf\u200b\ufeff": "Donaudampf",
		"a\x00b\x07c\x7f":              "abc",
		"it\u0092s \u0085":             "it’s …",
		"a\u0081b":                     "ab",
		"می\u200cخواهم":                "می\u200cخواهم",
		"👩\u200d🚒":                     "👩\u200d🚒",
		"abc\u202edef":                 "abcdef",
		"a\u2028b":                     "a b",
		"a\ufffeb\ufdd0":               "ab",
	} {
		require.Equal(t, want, glyph.Line(in), "%q", in)
	}
}

func TestBlockKeepsLines(t *testing.T) {
	t.Parallel()
	require.Equal(t, "One\n  two\tthree\n\nfour", glyph.Block("\r\n One \r\n  two\tthree \r\rfour\n\n"))
	require.Equal(t, "a", glyph.Block(" a "))
}

func TestWhatIsCleanStaysAsItIs(t *testing.T) {
	t.Parallel()
	text := rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }))
	rapid.Check(t, func(rt *rapid.T) {
		s := text.Draw(rt, "s")
		for _, f := range []func(string) string{glyph.Line, glyph.Block} {
			got := f(s)
			require.Equal(rt, got, f(got))
			require.True(rt, utf8.ValidString(got) && norm.NFC.IsNormalString(got))
			require.False(rt, strings.ContainsAny(got, "\x00\r\u00ad\u200b\ufeff"))
		}
	})
}
