package tidy

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestNoLookHidesADateline: where a look says no, the expression says so too.
func TestNoLookHidesADateline(t *testing.T) {
	t.Parallel()
	piece := rapid.OneOf(rapid.SampledFrom(strings.Split("LONDON|Paris|New York|, |May 3|3 May 2024|17.|12.10.2024|2024. máj. 3.| |  |\n|\t|\u00a0|-|--|–|—|_|=|:|.|(|)|/|(AP)|/TASS/|REUTERS|AFP.|, Reuters|"+
		"U.N|U.S.A|e|É|（|）|＝|, le 3 mai|,|, le|3|de|mai|2024|hétfő|(dpa)| - |(AP) - |. ", "|")), rapid.StringN(0, 6, 20))
	rapid.Check(t, func(rt *rapid.T) {
		s := strings.ToValidUTF8(strings.Join(rapid.SliceOfN(piece, 0, 16).Draw(rt, "pieces"), ""), "")
		require.Equal(rt, endOfDateline.FindStringIndex(s+" "), dashIn(s), "%q", s)
		require.Equal(rt, endsItself.FindString(s), selfEnding(s), "%q", s)
		require.Equal(rt, leadingAgency.ReplaceAllString(s, ""), withoutAgency(s), "%q", s)
		require.Equal(rt, agency.FindStringSubmatchIndex(s), agencyAtEnd(s), "%q", s)
		require.Equal(rt, agencyWord.FindStringIndex(s), agencyWordAtEnd(s), "%q", s)
		require.Equal(rt, date.FindStringIndex(s), dateAtEnd(s), "%q", s)
		require.Equal(rt, fullWidth.Replace(s), halfWidth(s), "%q", s)
		if strings.IndexByte(s, '.') < 0 {
			require.False(rt, initialism.MatchString(s), "%q", s)
		}
	})
}
