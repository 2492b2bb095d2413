package story

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var (
	aground = Of("Ferry runs aground off Gull Island", "A ferry with 212 passengers ran aground off Gull Island on Tuesday night, the coast guard of Saltbury said. Nobody was hurt, said Captain Maria Fenwick of the Northern Star.")
	towed   = Of("Northern Star towed to Saltbury", "The ferry that ran aground off Gull Island was towed to Saltbury on Thursday. Captain Fenwick thanked the coast guard, whose boats had brought 212 passengers ashore.")
	cheese  = Of("Cheese makers want a name", "Northern cheese makers want a label of their own, their chairman Peter Lowe said on Tuesday at the fair in Whitcombe, where 31 sorts were shown.")
)

func TestArticlesOfOneEventAreOneStory(t *testing.T) {
	t.Parallel()
	members := []Member{{"cheese", cheese}, {"ferry", aground}}
	got, found := Choose(towed, members)
	require.True(t, found)
	require.Equal(t, "ferry", got)
	_, found = Choose(cheese, members[1:])
	require.False(t, found)
	_, found = Choose(cheese, nil)
	require.False(t, found)
}

// What every text says counts nothing, in no language.
func TestFunctionWordsWeighNothing(t *testing.T) {
	t.Parallel()
	require.Empty(t, Of("", "Es ist nicht das, was wir sind."))
	require.Empty(t, Of("", "The of and to in a"))
	text := "The ferry ran aground off Gull Island, said Captain Fenwick."
	require.Greater(t, Similarity(Of("", text), Of("", text+" It was not that he could not be there and that they were after all of it.")), 0.85)
}

func TestStems(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{
		"Ferries": "ferry", "running": "run", "Passengers": "passenger", "Fenwick's": "fenwick", "boss": "boss", "closed": "clos", "closes": "clos", "Ж": "ж", "": "", "is": "is",
	} {
		require.Equal(t, want, Stem(word), word)
	}
}

func TestFeaturesHoldForAnyText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"Saltbury", "ferry", "the", "港", "口", "Гавань", "12", "\n", "\xff", "U.S.", "é"}), 0, 200)
		f := Of(strings.Join(words.Draw(t, "title"), " "), strings.Join(words.Draw(t, "body"), " "))
		data := f.Append(nil)
		require.LessOrEqual(t, len(data), MaxFeatures)
		read, rest, err := Decode(append(data, 7))
		require.NoError(t, err)
		require.Equal(t, []byte{7}, rest)
		require.Equal(t, f, read)
		require.LessOrEqual(t, len(f.Bands()), MaxBands)
		if len(f) > 0 {
			require.InDelta(t, 1, Similarity(f, f), 0.03)
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add(aground.Append(nil))
	f.Add([]byte{})
	f.Fuzz(func(_ *testing.T, data []byte) {
		if read, _, err := Decode(data); err == nil {
			Similarity(read, aground)
			read.Bands()
		}
	})
}

// What happens in one town on one day is not one story, though all of it names the town.
func TestATownIsNoStory(t *testing.T) {
	t.Parallel()
	ferry := Of("Ferry with 212 aboard makes port after engine room fire",
		"PORT ELLERY (Harbour Press) - A car ferry with 212 people aboard reached Port Ellery under its own power early on Monday after a fire in its engine room.\n\nNobody was hurt, the coastguard said.")
	again := Of("Ferry reaches Port Ellery after fire in engine room",
		"A ferry with more than 200 passengers reached Port Ellery on Monday after a fire in its engine room, its owner said. Nobody was hurt.")
	budget := Of("Council budget passes with two votes to spare",
		"Port Ellery's council passed its budget on Monday with two votes to spare.\n\nThe harbour tax stays as it is for another year, and the libraries keep their Saturday hours.")
	yards := Of("Two shipyards said to agree on merger",
		"Two shipyards on the Ellery have agreed to merge, a person close to the talks said on Monday.\n\nNeither yard would comment.")
	members := []Member{{Story: "ferry", Features: ferry}}
	name, found := Choose(again, members)
	require.True(t, found)
	require.Equal(t, "ferry", name)
	for _, other := range []Features{budget, yards} {
		_, found := Choose(other, append(members, Member{Story: "ferry", Features: again}))
		require.False(t, found)
	}
}

// What was counted before does not show, whatever a counter keeps.
func TestACounterCountsEachArticleByItself(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"Saltbury", "ferry", "FERRIES", "the", "港", "口", "12", ".", "\n", strings.Repeat("long", 20)}), 0, 60)
		kept := &counter{written: map[string]*word{}, stems: map[string]*word{}}
		for range 3 {
			title, body := strings.Join(words.Draw(t, "title"), " "), strings.Join(words.Draw(t, "body"), " ")
			fresh := &counter{written: map[string]*word{}, stems: map[string]*word{}}
			require.Equal(t, append([]*word{}, weigh(fresh, title, body)...), append([]*word{}, weigh(kept, title, body)...))
		}
	})
}

func TestACounterForgetsBetweenArticles(t *testing.T) {
	t.Parallel()
	c := &counter{written: map[string]*word{}, stems: map[string]*word{}}
	for i := range 3 {
		var b strings.Builder
		for n := range maxKnown * 3 / 4 {
			fmt.Fprintf(&b, "w%d ", i*maxKnown+n)
		}
		require.NotEmpty(t, weigh(c, "", b.String()))
		require.Less(t, len(c.written), 2*maxKnown)
	}
}

func BenchmarkOf(b *testing.B) {
	text := strings.Repeat("The ministers' meeting in Saltbury ended on Friday without the agreement that 12 of 19 governments had hoped for. ", 28)
	for b.Loop() {
		Of("Ministers meet", text)
	}
}

func TestTheHeaviestWordsAreChosen(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		weights := rapid.SliceOfN(rapid.IntRange(0, 9), 0, 3*MaxTerms).Draw(t, "weights")
		words := make([]*word, len(weights))
		for i, n := range rapid.Permutation(weights).Draw(t, "order") {
			words[i] = &word{stem: fmt.Sprint(i * 7919 % 1009), weight: float64(n)}
		}
		want := slices.Clone(words)
		slices.SortFunc(want, heavier)
		most := rapid.IntRange(1, MaxTerms).Draw(t, "most")
		require.Equal(t, want[:min(most, len(want))], heaviest(words, most))
	})
}
