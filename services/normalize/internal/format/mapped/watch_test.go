package mapped_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

const harbour = `name: harbour
kind: json
fields:
  id: nr
  version: rev
  by: [author, writer]
  language: {const: en}
  located: {path: town, default: Saltmoor}
  slugline: {template: "{nr}/{rev}"}
  pubStatus: {path: state, convert: {table: {values: {OPEN: usable, CLOSED: canceled}}}}
  embargoedUntil: embargoed
  headlines: title
  subjects:
    - {each: tags, name: .}
    - {each: topics, name: n, literal: c}
  descriptions: [{value: lead, role: {const: summary}}]
`

func TestUnmatched(t *testing.T) {
	t.Parallel()
	m := read(t, harbour)
	require.Empty(t, m.Unmatched(), "nobody asked")
	m.Watch()
	parse(t, m, `{"nr":"","writer":"Ida","tags":["a"],"topics":[{"n":"x"}]}`)
	require.Equal(t, []string{"fields.id", "fields.version", "fields.located", "fields.slugline", "fields.pubStatus", "fields.embargoedUntil",
		"fields.headlines", "fields.subjects[1].literal", "fields.descriptions[0].value"}, m.Unmatched())
	parse(t, m, `{"nr":"7","rev":2,"state":"OPEN","embargoed":"2035-01-01T00:00:00Z","title":"T","lead":"L","town":"Wenlow","topics":[{"c":"y"}]}`)
	require.Empty(t, m.Unmatched())
}

func TestAnIDThatIsNotThereIsNoted(t *testing.T) {
	t.Parallel()
	m := read(t, harbour)
	for doc, want := range map[string]bool{`{"title":"T"}`: true, `{"nr":" ","title":"T"}`: true, `{"nr":7,"title":"T"}`: false} {
		require.Equal(t, want, strings.Contains(strings.Join(parse(t, m, doc)[0].Notes, ";"), "fields.id found nothing"), doc)
	}
	without := read(t, "name: a\nkind: json\nfields: {headlines: title}\n")
	require.Empty(t, parse(t, without, `{"title":"T"}`)[0].Notes)
}

func TestStatusWordsAndEmptyEmbargoes(t *testing.T) {
	t.Parallel()
	m := read(t, harbour)
	for doc, want := range map[string]ninjs.PubStatus{
		`{"nr":1,"state":"OPEN","embargoed":""}`:                   ninjs.Usable,
		`{"nr":1,"state":"open","embargoed":null}`:                 ninjs.Usable,
		`{"nr":1,"state":"OPEN","embargoed":" "}`:                  ninjs.Usable,
		`{"nr":1,"state":"OPEN"}`:                                  ninjs.Usable,
		`{"nr":1,"state":"OPEN","embargoed":"after the speech"}`:   ninjs.Withheld,
		`{"nr":1,"state":"CLOSED","embargoed":"after the speech"}`: ninjs.Canceled,
	} {
		a := parse(t, m, doc)[0]
		require.Nil(t, a.Err, doc)
		require.Equal(t, want, a.Item.PubStatus, doc)
		require.True(t, a.Item.EmbargoedUntil.IsZero())
	}
}
