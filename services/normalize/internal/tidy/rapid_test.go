package tidy_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy"
)

// anyItem draws items with whatever a parser may put into them, mostly what
// ninjs refuses.
func anyItem() *rapid.Generator[ninjs.Item] {
	text := rapid.OneOf(rapid.SampledFrom([]string{"", "word", "two  words\n", "&amp;lt;b&gt;", "<p>a</p><script>b", "a &amp;amp; b", "e\u0301", "\xff\x00", "\u00ad",
		"<b>x", "LONDON, May 3 (AP) - x", "main", "text/html", "text/plain", "application/json", "usable", "canceled", "http://e.org/a", "urn:x", "/rel", "a b:c", "en", "de_AT", "<&shy;b>", "1  2   3\n4  5   6\n"}),
		rapid.StringN(0, 12, 40))
	as := func(conv func(string) any) *rapid.Generator[any] { return rapid.Map(text, conv) }
	when := rapid.Custom(func(t *rapid.T) any {
		return ninjs.At(time.Unix(rapid.Int64Range(-1e11, 1e12).Draw(t, "s"), rapid.Int64Range(0, 1e9-1).Draw(t, "n")).UTC())
	})
	types := map[reflect.Type]*rapid.Generator[any]{
		reflect.TypeFor[string]():                   as(func(s string) any { return s }),
		reflect.TypeFor[ninjs.URI]():                as(func(s string) any { return ninjs.URI(s) }),
		reflect.TypeFor[ninjs.Type]():               as(func(s string) any { return ninjs.Type(s) }),
		reflect.TypeFor[ninjs.PubStatus]():          as(func(s string) any { return ninjs.PubStatus(s) }),
		reflect.TypeFor[ninjs.Time]():               when,
		reflect.TypeFor[ninjs.GeoJSON]():            as(func(s string) any { return ninjs.GeoJSON(s) }),
		reflect.TypeFor[[]ninjs.Association]():      rapid.Just[any]([]ninjs.Association(nil)),
		reflect.TypeFor[[]ninjs.PlannedCoverage]():  rapid.Just[any]([]ninjs.PlannedCoverage(nil)),
		reflect.TypeFor[*ninjs.EventDetails]():      rapid.Just[any]((*ninjs.EventDetails)(nil)),
		reflect.TypeFor[[]ninjs.ContactInfo]():      rapid.Just[any]([]ninjs.ContactInfo(nil)),
		reflect.TypeFor[[]ninjs.TrustIndicator]():   rapid.Just[any]([]ninjs.TrustIndicator(nil)),
		reflect.TypeFor[*ninjs.DigitalSourceType](): rapid.Just[any]((*ninjs.DigitalSourceType)(nil)),
	}
	plain := rapid.MakeCustom[ninjs.Item](rapid.MakeConfig{Types: types})
	for _, t := range []reflect.Type{reflect.TypeFor[[]ninjs.PlannedCoverage](), reflect.TypeFor[*ninjs.EventDetails](),
		reflect.TypeFor[[]ninjs.ContactInfo](), reflect.TypeFor[[]ninjs.TrustIndicator](), reflect.TypeFor[*ninjs.DigitalSourceType]()} {
		delete(types, t)
	}
	rich := rapid.MakeCustom[ninjs.Item](rapid.MakeConfig{Types: types})
	return rapid.Custom(func(t *rapid.T) ninjs.Item {
		it := rapid.OneOf(plain, rich).Draw(t, "item")
		for range rapid.IntRange(0, 2).Draw(t, "associations") {
			it.Associations = append(it.Associations, ninjs.Association{Name: text.Draw(t, "name"), Item: plain.Draw(t, "association")})
		}
		return it
	})
}

func TestWhateverAParserSaysTheResultIsValidAndStable(t *testing.T) {
	t.Parallel()
	schema := localtest.Corpus(t, "ninjs", "schema-3.1.json") != ""
	rapid.Check(t, func(rt *rapid.T) {
		a := format.Article{Item: anyItem().Draw(rt, "item"), ID: rapid.SampledFrom([]string{"", "7", "a b"}).Draw(rt, "id")}
		it, _, err := tidy.Article(a, wire)
		if err != nil {
			var fe *format.Error
			require.ErrorAs(rt, err, &fe)
			require.EqualValues(rt, "incomplete", fe.Reason, "%v", err)
			return
		}
		data, err := ninjs.Encode(&it)
		require.NoError(rt, err)
		if schema {
			require.NoError(rt, localtest.NinjsError(t, data))
		}
		again, notes, err := tidy.Article(format.Article{Item: it}, wire)
		require.NoError(rt, err)
		// that there is nothing to read is said each time: it is no repair
		notes = slices.DeleteFunc(notes, func(note string) bool { return strings.HasPrefix(note, "nothing to read") })
		require.Empty(rt, notes, "nothing is left to repair")
		require.Equal(rt, it, again)
		requireHash(rt, it, data)
		var all any
		require.NoError(rt, json.Unmarshal(data, &all))
		everyText(all, func(s string) {
			require.True(rt, norm.NFC.IsNormalString(s), "%q", s)
			require.False(rt, strings.ContainsAny(s, "\x00\u00ad\u200b"), "%q", s)
		})
	})
}

