package tidy_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy"
)

var wire = tidy.Settings{Provider: "harbour", Language: "en_gb", Urgency: 5}

func must(t *testing.T, a format.Article) (ninjs.Item, []string) {
	t.Helper()
	it, notes, err := tidy.Article(a, wire)
	require.NoError(t, err)
	_, err = ninjs.Encode(&it)
	require.NoError(t, err)
	return it, notes
}

func TestAMarkupBodyGetsItsTwinCountsAndDefaults(t *testing.T) {
	t.Parallel()
	it, notes := must(t, format.Article{ID: "2024/17 b", Item: ninjs.Item{
		Headlines: []ninjs.Text{{Value: "  Bridge &amp;amp; <b>tunnel</b>\n agreed "}},
		Bodies: []ninjs.Body{
			{ContentType: "text/html; charset=utf-8", WordCount: 900, Value: "<p>HARBOUR CITY, May 3 (HW) - Two words.</p><script>x</script>"},
			{ContentType: "text/plain", Value: "HARBOUR CITY, May 3 (HW) - Two words."},
			{Role: "notes", Value: "Not for print."},
		},
	}})
	require.Empty(t, notes)
	text := "HARBOUR CITY, May 3 (HW) - Two words."
	require.Equal(t, []ninjs.Body{
		{Role: "main", ContentType: "application/xhtml+xml", CharCount: 37, WordCount: 7, Value: "<p>" + text + "</p>"},
		{Role: "main", ContentType: "text/plain", CharCount: 37, WordCount: 7, Value: text},
		{Role: "notes", ContentType: "application/xhtml+xml", CharCount: 14, WordCount: 3, Value: "<p>Not for print.</p>"},
		{Role: "notes", ContentType: "text/plain", CharCount: 14, WordCount: 3, Value: "Not for print."},
	}, it.Bodies)
	require.Equal(t, []ninjs.Text{{Role: "main", Value: "Bridge & tunnel agreed"}}, it.Headlines)
	require.Equal(t, "HARBOUR CITY", it.Located)
	require.EqualValues(t, "urn:wireroom:harbour:2024%2F17%20b", it.URI)
	require.Equal(t, []ninjs.AltID{{Role: "id", Value: "2024/17 b"}}, it.AltIDs)
	require.Equal(t, ninjs.Usable, it.PubStatus)
	require.Equal(t, ninjs.TypeText, it.Type)
	require.Equal(t, "en-GB", it.Language)
	require.EqualValues(t, 5, it.Urgency)
	require.Equal(t, &ninjs.Standard{Name: "ninjs", Version: "3.1", Schema: ninjs.SchemaURI}, it.Standard)
}

func TestNoMarkupPassesUncleanedWhateverItsTypeSays(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"", "text/plain", "text/html", "text/markdown", "application/xhtml+xml", "application/json", "image/svg+xml", "body_xhtml", "x/y; z"} {
		it, _ := must(t, format.Article{ID: "1", Item: ninjs.Item{Title: "t", Bodies: []ninjs.Body{{ContentType: kind, Value: `<svg onload="x()">a</svg><p onclick="x()">b</p><script>c</script>`}}}})
		for _, b := range it.Bodies {
			if b.ContentType != "text/plain" {
				require.NotRegexp(t, `<(svg|script|p )`, b.Value, kind)
			}
		}
	}
	it, _ := must(t, format.Article{ID: "1", Item: ninjs.Item{Title: "t", Bodies: []ninjs.Body{{ContentType: "application/json", Value: `{"a":1}`}}}})
	require.Equal(t, []ninjs.Body{{ContentType: "application/json", Value: `{"a":1}`}}, it.Bodies, "what is neither text nor markup stays")
}

