package keyword_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/enrich/internal/frame"
	"github.com/wireroom/wireroom/services/enrich/internal/keyword"
	"github.com/wireroom/wireroom/services/enrich/internal/stopword"
)

func enricher(t require.TestingT) *keyword.Enricher {
	lists, err := stopword.Load()
	require.NoError(t, err)
	return keyword.New(lists)
}

func find(t require.TestingT, e *keyword.Enricher, language, headline, text string, given ...ninjs.Subject) []string {
	change, err := e.Enrich(context.Background(), &frame.Article{Item: &ninjs.Item{Subjects: given}, Language: language, Headline: headline, Text: text})
	require.NoError(t, err)
	var out []string
	last := 100
	for _, s := range change.Subjects {
		require.Equal(t, keyword.Rel, s.Rel)
		require.Equal(t, frame.Creator, s.Creator)
		require.LessOrEqual(t, *s.Relevance, last, "best first")
		last = *s.Relevance
		out = append(out, s.Name)
	}
	require.Equal(t, frame.Change{Subjects: change.Subjects}, change)
	return out
}

func TestKeywords(t *testing.T) {
	t.Parallel()
	e := enricher(t)
	for name, c := range map[string]struct {
		language, headline, text string
		want                     []string
	}{
		"a term beats its words": {"en", "Wind farm vote delayed",
			"The wind farm off Northby will be voted on later. The wind farm would have forty turbines. Critics of the wind farm fear for birds; Northby wants the turbines.",
			[]string{"wind farm", "Northby", "turbines"}},
		"names are written as in the text, not as in a headline in capitals": {"en", "MINISTER OPENS TUNNEL IN GRAUBERG",
			"GRAUBERG - The minister opened the tunnel. Grauberg had waited for the tunnel.",
			[]string{"Grauberg", "tunnel", "minister"}},
		"German": {"de", "Hafen von Salzhaven gesperrt",
			"Der Hafen von Salzhaven bleibt gesperrt. Taucher prüfen die Mole. Die Fischer im Hafen hoffen, dass die Mole hält, und Salzhaven hofft mit.",
			[]string{"Hafen", "Salzhaven", "gesperrt", "Mole"}},
		"Russian": {"ru", "Порт закрыт", "Старый порт закрыт на три недели. Водолазы проверяют волнорез, и порт ждёт, что скажет о волнорезе совет. Водолазы довольны.",
			[]string{"порт закрыт", "Водолазы"}},
		"nothing is said twice":         {"en", "", "A quiet day. Nobody came.", nil},
		"numbers and days are no words": {"en", "", "Monday 12 May 2020. Monday 12 May 2020. 3rd 3rd 4,000 4,000 percent percent", nil},
		"no stop words are known":       {"xx", "tok tok", "tok tok tok tok tok", nil},
		"no spaces, no words":           {"zh", "旧港口", "旧港口旧港口旧港口", nil},
	} {
		require.Equal(t, c.want, find(t, e, c.language, c.headline, c.text), name)
	}
}

func TestTheProvidersKeywordsAreNotRepeated(t *testing.T) {
	t.Parallel()
	e := enricher(t)
	text := "The wind farm and the harbour. The wind farm and the harbour."
	require.Equal(t, []string{"wind farm", "harbour"}, find(t, e, "en", "", text))
	require.Equal(t, []string{"wind farm"}, find(t, e, "en", "", text, ninjs.Subject{Name: "HARBOUR"}))
	require.Equal(t, []string{"harbour"}, find(t, e, "en", "", text, ninjs.Subject{Literal: "Wind Farm", Rel: "keyword"}))
	ours := ninjs.Subject{Name: "harbour", Rel: keyword.Rel, Creator: frame.Creator}
	require.Empty(t, find(t, e, "en", "", text, ours), "done already")
}

func TestAtMostTenAndAlwaysTheSame(t *testing.T) {
	t.Parallel()
	e := enricher(t)
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"harbour", "ferry", "Saltbury", "Nora", "Whitfield", "the", "of", "storm", "12", ".", ",", "quay-side", "Ölpreis", "İzmir", "ﬁsh", "\n\n", "É", "\xff"})
		text := strings.Join(rapid.SliceOfN(word, 0, 300).Draw(t, "text"), " ")
		headline := strings.Join(rapid.SliceOfN(word, 0, 10).Draw(t, "headline"), " ")
		got := find(t, e, "en", headline, text)
		require.LessOrEqual(t, len(got), keyword.Most)
		require.Equal(t, got, find(t, enricher(t), "en", headline, text), "a fresh one finds the same")
		for i, k := range got {
			require.True(t, utf8.ValidString(k), "%q", k)
			require.Contains(t, headline+"\n"+text, strings.Fields(k)[0])
			require.NotContains(t, got[i+1:], k)
		}
		require.False(t, slices.Contains(got, "the"))
	})
}

func BenchmarkKeywords(b *testing.B) {
	sentence := "The harbour of Saltbury %s will be closed while divers inspect its breakwater and fishermen of the cooperative wait for mackerel, the council said. "
	var text strings.Builder
	for i := range 22 {
		text.WriteString(strings.ReplaceAll(sentence, "%s", strings.Repeat("x", 3+i)+" quay "+strings.Repeat("y", 3+i)))
	}
	e := enricher(b)
	a := &frame.Article{Item: &ninjs.Item{}, Language: "en", Headline: "Saltbury closes harbour", Text: text.String()}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if c, err := e.Enrich(b.Context(), a); err != nil || len(c.Subjects) == 0 {
			b.Fatal(c, err)
		}
	}
}
