package newsmlg2_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

// rest holds what the page of the format names and full and groups do not have.
const rest = `<newsMessage><header><sent>2024-05-03T10:00:00Z</sent><transmitId>T9</transmitId><priority>3</priority><signal qcode="sig:update"/></header><itemSet>
<packageItem><groupSet root="g"><group id="g" role="a:main"><itemRef residref="urn:hw:1"/><conceptRef residref="urn:hw:c" href="http://hw.example/c"><title>Quay</title></conceptRef></group></groupSet></packageItem>
<newsItem guid="urn:hw:1"><rightsInfo><link href="http://hw.example/r"/><rightsExpressionData langid="http://www.w3.org/ns/odrl/2/">permit</rightsExpressionData><rightsExpressionXML><p>no</p></rightsExpressionXML></rightsInfo>
<contentMeta><contentModified>2024-05-03T09:00:00Z</contentModified><subject qcode="a:b"><name>sea</name><narrower qcode="medtop:20000139"/></subject><subject type="cpnat:organisation"><organisationDetails><contactInfo><phone>1</phone></contactInfo></organisationDetails><name>Port</name></subject>
</contentMeta><contentSet><inlineXML><nitf><body><body.content><p>Ships wait.</p></body.content></body></nitf></inlineXML></contentSet></newsItem></itemSet></newsMessage>`

func TestRest(t *testing.T) {
	t.Parallel()
	articles := parse(t, rest)
	require.Len(t, articles, 2)
	pack, it := articles[0], articles[1].Item
	require.Equal(t, "T9", pack.ID)
	require.Equal(t, [][3]string{{"main", "", "urn:hw:1"}, {"main-2", "", "urn:hw:c"}}, names(pack.Item))
	require.Equal(t, "2024-05-03T10:00:00Z", utc(pack.Item.VersionCreated))
	require.Equal(t, "2024-05-03T09:00:00Z", utc(it.VersionCreated))
	require.EqualValues(t, 3, it.Urgency)
	require.Equal(t, contract.Update, articles[1].Signal)
	require.Equal(t, &ninjs.RightsInfo{LangID: "http://www.w3.org/ns/odrl/2/", EncodedRights: "permit"}, it.RightsInfo)
	require.Equal(t, []string{"a second rights expression was left out"}, articles[1].Notes)
	require.Equal(t, []ninjs.Subject{{Name: "sea", Literal: "a:b"}, {Rel: "narrower", URI: "http://cv.iptc.org/newscodes/mediatopic/20000139"}}, it.Subjects)
	require.Equal(t, []ninjs.Organisation{{Name: "Port", Rel: "about", ContactInfo: []ninjs.ContactInfo{{Type: "phone", Value: "1"}}}}, it.Organisations)
	require.Equal(t, "<p>Ships wait.</p>", it.Bodies[0].Value)
}

var quoted = regexp.MustCompile("`([A-Za-z:.]+)`")

// Every element that the page of the format names is in one of the documents that
// the tests above hold to the letter, and every field of ninjs that it names is one.
func TestPageOfTheFormat(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../../../../docs/formats/newsml-g2.md")
	require.NoError(t, err)
	_, table, ok := strings.Cut(string(page), "| NewsML-G2 | ninjs 3.1 |\n|---|---|\n")
	require.True(t, ok)
	table, _, _ = strings.Cut(table, "\n\n")
	tested, rows := full+groups+rest+item("", "", nitfDoc), 0
	for row := range strings.SplitSeq(table, "\n") {
		rows++
		cells := strings.Split(strings.Trim(row, "|"), "|")
		require.Len(t, cells, 2, row)
		for _, m := range quoted.FindAllStringSubmatch(cells[0], -1) {
			require.Contains(t, tested, m[1], row)
		}
		require.NotEmpty(t, strings.TrimSpace(cells[1]))
	}
	require.Greater(t, rows, 50)
}

// A name that comes again adds what is not known of it.
func TestKnownNames(t *testing.T) {
	t.Parallel()
	twice := func(nature, more string) string {
		return `<subject type="cpnat:` + nature + `"><name>Tern</name></subject><subject type="cpnat:` + nature + `" uri="http://a.example/1" ` + more + `</subject>`
	}
	it := one(t, item("", twice("person", "><name>TERN</name><personDetails><contactInfo><email>a</email></contactInfo></personDetails>")+
		twice("organisation", `><name>Tern</name><organisationDetails><hasInstrument symbol="T"/></organisationDetails>`)+
		twice("geoArea", `><name>Tern</name><geoAreaDetails><position latitude="1" longitude="2"/></geoAreaDetails>`)+
		twice("event", `><name>Tern</name>`)+twice("object", `><name>Tern</name>`), "")).Item
	const uri = ninjs.URI("http://a.example/1")
	require.Equal(t, []ninjs.Person{{Name: "Tern", Rel: "about", URI: uri, ContactInfo: []ninjs.ContactInfo{{Type: "email", Value: "a"}}}}, it.People)
	require.Equal(t, []ninjs.Organisation{{Name: "Tern", Rel: "about", URI: uri, Symbols: []ninjs.Symbol{{Symbol: "T"}}}}, it.Organisations)
	require.Equal(t, []ninjs.Place{{Name: "Tern", Rel: "about", URI: uri, GeoJSON: ninjs.GeoJSON(`{"coordinates":[2,1],"type":"Point"}`)}}, it.Places)
	require.Equal(t, []ninjs.Event{{Name: "Tern", Rel: "about", URI: uri}}, it.Events)
	require.Equal(t, []ninjs.Object{{Name: "Tern", Rel: "about", URI: uri}}, it.Objects)
}