// requireHash holds the hash against its rule: what only tells versions apart
// counts for nothing, all else does.
func requireHash(t require.TestingT, it ninjs.Item, data []byte) {
	hash := func(change func(*ninjs.Item)) string {
		other := it
		change(&other)
		data, err := ninjs.Encode(&other)
		require.NoError(t, err)
		return tidy.Hash(data)
	}
	require.Equal(t, tidy.Hash(data), hash(func(it *ninjs.Item) {
		it.Version, it.AltIDs, it.Standard = it.Version+"1", nil, nil
		it.VersionCreated, it.FirstCreated, it.ContentCreated = ninjs.Time{Time: time.Unix(7, 0)}, ninjs.Time{}, ninjs.Time{}
	}))
	require.NotEqual(t, tidy.Hash(data), hash(func(it *ninjs.Item) { it.EdNote += "\", \"version\": \"" }))
	require.NotEqual(t, tidy.Hash(data), hash(func(it *ninjs.Item) { it.Urgency = it.Urgency%9 + 1 }))
}

func everyText(v any, check func(string)) {
	switch v := v.(type) {
	case string:
		check(v)
	case []any:
		for _, e := range v {
			everyText(e, check)
		}
	case map[string]any:
		for key, e := range v {
			if key != "altIds" && key != "encodedRights" { // kept as the provider writes them
				everyText(e, check)
			}
		}
	}
}

func story() format.Article {
	var b strings.Builder
	b.WriteString(`<p><strong>HARBOUR CITY</strong>, May 3 (HW) - The council agreed on the new bridge.</p>`)
	for range 10 {
		b.WriteString(`<p>The engineers said that work would begin “as soon as the tide allows”, and that the <a href="https://example.org/plan?id=1&amp;x=2">plan</a> had been drawn up with the fishermen’s union. It is the <em>third</em> attempt in a decade &amp; the first with money behind it.</p>` + "\n")
	}
	now := ninjs.At(time.Date(2024, 5, 3, 12, 0, 0, 0, time.UTC))
	return format.Article{ID: "2024-17", Item: ninjs.Item{
		Headlines: []ninjs.Text{{Value: "Bridge agreed"}}, Version: "3", FirstCreated: now, VersionCreated: now, Urgency: 4, Language: "en",
		Subjects: []ninjs.Subject{{URI: "http://cv.iptc.org/newscodes/mediatopic/04000000"}, {URI: "http://cv.iptc.org/newscodes/mediatopic/11000000"}, {Rel: "keyword", Name: "bridge"}},
		People:   []ninjs.Person{{Name: "A"}, {Name: "B"}}, Bodies: []ninjs.Body{{ContentType: "text/html", Value: b.String()}},
		Slugline: "BRIDGE", By: "By A Writer",
	}}
}

func BenchmarkArticle(b *testing.B) {
	a := story()
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := tidy.Article(a, wire); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkHash(b *testing.B) {
	it, _, err := tidy.Article(story(), wire)
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		data, err := ninjs.Encode(&it)
		if err != nil {
			b.Fatal(err)
		}
		tidy.Hash(data)
	}
}

func FuzzArticle(f *testing.F) {
	f.Add("1", "A headline", "<p>LONDON (AP) - Text.</p>", "text/html", "http://e.org/1", "en")
	f.Add("", "&amp;lt;", "a   b\nc   d", "", "x", "zz-")
	f.Fuzz(func(t *testing.T, id, headline, body, kind, uri, language string) {
		if len(body) > 1<<15 {
			t.Skip()
		}
		a := format.Article{ID: id, DateLine: headline, Item: ninjs.Item{URI: ninjs.URI(uri), Language: language, Title: headline,
			Headlines: []ninjs.Text{{Value: headline}}, Bodies: []ninjs.Body{{Value: body, ContentType: kind}}}}
		it, _, err := tidy.Article(a, wire)
		if err != nil {
			return
		}
		if _, err := ninjs.Encode(&it); err != nil {
			t.Fatal(err)
		}
	})
}
