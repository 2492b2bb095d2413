package normalize

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/pkg/provider"
)

func doc(t *testing.T, fields map[string]any) []byte {
	t.Helper()
	all := map[string]any{"uri": "urn:example:1", "type": "text", "version": "3", "versionCreated": "2026-05-01T10:00:00Z", "urgency": 4, "language": "en",
		"headlines": []map[string]string{{"value": "Harbour reopens"}}, "bodies": []map[string]string{{"contentType": "text/plain", "value": "The harbour reopened."}}}
	for k, v := range fields {
		all[k] = v
	}
	data, err := json.Marshal(all)
	require.NoError(t, err)
	return data
}

func delivery(data []byte) Delivery {
	return Delivery{ID: "t1-7", Provider: "acme", Sequence: 7, Data: data, ContentType: "application/json", Lane: contract.Wire}
}

func parseOne(t *testing.T, fields map[string]any, s Settings) Article {
	t.Helper()
	out, err := Parse(delivery(doc(t, fields)), s)
	require.NoError(t, err)
	require.Len(t, out, 1)
	require.NoError(t, out[0].Err)
	return out[0]
}

func TestWhatOrdersAVersionIsInItsEnvelope(t *testing.T) {
	t.Parallel()
	e := parseOne(t, nil, Settings{}).Envelope
	require.Equal(t, "e=0 k=u n=3 c=2026-05-01T10:00:00Z s=7 p=1 y=0", e.Version.String())
	require.Equal(t, contract.ArticleID("acme", "urn:example:1"), e.Article)
	require.Equal(t, "1/1", e.Header("x", "x", e.Received).Get(contract.HeaderPosition))
	require.Equal(t, e.Hash, parseOne(t, map[string]any{"version": "9", "versionCreated": "2026-06-01T10:00:00Z"}, Settings{}).Envelope.Hash, "the version is no content")
	require.NotEqual(t, e.Hash, parseOne(t, map[string]any{"edNote": "CORRECTS spelling"}, Settings{}).Envelope.Hash, "a note is")
}

func TestTheLaneFollowsTheDocument(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		fields   map[string]any
		settings Settings
		want     contract.Lane
	}{
		{"urgent", map[string]any{"urgency": 1}, Settings{}, contract.Flash},
		{"usual", nil, Settings{}, contract.Wire},
		{"slow", map[string]any{"urgency": 8}, Settings{}, contract.Bulk},
		{"the provider's lane holds", map[string]any{"urgency": 1}, Settings{Lane: contract.Bulk}, contract.Bulk},
		{"a takedown waits for nobody", map[string]any{"pubStatus": "canceled"}, Settings{Lane: contract.Bulk}, contract.Flash},
		{"a withheld one neither", map[string]any{"pubStatus": "withheld", "urgency": 8}, Settings{}, contract.Flash},
	} {
		require.Equal(t, c.want, parseOne(t, c.fields, c.settings).Envelope.Lane, c.name)
	}
	backfill := delivery(doc(t, map[string]any{"urgency": 1}))
	backfill.Lane = contract.Bulk
	out, err := Parse(backfill, Settings{})
	require.NoError(t, err)
	require.Equal(t, contract.Bulk, out[0].Envelope.Lane, "a backfill stays in its lane")
}

func TestATakedownHasNoBody(t *testing.T) {
	t.Parallel()
	a := parseOne(t, map[string]any{"pubStatus": "canceled"}, Settings{})
	require.Empty(t, a.Item.Bodies)
	require.Equal(t, contract.Kill, a.Envelope.Signal)
	require.Equal(t, dedup.Canceled, a.Envelope.Version.Status)
}

func TestAKillOfAnotherDocumentTakesThatOneDown(t *testing.T) {
	t.Parallel()
	kill := `<nitf><head><docdata management-status="canceled" management-doc-idref="acme.1" management-idref-status="canceled"><doc-id id-string="acme.2"/></docdata></head>
<body><body.head><hedline><hl1>Withdrawn</hl1></hedline></body.head></body></nitf>`
	d := delivery([]byte(kill))
	d.ContentType = "application/xml"
	out, err := Parse(d, Settings{})
	require.NoError(t, err)
	require.Len(t, out, 1)
	require.NoError(t, out[0].Err)
	require.Equal(t, "urn:wireroom:acme:acme.1", string(out[0].Item.URI))
	require.Contains(t, out[0].Item.AltIDs, ninjs.AltID{Role: "kill", Value: "acme.2"}, "its own id is kept")
}

