package nitf_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func called(uno, id, regsrc, docdata string) string {
	return `<nitf uno="` + uno + `"><head><docdata><doc-id id-string="` + id + `" regsrc="` + regsrc + `"/>` + docdata + `</docdata></head><body><body.head><hedline><hl1>Ferry late</hl1></hedline></body.head></body></nitf>`
}

func TestIdsThatNameNoDocument(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ uno, id, docdata, want string }{
		{"", "AGENCY", "", ""},
		{"", "0", "", ""},
		{"sm.7", "www.a.example", "", "sm.7"},
		{"", "urn:newsml:a.example:20250707:4410:2", `<du-key generation="2"/>`, "urn:newsml:a.example:20250707:4410"},
		{"", "urn:newsml:a.example:20250707:4410:2", `<du-key generation="3"/>`, "urn:newsml:a.example:20250707:4410:2"},
		{"", "sm.1", `<du-key generation="1"/>`, "sm.1"},
	} {
		a := one(t, called(c.uno, c.id, "Agency", c.docdata))
		require.Equal(t, c.want, string(a.Item.URI)+a.ID, c.id)
	}
	kill := one(t, `<nitf><head><docdata management-status="canceled" management-doc-idref="urn:newsml:a.example:20250707:4410:2"><doc-id id-string="urn:newsml:a.example:20250707:4411:1"/><du-key version="1"/></docdata></head></nitf>`)
	require.Equal(t, []string{"urn:newsml:a.example:20250707:4410"}, kill.Targets)
}

// Two documents of other ids never go by one name.
func TestTwoDocumentsHaveTwoNames(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		version := rapid.SampledFrom([]string{"1", "2", "301"}).Draw(rt, "version")
		shape := rapid.SampledFrom([]string{"urn:newsml:a.example:20250707:%d", "urn:newsml:a.example:20250707:%d:" + version, "sm.%d", "%d", "SM-%d", "20250707/%d", "tag:a.example,2025:%d"}).Draw(rt, "id")
		m := rapid.IntRange(1, 9999).Draw(rt, "one")
		n := rapid.IntRange(1, 9999).Filter(func(n int) bool { return n != m }).Draw(rt, "other")
		du := `<du-key generation="` + version + `"/>`
		a, b := one(t, called("", fmt.Sprintf(shape, m), "Agency", du)), one(t, called("", fmt.Sprintf(shape, n), "Agency", du))
		require.NotEqual(rt, string(a.Item.URI)+a.ID, string(b.Item.URI)+b.ID)
	})
}