func TestTheURI(t *testing.T) {
	t.Parallel()
	day := ninjs.At(time.Date(2024, 5, 3, 23, 0, 0, 0, time.UTC))
	head := []ninjs.Text{{Value: "A headline"}}
	for name, c := range map[string]struct {
		in   format.Article
		uri  string
		alts []string
	}{
		"own":           {format.Article{Item: ninjs.Item{URI: "tag:e.org,2024:1"}}, "tag:e.org,2024:1", []string{"tag:e.org,2024:1"}},
		"own and id":    {format.Article{ID: "7", Item: ninjs.Item{URI: "http://e.org/7"}}, "http://e.org/7", []string{"7", "http://e.org/7"}},
		"relative":      {format.Article{Item: ninjs.Item{URI: "/news/7"}}, "urn:wireroom:harbour:%2Fnews%2F7", []string{"/news/7"}},
		"relative + id": {format.Article{ID: "x:ü", Item: ninjs.Item{URI: "/news/7"}}, "urn:wireroom:harbour:x:%C3%BC", []string{"x:ü"}},
		"none":          {format.Article{Item: ninjs.Item{FirstCreated: day}}, "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.in.Item.Headlines = head
			it, _ := must(t, c.in)
			var alts []string
			for _, a := range it.AltIDs {
				require.Equal(t, "id", a.Role)
				alts = append(alts, a.Value)
			}
			require.Equal(t, c.alts, alts)
			if name != "none" {
				require.EqualValues(t, c.uri, it.URI)
				return
			}
			require.Regexp(t, `^urn:wireroom:harbour:h-[0-9a-f]{24}$`, it.URI)
			later := c.in
			later.Item.VersionCreated = ninjs.At(day.Add(72 * time.Hour))
			later.Item.Bodies = []ninjs.Body{{Value: "More."}}
			same, _ := must(t, later)
			require.Equal(t, it.URI, same.URI, "a later version is the same article")
			later.Item.Headlines = []ninjs.Text{{Value: "Another headline"}}
			other, _ := must(t, later)
			require.NotEqual(t, it.URI, other.URI)
		})
	}
	long, _ := must(t, format.Article{ID: strings.Repeat("long/", 1000), Item: ninjs.Item{Headlines: head}})
	require.Less(t, len(long.URI), 1100)
	require.Len(t, long.AltIDs[0].Value, 5000, "the id itself is kept")
}

func TestNothingToReadIsIncomplete(t *testing.T) {
	t.Parallel()
	blank := ninjs.Item{Bodies: []ninjs.Body{{Value: "<p> </p>", ContentType: "text/html"}}}
	_, _, err := tidy.Article(format.Article{Item: blank}, wire)
	var fe *format.Error
	require.ErrorAs(t, err, &fe)
	require.Equal(t, contract.ReasonIncomplete, fe.Reason)
	_, notes := must(t, format.Article{ID: "1", Item: blank})
	require.Contains(t, strings.Join(notes, "\n"), "metadata alone", "what has an id is an article, and a note says what it lacks")
	it, _ := must(t, format.Article{ID: "1", Item: ninjs.Item{PubStatus: ninjs.Canceled}})
	require.Equal(t, ninjs.Canceled, it.PubStatus)
}

func TestTooLarge(t *testing.T) {
	t.Parallel()
	_, _, err := tidy.Article(format.Article{ID: "1", Item: ninjs.Item{Bodies: []ninjs.Body{{ContentType: "text/plain", Value: strings.Repeat("word ", 1<<20)}}}}, wire)
	var fe *format.Error
	require.ErrorAs(t, err, &fe)
	require.Equal(t, contract.ReasonTooLarge, fe.Reason)
	_, _, err = tidy.Article(format.Article{ID: "1", Item: ninjs.Item{EdNote: strings.Repeat("\"", 5<<20), Title: "t"}}, wire)
	require.ErrorAs(t, err, &fe)
	require.Equal(t, contract.ReasonTooLarge, fe.Reason)
	require.True(t, errors.As(err, &fe) && strings.Contains(fe.Error(), "bytes"))
}