func TestABrokenArticleSpoilsOnlyItself(t *testing.T) {
	t.Parallel()
	good := doc(t, nil)
	lines := string(good) + "\n{\"uri\":\"urn:example:2\",\"headlines\":[{\n" + string(doc(t, map[string]any{"uri": "urn:example:3"}))
	out, err := Parse(delivery([]byte(lines)), Settings{})
	require.NoError(t, err)
	require.Len(t, out, 3)
	require.NoError(t, out[0].Err)
	require.Equal(t, contract.ReasonMalformed, ReasonOf(out[1].Err))
	require.NoError(t, out[2].Err)
	require.Equal(t, 3, out[2].Envelope.Position)
}

func TestARetryKeepsNameAndPlaceOfTheFirstRun(t *testing.T) {
	t.Parallel()
	d, err := decode(bus.Msg{Subject: "raw.flash.acme", Stream: contract.StreamRaw, Sequence: 99, Header: nats.Header{
		contract.HeaderIncarnation: {"t1"}, contract.HeaderDelivery: {"t1-7"}, contract.HeaderRetry: {"2"}}})
	require.NoError(t, err)
	require.Equal(t, "t1-7", d.ID)
	require.EqualValues(t, 7, d.Sequence)
	require.Equal(t, 2, d.Retry)
	require.Equal(t, contract.Flash, d.Lane)
	require.EqualValues(t, 99, d.origin.Sequence, "a dead letter of the retry is one of its own")
	first, err := decode(bus.Msg{Subject: "raw.wire.acme", Sequence: 7, Header: nats.Header{contract.HeaderIncarnation: {"t1"}}})
	require.NoError(t, err)
	require.Equal(t, "t1-7", first.ID)
}

func TestTheProvidersConventionsAreSignals(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "providers.yaml")
	require.NoError(t, os.WriteFile(file, []byte(`
providers:
  - id: acme
    conventions:
      - {field: ednote, pattern: '(?i)^corrects version (?P<corrects>\d+)', signal: correction}
      - {field: ednote, pattern: '^Please do not use', signal: kill}
      - {field: headline, pattern: '^KILL (?P<target>urn:\S+)', signal: kill}
`), 0o600))
	list, err := provider.Load(file)
	require.NoError(t, err)
	s := Settings{Conventions: list[0].Conventions}

	a := parseOne(t, map[string]any{"edNote": "Corrects version 2: the date"}, s)
	require.Equal(t, contract.Correction, a.Envelope.Signal)
	require.Equal(t, "2", a.Envelope.Corrects)

	a = parseOne(t, map[string]any{"edNote": "Please do not use this story"}, s)
	require.Equal(t, contract.Kill, a.Envelope.Signal)
	require.Equal(t, dedup.Canceled, a.Envelope.Version.Status)
	require.Empty(t, a.Item.Bodies)

	a = parseOne(t, map[string]any{"headlines": []map[string]string{{"value": "KILL urn:example:77 of this morning"}}}, s)
	require.Equal(t, "urn:example:77", a.Envelope.URI, "the kill takes down what it names")
	require.Equal(t, dedup.Canceled, a.Envelope.Version.Status)

	require.Empty(t, parseOne(t, nil, s).Envelope.Signal)
}

func TestAClockThatLiesOrdersNothing(t *testing.T) {
	t.Parallel()
	d := delivery(doc(t, map[string]any{"versionCreated": "2036-05-01T10:00:00Z"}))
	d.Received = time.Date(2026, 5, 1, 10, 0, 0, 0, time.UTC)
	out, err := Parse(d, Settings{})
	require.NoError(t, err)
	e := out[0].Envelope
	require.False(t, e.Version.HasCreated)
	require.True(t, e.Version.HasNumber)
	require.Contains(t, strings.Join(e.Notes, "\n"), "in the future")
	require.Equal(t, 2036, out[0].Item.VersionCreated.Year(), "what it says stays on the article")

	d.Data = doc(t, map[string]any{"versionCreated": "2026-05-01T23:00:00Z"})
	out, err = Parse(d, Settings{})
	require.NoError(t, err)
	require.True(t, out[0].Envelope.Version.HasCreated, "a zone that is wrong is no lie")
}

func TestAURIOfTwoProvidersIsTwoArticles(t *testing.T) {
	t.Parallel()
	d := delivery(doc(t, nil))
	one, err := Parse(d, Settings{})
	require.NoError(t, err)
	d.Provider = "other"
	two, err := Parse(d, Settings{})
	require.NoError(t, err)
	require.Equal(t, one[0].Envelope.URI, two[0].Envelope.URI)
	require.NotEqual(t, one[0].Envelope.Article, two[0].Envelope.Article)
}
