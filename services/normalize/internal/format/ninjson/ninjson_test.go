package ninjson_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/ninjson"
)

func parse(t *testing.T, data string) []format.Article {
	t.Helper()
	oslo := time.FixedZone("Oslo", 2*60*60)
	_, articles, err := ninjson.Parse(format.Input{Data: []byte(data), Zone: oslo, Provider: "fjord"})
	require.NoError(t, err)
	return articles
}

func parseOne(t *testing.T, data string) format.Article {
	t.Helper()
	articles := parse(t, data)
	require.Len(t, articles, 1)
	require.Nil(t, articles[0].Err)
	return articles[0]
}

func TestSuperdesk(t *testing.T) {
	t.Parallel()
	a := parseOne(t, `{
"guid": "tag:fjord.example:2024:77", "version": 4, "type": "text", "pubstatus": "usable", "urgency": 2, "priority": 6,
"headline": "Ferry runs aground", "slugline": "ferry", "language": "en_GB", "located": "Bergen",
"body_html": "<p>A ferry ran aground.</p>", "charcount": 20, "wordcount": 4, "description_text": "It is stuck.", "description_html": "<p>It is stuck.</p>",
"firstcreated": "2024-05-03T06:00:00+0000", "versioncreated": "2024-05-03T07:30:00", "embargoed": "2024-05-03T12:00:00Z",
"subject": [{"code": "03000000", "name": "disaster"}, {"code": "medtop:20000148", "name": "transport accident"},
  {"code": "c1", "name": "Coast", "scheme": "desk"}],
"service": [{"code": "d", "name": "Domestic"}], "keywords": ["ferry", "rescue"],
"place": [{"code": "NO", "name": "Norway", "location": {"lat": 60.39, "lon": 5.32}}],
"genre": [{"code": "Article", "name": "Article (news)"}], "source": "Fjord News",
"authors": [{"code": "u1", "name": "Ida Vik", "role": "writer"}, {"code": "u2", "name": "Per Lie", "role": "editor"}],
"evolvedfrom": "tag:fjord.example:2024:70", "extra": {"doi": "10.1/abc", "desk": "x"}, "firstpublished": "2024-05-03T07:31:00+0000",
"associations": {"gallery--1": null, "featuremedia": {"guid": "pic 9", "type": "picture", "description_text": "The ferry", "mimetype": "image/jpeg",
  "renditions": {"original": {"href": "https://fjord.example/9.jpg", "width": 800, "height": 600, "poi": {"x": 3, "y": 4}, "media": "k"}}}}
}`)
	it := a.Item
	require.Equal(t, ninjs.URI("tag:fjord.example:2024:77"), it.URI)
	require.Equal(t, "4", it.Version)
	require.Equal(t, ninjs.Urgency(2), it.Urgency)
	require.Equal(t, "en-GB", it.Language)
	require.Equal(t, []ninjs.Text{{Value: "Ferry runs aground"}}, it.Headlines)
	require.Equal(t, []ninjs.Text{{Role: "summary", ContentType: "text/plain", Value: "It is stuck."}}, it.Descriptions)
	require.Equal(t, []ninjs.Body{{Role: "main", ContentType: "text/html", CharCount: 20, WordCount: 4, Value: "<p>A ferry ran aground.</p>"}}, it.Bodies)
	require.Equal(t, "2024-05-03T05:30:00Z", it.VersionCreated.UTC().Format(time.RFC3339), "the provider's zone")
	require.Equal(t, "2024-05-03T06:00:00Z", it.FirstCreated.UTC().Format(time.RFC3339))
	require.Equal(t, []ninjs.Subject{
		{Name: "disaster", URI: "http://cv.iptc.org/newscodes/subjectcode/03000000"},
		{Name: "transport accident", URI: "http://cv.iptc.org/newscodes/mediatopic/20000148"},
		{Name: "Coast", Literal: "desk:c1"},
		{Name: "ferry", Rel: "keyword"}, {Name: "rescue", Rel: "keyword"},
		{Name: "Domestic", Rel: "service", Literal: "d"},
	}, it.Subjects)
	require.JSONEq(t, `{"type":"Point","coordinates":[5.32,60.39]}`, string(it.Places[0].GeoJSON))
	require.Equal(t, []ninjs.Genre{{Name: "Article (news)", Literal: "Article"}}, it.Genres)
	require.Equal(t, []ninjs.InfoSource{{Name: "Fjord News", Role: "source"}}, it.InfoSources)
	require.Equal(t, []ninjs.Person{{Name: "Ida Vik", Rel: "writer", Literal: "u1"}, {Name: "Per Lie", Rel: "editor", Literal: "u2"}}, it.People)
	require.Equal(t, "Ida Vik", it.By)
	require.Equal(t, []ninjs.AltID{{Role: "doi", Value: "10.1/abc"}}, it.AltIDs)

	require.Len(t, it.Associations, 2)
	pic := it.Associations[0]
	require.Equal(t, "featuremedia", pic.Name)
	require.Equal(t, ninjs.URI("urn:wireroom:fjord:pic%209"), pic.URI)
	require.Equal(t, []ninjs.AltID{{Role: "guid", Value: "pic 9"}}, pic.AltIDs)
	require.Equal(t, "caption", pic.Descriptions[0].Role)
	require.Equal(t, ninjs.Rendition{Name: "original", Href: "https://fjord.example/9.jpg", Width: 800, Height: 600, POI: &ninjs.POI{X: 3, Y: 4}, ContentType: "image/jpeg"}, pic.Renditions[0])
	require.Equal(t, "evolvedFrom", it.Associations[1].Rel)
	require.Equal(t, []string{"no place in ninjs 3.1, left out: extra, firstpublished"}, a.Notes)
	requireValid(t, a)
}

