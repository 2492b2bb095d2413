package ngram

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// a model of two languages: "ab" ends in b in one of them, "ac" in the other
func write(t *testing.T) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	require.NoError(t, Encode(z, "Latin", []string{"xb", "xc"}, "abc", []Sequence{
		{Key: 4, Has: 3, Values: []uint8{10, 20}}, // a
		{Key: 5, Has: 1, Values: []uint8{30}},     // b
		{Key: 6, Has: 2, Values: []uint8{40}},     // c
		{Key: Start<<8 | 4, Has: 1, Values: []uint8{1}},
		{Key: 4<<8 | 6, Has: 2, Values: []uint8{2}},
		{Key: Start<<16 | 4<<8 | 6, Has: 2, Values: []uint8{3}},
	}))
	require.NoError(t, z.Close())
	return buf.Bytes()
}

func TestScoreTakesTheLongestSequenceThatIsKnown(t *testing.T) {
	t.Parallel()
	m, err := decode(write(t))
	require.NoError(t, err)
	require.Equal(t, []string{"xb", "xc"}, m.Languages())
	require.Nil(t, m.Group("Greek"))
	g := m.Group("Latin")
	for text, want := range map[string][2]int{
		"":    {0, 0},
		"1 -": {0, 0},
		// ^a: 1 where it is known, else a with the penalty
		"A": {1, 20 + Backoff},
		// b after a is only known by itself; the language without b has the worst
		"ab": {1 + 30, 20 + Backoff + Worst},
		// ^ac: 3 where it is known, else ac, which is c with the penalty, with the penalty
		"ac":  {1 + Worst + 2*Backoff, 20 + Backoff + 3},
		"a a": {2, 2 * (20 + Backoff)},
		"ñ":   {0, 0},
	} {
		sums := make([]int, 2)
		g.Score(text, 100, sums)
		require.Equal(t, want, [2]int(sums), "%q", text)
	}
}

func TestScoreLooksAtALimitedPart(t *testing.T) {
	t.Parallel()
	m, err := decode(write(t))
	require.NoError(t, err)
	sums := make([]int, 2)
	require.Equal(t, 4, m.Group("Latin").Score("abc ab", 2, sums), "to the end of the word")
	require.Equal(t, 2*(1<<16+1), m.Group("Latin").Score(strings.Repeat("a ", 1<<16+1), 1<<20, sums))
}

func TestADamagedFileIsAnError(t *testing.T) {
	t.Parallel()
	whole := write(t)
	_, err := decode(nil)
	require.Error(t, err)
	for n := range whole {
		_, err := decode(whole[:n])
		require.Error(t, err, "cut at %d of %d", n, len(whole))
	}
}

func TestTheBuiltInModel(t *testing.T) {
	t.Parallel()
	m, err := Load()
	require.NoError(t, err)
	require.Greater(t, len(m.Languages()), 45)
	for _, g := range m.groups {
		require.LessOrEqual(t, len(g.Languages), 64, "a mask has a bit for each")
		require.LessOrEqual(t, len(g.alphabet), 256-FirstLetter)
	}
}

func FuzzScore(f *testing.F) {
	m, err := Load()
	require.NoError(f, err)
	g := m.Group("Latin")
	f.Add("Guðrún's \xff größte I\u0307")
	f.Fuzz(func(t *testing.T, text string) {
		sums := make([]int, len(g.Languages))
		if n := g.Score(text, 50, sums); n > 2*len(text)+1 {
			t.Errorf("%d symbols in %d bytes", n, len(text))
		}
	})
}
