package tidy_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy"
)

// everywhere is an item with an address in every field that has one.
func everywhere(address string) ninjs.Item {
	u, contact := ninjs.URI(address), []ninjs.ContactInfo{{Type: "web", Value: address}}
	it := ninjs.Item{URI: "urn:example:1", Headlines: []ninjs.Text{{Value: "A headline"}},
		People: []ninjs.Person{{Name: "P", URI: u, ContactInfo: contact}}, Organisations: []ninjs.Organisation{{Name: "O", URI: u, ContactInfo: contact, Symbols: []ninjs.Symbol{{Symbol: "S", SymbolType: u}}}},
		Places: []ninjs.Place{{Name: "L", URI: u, ContactInfo: contact}}, Subjects: []ninjs.Subject{{Name: "S", URI: u}},
		Events: []ninjs.Event{{Name: "E", URI: u}}, Objects: []ninjs.Object{{Name: "T", URI: u}}, InfoSources: []ninjs.InfoSource{{Name: "I", URI: u, ContactInfo: contact}},
		Genres: []ninjs.Genre{{Name: "G", URI: address}}, TrustIndicators: []ninjs.TrustIndicator{{Role: "urn:example:role", Title: "T", Href: u}},
		RightsInfo: &ninjs.RightsInfo{LinkedRights: u}, Renditions: []ninjs.Rendition{{Name: "r", Href: u}},
	}
	it.Associations = []ninjs.Association{{Name: "a", Item: ninjs.Item{URI: "urn:example:2", Renditions: []ninjs.Rendition{{Name: "r", Href: u}}}}}
	return it
}

func TestAnAddressThatRunsAScriptReachesNobody(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"javascript:x(1)", "JavaScript:x(1)", "vbscript:x", "data:text/html,x", "file:///x", "blob:x"} {
		out, notes, err := tidy.Article(format.Article{Item: everywhere(address)}, tidy.Settings{Provider: "acme"})
		require.NoError(t, err)
		data, err := ninjs.Encode(&out)
		require.NoError(t, err)
		require.NotContains(t, strings.ToLower(string(data)), strings.ToLower(address))
		require.NotEmpty(t, notes)
	}
	web := "https://example.org/x"
	out, notes, err := tidy.Article(format.Article{Item: everywhere(web)}, tidy.Settings{Provider: "acme"})
	require.NoError(t, err)
	data, err := ninjs.Encode(&out)
	require.NoError(t, err)
	given := everywhere(web)
	in, err := ninjs.Encode(&given)
	require.NoError(t, err)
	require.Equal(t, strings.Count(string(in), web), strings.Count(string(data), web), string(data))
	require.NotContains(t, strings.Join(notes, " "), "scheme")
}

func TestIdsMayBeAnyURI(t *testing.T) {
	t.Parallel()
	it := everywhere("urn:example:x")
	it.URI, it.AltIDs = "data:1", []ninjs.AltID{{Role: "r", Value: "file:1"}}
	out, notes, err := tidy.Article(format.Article{Item: it}, tidy.Settings{Provider: "acme"})
	require.NoError(t, err)
	require.Equal(t, ninjs.URI("data:1"), out.URI)
	require.Contains(t, out.AltIDs, ninjs.AltID{Role: "r", Value: "file:1"})
	require.Equal(t, ninjs.URI("urn:example:x"), out.People[0].URI, "a name's id need not be of the web")
	require.Contains(t, strings.Join(notes, "\n"), "href of rendition dropped", "what is opened must be")
}
