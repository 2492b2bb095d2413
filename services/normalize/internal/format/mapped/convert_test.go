package mapped_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// field reads one value of JSON through one conversion into one field.
func field(t *testing.T, name, convert, value string) format.Article {
	t.Helper()
	said, err := json.Marshal(value)
	require.NoError(t, err)
	m := read(t, fmt.Sprintf("name: a\nkind: json\nzone: Europe/Copenhagen\nfields:\n  %s: {path: a, convert: %s}\n", name, convert))
	return parse(t, m, fmt.Sprintf(`{"a":%s}`, said))[0]
}

func TestDates(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ convert, said, want string }{
		{"date", "2024-01-02T03:04:05.678", "2024-01-02T03:04:05+01:00"},
		{"date", "2024-07-02 03:04", "2024-07-02T03:04:00+02:00"},
		{"date", "20240102T030405Z", "2024-01-02T03:04:05Z"},
		{"date", "20240102T030405-0330", "2024-01-02T03:04:05-03:30"},
		{"date", "2024-01-02T03:04:05+05", "2024-01-02T03:04:05+05:00"},
		{"date", "2024-01-02T03:04:05 +05:30", "2024-01-02T03:04:05+05:30"},
		{"date", "2024-01-02 03:04:05 GMT", "2024-01-02T03:04:05Z"},
		{"date", " 2024-01-02\n", "2024-01-02T00:00:00+01:00"},
		{"date", "Tue, 02 Jan 2024 03:04:05 -0500", "2024-01-02T03:04:05-05:00"},
		{"{date: {zone: America/New_York}}", "2024-07-02 03:04", "2024-07-02T03:04:00-04:00"},
		{"{date: unix}", "1704164645", "2024-01-02T03:04:05Z"},
		{"{date: unix-ms}", "1704164645678", "2024-01-02T03:04:05Z"},
		{"{date: 'dd/MM/yy HH:mm'}", "02/01/24 03:04", "2024-01-02T03:04:00+01:00"},
		{"{date: \"d. MMMM yyyy 'kl' H.mm\"}", "2. January 2024 kl 03.04", "2024-01-02T03:04:00+01:00"},
		{"{date: 'MMM d, yyyy h:mm a XXX'}", "Jan 2, 2024 3:04 PM +02:00", "2024-01-02T15:04:00+02:00"},
		{"{date: yyyyMMddHHmmss}", "20240102030405.5", "2024-01-02T03:04:05+01:00"},
		{"{date: [dd.MM.yyyy, iso]}", "2024-01-02", "2024-01-02T00:00:00+01:00"},
		{"{date: {layouts: d. MMMM yyyy, months: [januar, februar, marts, april, maj, juni, juli, august, september, oktober, november, december]}}", "2. MAJ 2024", "2024-05-02T00:00:00+02:00"},
		{"date", "2024-02-30", ""}, {"date", "yesterday", ""}, {"date", "0000-01-01", ""}, {"date", "02/01/2024", ""},
		{"{date: unix}", "99999999999999", ""}, {"{date: yyyy}", "20x4", ""},
		{"date", "", "none"}, {"date", " ", "none"},
	} {
		a := field(t, "expires", c.convert, c.said)
		switch c.want {
		case "none":
			require.Empty(t, a.Notes)
			require.True(t, a.Item.Expires.IsZero())
		case "":
			require.Len(t, a.Notes, 1, c.said)
			require.Contains(t, a.Notes[0], "fields.expires left out: date: ")
			require.True(t, a.Item.Expires.IsZero())
		default:
			require.Equal(t, c.want, a.Item.Expires.Format(time.RFC3339Nano), "%s %s", c.convert, c.said)
		}
	}
}

