package analyze

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func termsOf(text string, kind Kind) (out []string) {
	Words(text, kind, func(w Word) bool { out = append(out, strings.Join(w.Terms, "|")); return true })
	return out
}

func TestWordsAreComparedByStemCaseAndAccents(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		kind Kind
		want []string
	}{
		{"The Fires, burning!", English, []string{"ethe", "efire", "eburn"}},
		{"The Fires", Other, []string{"othe", "ofires"}},
		{"Zürich’s Café", Other, []string{"ozurich", "os", "ocafe"}},
		{"Anna’s the minister's", English, []string{"eanna", "ethe", "eminist"}},
		{"l'eau ÉCOLE Й", Other, []string{"ol", "oeau", "oecole", "oи"}},
		{"ＡＢＣ１２", Other, []string{"oabc12"}},
		{"東京で", Other, []string{"o東|o京|o東京|oで|o京で"}},
		{"GDP東京", Other, []string{"ogdp", "o東|o京|o東京"}},
		{"서울 한국", Other, []string{"o서울", "o한국"}},
		{"हिन्दी", Other, []string{"oहिन्दी"}},
		{"", Other, nil}, {" - ' ", English, nil}, {strings.Repeat("x", 101), Other, nil},
	} {
		require.Equal(t, c.want, termsOf(c.text, c.kind), c.text)
	}
}

func TestQuestions(t *testing.T) {
	t.Parallel()
	q, err := Parse(`Fires "north sea" -rain east-west 東京`)
	require.NoError(t, err)
	require.Equal(t, Query{Must: []string{"Fires", "north", "sea", "east", "west", "東京"}, MustNot: []string{"rain"}, Phrases: [][]string{{"north", "sea"}, {"east", "west"}}}, q)
	must, not := q.Needed(English)
	require.Equal(t, []string{"efire", "enorth", "esea", "eeast", "ewest", "e東京"}, must)
	require.Equal(t, []string{"erain"}, not)
	for _, bad := range []string{"", "  ", "-rain", `"north sea`, `""`, "!?", strings.Repeat("a ", 21), strings.Repeat("a", 301), "a\xff"} {
		_, err := Parse(bad)
		require.Error(t, err, bad)
	}
}

func TestPhrasesAreWordsInARow(t *testing.T) {
	t.Parallel()
	for question, want := range map[string]bool{`"north sea"`: true, `"sea north"`: false, `"north seas"`: true, `north "the sea"`: false, `"sea fire"`: true} {
		q, err := Parse(question)
		require.NoError(t, err)
		require.Equal(t, want, q.HasPhrases(English, "no", "The North Sea fires. North of it."), question)
	}
	q, err := Parse(`"東京大学"`)
	require.NoError(t, err)
	require.True(t, q.HasPhrases(Other, "昨日、東京大学で"))
	require.False(t, q.HasPhrases(Other, "昨日、東京の大学で"))
}

func TestAnExcerptMarksWhatMatches(t *testing.T) {
	t.Parallel()
	q, err := Parse("fire")
	require.NoError(t, err)
	got := q.Excerpt(strings.Repeat("padding words ", 20)+"then Fires burned. "+strings.Repeat("more of it ", 40), English)
	require.Equal(t, "… ", got[0].Text)
	require.Equal(t, Part{"Fires", true}, got[2])
	require.Equal(t, " …", got[len(got)-1].Text)
	require.Equal(t, []Part{{Text: "none"}}, q.Excerpt("none", English))
	require.Empty(t, q.Excerpt("", English))
}

// Any text and question are cut without harm: words stand where they say, and an excerpt is
// of the text.
func TestAnyTextIsCut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		text, question := rapid.String().Draw(r, "text"), rapid.String().Draw(r, "question")
		kind := rapid.SampledFrom([]Kind{English, Other}).Draw(r, "kind")
		checkCut(r, text, question, kind)
	})
}

func checkCut(t require.TestingT, text, question string, kind Kind) {
	end := 0
	Words(text, kind, func(w Word) bool {
		require.GreaterOrEqual(t, w.Start, end)
		require.Greater(t, w.End, w.Start)
		end = w.End
		return true
	})
	checkCount(t, &Counter{}, text, kind)
	q, err := Parse(question)
	if err != nil {
		return
	}
	q.HasPhrases(kind, text)
	var whole strings.Builder
	for _, p := range q.Excerpt(text, kind) {
		require.True(t, !utf8.ValidString(text) || utf8.ValidString(p.Text))
		whole.WriteString(p.Text)
	}
	require.Contains(t, text, strings.TrimSuffix(strings.TrimPrefix(whole.String(), "… "), " …"))
}

func FuzzQuestion(f *testing.F) {
	f.Add("The North Sea fires", `"north sea" -rain`)
	f.Add("東京で火事", "東京")
	f.Fuzz(func(t *testing.T, text, question string) {
		for _, kind := range []Kind{English, Other} {
			checkCut(t, text, question, kind)
		}
	})
}

func TestACounterCountsTheTermsOfWords(t *testing.T) {
	t.Parallel()
	var c Counter
	for _, text := range []string{"The Ministers' meeting wasn’t MEETING in Köln, Straße 12b", "ministers meeting 中国人民 in 東京 x\u0301y", strings.Repeat("x", 200) + " end", "U.S. O''Neill 'quoted'", ""} {
		for _, kind := range []Kind{English, Other, English} {
			checkCount(t, &c, text, kind)
		}
	}
	c.Reset()
	require.Equal(t, 2, c.Add("one - two three", Other, 1, 2))
	require.Equal(t, map[string]int{"oone": 1, "otwo": 1}, maps.Collect(c.Terms()))
}

// A counter that has met more words than it keeps counts as before.
func TestACounterForgetsBetweenArticles(t *testing.T) {
	t.Parallel()
	var c Counter
	for i := range 3 {
		var b strings.Builder
		for n := range maxKnown {
			fmt.Fprintf(&b, "w%d ", i*maxKnown/2+n)
		}
		checkCount(t, &c, b.String()+"again again", English)
		require.LessOrEqual(t, len(c.words[0]), 2*maxKnown)
	}
}

func checkCount(t require.TestingT, c *Counter, text string, kind Kind) {
	want := map[string]int{}
	words := 0
	Words(text, kind, func(w Word) bool {
		words++
		for _, term := range w.Terms {
			want[term] += 5
		}
		return true
	})
	c.Reset()
	require.Equal(t, words, c.Add(text, kind, 2, len(text)))
	require.Equal(t, words, c.Add(text, kind, 3, len(text)))
	require.Equal(t, want, maps.Collect(c.Terms()))
}

func BenchmarkCounter(b *testing.B) {
	text := strings.Repeat("The ministers' meeting in Köln ended on Friday without the agreement that 12 of 19 governments had hoped for. ", 28)
	var c Counter
	for b.Loop() {
		c.Reset()
		c.Add(text, English, 1, len(text))
	}
}
