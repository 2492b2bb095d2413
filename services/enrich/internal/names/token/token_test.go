package token_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/services/enrich/internal/names/token"
)

func TestSplit(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Gen. Munir's visit to the U.S., he said.": "Gen. | Munir | 's | visit | to | the | U.S. | , | he | said | .",
		"(HWU) and “AT&T”":                         "( | HWU | ) | and | “ | AT&T | ”",
		"O'Brien beat Al-Sayed 3-1 6,500 p.m.":     "O'Brien | beat | Al-Sayed | 3-1 | 6,500 | p.m.",
		"Ltd.<FOO>":                                "Ltd. | < | FOO | >",
		"J. Smith; end.":                           "J. | Smith | ; | end | .",
		"Saltbury-based firm":                      "Saltbury-based | firm",
		"":                                         "",
		" \n\t":                                    "",
	} {
		var words []string
		for _, tok := range token.Split(text, false, nil) {
			words = append(words, tok.Text(text))
		}
		require.Equal(t, want, strings.Join(words, " | "), text)
	}
}

func TestShapes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]token.Shape{
		"harbour": token.Lower, "Harbour": token.Capitalised, "NATO": token.Acronym, "U.S.": token.Acronym, "J.": token.Initial, "12": token.Number,
		"3-1": token.Number, "Jean-Claude": token.Hyphenated, "McDonald": token.Mixed, "iPhone": token.Mixed, "Lisbon-based": token.Lower, ",": token.Punctuation,
		"Łódź": token.Capitalised, "МИД": token.Acronym, "東京": token.Lower,
	} {
		tokens := token.Split(text, false, nil)
		require.Len(t, tokens, 1, text)
		require.Equal(t, want, tokens[0].Shape, text)
	}
}

func TestHashKnowsNoCaseAndNoMarks(t *testing.T) {
	t.Parallel()
	for a, b := range map[string]string{"São": "SAO", "Łódź": "lodz", "O’Brien": "o'brien", "МИД": "мид"} {
		require.Equal(t, token.Hash(a), token.Hash(b), a)
	}
	require.NotEqual(t, token.Hash("ab"), token.Hash("ba"))
}

// Tokens stand in their order, don't overlap, and leave out nothing but space.
func TestTokensCoverTheText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) { covers(rt, rapid.String().Draw(rt, "text"), rapid.Bool().Draw(rt, "soft")) })
}

func FuzzSplit(f *testing.F) {
	f.Add("Gen. Munir's\u00a0(HWU) 3-1\xff", true)
	f.Fuzz(func(t *testing.T, text string, soft bool) { covers(t, text, soft) })
}

func covers(t require.TestingT, text string, soft bool) {
	at := 0
	for _, tok := range token.Split(text, soft, nil) {
		require.GreaterOrEqual(t, int(tok.Start), at)
		require.Empty(t, strings.TrimSpace(text[at:tok.Start]), "only space is left out")
		require.Greater(t, tok.End, tok.Start)
		at = int(tok.End)
	}
	require.Empty(t, strings.TrimSpace(text[at:]))
}
