package newsml1_test

import (
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// field is one claim of the table: the row that makes it, by the beginning of its
// first cell, a document, and what comes out: a path of ninjs and its value, or an
// entry that the list at the path holds.
type field struct{ row, envelope, id, manage, component, path, want string }

func fields() []field {
	lines := func(s string) string { return "<NewsLines>" + s + "</NewsLines>" }
	describe := func(s string) string { return "<DescriptiveMetadata>" + s + "</DescriptiveMetadata>" }
	topics := `<TopicSet><Topic Duid="p1"><TopicType FormalName="Person"/><Description>Ann Reed</Description></Topic><Topic Duid="c1"><TopicType FormalName="Company"/><FormalName Scheme="ISIN">X1</FormalName><Description>Quay Ltd</Description></Topic></TopicSet>`
	text := func(s string) string { return `<ContentItem><DataContent>` + s + `</DataContent></ContentItem>` }
	jpg := `<ContentItem Href="http://hw.example/a.jpg"><MediaType FormalName="Photo"/><MimeType FormalName="image/jpeg"/></ContentItem>`
	return []field{
		{row: "`TransmissionId`", envelope: `<TransmissionId>7</TransmissionId>`, path: "altIds", want: `{"role":"transmissionId","value":"7"}`},
		{row: "`NewsService`", envelope: `<NewsProduct FormalName="EUR"/>`, path: "subjects", want: `{"name":"EUR","rel":"product"}`},
		{row: "`SentFrom`", envelope: `<SentFrom><Party FormalName="HW"/></SentFrom>`, path: "infoSources", want: `{"name":"HW","role":"sender"}`},
		{row: "`Priority`", envelope: `<Priority FormalName="2"/>`, path: "urgency", want: `2`},
		{row: "`PublicIdentifier`", path: "uri", want: `"urn:newsml:hw.example:20240503:HW-7"`},
		{row: "`NewsItemId`", path: "altIds", want: `{"role":"newsItemId","value":"HW-7"}`},
		{row: "`ProviderId`", path: "infoSources", want: `{"name":"hw.example","role":"provider"}`},
		{row: "`RevisionId`", path: "version", want: `"1"`},
		{row: "`NameLabel`", id: `<NameLabel>quay</NameLabel>`, path: "title", want: `"quay"`},
		{row: "`Label`", id: `<Label><LabelType FormalName="desk"/><LabelText>Sea</LabelText></Label>`, path: "altIds", want: `{"role":"desk","value":"Sea"}`},
		{row: "`FirstCreated`", manage: `<FirstCreated>20240502T100000Z</FirstCreated>`, path: "firstCreated", want: `"2024-05-02T10:00:00Z"`},
		{row: "`ThisRevisionCreated`", path: "versionCreated", want: `"2024-05-03T10:00:00Z"`},
		{row: "`Status`", manage: `<Instruction FormalName="Delete"/>`, path: "see below", want: `"canceled"`},
		{row: "`NewsItemType`", manage: `<NewsItemType FormalName="Alert"/>`, path: "genres", want: `{"name":"Alert"}`},
		{row: "`Instruction` of another name", manage: `<Instruction FormalName="CallDesk"/>`, path: "edNote", want: `"CallDesk"`},
		{row: "`Urgency`", manage: `<Urgency FormalName="4"/>`, path: "urgency", want: `4`},
		{row: "`RevisionHistory`", manage: `<RevisionHistory Href="http://hw.example/h"/>`, path: "altIds", want: `{"role":"revisionHistory","value":"http://hw.example/h"}`},
		{row: "`DerivedFrom`", manage: `<DerivedFrom NewsItem="urn:newsml:a.example:20240502:X:1"/>`, path: "associations", want: `{"uri":"urn:newsml:a.example:20240502:X","rel":"derivedFrom"}`},
		{row: "`AssociatedWith`", manage: `<AssociatedWith FormalName="Photo"/>`, path: "subjects", want: `{"name":"Photo","rel":"associatedWith"}`},
		{row: "`Comment`", component: `<Comment>Check it.</Comment>`, path: "edNote", want: `"Check it."`},
		{row: "`NewsItem` within", component: `<NewsComponent><NewsItemRef NewsItem="urn:newsml:a.example:20240502:X:1"/></NewsComponent>`, path: "associations", want: `{"uri":"urn:newsml:a.example:20240502:X","rel":"member"}`},
		{row: "`HeadLine`", component: lines(`<HeadLine>First</HeadLine>`), path: "headlines", want: `{"role":"main","value":"First"}`},
		{row: "`SubHeadLine`", component: lines(`<SubHeadLine>Sub</SubHeadLine>`), path: "headlines", want: `{"role":"sub","value":"Sub"}`},
		{row: "`ByLine`", component: lines(`<ByLine>By Ann Reed</ByLine>`), path: "by", want: `"Ann Reed"`},
		{row: "`DateLine`", component: lines(`<DateLine>CORK, May 3 (HW) -</DateLine>`), path: "located", want: `"CORK"`},
		{row: "`CreditLine`", component: lines(`<CreditLine>HW/Reed</CreditLine>`), path: "infoSources", want: `{"name":"HW/Reed","role":"credit"}`},
		{row: "`CopyrightLine`", component: `<RightsMetadata><Copyright><CopyrightHolder>HW</CopyrightHolder><CopyrightDate>2024</CopyrightDate></Copyright></RightsMetadata>`, path: "copyrightNotice", want: `"© 2024 HW"`},
		{row: "`CopyrightHolder`", component: `<RightsMetadata><UsageRights><RightsHolder>HW</RightsHolder></UsageRights></RightsMetadata>`, path: "copyrightHolder", want: `"HW"`},
		{row: "`RightsLine`", component: `<RightsMetadata><UsageRights><UsageType>No archive</UsageType><Geography>EU</Geography><EndDate>20250101</EndDate></UsageRights></RightsMetadata>`, path: "usageTerms", want: `"No archive\nGeography: EU\nUntil: 20250101"`},
		{row: "`SeriesLine`", component: lines(`<SeriesLine>Safe seas</SeriesLine>`), path: "subjects", want: `{"name":"Safe seas","rel":"series"}`},
		{row: "`SlugLine`", component: lines(`<SlugLine>sea-quay</SlugLine>`), path: "slugline", want: `"sea-quay"`},
		{row: "`KeywordLine`", component: lines(`<KeywordLine>sea, quay</KeywordLine>`), path: "subjects", want: `{"name":"quay","rel":"keyword"}`},
		{row: "`NewsLine` of a type for editors", component: lines(`<NewsLine><NewsLineType FormalName="AdvisoryLine"/><NewsLineText>Adds quote</NewsLineText></NewsLine>`), path: "edNote", want: `"Adds quote"`},
		{row: "`NewsLine` of another type", component: lines(`<NewsLine><NewsLineType FormalName="Weather"/><NewsLineText>Windy</NewsLineText></NewsLine>`), path: "descriptions", want: `{"role":"Weather","value":"Windy"}`},
		{row: "`FileName`", component: `<AdministrativeMetadata><FileName>a.xml</FileName></AdministrativeMetadata>`, path: "altIds", want: `{"role":"fileName","value":"a.xml"}`},
		{row: "`Provider`", component: `<AdministrativeMetadata><Creator><Party FormalName="AR" Topic="EDITOR"/></Creator></AdministrativeMetadata>`, path: "infoSources", want: `{"name":"AR","role":"editor"}`},
		{row: "a party whose `Topic`", component: topics + `<AdministrativeMetadata><Contributor><Party FormalName="AR" Topic="#p1"/></Contributor></AdministrativeMetadata>`, path: "people", want: `{"name":"Ann Reed","rel":"contributor"}`},
		{row: "`Language`", component: describe(`<Language FormalName="FR"/>`), path: "language", want: `"fr"`},
		{row: "`Genre`", component: describe(`<Genre FormalName="Analysis"/>`), path: "genres", want: `{"name":"Analysis"}`},
		{row: "`Subject`", component: describe(`<SubjectCode><SubjectMatter FormalName="03010000"/></SubjectCode>`), path: "subjects", want: `{"uri":"http://cv.iptc.org/newscodes/subjectcode/03010000"}`},
		{row: "those with another code", component: describe(`<SubjectCode><Subject FormalName="SEA" Vocabulary="hw"/></SubjectCode>`), path: "subjects", want: `{"name":"SEA","literal":"hw:SEA"}`},
		{row: "`SubjectQualifier`", component: describe(`<SubjectCode><SubjectQualifier FormalName="men"/></SubjectCode>`), path: "subjects", want: `{"name":"men","rel":"qualifier"}`},
		{row: "`cat` of a subject", component: describe(`<SubjectCode><Subject FormalName="03000000" cat="DIS"/></SubjectCode>`), path: "subjects", want: `{"name":"DIS","rel":"category"}`},
		{row: "`OfInterestTo`", component: describe(`<OfInterestTo FormalName="EU"/>`), path: "subjects", want: `{"name":"EU","rel":"ofInterestTo"}`},
		{row: "`DateLineDate`", component: describe(`<DateLineDate>20240503T080000Z</DateLineDate>`), path: "contentCreated", want: `"2024-05-03T08:00:00Z"`},
		{row: "`Location`", component: describe(`<Location HowPresent="Origin"><Property FormalName="Country" Value="IRL"/><Property FormalName="City" Value="Cork"/></Location>`), path: "places", want: `{"name":"Cork","rel":"origin","literal":"iso3166:IE"}`},
		{row: "`TopicOccurrence` of a topic", component: topics + describe(`<TopicOccurrence Topic="#c1"/>`), path: "organisations", want: `{"name":"Quay Ltd","rel":"about","literal":"ISIN:X1","symbols":[{"symbol":"X1"}]}`},
		{row: "`TopicOccurrence` of another", component: describe(`<TopicOccurrence Topic="http://hw.example/t#x"/>`), path: "subjects", want: `{"literal":"http://hw.example/t#x"}`},
		{row: "property `EdNote`", component: describe(`<Property FormalName="SpecialInstructions" Value="Hold it"/>`), path: "edNote", want: `"Hold it"`},
		{row: "property that ends in `Id`", component: describe(`<Property FormalName="DispatchId" Value="9"/>`), path: "altIds", want: `{"role":"dispatchid","value":"9"}`},
		{row: "`DataContent` of a text", path: "bodies", want: `{"role":"main","value":"<p>One.</p>"}`},
		{row: "what NITF says", component: text(`<nitf><head><docdata><doc-id id-string="n1"/></docdata></head></nitf>`), path: "altIds", want: `{"role":"docId","value":"n1"}`},
		{row: "component with role `Title`", component: role("Title", text("Sunk")), path: "headlines", want: `{"value":"Sunk"}`},
		{row: "component with role `Lead`", component: role("Lead", text("First.")), path: "descriptions", want: `{"role":"summary","value":"First."}`},
		{row: "component with role `Summary`", component: role("Abstract", text("Short.")), path: "descriptions", want: `{"role":"summary","value":"Short."}`},
		{row: "component with role `ShotList`", component: role("ShotList", text("Waves.")), path: "bodies", want: `{"role":"script","value":"Waves."}`},
		{row: "component with role `Supporting`", component: role("Main", text("x")) + role("Sidebar", text("y")), path: "associations", want: `{"rel":"Sidebar","type":"text"}`},
		{row: "a text in another language", component: `<NewsComponent EquivalentsList="yes"><NewsComponent xml:lang="en">` + text("x") + `</NewsComponent><NewsComponent xml:lang="fr">` + text("y") + `</NewsComponent></NewsComponent>`, path: "associations", want: `{"rel":"translation","language":"fr"}`},
		{row: "component with role `Contact`", component: role("Contact", text("desk@hw.example")), path: "descriptions", want: `{"role":"contact","value":"desk@hw.example"}`},
		{row: "component of photos", component: role("Photo", jpg), path: "associations", want: `{"name":"media-1","type":"picture"}`},
		{row: "`Duid`", component: `<NewsComponent Duid="ph">` + jpg + `</NewsComponent>`, path: "associations", want: `{"altIds":[{"role":"duid","value":"ph"}]}`},
		{row: "`ContentItem` with `Href`", component: role("HighRes", jpg), path: "associations", want: `{"renditions":[{"name":"HighRes","href":"http://hw.example/a.jpg","contentType":"image/jpeg"}]}`},
		{row: "`SizeInBytes`", component: role("Photo", `<ContentItem Href="http://hw.example/a.jpg"><Characteristics><SizeInBytes>9</SizeInBytes><Property FormalName="Width" Value="8"/></Characteristics></ContentItem>`), path: "associations", want: `{"renditions":[{"name":"original","href":"http://hw.example/a.jpg","sizeInBytes":9,"width":8}]}`},
		{row: "a text with role `Caption`", component: role("Photo", jpg) + role("Caption", text("Waves.")), path: "associations", want: `{"descriptions":[{"role":"caption","contentType":"text/plain","value":"Waves."}]}`},
	}
}

// inNoItem are rows whose outcome is no field of the item; another test has them.
func inNoItem() map[string]string {
	return map[string]string{"a picture in base64": "TestInlinePicture"}
}

// Each row of the page's table is claimed here, each claim is a row, and its second
// cell names the field that came out.
func TestTheTableOfThePage(t *testing.T) {
	t.Parallel()
	rows := tableRows(t)
	for _, f := range fields() {
		row := rowOf(rows, f.row)
		require.NotEmpty(t, row, "no row begins with "+f.row)
		if f.path == "see below" {
			f.path = "pubStatus"
		} else {
			require.Contains(t, rows[row], "`"+f.path+"`", row)
		}
		delete(rows, row)
		got := comesOut(t, f)
		require.True(t, holds(got[f.path], decoded(t, f.want)), "%s: %s holds %v", f.row, f.path, got[f.path])
	}
	for begin := range inNoItem() {
		delete(rows, rowOf(rows, begin))
	}
	require.Empty(t, rows, "rows that no test claims")
}

func comesOut(t *testing.T, f field) map[string]any {
	t.Helper()
	doc := newsml(usable+f.manage, f.component+story)
	doc = strings.Replace(doc, "</NewsIdentifier>", "</NewsIdentifier>"+f.id, 1)
	it := tidied(t, one(t, strings.Replace(doc, "<NewsItem>", "<NewsEnvelope>"+f.envelope+"</NewsEnvelope><NewsItem>", 1)))
	out, err := ninjs.Encode(&it)
	require.NoError(t, err)
	m, ok := decoded(t, string(out)).(map[string]any)
	require.True(t, ok)
	return m
}

func decoded(t *testing.T, s string) any {
	t.Helper()
	var v any
	require.NoError(t, json.Unmarshal([]byte(s), &v), s)
	return v
}

// holds reports whether a value is what is wanted: of an object, the wanted keys;
// of a list, one entry.
func holds(got, want any) bool {
	switch g := got.(type) {
	case []any:
		for _, entry := range g {
			if holds(entry, want) {
				return true
			}
		}
		return reflect.DeepEqual(got, want)
	case map[string]any:
		w, ok := want.(map[string]any)
		for key, value := range w {
			ok = ok && reflect.DeepEqual(g[key], value)
		}
		return ok
	default:
		return reflect.DeepEqual(got, want)
	}
}

var tableRow = regexp.MustCompile(`(?m)^\| (.+?) \| (.+) \|$`)

func tableRows(t *testing.T) map[string]string {
	t.Helper()
	page, err := os.ReadFile("../../../../../docs/formats/newsml-1.md")
	require.NoError(t, err)
	_, table, _ := strings.Cut(string(page), "## Field by field")
	table, _, _ = strings.Cut(table, "\n## ")
	rows := map[string]string{}
	for _, m := range tableRow.FindAllStringSubmatch(table, -1) {
		if m[1] != "NewsML" {
			rows[m[1]] = m[2]
		}
	}
	return rows
}

// rowOf prefers a whole cell to one that begins with the text.
func rowOf(rows map[string]string, begin string) string {
	if _, ok := rows[begin]; ok {
		return begin
	}
	for row := range rows {
		if strings.HasPrefix(row, begin+" ") || strings.HasPrefix(row, begin+",") || strings.HasPrefix(row, begin+";") || strings.HasPrefix(row, begin+":") {
			return row
		}
	}
	return ""
}