func TestWhatNinjsRefusesIsMovedOrDroppedWithANote(t *testing.T) {
	t.Parallel()
	relevance := 300
	it, notes := must(t, format.Article{ID: "1", Item: ninjs.Item{
		Type: "story", Urgency: 12, Language: "english!", VersionCreated: ninjs.At(time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC)),
		Subjects:     []ninjs.Subject{{URI: "medtop:01 x", Relevance: &relevance}},
		Places:       []ninjs.Place{{Name: "Here\u200b", GeoJSON: ninjs.GeoJSON(`{"type":"Dot"}`)}},
		People:       []ninjs.Person{{Name: "A", ContactInfo: []ninjs.ContactInfo{{Value: "1", Address: &ninjs.Address{Locality: "B"}}, {Role: "x"}}}},
		RightsInfo:   &ninjs.RightsInfo{LangID: "nope"},
		Renditions:   []ninjs.Rendition{{Href: "not absolute"}},
		EdNote:       "One.\r\nTwo.\x00",
		Descriptions: []ninjs.Text{{Value: "A <b>b</b>"}},
		Associations: []ninjs.Association{{Item: ninjs.Item{Headlines: []ninjs.Text{{Value: "Photo"}}, Bodies: []ninjs.Body{{Value: "<script>x</script><p>c</p>"}}}}},
	}})
	require.Empty(t, it.Places[0].GeoJSON)
	require.Equal(t, "Here", it.Places[0].Name)
	require.Equal(t, "medtop:01 x", it.Subjects[0].Literal)
	require.Nil(t, it.Subjects[0].Relevance)
	require.Len(t, it.People[0].ContactInfo, 2)
	require.Nil(t, it.RightsInfo)
	require.Equal(t, "rendition-1", it.Renditions[0].Name)
	require.Equal(t, "One.\nTwo.", it.EdNote)
	require.Equal(t, "A b", it.Headlines[0].Value, "made of the description")
	require.Equal(t, "Photo", it.Associations[0].Name)
	require.Equal(t, "<p>c</p>", it.Associations[0].Bodies[0].Value)
	require.True(t, it.Associations[0].URI.Valid())
	require.Equal(t, "en-GB", it.Language)
	require.EqualValues(t, 5, it.Urgency)
	for _, want := range []string{"type", "urgency", "language", "versionCreated", "geoJSON", "subject", "contactInfo", "rightsInfo", "rendition"} {
		require.Contains(t, strings.Join(notes, "\n"), want)
	}
}

func TestTheParsersItemIsNotChanged(t *testing.T) {
	t.Parallel()
	a := format.Article{ID: "1", Item: ninjs.Item{Headlines: []ninjs.Text{{Value: " a "}}, People: []ninjs.Person{{Name: " b "}},
		RightsInfo: &ninjs.RightsInfo{EncodedRights: " c "}, AltIDs: make([]ninjs.AltID, 0, 4)}}
	_, _ = must(t, a)
	require.Equal(t, " a ", a.Item.Headlines[0].Value)
	require.Equal(t, " b ", a.Item.People[0].Name)
	require.Equal(t, " c ", a.Item.RightsInfo.EncodedRights)
}

