package places_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/enrich/internal/frame"
	"github.com/wireroom/wireroom/services/enrich/internal/names"
	"github.com/wireroom/wireroom/services/enrich/internal/names/gazetteer"
	"github.com/wireroom/wireroom/services/enrich/internal/places"
)

type enrichers struct {
	names  names.Enricher
	places *places.Enricher
}

func load(t testing.TB) enrichers {
	t.Helper()
	lists, err := gazetteer.Load()
	require.NoError(t, err)
	n, err := names.New(lists)
	require.NoError(t, err)
	return enrichers{n, places.New(lists)}
}

func (e enrichers) run(t testing.TB, a *frame.Article) []ninjs.Place {
	t.Helper()
	c, err := e.names.Enrich(t.Context(), a)
	require.NoError(t, err)
	a.Names, a.Mentions = c.Names, c.Mentions
	c, err = e.places.Enrich(t.Context(), a)
	require.NoError(t, err)
	return c.Places
}

func TestPlacesAreDecidedByTheArticle(t *testing.T) {
	t.Parallel()
	e := load(t)
	for _, c := range []struct{ text, name, literal string }{
		{"He lives in London and flew to Kabul.", "London", "iso3166:GB"},
		{"He lives in London, Ontario and works there.", "London", "iso3166:CA"},
		{"The fair in Birmingham, Alabama, opened.", "Birmingham", "iso3166:US"},
		{"The fair in Birmingham opened, the British minister said in Leeds.", "Birmingham", "iso3166:GB"},
		{"Spanish police searched a house in Valencia.", "Valencia", "iso3166:ES"},
		{"Venezuelan police in Caracas searched a house in Valencia.", "Valencia", "iso3166:VE"},
		{"The U.S. sent aid.", "U.S.", "iso3166:US"},
		{"Storms crossed Europe and Kenya.", "Europe", ""},
	} {
		found := map[string]ninjs.Place{}
		for _, p := range e.run(t, &frame.Article{Item: &ninjs.Item{}, Language: "en", Text: c.text}) {
			require.Equal(t, "mentions", p.Rel)
			found[p.Name] = p
		}
		require.Contains(t, found, c.name, c.text)
		require.Equal(t, c.literal, found[c.name].Literal, c.text)
		if c.literal != "" {
			require.NoError(t, ninjs.CheckGeoJSON(found[c.name].GeoJSON))
		}
	}
}

func TestAProvidersPlacesStayAlone(t *testing.T) {
	t.Parallel()
	e := load(t)
	item := &ninjs.Item{Places: []ninjs.Place{{Name: "NAIROBI", Literal: "theirs"}}}
	found := e.run(t, &frame.Article{Item: item, Language: "en", Text: "Talks failed in Nairobi and in Mombasa."})
	require.Len(t, found, 1)
	require.Equal(t, "Mombasa", found[0].Name)
}
