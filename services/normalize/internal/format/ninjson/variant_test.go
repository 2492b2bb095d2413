package ninjson_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/ninjson"
)

// Interfaces answer with articles in objects of their own.
func TestArticlesWithinAnAnswer(t *testing.T) {
	t.Parallel()
	const one, two = `{"uri":"urn:a:1","headline":"H","pubstatus":"usable"}`, `{"uri":"urn:a:2","headline":"I","pubstatus":"usable"}`
	for data, want := range map[string][]string{
		`{"api_version":"1","data":{"item":` + one + `}}`:                            {"urn:a:1"},
		`{"data":{"query":"x","items":[{"item":` + one + `},{"item":` + two + `}]}}`: {"urn:a:1", "urn:a:2"},
		`{"_items":[` + one + `,` + two + `],"_meta":{"total":2}}`:                   {"urn:a:1", "urn:a:2"},
		`{"results":[` + one + `]}`:                                                  {"urn:a:1"},
		`{"response":{"data":` + one + `}}`:                                          {"urn:a:1"},
		`{"items":["x"],"data":{"title":"Settings"}}`:                                nil,
		`{"data":{"items":[{"name":"x","price":3}]}}`:                                nil,
		`{"data":{"data":{"data":{"data":{"data":` + one + `}}}}}`:                   nil,
		`{"items":[]}`: nil,
	} {
		_, list, err := ninjson.Parse(format.Input{Data: []byte(data)})
		var got []string
		for _, a := range list {
			got = append(got, string(a.Item.URI))
		}
		require.Equal(t, want, got, data)
		require.Equal(t, want == nil, err != nil, data)
	}
}

// What the variants of agencies say reaches the field that it means.
func TestVariants(t *testing.T) {
	t.Parallel()
	for fields, want := range map[string]string{
		`"by":"By Ada Quay"`: `"by":"Ada Quay"`,
		`"bylines":[{"by":"By ADA QUAY","title":"Staff"},{"by":"BO LEE"}]`: `"by":"ADA QUAY, BO LEE"`,
		`"usageterms":["For editors","No archive"]`:                        `"usageTerms":"For editors\nNo archive"`,
		`"slug":"storm"`: `"slugline":"storm"`,
		`"body":{"nitf":"<body.content><block><p>One.</p></block></body.content>"}`:                                 `"contentType":"text/html"`,
		`"uri":"https://a.example/content/77?qt=x&et=y","altids":{"itemid":"77"}`:                                   `"uri":"https://a.example/content/77",`,
		`"uri":"https://a.example/content?id=77","altids":{"itemid":"77"}`:                                          `"uri":"https://a.example/content?id=77",`,
		`"subjects":[{"name":"N","uri":"medtop:20000065"}]`:                                                         `"uri":"http://cv.iptc.org/newscodes/mediatopic/20000065"`,
		`"associations":[{"name":"a","uri":"urn:p:1","renditions":[{"name":"main","href":"//cdn.example/a.jpg"}]}]`: `"href":"https://cdn.example/a.jpg"`,
	} {
		a := parseOne(t, `{"guid":"urn:a:1","headline":"H","pubstatus":"usable",`+fields+`}`)
		out, err := json.Marshal(a.Item)
		require.NoError(t, err)
		require.Contains(t, string(out), want, fields)
	}
}
