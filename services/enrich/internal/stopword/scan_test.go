package stopword

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestPlainWordsAreReadAsAnyWord: the short way gives what the long way gives.
func TestPlainWordsAreReadAsAnyWord(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.SampledFrom([]string{"a", "A", "harbour", "Harbour", "HARBOUR", "mcDonald", "well-kept", "half-", "É", "naïve", "e\u0301", "3", "\u00ad", "'", ".", " ", "\n", "\u00a0", "\xff", "[", "`", "{", "@", "/"})
		text := strings.Join(rapid.SliceOfN(piece, 1, 12).Draw(t, "text"), "")
		short, long := NewScanner(text), NewScanner(text)
		if c := text[0] | ('a' - 'A'); c < 'a' || c > 'z' || !short.plain(true) {
			return
		}
		long.word(true)
		require.Equal(t, long.pos, short.pos)
		require.Equal(t, long.Token, short.Token)
	})
}

// TestAWordIsKnownByItsLettersInLowerCase: however it is written.
func TestAWordIsKnownByItsLettersInLowerCase(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		for s := NewScanner(text); s.Next(); {
			require.Equal(t, HashOf(strings.ToLower(text[s.Start:s.End])), s.Hash)
		}
	})
}
