package newsmlg2_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

func TestIDs(t *testing.T) {
	t.Parallel()
	for id, want := range map[string][2]string{
		"urn:x:1": {"urn:x:1", ""}, "http://a.example/1": {"http://a.example/1", ""}, "tag:a,2024:1": {"tag:a,2024:1", ""}, "HW:7": {"", "HW:7"},
		"tag_a_2024": {"", "tag_a_2024"}, "a b": {"", "a b"}, "": {"", ""}, "urn:x:ø—1": {"urn:x:%C3%B8%E2%80%941", ""}, "1d02738f-7c99": {"", "1d02738f-7c99"},
	} {
		a := one(t, strings.Replace(item("", "<headline>x</headline>", ""), "urn:hw:1", id, 1))
		require.Equal(t, want, [2]string{string(a.Item.URI), a.ID})
		if id == "urn:x:ø—1" {
			require.Equal(t, []ninjs.AltID{{Role: "id", Value: id}}, a.Item.AltIDs)
		}
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"2024-05-03T10:00:00Z": "2024-05-03T10:00:00Z", "2024-05-03T10:00:00.250+02:00": "2024-05-03T08:00:00.25Z", "20240503T100000+0200": "2024-05-03T08:00:00Z",
		"2024-05-03 10:00:00": "2024-05-03T09:00:00Z", "2024-05-03T10:00": "2024-05-03T09:00:00Z", "2024-05-03": "2024-05-02T23:00:00Z", "2024-05-03T10:00:00-05": "2024-05-03T15:00:00Z",
		"2024-05-03 10:00:00 GMT+02:00": "2024-05-03T08:00:00Z", "Fri, 03 May 2024 10:00:00 GMT": "2024-05-03T10:00:00Z", " 2024-05-03T10:00:00Z\n ": "2024-05-03T10:00:00Z",
		"2024": "2023-12-31T23:00:00Z", "2024-05-33": "", "soon": "", "1924-05-03T10:00:00Z": "",
	} {
		a := one(t, item("<versionCreated>"+raw+"</versionCreated>", "", ""))
		require.Equal(t, want, utc(a.Item.VersionCreated), raw)
		require.Equal(t, want == "" && raw[:2] != "19", len(a.Notes) > 0, raw)
	}
	require.Equal(t, "2024-05-03T10:00:00Z", utc(one(t, item("", "<contentModified>2024-05-03T10:00:00Z</contentModified>", "")).Item.VersionCreated))
}

func TestTypes(t *testing.T) {
	t.Parallel()
	for meta, want := range map[string]ninjs.Type{
		`<itemClass qcode="ninat:text"/>`: "text", `<itemClass qcode="icls:picture"/>`: "picture", `<itemClass uri="http://cv.iptc.org/newscodes/ninature/graphic"/>`: "graphic",
		`<itemClass literal="photo"/>`: "picture", `<itemClass qcode="ninat:animated"/>`: "video", `<itemClass qcode="x:odd"/>`: "", "": "",
	} {
		require.Equal(t, want, one(t, item(meta, "", "")).Item.Type, meta)
	}
	for media, want := range map[string]ninjs.Type{"video/mp4": "video", "audio/mpeg": "audio", "application/pdf": ""} {
		require.Equal(t, want, one(t, item("", "", `<remoteContent contenttype="`+media+`"/>`)).Item.Type)
	}
}