func TestTexts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ convert, said, want string }{
		{"text", " a\n\tb ", "a b"},
		{"strip-html", "<p>Tom &amp; <b>Jo</b></p><p>now</p><script>x</script>", "Tom & Jo\n\nnow"},
		{"strip-html", "1 < 2", "1 < 2"},
		{"number", "1,234.5", "1234.5"}, {"{number: {decimal: ','}}", "1.234,5", "1234.5"}, {"number", "many", ""},
		{"{table: {values: {A: first}}}", " a ", "first"}, {"{table: {values: {A: first}}}", "b", ""},
		{"{table: {values: {A: first}, default: other}}", "b", "other"}, {"{table: {values: {A: first}, keep: true}}", "b", "b"},
		{"{table: {values: {A: first}, default: other}}", "", ""},
		{"{match: '^/(.*)/$'}", "/ritzau/", "ritzau"}, {"{match: '[0-9]+'}", "no 12 of 13", "12"}, {"{match: '[0-9]+'}", "none", ""},
		{"split", " , a ; b", "a"}, {"{split: [' og ']}", "Bo og Eva", "Bo"},
		{"language", "da_DK", "da-DK"}, {"language", "DAN", "da"}, {"language", "danish", ""},
		{"{uri: 'urn:q:'}", "a b/æ", "urn:q:a%20b/%C3%A6"}, {"{uri: 'https://q.example/{}.html'}", "a%20b", "https://q.example/a%20b.html"},
		{"{uri: 'urn:q:'}", " ", ""},
		{"{subject: iptc}", "4000000", "http://cv.iptc.org/newscodes/subjectcode/04000000"},
		{"{subject: iptc}", "20000148", "http://cv.iptc.org/newscodes/mediatopic/20000148"},
		{"{subject: iptc}", "12", ""}, {"{subject: iptc}", "999999999", ""}, {"{subject: 'urn:t:'}", "x1", "urn:t:x1"},
		{"qcode", "medtop:20000148", "http://cv.iptc.org/newscodes/mediatopic/20000148"}, {"qcode", "20000148", ""},
		{"{qcode: {q: 'urn:q:'}}", "q:a:b", "urn:q:a:b"}, {"{qcode: {q: 'urn:q:'}}", "z:a", ""},
		{"urgency", "flash", "1"}, {"urgency", "B", "2"}, {"urgency", "3 - high", "3"}, {"urgency", "0", ""}, {"urgency", "12", ""}, {"urgency", "soon", ""},
		{"[{split: '|'}, {table: {values: {x: y}}}]", "a|x", "y"},
	} {
		a := field(t, "by", c.convert, c.said)
		require.Equal(t, c.want, a.Item.By, "%s %q", c.convert, c.said)
		require.Nil(t, a.Err)
	}
}

func TestMarkup(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ convert, said, want string }{
		{"lines-to-paragraphs", "one\ntwo\r\n\r\nthree", "<p>one two</p><p>three</p>"},
		{"lines-to-paragraphs", "one\n   two < 3\n\tfour", "<p>one</p><p>two &lt; 3</p><p>four</p>"},
		{"{lines-to-paragraphs: each}", "one\ntwo\n", "<p>one</p><p>two</p>"},
		{"html", "<p>a<script>b</script></p>", "<p>a</p>"},
	} {
		m := read(t, "name: a\nkind: json\nfields:\n  bodies: [{value: {path: a, convert: "+c.convert+"}}]\n")
		said, err := json.Marshal(c.said)
		require.NoError(t, err)
		it := tidied(t, parse(t, m, `{"a":`+string(said)+`}`)[0])
		require.Equal(t, c.want, it.Bodies[0].Value)
	}
}

func TestPoints(t *testing.T) {
	t.Parallel()
	m := read(t, "name: a\nkind: json\nfields:\n  headlines: h\n  places: [{name: n, geoJSON: {template: '{lat},{lon}', convert: point}}]\n")
	for _, c := range []struct{ lat, lon, want string }{
		{"1.5", "-2", `{"coordinates":[-2,1.5],"type":"Point"}`}, {"91", "0", ""}, {"1", "x", ""}, {`"NaN"`, "1", ""}, {"null", "1", ""},
	} {
		lon := c.lon
		if lon == "x" {
			lon = `"x"`
		}
		a := parse(t, m, `{"h":"H","n":"N","lat":`+c.lat+`,"lon":`+lon+`}`)[0]
		require.Equal(t, c.want, string(tidied(t, a).Places[0].GeoJSON))
		require.Equal(t, c.want == "" && c.lat != "null", len(a.Notes) == 1, a.Notes)
	}
}

func TestSignals(t *testing.T) {
	t.Parallel()
	words := "{value-to-signal: {Korr: correction, Weg: kill, Neu: new}}"
	for _, c := range []struct{ convert, said, want string }{
		{"{boolean-to-signal: kill}", "TRUE", "kill"}, {"{boolean-to-signal: kill}", "0", ""}, {"{boolean-to-signal: kill}", "ja", "kill"}, {"{boolean-to-signal: kill}", "", ""},
		{words, "KORR", "correction"}, {words, "Neu", ""}, {words, "x", ""}, {"[]", "Update", "update"},
		{"{boolean-to-signal: kill}", "perhaps", "error"}, {"[]", "gone", "error"},
	} {
		a := field(t, "signal", c.convert, c.said)
		if c.want == "error" {
			require.ErrorContains(t, a.Err, "fields.signal", "a signal is never guessed")
			continue
		}
		require.Nil(t, a.Err)
		require.Equal(t, c.want, string(a.Signal), c.said)
		require.Equal(t, c.want == "kill", strings.HasPrefix(string(a.Item.PubStatus), "cancel"))
	}
}
