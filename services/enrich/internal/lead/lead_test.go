package lead_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/enrich/internal/frame"
	"github.com/wireroom/wireroom/services/enrich/internal/lead"
)

const first = "The old harbour will be closed for three weeks while divers inspect its breakwater, the council said."

// next is a sentence that does not fit any more.
var next = "\n\nNext " + strings.Repeat("word ", 100) + "end."

func TestDatelinesAreLeftOut(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ before, located string }{
		"none":                            {"", ""},
		"place and agency":                {"SALTBURY (Sample) - ", ""},
		"place, date and agency":          {"SALTBURY, May 4 (Sample) -- ", ""},
		"small letters with an agency":    {"Saltbury (sample) – ", ""},
		"two places":                      {"SALTBURY/PORT ELLERY, Oct. 12 (Sample Wire) — ", "Saltbury"},
		"no agency":                       {"SALTBURY — ", ""},
		"no agency, a known place":        {"Saltbury, 4. Mai - ", "Saltbury"},
		"known with its country":          {"Saltbury - ", "Saltbury, England"},
		"a place of another alphabet":     {"СОЛТБЕРИ, 4 мая (Проба) - ", ""},
		"a dash without a space before":   {"SALTBURY (Sample)— ", ""},
		"an accent":                       {"ÉVREUX (Sample) - ", ""},
		"spaces and lines before and aft": {"\n SALTBURY (Sample) - \n", ""},
	} {
		require.Equal(t, first, lead.Summary(c.before+first+next, c.located), name)
	}
}

func TestWhatIsNoDatelineStays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, located string }{
		{"The harbour - the oldest of the coast - will be closed.", ""},
		{"NATO - the alliance - meets in June.", "Brussels"},
		{"Nora Whitfield (62) said no. The harbour - hers - stays.", ""},
		{"\"SALTBURY - my home\" is a song.", ""},
		{"1911 - a good year.", ""},
	} {
		require.Equal(t, c.text, lead.Summary(c.text+next, c.located))
	}
}

func TestSummaryEndsWithASentence(t *testing.T) {
	t.Parallel()
	long := "A " + strings.Repeat("word ", 50) + "end."
	for name, c := range map[string]struct{ text, want string }{
		"nothing":                          {"", ""},
		"one sentence":                     {"It rained.", ""},
		"one sentence behind a dateline":   {"SALTBURY (Sample) - It rained.", ""},
		"all of two sentences":             {"It rained.\n\nIt  stopped.", "It rained."},
		"one short paragraph and the next": {"It rained.\n\nIt stopped." + next, "It rained. It stopped."},
		"a long enough paragraph":          {strings.Repeat("It rained hard here. ", 7) + "\n\nNext.", strings.TrimSpace(strings.Repeat("It rained hard here. ", 7))},
		"what does not fit":                {long + " " + long, long},
		"line breaks are spaces":           {"It rained\nhard.  It\tstopped." + next, "It rained hard. It stopped."},
		"a long sentence stays as it is":   {strings.Repeat("word ", 80) + "end. Next.", strings.Repeat("word ", 80) + "end."},
		"one that is too long":             {strings.Repeat("word ", 130) + "end. Next.", ""},
		"an exclamation in quotes":         {"\"Stop!\" she said. " + long + next, "\"Stop!\" she said. " + long},
		"Japanese":                         {strings.Repeat("港", 149) + "。" + strings.Repeat("船", 149) + "。" + "海。", strings.Repeat("港", 149) + "。"},
		"one long run of Chinese":          {strings.Repeat("港", 700), ""},
	} {
		require.Equal(t, c.want, lead.Summary(c.text, ""), name)
	}
}

func TestAbbreviationsEndNoSentence(t *testing.T) {
	t.Parallel()
	rest := "X" + strings.Repeat("x", 290) + "."
	for _, s := range []string{
		"Dr. Whitfield and Mr. J. R. Hale met the U.S. envoy on Feb. 3 at St. Mary's.",
		"Am 3. Mai traf Prof. Hale bzw. Frau Whitfield die Fischer, z.B. Tom.",
		"M. Hale et Mme. Durand, av. Foch, ont signé.",
		"El Sr. López y la Sra. Ruiz firmaron.",
		"Rund 3,5 Mio. Euro kostet die Mole laut Dr. Hale.",
	} {
		require.Equal(t, s, lead.Summary(s+" "+rest, ""), "the sentence after does not fit, and this one is whole")
	}
	require.Equal(t, "It was over.", lead.Summary("It was over. "+strings.Repeat("Then ", 60), ""), "a plain stop ends")
}

func TestEnricher(t *testing.T) {
	t.Parallel()
	enrich := func(item ninjs.Item, text string) frame.Change {
		c, err := lead.Enricher{}.Enrich(t.Context(), &frame.Article{Item: &item, Text: text})
		require.NoError(t, err)
		return c
	}
	got := enrich(ninjs.Item{Located: "Saltbury", Descriptions: []ninjs.Text{{Role: "caption", Value: "x"}}}, "Saltbury - "+first+next)
	require.Equal(t, []ninjs.Text{{Role: "summary", ContentType: "text/plain", Value: first}}, got.Descriptions)
	require.Equal(t, frame.Change{}, enrich(ninjs.Item{Descriptions: []ninjs.Text{{Role: "summary", Value: "theirs"}}}, first))
	require.Equal(t, frame.Change{}, enrich(ninjs.Item{}, " \n"))
}

func TestSummaryIsBoundedAndOfTheText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.SampledFrom([]string{"Word", "word", "SALTBURY", "(Sample)", " - ", ".", "!", "Dr.", "\n", "\n\n", " ", " ", "3.", "港", "。", "\"", "é", "\u00a0", "…"})
		check(t, strings.Join(rapid.SliceOfN(part, 0, 400).Draw(t, "text"), ""))
	})
}

func check(t require.TestingT, text string) {
	got := lead.Summary(text, "Saltbury")
	require.True(t, utf8.ValidString(got))
	require.LessOrEqual(t, utf8.RuneCountInString(got), lead.Longest)
	squeezed := strings.Join(strings.Fields(text), "")
	require.Contains(t, squeezed, strings.Join(strings.Fields(got), ""), "no word of our own")
	if got != "" {
		require.NotEqual(t, squeezed, strings.Join(strings.Fields(got), ""), "never the whole")
	}
	require.Equal(t, strings.TrimSpace(got), got)
}

func FuzzSummary(f *testing.F) {
	f.Add("SALTBURY, May 4 (Sample) - Dr. Hale met J. R. Crane. \"Oh!\"\n\nNext…")
	f.Fuzz(func(t *testing.T, text string) {
		if utf8.ValidString(text) { // JSON holds nothing else
			check(t, text)
		}
	})
}
