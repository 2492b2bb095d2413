package stopword

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestEveryLanguageHasWordsOfItsOwn(t *testing.T) {
	t.Parallel()
	l, err := Load()
	require.NoError(t, err)
	require.Len(t, l.Languages(), 36)
	for _, language := range l.Languages() {
		bit := l.Bit(language)
		n := 0
		for _, m := range l.words {
			if m.Function&bit != 0 {
				n++
			}
		}
		require.Greater(t, n, 30, language)
	}
	require.Equal(t, l.Bit("no"), l.Bit("nb"))
	require.Equal(t, l.Bit("no"), l.Bit("nn"))
	require.Zero(t, l.Bit("zh"))
}

func TestTheListsAreWrittenAsTextsAreLookedUp(t *testing.T) {
	t.Parallel()
	l, err := Load()
	require.NoError(t, err)
	require.True(t, utf8.ValidString(listing))
	require.NotContains(t, l.words, Hash(0), "a free slot of a set")
	words := map[string]bool{}
	for line := range strings.Lines(listing) {
		if line[0] == '#' || line[0] == '[' {
			continue
		}
		require.Equal(t, strings.ToLower(line), line)
		for _, w := range strings.Fields(line) {
			words[w] = true
		}
	}
	require.Len(t, l.words, len(words), "no two have the same hash")
}

func TestMasks(t *testing.T) {
	t.Parallel()
	l, err := Load()
	require.NoError(t, err)
	en, de := l.Bit("en"), l.Bit("de")
	require.True(t, l.Look(HashOf("the")).Has(en))
	require.False(t, l.Look(HashOf("the")).Has(de))
	require.True(t, l.Look(HashOf("monday")).Has(en), "no keyword")
	require.Zero(t, l.Look(HashOf("monday")).Function&en, "but it does not tell the language")
	require.Zero(t, l.Look(HashOf("breakwater")))
	var tally Tally
	tally.Count(l.Look(HashOf("the")))
	tally.Count(l.Look(HashOf("breakwater")))
	require.Equal(t, 2, tally.Words)
	require.Equal(t, 1, tally.Counts[indexOf(l, "en")])
}

func indexOf(l *Lists, language string) int {
	for i, x := range l.Languages() {
		if x == language {
			return i
		}
	}
	return -1
}

func TestABrokenListIsAnError(t *testing.T) {
	t.Parallel()
	_, err := parse("# comment\nword\n[en]\n")
	require.ErrorContains(t, err, "line 2")
	var many strings.Builder
	for i := range 65 {
		many.WriteString("[" + strings.Repeat("a", i+1) + "]\nx\n")
	}
	_, err = parse(many.String())
	require.ErrorContains(t, err, "64 languages")
}

func TestScanner(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"words":                  {"The Old harbour.", "the^ old^+ harbour+"},
		"punctuation parts":      {"one, two (three)", "one two three"},
		"a number parts":         {"in 2020 G20 met 3rd", "in g20^! met+"},
		"hyphens":                {"well-kept -and- half -", "well-kept and half"},
		"an apostrophe parts":    {"l’eau d'or", "l eau d+ or"},
		"other scripts":          {"Йод ÉTÉ İzmir", "йод^ été^!+ izmir^+"},
		"a line break parts":     {"one\ntwo", "one two"},
		"what is not valid":      {"a\xffb", "a b"},
		"marks belong to a word": {"e\u0301te", "e\u0301te"},
		"nothing":                {" 12 - ", ""},
	} {
		var got []string
		s := NewScanner(c.text)
		for s.Next() {
			w := strings.ToLower(c.text[s.Start:s.End])
			require.Equal(t, HashOf(w), s.Hash, w)
			for _, f := range []struct {
				on   bool
				mark string
			}{{s.Upper, "^"}, {s.Shout, "!"}, {s.Joined, "+"}} {
				if f.on {
					w += f.mark
				}
			}
			got = append(got, w)
		}
		require.Equal(t, c.want, strings.Join(got, " "), name)
	}
}

func FuzzScanner(f *testing.F) {
	f.Add("The Old harbour-wall, 3rd of É\xff")
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		s := NewScanner(text)
		for s.Next() {
			require.GreaterOrEqual(t, s.Start, last, "words don't overlap")
			require.Greater(t, s.End, s.Start)
			require.Positive(t, s.Letters)
			last = s.End
		}
		require.LessOrEqual(t, last, len(text))
	})
}
