package newsmlg2_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

func guided(guid, version, meta string) string {
	return `<newsItem guid="` + guid + `" version="` + version + `"><itemMeta><provider literal="Agency"/><versionCreated>2025-07-07T10:00:00Z</versionCreated>` + meta +
		`</itemMeta><contentMeta><headline>Ferry late</headline></contentMeta></newsItem>`
}

func TestRevisionAtTheEndOfTheGuid(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ guid, version, want string }{
		{"urn:newsml:a.example:20250707:4410:2", "2", "urn:newsml:a.example:20250707:4410"},
		{"urn:newsml:a.example:20250707:4410:2", "3", "urn:newsml:a.example:20250707:4410:2"},
		{"urn:newsml:a.example:20250707:2", "2", "urn:newsml:a.example:20250707:2"},
		{"tag:a.example,2025:news:301", "301", "tag:a.example,2025:news:301"},
		{"HW4410:2", "2", "HW4410"},
		{"urn:newsml:a.example", "1", ""},
		{"Agency", "1", ""},
	} {
		a := one(t, guided(c.guid, c.version, ""))
		require.Equal(t, c.want, string(a.Item.URI)+a.ID, c.guid)
		if c.want != c.guid {
			require.Contains(t, a.Item.AltIDs, ninjs.AltID{Role: "guid", Value: c.guid})
		}
	}
	kill := one(t, guided("urn:newsml:a.example:20250707:4411:1", "1", `<pubStatus qcode="stat:canceled"/><link rel="irel:cancels" residref="urn:newsml:a.example:20250707:4410:2"/>`))
	require.Equal(t, []string{"urn:newsml:a.example:20250707:4410"}, kill.Targets, "the other item by the same rule")
	link := one(t, guided("urn:hw:1", "1", `<link residref="urn:newsml:a.example:20250707:4410:2" version="2"/>`))
	require.EqualValues(t, "urn:newsml:a.example:20250707:4410", link.Item.Associations[0].URI)
	refused := parse(t, guided("urn:newsml:a.example", "1", `<pubStatus qcode="stat:canceled"/>`))[0]
	require.NotNil(t, refused.Err)
	require.Equal(t, contract.ReasonIncomplete, refused.Err.Reason, "a kill of nobody knows what")
}

// Two stories of other guids never go by one name.
func TestTwoStoriesHaveTwoNames(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		version := rapid.SampledFrom([]string{"", "1", "2", "301"}).Draw(rt, "version")
		shape := rapid.SampledFrom([]string{"urn:newsml:a.example:20250707:%d", "urn:newsml:a.example:20250707:%d:" + version, "tag:a.example,2025:%d", "tag:a.example,2025:news:%d", "%d", "HW-%d",
			"https://a.example/%d", "https://a.example/news/2025/%d", "urn:x:20250707:%d", "urn:x:v%d"}).Draw(rt, "guid")
		m := rapid.IntRange(1, 9999).Draw(rt, "one")
		n := rapid.IntRange(1, 9999).Filter(func(n int) bool { return n != m }).Draw(rt, "other")
		a, b := one(t, guided(fmt.Sprintf(shape, m), version, "")), one(t, guided(fmt.Sprintf(shape, n), version, ""))
		require.NotEqual(rt, string(a.Item.URI)+a.ID, string(b.Item.URI)+b.ID)
	})
}