func TestIdentity(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ data, uri, id, alt string }{
		{`{"uri":"urn:a:1","guid":"n7"}`, "urn:a:1", "", "guid n7"},
		{`{"guid":"n7"}`, "", "n7", ""},
		{`{"guid":"urn:a:2"}`, "urn:a:2", "", ""},
		{`{"uri":"no uri","guid":"urn:a:2"}`, "urn:a:2", "", "guid no uri"},
		{`{"uri":"https://a.example/x/y","headline":"H"}`, "https://a.example/x/y", "", "urn urn:a.example:x:y"},
		{`{"uri":"https://a.example/x?y=1","headline":"H"}`, "https://a.example/x?y=1", "", ""},
		{`{"uri":"urn:a:1","altids":{"n":5,"etag":"e"}}`, "urn:a:1", "", "etag e,n 5"},
		{`{"guid":"urn:newsml:a.example:20250707:8001:2","version":"2"}`, "urn:newsml:a.example:20250707:8001", "", "guid urn:newsml:a.example:20250707:8001:2"},
		{`{"guid":"urn:newsml:a.example:20250707:8001:2","version":3}`, "urn:newsml:a.example:20250707:8001:2", "", ""},
		{`{"uri":"urn:newsml:a.example:20250707:8001:2","version":2,"guid":"8001:2"}`, "urn:newsml:a.example:20250707:8001", "", "guid urn:newsml:a.example:20250707:8001:2,guid 8001:2"},
		{`{"guid":"8001:2","version":2}`, "", "8001", "guid 8001:2"},
	} {
		t.Run(c.data, func(t *testing.T) {
			t.Parallel()
			a := parseOne(t, c.data)
			require.Equal(t, c.uri, string(a.Item.URI))
			require.Equal(t, c.id, a.ID)
			var alts []string
			for _, id := range a.Item.AltIDs {
				alts = append(alts, id.Role+" "+id.Value)
			}
			require.Equal(t, c.alt, strings.Join(alts, ","))
		})
	}
}

