package lead

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// fitting gives the sentences up to the first one that ends beyond a summary.
func fitting(paragraph string) []string {
	var out []string
	length := 0
	for s := range split(paragraph) {
		if length += utf8.RuneCountInString(s) + 1; length > MaxLength+1 {
			break
		}
		out = append(out, s)
	}
	return out
}

// TestTheOpeningHasTheSentencesOfTheWhole: what is left out changes none of them.
func TestTheOpeningHasTheSentencesOfTheWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.SampledFrom([]string{"word", "Word", "words and more", "Dr.", "U.S.", "3.", "12", "港", "。", ".", "!", "?", ")", "%%%", "\"", "”", ",", ";", "…", "é", " ", " ", " ", " ", "\n", "\t", "\u00a0", "\u0301", "\u00ad"})
		text := strings.Repeat("word ", rapid.IntRange(0, 62).Draw(t, "before")) + // where it may end counts most
			strings.Join(rapid.SliceOfN(piece, 0, 60).Draw(t, "text"), "")
		same(t, text)
	})
	same(t, strings.Repeat("word ", 58)+"no. "+strings.Repeat("12 ", 20)+"then comes what makes it one sentence")
}

func same(t require.TestingT, text string) {
	whole := strings.Join(strings.Fields(text), " ")
	require.True(t, strings.HasPrefix(whole, opening(text, MaxLength)))
	require.Equal(t, fitting(whole), fitting(opening(text, MaxLength)))
}
