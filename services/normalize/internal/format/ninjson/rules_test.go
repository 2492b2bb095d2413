package ninjson_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/ninjson"
)

// parse reads without a zone of its own in that of Oslo in summer, +2.
func TestEmbargo(t *testing.T) {
	t.Parallel()
	for field, want := range map[string]string{
		`"embargoed":"2035-07-09T12:00:00+02:00"`:                            "2035-07-09T10:00:00Z",
		`"embargoedUntil":"2035-07-09T12:00:00+02:00"`:                       "2035-07-09T10:00:00Z",
		`"embargo":"2035-07-09T10:00:00+0000"`:                               "2035-07-09T10:00:00Z",
		`"embargo":"2035-07-09T12:00:00"`:                                    "2035-07-09T10:00:00Z",
		`"embargo_date":"9 July 2035 10:00 UTC"`:                             "2035-07-09T10:00:00Z",
		`"Embargo":{"until":"2035-07-09T10:00:00Z"}`:                         "2035-07-09T10:00:00Z",
		`"embargo":2067588000`:                                               "2035-07-09T10:00:00Z",
		`"utc_embargo":"2035-07-09T10:00:00"`:                                "2035-07-09T10:00:00Z",
		`"publish_schedule":"2035-07-09T10:00:00+0000"`:                      "2035-07-09T10:00:00Z",
		`"utc_publish_schedule":"2035-07-09T10:00:00"`:                       "2035-07-09T10:00:00Z",
		`"extra":{"embargo":"2035-07-09T10:00:00+0000"}`:                     "2035-07-09T10:00:00Z",
		`"extra":{"Embargoed":"2035-07-09T10:00:00+0000"}`:                   "2035-07-09T10:00:00Z",
		`"custom":{"embargoUntil":"2035-07-09T10:00:00+0000"}`:               "2035-07-09T10:00:00Z",
		`"schedule_settings":{"utc_publish_schedule":"2035-07-09T10:00:00"}`: "2035-07-09T10:00:00Z",
		`"embargo":"2035-07-09T20:00:00","schedule_settings":{"utc_embargo":"2035-07-09T10:00:00+0000","time_zone":"Australia/Sydney"}`: "2035-07-09T10:00:00Z",
		`"embargo":"2035-07-09T20:00:00","schedule_settings":{"utc_embargo":null,"time_zone":"Australia/Sydney"}`:                       "2035-07-09T10:00:00Z",
		`"embargo":"tonight","schedule_settings":{"utc_embargo":"2035-07-09T10:00:00+0000"}`:                                            "2035-07-09T10:00:00Z",
		`"embargo":"2035-07-09T10:00:00Z","publish_schedule":"2035-07-10T10:00:00Z"`:                                                    "2035-07-10T10:00:00Z",
		`"embargoed":null`:                      "",
		`"embargoed":""`:                        "",
		`"embargoed":" "`:                       "",
		`"embargo":{},"publish_schedule":null`:  "",
		`"embargo":false,"extra":{"embargo":0}`: "",
		`"embargoed":"none"`:                    "",
		`"embargo_reason":"a speech"`:           "",
	} {
		t.Run(field, func(t *testing.T) {
			t.Parallel()
			a := parseOne(t, `{"guid":"urn:a:1","headline":"H","pubstatus":"usable",`+field+`}`)
			require.Equal(t, ninjs.Usable, a.Item.PubStatus, a.Notes)
			got := ""
			if !a.Item.EmbargoedUntil.IsZero() {
				got = a.Item.EmbargoedUntil.UTC().Format(time.RFC3339)
			}
			require.Equal(t, want, got)
		})
	}
}

func TestUnreadableEmbargo(t *testing.T) {
	t.Parallel()
	for field, note := range map[string]string{
		`"embargoed":"after the speech"`:                  `embargoed "after the speech" is no date`,
		`"embargo":true`:                                  `embargo "true" is no date`,
		`"embargo":["soon"]`:                              `embargo "[\"soon\"]" is no date`,
		`"extra":{"embargo":"03/04/2035"}`:                `extra.embargo "03/04/2035" is no date`,
		`"publish_schedule":"tomorrow"`:                   `publish_schedule "tomorrow" is no date`,
		`"schedule_settings":{"utc_embargo":"x"}`:         `schedule_settings.utc_embargo "x" is no date`,
		`"associations":{"p":{"guid":"b","embargo":"x"}}`: `embargo "x" is no date`,
	} {
		t.Run(field, func(t *testing.T) {
			t.Parallel()
			a := parseOne(t, `{"guid":"urn:a:1","headline":"H","pubstatus":"usable",`+field+`}`)
			require.Equal(t, ninjs.Withheld, a.Item.PubStatus)
			require.Contains(t, a.Notes[0], note)
		})
	}
	require.Equal(t, ninjs.Canceled, parseOne(t, `{"guid":"urn:a:1","pubstatus":"canceled","embargoed":"x"}`).Item.PubStatus, "a takedown stays one")
}