func TestRepairs(t *testing.T) {
	t.Parallel()
	for field, note := range map[string]string{
		`"urgency":0`:                                     "urgency 0 is no whole number from 1 to 9: left out",
		`"urgency":"high"`:                                `urgency "high" is no number: left out`,
		`"versionCreated":"yesterday"`:                    `versioncreated "yesterday" is no date: left out`,
		`"subjects":[{"name":"Sea","uri":"the sea"}]`:     `subjects[0].uri "the sea" is no absolute URI: kept as literal`,
		`"subjects":[7]`:                                  `subjects[0] is no object: left out`,
		`"title":{"a":1}`:                                 `title is no text: left out`,
		`"places":[{"name":"A","geoJSON":{"type":"X"}}]`:  `places[0].geojson is no GeoJSON object: left out`,
		`"type":"poem"`:                                   `type "poem" is not in ninjs 3.1: ""`,
		`"pubStatus":"killed"`:                            `pubstatus "killed" read as canceled`,
		`"priority":3`:                                    `urgency taken from priority`,
		`"associations":[{"name":"a"}]`:                   `associations[0].uri is missing: association left out`,
		`"associations":[{"uri":"urn:a:2"}]`:              `associations[0].name is missing: called association-1`,
		`"renditions":[{"href":"urn:a:2"}]`:               `renditions[0] has no name: called rendition-1`,
		`"renditions":[{"name":"m","href":"x.jpg"}]`:      `renditions[0].href "x.jpg" is no absolute URI: left out`,
		`"people":[{"name":"A","contactInfo":[{}]}]`:      `people[0].contactinfo has neither value nor address: left out`,
		`"eventDetails":{"dates":{}}`:                     `eventdetails.dates have neither start nor end: left out`,
		`"rightsInfo":{"linkedRights":"r"}`:               `rightsinfo says nothing: left out`,
		`"signal":"sensation"`:                            `signal "sensation" is not known: left out`,
		`"digitalSourceType":"bad"`:                       `digitalsourcetype is no object: kept as literal`,
		`"bodies":[{"value":"a","lang":"en"}],"mood":"x"`: `no place in ninjs 3.1, left out: mood`,
	} {
		t.Run(field, func(t *testing.T) {
			t.Parallel()
			a := parseOne(t, `{"uri":"urn:a:1",`+field+`}`)
			require.Contains(t, a.Notes, note)
			requireValid(t, a)
		})
	}
}

func TestGeometry(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`{"type":"Point","coordinates":[1,2],"bbox":[1]}`:                                      `{"type":"Point","coordinates":[1,2]}`,
		`{"type":"Feature","id":{},"properties":7,"geometry":null}`:                            `{"type":"Feature","properties":null,"geometry":null}`,
		`{"tYpe":"Point","coordinates":[1,2]}`:                                                 ``,
		`{"type":"Feature","geometry":{"type":"Feature","geometry":null},"properties":{}}`:     `{"type":"Feature","geometry":null,"properties":{}}`,
		`{"type":"FeatureCollection","features":[{"type":"Point","coordinates":[1,2]}],"a":1}`: `{"type":"FeatureCollection","features":[]}`,
	} {
		a := parseOne(t, `{"uri":"urn:a:1","places":[{"name":"A","geoJSON":`+in+`}]}`)
		if got := string(a.Item.Places[0].GeoJSON); want == "" {
			require.Empty(t, got, in)
		} else {
			require.JSONEq(t, want, got)
		}
		requireValid(t, a)
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	for data, reason := range map[string]contract.Reason{
		``:                 contract.ReasonMalformed,
		"\n":               contract.ReasonMalformed,
		`{"uri":"urn:a:1"`: contract.ReasonMalformed,
		`{"uri":}`:         contract.ReasonMalformed,
		`17`:               contract.ReasonMalformed,
		`{"colour":"red"}`: contract.ReasonUnknown,
		`{"uri":"urn:a:1","pubStatus":"perhaps"}`: contract.ReasonUnsupported,
		`{"uri":` + strings.Repeat("[", 100_000):  contract.ReasonTooDeep,
		strings.Repeat("{}\n", 10_001):            contract.ReasonTooManyArticles,
	} {
		t.Run(fmt.Sprintf("%.30s", data), func(t *testing.T) {
			t.Parallel()
			_, _, err := ninjson.Parse(format.Input{Data: []byte(data), Zone: time.UTC})
			var fe *format.Error
			require.True(t, errors.As(err, &fe), "%v", err)
			require.Equal(t, reason, fe.Reason)
		})
	}
	_, articles, err := ninjson.Parse(format.Input{Data: []byte("{\"headline\":\"Quay \xff\"}"), ContentType: "application/json; charset=utf-8", Zone: time.UTC})
	require.NoError(t, err)
	require.Contains(t, articles[0].Notes[0], "became U+FFFD", "a damaged byte costs its character")
}

