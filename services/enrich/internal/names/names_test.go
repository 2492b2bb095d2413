package names_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/services/enrich/internal/frame"
	"github.com/wireroom/wireroom/services/enrich/internal/names"
	"github.com/wireroom/wireroom/services/enrich/internal/names/gazetteer"
)

func finder(t testing.TB) *names.Finder {
	t.Helper()
	lists, err := gazetteer.Load()
	require.NoError(t, err)
	f, err := names.NewFinder(lists)
	require.NoError(t, err)
	return f
}

// listed gives names as the tables write them: "P Asim Munir", "O NATO", "L Kabul".
func listed(found []frame.Name) []string {
	var list []string
	for _, n := range found {
		s := [...]string{"P ", "O ", "L "}[n.Kind] + n.Name
		if n.Acronym != "" {
			s += " = " + n.Acronym
		}
		list = append(list, s)
	}
	return list
}

func TestRulesOfTheNewswire(t *testing.T) {
	t.Parallel()
	f := finder(t)
	for name, c := range map[string]struct {
		headline, body string
		want           []string
	}{
		"a title and short forms": {"", "General Nora Whitfield met reporters in Lisbon on Monday. Gen. Whitfield said so. Whitfield left.",
			[]string{"P Nora Whitfield", "L Lisbon"}},
		"a surname that is a city's name": {"", "Police said Nora Lisbon, 42, was freed. Lisbon said nothing when she left.",
			[]string{"P Nora Lisbon"}},
		"an acronym in brackets": {"", "The Harbour Workers Union (HWU) met in Lisbon. HWU leaders said so on Friday.",
			[]string{"O Harbour Workers Union = HWU", "L Lisbon"}},
		"an acronym of the initials": {"", "The International Monetary Fund said so. The IMF approved a loan to Kenya.",
			[]string{"O International Monetary Fund = IMF", "L Kenya"}},
		"a company and its short form": {"", "Ellery Shipping Corp said profit rose. Shares of Ellery Shipping fell in New York.",
			[]string{"O Ellery Shipping Corp", "L New York"}},
		"a company by its last word": {"", "Ellery Lines said on Monday that its ferry to Lisbon was late. Ellery Lines gave no cause.",
			[]string{"O Ellery Lines", "L Lisbon"}},
		"a dateline": {"", "NAIROBI, May 4 (Reuters) - Talks on the port failed on Monday.", []string{"L NAIROBI", "O Reuters"}},
		"a headline in capitals": {"WHITFIELD TO VISIT KENYA", "NAIROBI - President Edith Whitfield will visit Kenya on Monday.",
			[]string{"P Edith Whitfield", "L Kenya", "L NAIROBI"}},
		"a table of results": {"SOCCER - RESULTS", "Results of league matches on Saturday:\nSaltbury 3 Ellery 1\nGullport 0 Whitfield 0",
			[]string{"O Saltbury", "O Ellery", "O Gullport", "O Whitfield"}},
		"nationalities are no places":  {"", "Kenyan and Portuguese officials met in Nairobi.", []string{"L Nairobi"}},
		"days and months are no names": {"", "On Monday, May 4, the ferry left. It came back in April.", nil},
		"nothing":                      {"", "", nil},
	} {
		require.ElementsMatch(t, c.want, listed(f.Find(c.headline, c.body).Names), name)
	}
}

func TestOtherLanguagesGetTheirCountries(t *testing.T) {
	t.Parallel()
	f := finder(t)
	for language, c := range map[string]struct {
		body string
		want []string
	}{
		"de": {"Der Minister reist nach Deutschland und in die Vereinigten Staaten. Herr Peters bleibt.", []string{"L Deutschland", "L Vereinigten Staaten"}},
		"fr": {"Le ministre est en Allemagne, puis aux États-Unis.", []string{"L Allemagne", "L États-Unis"}},
		"sv": {"Island och Norge möts.", []string{"L Island", "L Norge"}},
		"ru": {"Россия и Казахстан договорились.", []string{"L Россия", "L Казахстан"}},
		"tr": {"Japonya ile görüştü.", []string{"L Japonya"}},
		"xx": {"Deutschland und France.", nil},
	} {
		require.Subset(t, append(c.want, ""), append(listed(f.FindCountries(language, "", c.body).Names), ""), language)
	}
}

// Each name stands in the text as it is, and none is there twice.
func TestNamesStandInTheText(t *testing.T) {
	t.Parallel()
	f := finder(t)
	piece := rapid.SampledFrom([]string{"General Nora Whitfield", "Whitfield", "NORA", "Port of Ellery", "Ellery Corp", "(HWU)", "U.S.", "N.Y.", "said", "of", "the", "'s", "’s",
		"Mr.", "3-1", "12", "-", ",", ".", "\"", "\n", "\n\n", "Kenya", "São Paulo", "Łódź", "\u00a0", "\u200b", "Москва", "東京", "&", "AT&T", "O'Brien", "Al-", "e", "\xff", "May"})
	rapid.Check(t, func(rt *rapid.T) {
		headline := strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(rt, "headline"), " ")
		body := strings.Join(rapid.SliceOfN(piece, 0, 40).Draw(rt, "body"), rapid.SampledFrom([]string{" ", "", "\n"}).Draw(rt, "between"))
		check(rt, headline, body, f.Find(headline, body).Names)
		require.Equal(rt, f.Find(headline, body), f.Find(headline, body), "the same text, the same names")
	})
}

func check(t require.TestingT, headline, body string, found []frame.Name) {
	text := strings.Join(strings.Fields(headline+"\n"+body), " ")
	seen := map[string]bool{}
	for _, n := range found {
		require.Contains(t, text, n.Name)
		require.NotEmpty(t, strings.TrimSpace(n.Name))
		require.Positive(t, n.Count)
		key := strings.ToLower(n.Name) + string(rune('0'+n.Kind))
		require.False(t, seen[key], n.Name)
		seen[key] = true
	}
}

func TestALongBodyIsReadInPart(t *testing.T) {
	t.Parallel()
	f := finder(t)
	body := strings.Repeat("GULLPORT ELLERY 3-1 Nora Whitfield (HWU) of Lisbon ", 80_000) + " in Kenya."
	found := listed(f.Find("", body).Names)
	require.NotEmpty(t, found)
	require.NotContains(t, found, "L Kenya", "64 KiB are read")
}

func FuzzFind(f *testing.F) {
	finder := finder(f)
	f.Add("WHITFIELD VISITS KENYA", "NAIROBI, May 4 (Reuters) - Gen. Nora Whitfield of the Harbour Workers Union (HWU)'s board said so.", "en")
	f.Add("", "A\n\n\nB. C", "de")
	f.Fuzz(func(t *testing.T, headline, body, language string) {
		check(t, headline, body, finder.Find(headline, body).Names)
		check(t, headline, body, finder.FindCountries(language, headline, body).Names)
	})
}

func BenchmarkFind(b *testing.B) {
	f := finder(b)
	body := strings.Repeat("NAIROBI, May 4 (Reuters) - General Nora Whitfield of the Harbour Workers Union (HWU) met officials of Ellery Shipping Corp in Lisbon on Monday.\n", 1)
	b.ReportAllocs()
	for b.Loop() {
		f.Find("Whitfield visits Kenya", body)
	}
}