func TestWhatIsNoNinjs(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{
		"event":        `{"itemId":1,"summary":"","description":"Regatta","startDate":"2025-06-15","venue":"Pier","organisation":{"organisationID":1}}`,
		"package.json": `{"name":"courier-theme","version":"2.1.0","description":"Theme","license":"MIT","keywords":["theme"],"scripts":{"build":"make"}}`,
		"web manifest": `{"name":"Courier","short_name":"C","description":"News","start_url":"/","display":"standalone","icons":[{"src":"a.png","type":"image/png"}]}`,
		"GeoJSON":      `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"headline":"x"}}]}`,
		"point":        `{"type":"Point","coordinates":[1,2]}`,
		"schema.org":   `{"@context":"https://schema.org","@type":"NewsArticle","headline":"A","description":"B","datePublished":"2025-07-07"}`,
		"JSON Schema":  `{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"A","description":"B","type":"object","properties":{}}`,
		"OpenAPI":      `{"openapi":"3.1.0","info":{"title":"A"},"paths":{}}`,
		"event hook":   `{"id":"evt_1","object":"event","type":"charge.failed","data":{}}`,
		"issue":        `{"title":"Crash","body":"It crashes","state":"open","user":{"login":"a"}}`,
		"track":        `{"type":"track","uri":"music:track:1","name":"A","href":"https://a.example","id":"1","duration_ms":1}`,
		"profile":      `{"id":1,"firstName":"Ida","lastName":"Brack","headline":"Engineer","industry":"Ferries"}`,
		"message":      `{"subject":"Hello","body":"World","to":"a@a.example"}`,
		"error":        `{"type":"about:blank","title":"Not found","status":404,"detail":"no"}`,
		"empty":        `{}`,
		"words":        `{"type":"text","title":"A","language":"en"}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := ninjson.Parse(format.Input{Data: []byte(data), Zone: time.UTC})
			var fe *format.Error
			require.True(t, errors.As(err, &fe), "%v", err)
			require.Equal(t, contract.ReasonUnknown, fe.Reason)
		})
	}
}

func TestSmallNinjs(t *testing.T) {
	t.Parallel()
	for _, data := range []string{
		`{"uri":"urn:a:1"}`, `{"guid":"7"}`, `{"headline":"H"}`, `{"headlines":[{"value":"H"}]}`, `{"headline":"H","body_text":"B"}`,
		`{"type":"text","headline":"Weather","body_text":"Rain."}`, `{"guid":"7","pubstatus":"canceled"}`, `{"guid":"1","signal":"update"}`,
		`{"body_html":"<p>A</p>","headline":"H","a":1,"b":2,"c":3,"d":4,"e":5,"f":6}`, `{"uri":"urn:a:1","type":"picture","description_text":"D","renditions":{}}`,
		`{"uri":"urn:a:1","urgency":3}`, `{"URI":"urn:a:1","Headline":"H","x":1}`, `{"$schema":"https://iptc.org/std/ninjs/ninjs-schema_3.1.json","uri":"urn:a:1"}`,
	} {
		_, _, err := ninjson.Parse(format.Input{Data: []byte(data), Zone: time.UTC})
		require.NoError(t, err, data)
	}
}

func TestHTMLInPlainFields(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"<table border=\\\"1\\\">\\n<tr><td>Saltmoor</td><td>2</td></tr></table>": "text/html",
		"<p>Saltmoor</p>":                         "text/html",
		"Saltmoor<br/>Wenlow":                     "text/html",
		"Saltmoor is <b>late</b>.":                "text/html",
		"<P class='a'>Saltmoor</P>":               "text/html",
		"Boats with a < b and c > d start first.": "text/plain",
		"a <b and c> d":                           "text/plain",
		"<ida@a.example> wrote":                   "text/plain",
		"</p> alone":                              "text/plain",
	} {
		require.Equal(t, want, parseOne(t, `{"guid":"1","body_text":"`+value+`"}`).Item.Bodies[0].ContentType, value)
		require.Equal(t, want, parseOne(t, `{"uri":"urn:a:1","bodies":[{"contentType":"text/plain; charset=utf-8","value":"`+value+`"}]}`).Item.Bodies[0].ContentType[:len(want)], value)
	}
}