// Each delivery holds a, something broken, and b: the broken one spoils itself.
func TestManyArticles(t *testing.T) {
	t.Parallel()
	a, b := `{"uri":"urn:a:1","headline":"[A},"}`, "{\n\"uri\":\"urn:b:1\"}"
	line := strings.ReplaceAll(b, "\n", "")
	for name, data := range map[string]string{
		"array, no object":       "[" + a + ",7," + b + "]",
		"array, bad element":     "[" + a + `,{"uri":"urn:x:1",},` + b + "]",
		"array, too deep":        "[" + a + `,{"uri":` + strings.Repeat("[", 80) + strings.Repeat("]", 80) + "}," + b + "]",
		"lines, cut one":         a + "\n" + `{"uri":"urn:x:1","head` + "\n" + line + "\n",
		"lines, garbage":         a + "\r\n\r\n" + `hello` + "\r\n" + line,
		"JSON sequence":          "\x1e" + a + "\n\x1e{\"uri\":\n\x1e" + line + "\n",
		"one after another":      a + `{"uri":7.7.7}` + b,
		"array with empty place": "[" + a + `,,"",` + b + "]",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := parse(t, data)
			require.Len(t, got, 3)
			require.Nil(t, got[0].Err)
			require.NotNil(t, got[1].Err)
			require.Nil(t, got[2].Err)
			require.Equal(t, ninjs.URI("urn:a:1"), got[0].Item.URI)
			require.Equal(t, ninjs.URI("urn:b:1"), got[2].Item.URI)
		})
	}
}

func TestArrayEnds(t *testing.T) {
	t.Parallel()
	require.Empty(t, parse(t, "[ ]"))
	for _, data := range []string{`[{"uri":"urn:a:1"}`, `[{"uri":"urn:a:1"},`, `[{"uri":"urn:a:1"},{"uri":"urn`, `[{"uri":"urn:a:1"}]x`} {
		got := parse(t, data)
		require.Len(t, got, 2, data)
		require.Nil(t, got[0].Err)
		require.NotNil(t, got[1].Err)
	}
}

func TestGeneration(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		`{"uri":"urn:a:1","headline":"A"}`:                                 "ninjs-1",
		`{"uri":"urn:a:1","body_main":"A","versioncreated":"2024-01-01"}`:  "ninjs-1",
		`{"uri":"urn:a:1","renditions":{}}`:                                "ninjs-1",
		`{"uri":"urn:a:1","headlines":[],"versioncreated":"2024-01-01"}`:   "ninjs-2",
		`{"uri":"urn:a:1","bodies":[{"contenttype":"text/plain"}]}`:        "ninjs-2",
		`{"uri":"urn:a:1","versioncreated":"2024-01-01"}`:                  "ninjs-2",
		`{"uri":"urn:a:1","standard":{"version":"2.1"}}`:                   "ninjs-2",
		`{"uri":"urn:a:1","versionCreated":"2024-01-01"}`:                  "ninjs-3",
		`{"uri":"urn:a:1","standard":{"version":"2.1"},"eventDetails":{}}`: "ninjs-3",
		`{"uri":"urn:a:1","headlines":[{"value":"A"}]}`:                    "ninjs-3",
		`{"uri":"urn:a:1"}`:                          "ninjs-3",
		`[{"uri":}, {"uri":"urn:a:1","byline":"A"}]`: "ninjs-1",
	} {
		name, _, err := ninjson.Parse(format.Input{Data: []byte(data), Zone: time.UTC})
		require.NoError(t, err)
		require.Equal(t, want, name, data)
	}
}

// TestHostile: documents of 4 MiB that are made to cost more than they weigh.
func TestHostile(t *testing.T) {
	const size = 4 << 20
	fill := func(before, part, after string) string {
		return before + strings.Repeat(part, (size-len(before)-len(after))/len(part)) + after
	}
	for name, data := range map[string]string{
		"brackets":       fill("", "[", ""),
		"objects":        fill("", `{"a":`, ""),
		"closing":        fill("{", "}", ""),
		"quotes":         fill(`{"uri":"`, `\"`, ""),
		"lines":          fill("", "{}\n", ""),
		"broken lines":   fill("{}\n", "{\n", ""),
		"subjects":       fill(`{"uri":"urn:a:1","subject":[`, `"a",`, `"b"]}`),
		"associations":   fill(`{"uri":"urn:a:1","associations":[`, `{"uri":"a:b"},`, `{}]}`),
		"unknown fields": fill(`{"uri":"urn:a:1"`, `,"A":{"b":1}`, `}`),
		"bodies":         fill(`{"uri":"urn:a:1","body_html":"`, `<p>`, `"}`),
		"notes":          fill(`{"uri":"urn:a:1","type":"`, `x`, `"}`),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			_, _, err := ninjson.Parse(format.Input{Data: []byte(data), Zone: time.UTC, Provider: "p"})
			t.Logf("%v %.100v", time.Since(start), err)
			require.Less(t, time.Since(start), 60*time.Second)
		})
	}
}

