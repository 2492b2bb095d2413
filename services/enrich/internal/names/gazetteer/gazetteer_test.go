package gazetteer_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/enrich/internal/names/gazetteer"
	"github.com/wireroom/wireroom/services/enrich/internal/names/token"
)

func TestLookup(t *testing.T) {
	t.Parallel()
	g, err := gazetteer.Load()
	require.NoError(t, err)
	for _, c := range []struct {
		name    string
		kinds   gazetteer.Kind
		country string
	}{
		{"Kabul", gazetteer.City, "AF"},
		{"KABUL", gazetteer.City, "AF"},
		{"São Paulo", gazetteer.City, "BR"},
		{"Sao Paulo", gazetteer.City, "BR"},
		{"London", gazetteer.City, "GB"},
		{"U.S.", gazetteer.Country, "US"},
		{"United States", gazetteer.Country, "US"},
		{"Kashmir", gazetteer.Region, "IN"},
		{"Pakistani", gazetteer.Demonym, "PK"},
		{"Margaret", gazetteer.First, ""},
		{"UN Security Council", gazetteer.Org, ""},
		{"Ltd.", gazetteer.OrgWord, ""},
	} {
		e := g.Lookup(c.name)
		require.NotNil(t, e, c.name)
		require.Equal(t, c.kinds, e.Kinds&c.kinds, c.name)
		if c.country != "" {
			require.Equal(t, c.country, e.Places[0].Country, c.name)
		}
	}
	require.Nil(t, g.Lookup("Saltbury-on-Nothing"))
	require.Nil(t, g.Lookup("United"+" Nationsx"))
	require.Nil(t, g.Lookup(""))
	require.Nil(t, g.Lookup("Island"), "Iceland's name in German is no name in English")
	for language, name := range map[string]string{"de": "Deutschland hilft", "sv": "Island", "es": "Corea del Sur y", "ru": "Россия"} {
		e, n := g.Foreign(language, token.Split(name, true, nil))
		require.NotNil(t, e, name)
		require.Equal(t, gazetteer.Country, e.Kinds, name)
		require.Positive(t, n)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := gazetteer.Load(); err != nil {
			b.Fatal(err)
		}
	}
}
