package newsml1_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

func named(identifier, component, headline string) string {
	return `<NewsML><NewsItem><Identification><NewsIdentifier>` + identifier + `</NewsIdentifier></Identification><NewsManagement><FirstCreated>20250707T100000Z</FirstCreated>` +
		`<ThisRevisionCreated>20250707T110000Z</ThisRevisionCreated><Status FormalName="Usable"/></NewsManagement><NewsComponent ` + component + `><NewsLines><HeadLine>` + headline +
		`</HeadLine></NewsLines><ContentItem><DataContent><p>` + headline + `, says the harbour office.</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>`
}

func ids(provider, day, item, revision, public string) string {
	return `<ProviderId>` + provider + `</ProviderId><DateId>` + day + `</DateId><NewsItemId>` + item + `</NewsItemId><RevisionId>` + revision + `</RevisionId><PublicIdentifier>` + public + `</PublicIdentifier>`
}

func name(a format.Article) string { return string(a.Item.URI) + a.ID }

func TestIdentifiersThatNameNoItem(t *testing.T) {
	t.Parallel()
	const p, d = "a.example", "20250707"
	for _, c := range []struct{ why, identifier, component, want string }{
		{"a domain as public identifier", ids(p, d, "5001", "1", "urn:newsml:www.a.example"), "", "urn:newsml:a.example:20250707:5001"},
		{"the provider as public identifier", ids(p, d, "5001", "1", "a.example"), "", "urn:newsml:a.example:20250707:5001"},
		{"an item of 0", ids(p, d, "0", "1", "urn:newsml:a.example:20250707:0:1"), `Duid="7A01"`, "a.example:2025-07-07:7A01"},
		{"an empty item", ids(p, d, "", "1", "urn:newsml:a.example:20250707::1"), `Duid="7A01"`, "a.example:2025-07-07:7A01"},
		{"the provider alone", `<ProviderId>a.example</ProviderId>`, `Duid="7A01"`, "a.example:2025-07-07:7A01"},
		{"nor a Duid", `<ProviderId>a.example</ProviderId>`, "", ""},
		{"a revision at the end", ids(p, d, "6001", "2", "urn:newsml:www.a.example:6001:2U"), "", "urn:newsml:www.a.example:6001"},
		{"in the item's id", ids(p, d, "7001:2", "2", ""), "", "urn:newsml:a.example:20250707:7001"},
		{"another number", ids(p, d, "7001:3", "2", ""), "", "urn:newsml:a.example:20250707:7001:3"},
		{"its own number", ids(p, d, "2", "2", "urn:newsml:a.example:20250707:2"), "", "urn:newsml:a.example:20250707:2"},
	} {
		require.Equal(t, c.want, name(one(t, named(c.identifier, c.component, "Ferry late"))), c.why)
	}
	short := func(headline string) string {
		return name(one(t, named(`<ProviderId>a.example</ProviderId>`, `Duid="d1"`, headline)))
	}
	require.NotEqual(t, short("Ferry late"), short("Bridge opens"), "a Duid that is a place in the document")
	require.Equal(t, short("Ferry late"), short("Ferry late"))
}

// Two stories of other ids and headlines never go by one name.
func TestTwoStoriesHaveTwoNames(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		provider := rapid.SampledFrom([]string{"a.example", "www.a.example", "AGENCY", ""}).Draw(rt, "provider")
		revision := rapid.SampledFrom([]string{"", "1", "2"}).Draw(rt, "revision")
		shape := rapid.SampledFrom([]string{"", "urn:newsml:a.example", "urn:newsml:a.example:20250707:0:1", "urn:newsml:a.example:20250707:%d", "urn:newsml:a.example:20250707:%d:" + revision, "%d"}).Draw(rt, "public")
		itemIDs := rapid.SampledFrom([]string{"", "0", "%d", "SM-%d", "%d:" + revision}).Draw(rt, "item")
		duid := rapid.SampledFrom([]string{"", `Duid="d1"`, `Duid="NC0001"`}).Draw(rt, "duid")
		of := func(n int) string {
			write := func(s string) string {
				if s == "" || s == "0" || s == "urn:newsml:a.example" || s == "urn:newsml:a.example:20250707:0:1" {
					return s
				}
				return fmt.Sprintf(s, n)
			}
			a := one(t, named(ids(provider, "20250707", write(itemIDs), revision, write(shape)), duid, fmt.Sprintf("Story number %d", n)))
			return name(a)
		}
		m := rapid.IntRange(1, 9999).Draw(rt, "one")
		n := rapid.IntRange(1, 9999).Filter(func(n int) bool { return n != m }).Draw(rt, "other")
		if x, y := of(m), of(n); x != "" || y != "" { // package tidy names by headline and day
			require.NotEqual(rt, x, y)
		}
	})
}