func TestByLines(t *testing.T) {
	t.Parallel()
	body := func(first string) string {
		return "<inlineXML><div><p>" + first + "</p><p>Ships wait.</p></div></inlineXML>"
	}
	for _, c := range []struct{ meta, content, want string }{
		{"<by>By Ann Reed</by>", "", "Ann Reed"}, {"<by>BY ANN REED</by>", "", "ANN REED"}, {"<by>Ann Reed</by><by>Bo Lind</by>", "", "Ann Reed, Bo Lind"},
		{`<language tag="de"/><by>Von Ann Reed</by>`, "", "Ann Reed"}, {`<language tag="en"/><by>Von Reed</by>`, "", "Von Reed"},
		{"<creator><name>Ann Reed</name></creator>", "", "Ann Reed"}, {"<creator><name>ar</name></creator>", "", ""}, {`<creator literal="Harbour News Agency"/>`, "", ""},
		{`<creator literal="HW"/><infoSource literal="HW"/>`, "", ""}, {`<creator qcode="nprov:HW"/>`, "", ""}, {"<contributor><name>Bo Lind</name></contributor>", "", ""},
		{"", body("By Ann Reed"), "Ann Reed"}, {"", body("By Ann Reed and Bo van Lind"), "Ann Reed and Bo van Lind"}, {"", body("By the sea, ships wait."), ""}, {"", body("By Friday"), ""},
		{"<by>Staff Reporter</by>", body("By Ann Reed"), "Ann Reed"}, {"<by>Bo Lind</by>", body("By Ann Reed"), "Bo Lind"},
		{`<creator><name>Bo Lind</name><personDetails/></creator>`, body("By Ann Reed"), "Bo Lind"},
	} {
		require.Equal(t, c.want, one(t, item("", c.meta, c.content)).Item.By, c.meta+c.content)
	}
	it := one(t, item("", `<creator qcode="crol:photographer"><name>Ann Reed</name></creator>`, "")).Item
	require.Equal(t, []ninjs.Person{{Name: "Ann Reed", Rel: "photographer"}}, it.People)
}

func TestHeadlines(t *testing.T) {
	t.Parallel()
	for meta, want := range map[string][]ninjs.Text{
		`<headline rank="3">Kicker</headline><headline rank="1">Port closes</headline>`:                            {{Role: "main", Value: "Port closes"}, {Role: "alternate", Value: "Kicker"}},
		`<headline role="x:subtitle">Why</headline><headline role="x:title">Port closes</headline>`:                {{Role: "main", Value: "Port closes"}, {Role: "subtitle", Value: "Why"}},
		`<language tag="fr"/><headline xml:lang="en">Port</headline><headline xml:lang="fr-CA">Le port</headline>`: {{Role: "main", Value: "Le port"}, {Role: "alternate", Value: "Port"}},
		`<headline roleuri="http://cv.iptc.org/newscodes/hr/main">B</headline><headline>A</headline><headline/>`:   {{Role: "main", Value: "B"}, {Role: "alternate", Value: "A"}},
		`<headline>Port <b>closes</b> <ruby><rb>港</rb><rp>(</rp><rt>minato</rt><rp>)</rp></ruby></headline>`:       {{Role: "main", Value: "Port closes 港"}},
	} {
		require.Equal(t, want, one(t, item("", meta, "")).Item.Headlines, meta)
	}
}

func TestConcepts(t *testing.T) {
	t.Parallel()
	for subject, want := range map[string]ninjs.Subject{
		`<subject qcode="medtop:20000139"/>`: {URI: "http://cv.iptc.org/newscodes/mediatopic/20000139"}, `<subject qcode="N2:GOL"/>`: {Literal: "N2:GOL"},
		`<subject uri="http://a.example/c 1"/>`: {URI: "http://a.example/c%201"}, `<subject uri="nonsense"><name>x</name></subject>`: {Name: "x", Literal: "nonsense"},
		`<subject literal="sand"/>`: {Name: "sand"}, `<subject>Sea</subject>`: {Name: "Sea"}, `<subject literal="t#1"><name>Tide</name></subject>`: {Name: "Tide", Literal: "t#1"},
		`<subject qcode="medtop:"/>`: {Literal: "medtop:"}, `<subject qcode="subj:01000000"><name role="nrol:mnemonic">ACE</name></subject>`: {Name: "ACE", URI: "http://cv.iptc.org/newscodes/subjectcode/01000000"},
	} {
		require.Equal(t, []ninjs.Subject{want}, one(t, item("", subject, "")).Item.Subjects, subject)
	}
	require.Equal(t, []ninjs.Subject{{Rel: "keyword", Name: "a"}, {Rel: "keyword", Name: "b c"}}, one(t, item("", "<keyword>a, b c,</keyword>", "")).Item.Subjects)
	require.Equal(t, []ninjs.Subject{{Rel: "keyword", Name: "a, b"}, {Rel: "keyword", Name: "c"}}, one(t, item("", "<keyword>a, b</keyword><keyword>c</keyword>", "")).Item.Subjects)
	broad := one(t, item("", `<subject qcode="x:1"><name>one</name><broader qcode="x:2"/><narrower qcode="x:3"/></subject><subject qcode="x:2"><name>two</name></subject>`, "")).Item.Subjects
	require.Equal(t, []ninjs.Subject{{Name: "one", Literal: "x:1"}, {Name: "two", Literal: "x:2"}, {Rel: "narrower", Literal: "x:3"}}, broad, "what it is about counts for more than what lies above")
}