func TestSignal(t *testing.T) {
	t.Parallel()
	require.Equal(t, contract.Correction, parseOne(t, `{"guid":"1","signal":[{"code":"sig:correction"}]}`).Signal)
	require.Equal(t, contract.Correction, parseOne(t, `{"guid":"1","signals":["correction","update"]}`).Signal)
	kill := parseOne(t, `{"guid":"1","pubstatus":"usable","signal":["update","sig:kill"]}`)
	require.Equal(t, contract.Kill, kill.Signal)
	require.Equal(t, ninjs.Canceled, kill.Item.PubStatus)
	require.Equal(t, contract.Update, parseOne(t, `{"guid":"1","signal":"update"}`).Signal)
	require.Empty(t, parseOne(t, `{"guid":"1"}`).Signal)
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`{"guid":"1","headline":"A","associations":{"a":{"guid":"b","renditions":{"m":{"href":"x","poi":{"x":1,"y":2}}}}}}`,
		`[{"uri":"urn:a:1","places":[{"geoJSON":{"type":"Feature","id":[],"bbox":1,"properties":7,"geometry":{"type":"Point","coordinates":[1,2]}}}]},5]`,
		"{\"uri\":\"urn:a:1\",\"eventDetails\":{\"dates\":{\"startDate\":\"2024-01-01\",\"expectedStartDate\":\"2024\",\"recurrence\":{\"recurrenceRules\":[{\"frequency\":\"daily\"}]}}}}\n{",
		`{"uri":"urn:a:1","plannedCoverage":[{"urgency":3,"dates":{"expectedEndDate":"2024-02"},"audiences":[{"significance":1}],"itemCount":{"rangeFrom":1}}]}`,
		`{"uri":"urn:a:1","organisation":[{"name":"x","symbols":[{"ticker":"A"}],"contactinfo":[{"value":"v","address":{"lines":["a"]}}]}],"rightsinfo":{"encodedrights":{}}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		_, articles, err := ninjson.Parse(format.Input{Data: data, Zone: time.UTC, Provider: "p"})
		if err != nil {
			var fe *format.Error
			require.True(t, errors.As(err, &fe))
			return
		}
		for _, a := range articles {
			if a.Err == nil {
				requireValid(t, a)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	in := format.Input{Zone: time.UTC, Data: []byte(`{"guid":"urn:a:1","headline":"A","version":"1","type":"text","versioncreated":"2024-05-03T06:00:00+0000","urgency":3,
"subject":[{"code":"01000000"}],"body_html":"` + strings.Repeat("<p>A ferry ran aground in the fog.</p>", 80) + `"}`)}
	b.SetBytes(int64(len(in.Data)))
	for b.Loop() {
		if _, _, err := ninjson.Parse(in); err != nil {
			b.Fatal(err)
		}
	}
}

func TestAURIThatNamesNoItem(t *testing.T) {
	t.Parallel()
	for _, uri := range []string{"0", "unknown", "urn:newsml:s.example", "http://www.s.example/"} {
		a := parseOne(t, `{"uri":"`+uri+`","headline":"A","body_text":"T"}`)
		require.Empty(t, string(a.Item.URI)+a.ID, uri)
		require.Contains(t, strings.Join(a.Notes, "; "), "names no item", uri)
	}
	require.Equal(t, "77", parseOne(t, `{"uri":"77","headline":"A","body_text":"T"}`).ID)
}

func TestSubjectCodesWithoutTheirZero(t *testing.T) {
	t.Parallel()
	for _, subject := range []string{`{"code":"subj:4010000"}`, `{"code":"4010000","scheme":"subj"}`, `{"code":"IPTC:04010000"}`} {
		a := parseOne(t, `{"uri":"urn:x:1","headline":"A","subject":[`+subject+`]}`)
		require.EqualValues(t, "http://cv.iptc.org/newscodes/subjectcode/04010000", a.Item.Subjects[0].URI, subject)
	}
	require.Empty(t, parseOne(t, `{"uri":"urn:x:1","headline":"A","subject":[{"code":"4010000","name":"x"}]}`).Item.Subjects[0].URI, "any number")
}