func TestDatelines(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"LONDON, May 3 (Reuters) - The bank":          "LONDON",
		"BERLIN (AP) — Prices rose":                   "BERLIN",
		"BERLIN (AP) _ Prices rose":                   "BERLIN",
		"SEOUL, Nov 26 AFP - The ministry":            "SEOUL",
		"Paris, le 3 mai":                             "Paris",
		"Paris, le 3 mai 2024 (AFP) - Le ministre":    "Paris",
		"SALVADOR, Feb 26 - The port":                 "SALVADOR",
		"BUENOS AIRES, Argentina (AP) -- A boat":      "BUENOS AIRES, Argentina",
		"Tegucigalpa, 2 ene (EFE).- El presidente":    "Tegucigalpa",
		"Frankfurt am Main (dpa) - Die Bank":          "Frankfurt am Main",
		"Den Haag (ANP) - Het kabinet":                "Den Haag",
		"NEW YORK/LONDON, 3 May 2024 (Reuters) – A":   "NEW YORK/LONDON",
		"SÃO PAULO - O presidente":                    "SÃO PAULO",
		"By A Writer Harbourton, July 19 (HW) - A":    "",
		"BREAKING - A ship":                           "",
		"The council - which met - agreed":            "",
		"He said (AP) that - well":                    "",
		"UPDATE 1 - A ship":                           "",
		"Prices rose 3% - again":                      "",
		"":                                            "",
		"(FJO) - ROMA, 3 MAG - Il porto è chiuso.":    "ROMA",
		"ROMA, 3 MAG - Il porto":                      "ROMA",
		"(ANSA) - ROMA, 03 MAG - Il porto":            "ROMA",
		"Lisboa, 03 mai 2024 (Lusa) – O porto":        "Lisboa",
		"Lisboa, 03 mai (Lusa) - O porto":             "Lisboa",
		"Madrid, 3 may (EFE).- El puerto":             "Madrid",
		"MOSCOW, May 3. /TASS/. The port":             "MOSCOW",
		"BEIJING, May 3 (Xinhua) -- The port":         "BEIJING",
		"New Delhi, May 3 (PTI) The port closed":      "New Delhi",
		"TOKYO, May 3, Kyodo - The port":              "TOKYO",
		"PARIS (AFP) – Le port":                       "PARIS",
		"Paris (awp/afp) - Le port":                   "Paris",
		"Paris, 3 mai 2024 (AFP) - Le port":           "Paris",
		"Wien (APA) - Der Hafen":                      "Wien",
		"Bern (sda) Der Hafen":                        "Bern",
		"Bern (awp) - Der":                            "Bern",
		"BRUSSEL 03/05 (BELGA) = De haven":            "BRUSSEL",
		"BRUSSEL 3/5 - De haven":                      "BRUSSEL",
		"WASHINGTON (AP) — The port":                  "WASHINGTON",
		"NEW YORK, N.Y. (AP) -- The port":             "NEW YORK, N.Y.",
		"DEN HAAG (ANP) - De haven":                   "DEN HAAG",
		"HELSINKI (STT) — Satama":                     "HELSINKI",
		"Oslo (NTB): Havnen":                          "Oslo",
		"OSLO (NTB-TT): Havnen":                       "OSLO",
		"København /ritzau/ Havnen":                   "København",
		"STOCKHOLM (TT) Hamnen":                       "STOCKHOLM",
		"LONDON, May 3 (Reuters) - The port":          "LONDON",
		"LONDON (Reuters) - The port":                 "LONDON",
		"NEW YORK/LONDON, May 3 (Reuters) - The port": "NEW YORK/LONDON",
		"Hamburg (dpa/lno) - Der Hafen":               "Hamburg",
		"São Paulo (dpa) - Der Hafen":                 "São Paulo",
		"Frankfurt/Main (dpa) - Der Hafen":            "Frankfurt/Main",
		"Köln/Düsseldorf, 3. Mai (dpa) - Xx":          "Köln/Düsseldorf",
		"OTTAWA - The port":                           "OTTAWA",
		"OTTAWA — The port":                           "OTTAWA",
		"ST. JOHN'S, N.L. — The port":                 "ST. JOHN'S, N.L.",
		"BUENOS AIRES, 3 de mayo de 2024 (AFP) - Xx":  "BUENOS AIRES",
		"Warszawa (PAP) - Port":                       "Warszawa",
		"Warszawa, 03.05.2024 (PAP) - Port":           "Warszawa",
		"PRAHA 3. května (ČTK) - Přístav":             "PRAHA",
		"Budapest, 2024. május 3., péntek (MTI) - Xx": "Budapest",
		"Athens, 3 May 2024 (ANA-MPA) -- Xx":          "Athens",
		"ΑΘΗΝΑ, 3 Μαΐου (ΑΠΕ) - Το":                   "ΑΘΗΝΑ",
		"МОСКВА, 3 мая - РИА Новости. Порт":           "МОСКВА",
		"МОСКВА, 3 мая. /ТАСС/. Порт":                 "МОСКВА",
		"Ankara, 3 Mayıs (AA) - Xx":                   "Ankara",
		"ISTANBUL (AA) - Xx":                          "ISTANBUL",
		"東京（共同）— Xx":                                  "東京",
		"He said (as usual) - and left":               "",
		"Meier (CDU) - no":                            "",
		"The port (closed) is - Xx":                   "",
		"FLASH - Xx":                                  "",
		"Real Madrid (Spain) - wins":                  "",
	} {
		it, _ := must(t, format.Article{ID: "1", Item: ninjs.Item{Headlines: []ninjs.Text{{Value: "h"}}, Bodies: []ninjs.Body{{ContentType: "text/plain", Value: text}}}})
		require.Equal(t, want, it.Located, text)
	}
	for line, want := range map[string]string{"Sydney, Oct 20 AAP": "Sydney", "STOCKHOLM": "STOCKHOLM", "Haag": "Haag", "Key West, Fla. (AP) -": "Key West, Fla."} {
		it, _ := must(t, format.Article{ID: "1", DateLine: line, Item: ninjs.Item{Headlines: []ninjs.Text{{Value: "h"}}}})
		require.Equal(t, want, it.Located, line)
	}
}