func TestSecurities(t *testing.T) {
	t.Parallel()
	const isin = ninjs.URI("http://cvx.iptc.org/isin/")
	it := one(t, item("", `<subject qcode="isin:NO1"/><subject type="cpnat:organisation" qcode="x:2"><name>Ferry Lines</name><sameAs qcode="isin:NO2"/></subject>`, "")).Item
	require.Equal(t, []ninjs.Organisation{
		{Rel: "about", URI: isin + "NO1", Symbols: []ninjs.Symbol{{Symbol: "NO1", SymbolType: isin}}},
		{Name: "Ferry Lines", Rel: "about", URI: isin + "NO2", Literal: "x:2", Symbols: []ninjs.Symbol{{Symbol: "NO2", SymbolType: isin}}},
	}, it.Organisations)
}

// Elements of an agency's own may have G2's names.
func TestForeign(t *testing.T) {
	t.Parallel()
	it := one(t, item(`<own:title xmlns:own="http://hw.example/">no</own:title><own:pubStatus>odd</own:pubStatus>`, `<own:keyword>no</own:keyword><urgency own:x="1">3</urgency>`, "")).Item
	require.Empty(t, it.Title)
	require.Empty(t, it.Subjects)
	require.EqualValues(t, 3, it.Urgency)
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	lead := func(area, country string) []ninjs.ContactInfo {
		return []ninjs.ContactInfo{{Address: &ninjs.Address{Area: area, Country: country}}}
	}
	for meta, want := range map[string]ninjs.Place{
		`<subject type="cpnat:geoArea" literal="g#1"><name>Bergen</name><broader literal="g#2"/></subject><subject literal="g#2"><name>Norway</name></subject>`: {Name: "Bergen", Rel: "about", Literal: "g#1", ContactInfo: lead("Norway", "")},
		`<subject type="x:city" qcode="x:1"><name>Bergen</name><broader qcode="x:2"><name>Vestland</name></broader><broader qcode="iso3166-1a3:NOR"><name>Norway</name></broader></subject>`: {
			Name: "Bergen", Rel: "about", Literal: "x:1", ContactInfo: lead("Vestland", "Norway")},
		`<subject qcode="cptType:1" type="cptType:5"><facet qcode="geoProp:5"/></subject>`:                                                     {Rel: "about", Literal: "cptType:1"},
		`<subject type="cpnat:geoArea"><name>Norge</name><sameAs qcode="iso3166-1a2:NO"/></subject>`:                                           {Name: "Norge", Rel: "about", URI: "http://cvx.iptc.org/iso3166-1a2/NO", Literal: "iso3166:NO"},
		`<subject type="cpnat:geoArea"><name>Nowhere</name><geoAreaDetails><position latitude="99" longitude="1"/></geoAreaDetails></subject>`: {Name: "Nowhere", Rel: "about"},
	} {
		require.Equal(t, want, one(t, item("", meta, "")).Item.Places[0], meta)
	}
	for meta, want := range map[string]string{
		`<located>Bergen</located>`: "Bergen", `<located literal="Bergen"/>`: "Bergen", `<located qcode="city:BGO"/>`: "BGO", `<located><name>A</name></located><located><name>B</name></located>`: "A, B", "": "",
	} {
		require.Equal(t, want, one(t, item("", meta, "")).Item.Located, meta)
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"a\n      b": "a b", "a\nb": "a\nb", "a<br/>b": "a\nb", "a\n\n   b": "a\nb", " a  b ": "a b", "<p>a</p><ul><li>b</li><li>c</li></ul>": "a\nb\nc", "<a href='x'>a</a>b": "ab",
	} {
		require.Equal(t, want, one(t, item("<edNote>"+raw+"</edNote>", "", "")).Item.EdNote, raw)
	}
	it := one(t, item("", "<headline>x</headline>", `<inlineXML><body><p>Text.</p><section class="notepad"><p>For desks only.</p></section></body></inlineXML>`)).Item
	require.Equal(t, "For desks only.", it.EdNote)
	require.Equal(t, "<p>Text.</p>", it.Bodies[0].Value)
}

