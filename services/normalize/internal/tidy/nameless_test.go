package tidy

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

func TestEntriesWithoutANameAreLeftOut(t *testing.T) {
	t.Parallel()
	it := ninjs.Item{
		InfoSources: []ninjs.InfoSource{{Role: "distributor"}, {Name: "HW", Role: "source"}}, Subjects: []ninjs.Subject{{Rel: "keyword"}, {URI: "urn:x:1"}, {Literal: "a:1"}},
		People: []ninjs.Person{{Rel: "author"}}, Places: []ninjs.Place{{Rel: "about"}, {Rel: "about", ContactInfo: []ninjs.ContactInfo{{Role: "press"}}}}, Organisations: []ninjs.Organisation{{Rel: "about", Symbols: []ninjs.Symbol{{Symbol: "HW"}}}},
	}
	var n notes
	repairParts(&it, &n, 0)
	require.Equal(t, []ninjs.InfoSource{{Name: "HW", Role: "source"}}, it.InfoSources)
	require.Len(t, it.Subjects, 2)
	require.Empty(t, it.People)
	require.Empty(t, it.Places)
	require.Len(t, it.Organisations, 1)
	require.Len(t, n, 2, "the contact too")
}