func TestNumber(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]uint64{"10": 10, "1132689232": 1132689232, "0010": 10, "0": 0, "18446744073709551615": 1<<64 - 1} {
		n, ok := tidy.Number(in)
		require.True(t, ok, in)
		require.Equal(t, want, n)
	}
	for _, in := range []string{"", "1.2", "2a", "-1", "+1", " 1", "1_0", "18446744073709551616", "１"} {
		_, ok := tidy.Number(in)
		require.False(t, ok, in)
	}
}

func TestTheHashIsOverWhatTheProviderSaid(t *testing.T) {
	t.Parallel()
	base := format.Article{ID: "1", Item: ninjs.Item{Version: "1", Headlines: []ninjs.Text{{Value: "h"}}}}
	it, _ := must(t, base)
	require.Len(t, hashOf(t, &it), 32)
	same := it
	same.Version, same.VersionCreated, same.AltIDs = "2", ninjs.At(time.Unix(1e9, 0)), nil
	require.Equal(t, hashOf(t, &it), hashOf(t, &same))
	for name, change := range map[string]func(*ninjs.Item){
		"status": func(i *ninjs.Item) { i.PubStatus = ninjs.Withheld }, "embargo": func(i *ninjs.Item) { i.EmbargoedUntil = ninjs.At(time.Unix(1, 0)) },
		"urgency": func(i *ninjs.Item) { i.Urgency = 1 }, "note": func(i *ninjs.Item) { i.EdNote = "n" },
		"rights": func(i *ninjs.Item) { i.UsageTerms = "n" }, "text": func(i *ninjs.Item) { i.Headlines = []ninjs.Text{{Value: "i"}} },
	} {
		other := it
		change(&other)
		require.NotEqual(t, hashOf(t, &it), hashOf(t, &other), name)
	}
}

func TestAKillHasNoContent(t *testing.T) {
	t.Parallel()
	it, _ := must(t, format.Article{ID: "1", Item: ninjs.Item{PubStatus: ninjs.Canceled, EdNote: "wrong", Version: "3", Headlines: []ninjs.Text{{Value: "h"}},
		Bodies: []ninjs.Body{{Value: "secret"}}, Descriptions: []ninjs.Text{{Value: "secret"}}, People: []ninjs.Person{{Name: "secret"}},
		Renditions: []ninjs.Rendition{{Name: "secret"}}}})
	k := tidy.StripForKill(it)
	data, err := ninjs.Encode(&k)
	require.NoError(t, err)
	require.NotContains(t, string(data), "secret")
	require.Equal(t, "wrong", k.EdNote)
	require.Equal(t, it.URI, k.URI)
	require.Equal(t, "3", k.Version)
	require.Equal(t, it.AltIDs, k.AltIDs)
}

func hashOf(t *testing.T, it *ninjs.Item) string {
	t.Helper()
	data, err := ninjs.Encode(it)
	require.NoError(t, err)
	return tidy.Hash(data)
}