func TestDurations(t *testing.T) {
	t.Parallel()
	for attrs, want := range map[string]float64{
		`duration="69"`: 69, `duration="69" durationunit="timeunit:seconds"`: 69, `duration="1500" durationunit="timeunit:milliseconds"`: 1.5, `duration="2" durationunit="x:minutes"`: 120,
		`duration="50" durationunit="timeunit:editUnit" videoframerate="25"`: 2, `duration="50" durationunit="timeunit:editUnit"`: 0, `duration="01:02:03"`: 3723, `duration="x"`: 0, `duration="-1"`: 0, `duration="1" durationunit="x:hours"`: 3600,
	} {
		require.InDelta(t, want, one(t, item("", "", "<remoteContent "+attrs+"/>")).Item.Renditions[0].Duration, 1e-9, attrs)
	}
}

// A place without a name goes by its address; the town of it is where the content
// was made; and what it is about counts for more than where it was written.
func TestPlaceByAddress(t *testing.T) {
	t.Parallel()
	doc := strings.Replace(item("", `<located literal="p1"/><subject type="cpnat:poi" literal="p1"/>`, ""), "<contentSet>",
		`<assert literal="p1"><POIDetails><address><line>Quay 1</line><locality><name>Bergen</name></locality></address></POIDetails></assert><contentSet>`, 1)
	it := one(t, doc).Item
	require.Equal(t, "Bergen", it.Located)
	require.Equal(t, "Quay 1", it.Places[0].Name)
	it = one(t, item("", `<located qcode="a:1"><name>Bergen</name></located><subject type="cpnat:geoArea"><name>Bergen</name></subject>`, "")).Item
	require.Equal(t, []ninjs.Place{{Name: "Bergen", Rel: "about", Literal: "a:1"}}, it.Places)
}

// Catalogs within the document come first, the item's before the message's.
func TestCatalogs(t *testing.T) {
	t.Parallel()
	catalog := func(alias, uri string) string {
		return `<catalog><scheme alias="` + alias + `" uri="` + uri + `"/></catalog>`
	}
	inner := strings.Replace(item("", `<subject qcode="t:1"/><subject qcode="u:1"/><subject qcode="v:1"/><subject qcode="medtop:1"/>`, ""), "<itemMeta>", catalog("t", "http://cv.iptc.org/newscodes/mediatopic")+catalog("u", "http://own.example/")+"<itemMeta>", 1)
	it := one(t, `<newsMessage><header>`+catalog("u", "http://no.example/")+catalog("v", "http://message.example/")+catalog("medtop", "http://else.example/")+`</header><itemSet>`+inner+`</itemSet></newsMessage>`).Item
	require.Equal(t, []ninjs.Subject{
		{URI: "http://cv.iptc.org/newscodes/mediatopic/1"}, {URI: "http://own.example/1"}, {URI: "http://message.example/1"}, {URI: "http://else.example/1"},
	}, it.Subjects)
}
