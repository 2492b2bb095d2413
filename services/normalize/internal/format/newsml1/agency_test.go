package newsml1_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// The documents are of invented agencies; their structures are those that agencies
// send.

func envelope(item string) string {
	return `<?xml version="1.0" encoding="utf-8"?><!DOCTYPE NewsML SYSTEM "NewsML_1.2.dtd"><NewsML Version="1.2"><Catalog Href="http://hw.example/catalog.xml"/>
<NewsEnvelope><TransmissionId>12</TransmissionId><SentFrom><Party FormalName="HW"/></SentFrom><DateAndTime>20240503T100500Z</DateAndTime><NewsService FormalName="GEN"/><NewsProduct FormalName="EUR"/><Priority FormalName="4"/></NewsEnvelope>` + item + `</NewsML>`
}

func of(component string) string {
	return envelope(`<NewsItem xml:lang="en">` + identified + `<NewsManagement>` + usable + `</NewsManagement>` + component + `</NewsItem>`)
}

func photo(role, name, size string) string {
	return `<NewsComponent><Role FormalName="` + role + `"/><ContentItem Href="` + name + `"><MediaType FormalName="Photo"/><Format FormalName="JPEG Baseline"/><MimeType FormalName="image/jpeg"/><Characteristics><SizeInBytes>` +
		size + `</SizeInBytes><Property FormalName="Width" Value="800"/><Property FormalName="Height" Value="600"/></Characteristics></ContentItem></NewsComponent>`
}

// A text in NITF, and photos that have their forms and captions as components.
func TestTextAndPhotos(t *testing.T) {
	t.Parallel()
	a := one(t, of(`<NewsComponent><NewsLines><DateLine>CORK, May 3, 2024 (HW) -</DateLine><HeadLine>Quay sinks</HeadLine></NewsLines>
<NewsComponent Essential="yes"><Role FormalName="Main"/><ContentItem><MediaType FormalName="Text"/><Format FormalName="NITF"/><DataContent><nitf><body><body.content>
<p>One.</p><media media-type="image"><media-reference data-location="#ph1"/><media-caption>Inner caption</media-caption></media></body.content></body></nitf></DataContent></ContentItem></NewsComponent>
<NewsComponent Duid="ph1" EquivalentsList="no"><Role FormalName="Supporting"/><NewsLines><HeadLine>The quay</HeadLine><ByLine>Ann Reed</ByLine><CreditLine>HW/Ann Reed</CreditLine><CopyrightLine>© HW</CopyrightLine></NewsLines>
<NewsComponent><Role FormalName="Caption"/><ContentItem><MediaType FormalName="Text"/><DataContent><media-caption><p>Waves at the quay.</p></media-caption></DataContent></ContentItem></NewsComponent>`+
		photo("Thumbnail", "http://hw.example/t.jpg", "900")+photo("Quicklook", "http://hw.example/q.jpg", "20000")+photo("HighRes", "h.jpg", "900000")+`</NewsComponent>
<NewsComponent Duid="ph2"><Role FormalName="Photo"/>`+photo("Main", "http://hw.example/2.jpg", "1")+`<NewsComponent><Role FormalName="Caption"/><ContentItem><DataContent>The other side.</DataContent></ContentItem></NewsComponent></NewsComponent></NewsComponent>`))
	it := tidied(t, a)
	require.Empty(t, a.Notes)
	require.Equal(t, "One.", main(t, it))
	require.Equal(t, ninjs.TypeText, it.Type)
	require.Len(t, it.Headlines, 1)
	require.Empty(t, it.Descriptions)
	require.Len(t, it.Associations, 2)
	first := it.Associations[0]
	require.Equal(t, "media-1", first.Name)
	require.Equal(t, ninjs.TypePicture, first.Type)
	require.EqualValues(t, "http://hw.example/t.jpg", first.URI)
	require.Equal(t, "Ann Reed", first.By)
	require.Equal(t, "© HW", first.CopyrightNotice)
	require.Equal(t, []ninjs.InfoSource{{Name: "HW/Ann Reed", Role: "credit"}}, first.InfoSources)
	require.Equal(t, []ninjs.Text{{Role: "main", Value: "The quay"}}, first.Headlines)
	require.Equal(t, []ninjs.Text{{Role: "caption", ContentType: "text/plain", Value: "Waves at the quay."}}, first.Descriptions)
	require.Equal(t, []ninjs.Rendition{
		{Name: "Thumbnail", Href: "http://hw.example/t.jpg", ContentType: "image/jpeg", Format: "JPEG Baseline", Width: 800, Height: 600, SizeInBytes: 900},
		{Name: "Quicklook", Href: "http://hw.example/q.jpg", ContentType: "image/jpeg", Format: "JPEG Baseline", Width: 800, Height: 600, SizeInBytes: 20000},
		{Name: "HighRes", Title: "h.jpg", ContentType: "image/jpeg", Format: "JPEG Baseline", Width: 800, Height: 600, SizeInBytes: 900000},
	}, first.Renditions)
	require.Contains(t, first.AltIDs, ninjs.AltID{Role: "source", Value: "h.jpg"})
	require.Equal(t, "The other side.", it.Associations[1].Descriptions[0].Value)
	require.Equal(t, "original", it.Associations[1].Renditions[0].Name)
}

// Paragraphs stand in DataContent alone, the caption among them, the photo's files
// beside them.
func TestParagraphsAndCaption(t *testing.T) {
	t.Parallel()
	it := tidied(t, one(t, of(`<NewsComponent><NewsLines><HeadLine>Quay sinks</HeadLine></NewsLines>
<NewsComponent><ContentItem><MediaType FormalName="Text"/><DataContent><p>One.</p><p>Two.</p><media-caption><p>Waves.</p></media-caption></DataContent></ContentItem></NewsComponent>
<NewsComponent><Role FormalName="Photo"/><ContentItem Href="http://hw.example/a.jpg"><MediaType FormalName="Photo"/></ContentItem><ContentItem Href="http://hw.example/b.jpg"><MediaType FormalName="Photo"/></ContentItem></NewsComponent></NewsComponent>`)))
	require.Equal(t, "One.\n\nTwo.", main(t, it))
	require.Len(t, it.Associations, 1)
	require.Equal(t, "Waves.", it.Associations[0].Descriptions[0].Value)
	require.Len(t, it.Associations[0].Renditions, 2)
}

// A photo alone is the item.
func TestPhotoItem(t *testing.T) {
	t.Parallel()
	a := one(t, of(`<NewsComponent><NewsLines><HeadLine>The quay</HeadLine><ByLine>Ann Reed</ByLine></NewsLines><NewsComponent EquivalentsList="yes"><Role FormalName="Main"/>`+
		photo("Preview", "http://hw.example/p.jpg", "9")+photo("HighDef", "http://hw.example/h.jpg", "99")+`</NewsComponent>
<NewsComponent><Role FormalName="Caption"/><ContentItem><MediaType FormalName="Text"/><DataContent><p>Waves at the quay.</p></DataContent></ContentItem></NewsComponent></NewsComponent>`))
	it := tidied(t, a)
	require.Equal(t, ninjs.TypePicture, it.Type)
	require.Equal(t, []ninjs.Text{{Role: "caption", ContentType: "text/plain", Value: "Waves at the quay."}}, it.Descriptions)
	require.Len(t, it.Renditions, 2)
	require.Empty(t, it.Bodies)
	require.Empty(t, it.Associations)
	require.EqualValues(t, "urn:newsml:hw.example:20240503:HW-7", it.URI)
}

// Several files are one photo or several by what tells them apart.
func TestOnePhotoOrSeveral(t *testing.T) {
	t.Parallel()
	caption := `<NewsComponent><Role FormalName="Caption"/><ContentItem><DataContent>Waves.</DataContent></ContentItem></NewsComponent>`
	two := func(a, b string) string {
		return photo(a, "http://hw.example/1.jpg", "1") + photo(b, "http://hw.example/2.jpg", "2")
	}
	for _, c := range []struct {
		name, attrs, content string
		want                 int
	}{
		{"forms", "", two("Thumbnail", "HighRes"), 1}, {"the main one and a form", "", two("Main", "Thumbnail"), 1}, {"named as photos", "", two("Photo", "Photo"), 2},
		{"named alike", "", two("", ""), 2}, {"a list of equivalents", `EquivalentsList="yes"`, two("", ""), 1}, {"one caption", "", two("", "") + caption, 1},
		{"unknown forms", "", two("HD", "SD"), 1}, {"a photo and a film", "", two("Photo", "Video"), 2},
	} {
		it := one(t, of(`<NewsComponent>`+story+`<NewsComponent `+c.attrs+`>`+c.content+`</NewsComponent></NewsComponent>`)).Item
		require.Len(t, it.Associations, c.want, c.name)
		alone := one(t, of(`<NewsComponent `+c.attrs+`>`+c.content+`</NewsComponent>`)).Item
		require.Equal(t, c.want > 1, alone.Type == ninjs.TypeComposite, c.name)
		require.Len(t, append(alone.Associations, make([]ninjs.Association, len(alone.Renditions))...), 2, c.name)
	}
}

// A film with its still and a shot list.
func TestVideoItem(t *testing.T) {
	t.Parallel()
	it := tidied(t, one(t, of(`<NewsComponent><NewsLines><HeadLine>The quay</HeadLine></NewsLines>
<NewsComponent><Role FormalName="Video"/><ContentItem Href="http://hw.example/v.mp4"><MediaType FormalName="Video"/><MimeType FormalName="video/mp4"/><Characteristics><Property FormalName="TotalDuration" Value="00:01:30:12"/>
<Property FormalName="FrameRate" Value="25"/><Property FormalName="VideoCoder" Value="H.264"/><Property FormalName="AspectRatio" Value="16:9"/><Property FormalName="BitRate" Value="4000k"/></Characteristics></ContentItem></NewsComponent>
<NewsComponent><Role FormalName="Thumbnail"/><ContentItem Href="http://hw.example/v.jpg"><MediaType FormalName="Photo"/></ContentItem></NewsComponent>
<NewsComponent><Role FormalName="Shotlist"/><ContentItem><MediaType FormalName="Text"/><DataContent>1. Waves</DataContent></ContentItem></NewsComponent></NewsComponent>`)))
	require.Equal(t, ninjs.TypeVideo, it.Type)
	require.Equal(t, ninjs.Rendition{Name: "original", Href: "http://hw.example/v.mp4", ContentType: "video/mp4", Duration: 90, FrameRate: 25, VideoCodec: "H.264", AspectRatio: "16:9", Bitrate: "4000k"}, it.Renditions[0])
	require.Equal(t, "Thumbnail", it.Renditions[1].Name)
	require.Equal(t, "script", it.Bodies[0].Role)
}

// Lead and body are components, the text within is another headline's.
func TestLeadAndBody(t *testing.T) {
	t.Parallel()
	it := tidied(t, one(t, of(`<NewsComponent Duid="11" xml:lang="fr"><NewsLines><HeadLine>Le quai coule</HeadLine></NewsLines><NewsComponent Duid="11" xml:lang="fr"><Role FormalName="Text"/>
<NewsLines><HeadLine>Tempête - Le quai coule</HeadLine><CreditLine>HW</CreditLine><KeywordLine>MER/QUAI</KeywordLine></NewsLines><AdministrativeMetadata><Creator><Party FormalName="ABC" Topic="AUTHOR"/><Party FormalName="DEF" Topic="EDITOR"/></Creator></AdministrativeMetadata>
<NewsComponent xml:lang="fr"><Role FormalName="Title"/><ContentItem><DataContent>Le quai coule</DataContent></ContentItem></NewsComponent>
<NewsComponent xml:lang="fr"><Role FormalName="Lead"/><ContentItem><DataContent><![CDATA[Le chapeau.]]></DataContent></ContentItem></NewsComponent>
<NewsComponent xml:lang="fr"><Role FormalName="Body"/><ContentItem><DataContent><![CDATA[<p>Le corps.</p>]]></DataContent></ContentItem></NewsComponent></NewsComponent></NewsComponent>`)))
	require.Equal(t, "Le chapeau.\n\nLe corps.", main(t, it))
	require.Equal(t, "fr", it.Language)
	require.Equal(t, []ninjs.Text{{Role: "main", Value: "Le quai coule"}, {Role: "alternate", Value: "Tempête - Le quai coule"}}, it.Headlines)
	require.Equal(t, "Le chapeau.", it.Descriptions[0].Value)
	require.Contains(t, it.Subjects, ninjs.Subject{Name: "QUAI", Rel: "keyword"})
	require.Contains(t, it.InfoSources, ninjs.InfoSource{Name: "ABC", Role: "author"})
	require.Contains(t, it.InfoSources, ninjs.InfoSource{Name: "DEF", Role: "editor"})
	require.Empty(t, it.By, "a sign-off is no by-line")
}

// Lists of contents: texts and photos, each photo's files and caption in NITF.
func TestContentLists(t *testing.T) {
	t.Parallel()
	caption := func(s string) string {
		return `<NewsComponent><Role FormalName="Caption"/><ContentItem><MediaType FormalName="Text"/><Format FormalName="NITF"/><DataContent><nitf baselang="es-ES"><head><title>x</title></head><body><body.head><hedline><hl1>Foto</hl1></hedline></body.head><body.content><p>` +
			s + `</p></body.content></body></nitf></DataContent></ContentItem></NewsComponent>`
	}
	it := tidied(t, one(t, of(`<NewsComponent Duid="m"><NewsLines><HeadLine>Se hunde el muelle</HeadLine><SubHeadLine>Nadie herido</SubHeadLine></NewsLines><DescriptiveMetadata><Language FormalName="es"/><Property FormalName="Tesauro" Value="CAT:SUCESOS"/></DescriptiveMetadata>
<NewsComponent Duid="m.texts"><Role FormalName="Content list"/><NewsComponent Duid="m.texts.1"><ContentItem><MediaType FormalName="Text"/><Format FormalName="NITF"/><DataContent><nitf><body><body.head><hedline><hl1>Se hunde el muelle</hl1></hedline><dateline>Cork, 3 may (HW).-</dateline></body.head><body.content><p>Uno.</p></body.content></body></nitf></DataContent></ContentItem></NewsComponent></NewsComponent>
<NewsComponent Duid="m.photos"><Role FormalName="Content list"/><NewsComponent Duid="m.photos.1"><NewsComponent Duid="m.photos.1.file" EquivalentsList="yes"><Role FormalName="Main"/><ContentItem Href="http://hw.example/1.jpg"><MediaType FormalName="Photo"/></ContentItem><ContentItem Href="http://hw.example/1s.jpg"><MediaType FormalName="Photo"/></ContentItem></NewsComponent>`+caption("Olas.")+
		`</NewsComponent><NewsComponent Duid="m.photos.2">`+photo("Main", "http://hw.example/2.jpg", "1")+caption("Barcos.")+`</NewsComponent></NewsComponent></NewsComponent>`)))
	require.Equal(t, "Uno.", main(t, it))
	require.Equal(t, []ninjs.Text{{Role: "main", Value: "Se hunde el muelle"}, {Role: "sub", Value: "Nadie herido"}}, it.Headlines)
	require.Equal(t, "Cork", it.Located)
	require.Contains(t, it.Subjects, ninjs.Subject{Name: "SUCESOS", Rel: "category", Literal: "CAT:SUCESOS"})
	require.Len(t, it.Associations, 2)
	require.Equal(t, "Olas.", it.Associations[0].Descriptions[0].Value)
	require.Len(t, it.Associations[0].Renditions, 2)
	require.Equal(t, "Barcos.", it.Associations[1].Descriptions[0].Value)
}

// Headline and body are components in XHTML, as press releases come.
func TestReleaseInParts(t *testing.T) {
	t.Parallel()
	part := func(role, html string) string {
		return `<NewsComponent><Role FormalName="` + role + `"/><ContentItem><Format FormalName="XHTML"/><MimeType FormalName="text/xhtml"/><DataContent>` + html + `</DataContent></ContentItem></NewsComponent>`
	}
	it := tidied(t, one(t, of(`<NewsComponent><BasisForChoice Rank="1">./NewsComponent/Role</BasisForChoice><NewsLines><DateLine>CORK, May 3, 2024 /HW/</DateLine></NewsLines>`+
		part("HeadLine", `<html><head><title>h</title></head><body><h1>Quay Ltd sinks</h1></body></html>`)+part("SubHeadline", `<html><body><p>Shares too</p></body></html>`)+
		part("Body", `<html><head><title>b</title></head><body><p>One.</p><table><tr><td>a</td></tr></table></body></html>`)+part("StyleSheet", "p { }")+`</NewsComponent>`)))
	require.Equal(t, []ninjs.Text{{Role: "main", Value: "Quay Ltd sinks"}, {Role: "sub", Value: "Shares too"}}, it.Headlines)
	require.Equal(t, "One.\n\na", main(t, it))
	require.Equal(t, "CORK", it.Located)
}

// Topics with codes, and a picture in a component named for its role.
func TestTopics(t *testing.T) {
	t.Parallel()
	topic := func(id, kind, scheme, code, name string) string {
		return `<Topic Duid="` + id + `"><TopicType FormalName="` + kind + `"/><FormalName Scheme="` + scheme + `">` + code + `</FormalName><Description Variant="ShortName">x</Description><Description xml:lang="en">` + name + `</Description></Topic>`
	}
	a := one(t, of(`<NewsComponent><TopicSet FormalName="t">`+topic("c1", "Company", "RIC", "QUAY.L", "Quay Ltd")+topic("p1", "Person", "hw", "17", "Ann Reed")+topic("l1", "Country", "iso", "IE", "Ireland")+topic("e1", "Event", "hw", "e", "Sea Week")+
		topic("o1", "Product", "hw", "o", "The Tern")+topic("s1", "Industry", "N2000", "SHP", "Shipping")+`</TopicSet><Role FormalName="Main"/><NewsLines><HeadLine>Quay</HeadLine></NewsLines>
<AdministrativeMetadata><Provider><Party FormalName="HW"/></Provider><Creator><Party Topic="#p1"/></Creator><Source><Party FormalName="Sea News"/></Source></AdministrativeMetadata><DescriptiveMetadata><Language FormalName="en"/>
<TopicOccurrence Topic="#c1" HowPresent="Prominent"/><TopicOccurrence Topic="#l1" HowPresent="Passing"/><TopicOccurrence Topic="#e1"/><TopicOccurrence Topic="#o1"/><TopicOccurrence Topic="#s1"/><TopicOccurrence Topic="http://hw.example/topics#x9" Importance="80"/></DescriptiveMetadata>
<NewsComponent><Role FormalName="Main Text"/><ContentItem><DataContent><p>One.</p></DataContent></ContentItem></NewsComponent><NewsComponent><Role FormalName="Main Picture"/><ContentItem Href="http://hw.example/1.jpg"/><ContentItem><MediaType FormalName="Text"/><DataContent>Waves.</DataContent></ContentItem></NewsComponent></NewsComponent>`))
	it := tidied(t, a)
	require.Equal(t, []ninjs.Organisation{{Name: "Quay Ltd", Rel: "about", Literal: "RIC:QUAY.L", Symbols: []ninjs.Symbol{{Symbol: "QUAY.L"}}}}, it.Organisations)
	require.Equal(t, []ninjs.Person{{Name: "Ann Reed", Rel: "creator", Literal: "hw:17"}}, it.People)
	require.Equal(t, []ninjs.Place{{Name: "Ireland", Rel: "mentions", Literal: "iso:IE"}}, it.Places)
	require.Equal(t, []ninjs.Event{{Name: "Sea Week", Rel: "about", Literal: "hw:e"}}, it.Events)
	require.Equal(t, []ninjs.Object{{Name: "The Tern", Rel: "about", Literal: "hw:o"}}, it.Objects)
	require.Contains(t, it.Subjects, ninjs.Subject{Name: "Shipping", Rel: "about", Literal: "N2000:SHP"})
	eighty := 80
	require.Contains(t, it.Subjects, ninjs.Subject{Name: "x9", Rel: "about", Literal: "http://hw.example/topics#x9", Relevance: &eighty})
	require.Equal(t, "Ann Reed", it.By)
	require.Contains(t, it.InfoSources, ninjs.InfoSource{Name: "Sea News", Role: "source"})
	require.Equal(t, "One.", main(t, it))
	require.Equal(t, "Waves.", it.Associations[0].Descriptions[0].Value)
}

// Local time, Greek, the text escaped twice over, a story beside the main one, and
// one in another language.
func TestGreekAndOthers(t *testing.T) {
	t.Parallel()
	it := tidied(t, one(t, envelope(`<NewsItem xml:lang="el"><Identification><NewsIdentifier><ProviderId>hw.example</ProviderId><DateId>20240503T130000</DateId><NewsItemId>5</NewsItemId><RevisionId PreviousRevision="0" Update="N">1</RevisionId><PublicIdentifier/></NewsIdentifier></Identification>
<NewsManagement><FirstCreated>20240503T125000</FirstCreated><ThisRevisionCreated>20240503T130000</ThisRevisionCreated>`+status("Usable")+`<Urgency FormalName="5"/></NewsManagement>
<NewsComponent EquivalentsList="no"><NewsComponent><Role FormalName="Main"/><NewsLines><HeadLine>Βυθίστηκε η αποβάθρα</HeadLine></NewsLines><DescriptiveMetadata><Language FormalName="el"/><SubjectCode><Subject FormalName="03000000"/><SubjectMatter FormalName="03010000"/></SubjectCode></DescriptiveMetadata>
<ContentItem><MediaType FormalName="Text"/><Format FormalName="HTML"/><DataContent>&lt;p&gt;&amp;Epsilon;να.&lt;/p&gt;</DataContent></ContentItem></NewsComponent>
<NewsComponent><Role FormalName="Sidebar"/><NewsLines><HeadLine>Η ιστορία</HeadLine></NewsLines><ContentItem><DataContent><p>Δύο.</p></DataContent></ContentItem></NewsComponent></NewsComponent></NewsItem>`)))
	require.EqualValues(t, "urn:newsml:hw.example:20240503T130000:5", it.URI)
	require.Equal(t, "2024-05-03T10:00:00Z", utc(it.VersionCreated))
	require.Equal(t, "Ενα.", main(t, it))
	require.Len(t, it.Headlines, 1)
	require.Len(t, it.Associations, 1)
	require.Equal(t, "Sidebar", it.Associations[0].Rel)
	require.Equal(t, "Δύο.", main(t, it.Associations[0].Item))

	held := one(t, of(`<NewsComponent>`+role("Main", story)+role("Sidebar", `<ContentItem><DataContent><nitf><head><docdata management-status="withheld"/></head><body><body.content><p>Secret.</p></body.content></body></nitf></DataContent></ContentItem>`)+`</NewsComponent>`))
	require.Empty(t, held.Item.Associations[0].Bodies)
	require.NotEmpty(t, held.Notes)

	two := tidied(t, one(t, of(`<NewsComponent EquivalentsList="yes"><NewsLines><HeadLine>Quay</HeadLine></NewsLines><NewsComponent xml:lang="en"><ContentItem><DataContent><p>One.</p></DataContent></ContentItem></NewsComponent>
<NewsComponent xml:lang="fr"><NewsLines><HeadLine>Le quai</HeadLine></NewsLines><ContentItem><DataContent><p>Un.</p></DataContent></ContentItem></NewsComponent></NewsComponent>`)))
	require.Equal(t, "One.", main(t, two))
	require.Equal(t, "translation", two.Associations[0].Rel)
	require.Equal(t, "fr", two.Associations[0].Language)
}

// Items within an item are articles; the item lists them.
func TestPackages(t *testing.T) {
	t.Parallel()
	inner := `<NewsItem xml:lang="en"><Identification><NewsIdentifier><ProviderId>hw.example</ProviderId><DateId>20240503</DateId><NewsItemId>IN</NewsItemId><RevisionId>2</RevisionId></NewsIdentifier></Identification><NewsManagement>` + usable + `</NewsManagement><NewsComponent>` + story + `</NewsComponent></NewsItem>`
	articles := parse(t, of(`<NewsComponent><NewsLines><HeadLine>The day</HeadLine></NewsLines><NewsComponent><Role FormalName="Top"/><NewsItemRef NewsItem="urn:newsml:hw.example:20240503:HW-1:3"><Comment>First</Comment></NewsItemRef>`+
		`</NewsComponent><NewsComponent>`+inner+`</NewsComponent></NewsComponent>`)+"")
	require.Len(t, articles, 2)
	outer := tidied(t, articles[0])
	require.EqualValues(t, "urn:newsml:hw.example:20240503:HW-1", outer.Associations[0].URI)
	require.Equal(t, "First", outer.Associations[0].Title)
	require.EqualValues(t, "urn:newsml:hw.example:20240503:IN", outer.Associations[1].URI)
	require.Equal(t, articles[1].Item.URI, outer.Associations[1].URI)
	require.Equal(t, "2", articles[1].Item.Version)
	require.Equal(t, "One.", main(t, tidied(t, articles[1])))
	several := parse(t, `<batch>`+withStory("")+withStory("")+`</batch>`)
	require.Len(t, several, 2)
}

// A picture in the document is handed over with what is said of it.
func TestInlinePicture(t *testing.T) {
	t.Parallel()
	a := one(t, of(`<NewsComponent>`+story+`<NewsComponent><Role FormalName="Photo"/><NewsLines><HeadLine>The quay</HeadLine><ByLine>Ann Reed</ByLine></NewsLines><ContentItem Duid="i1"><MediaType FormalName="Photo"/><MimeType FormalName="image/png"/>
<Encoding Notation="base64"><DataContent>iVBORw0K
Ggo=</DataContent></Encoding></ContentItem><ContentItem><MediaType FormalName="Text"/><DataContent>Waves.</DataContent></ContentItem></NewsComponent></NewsComponent>`))
	require.Len(t, a.Parts, 1)
	require.Equal(t, "image/png", a.Parts[0].MediaType)
	require.Equal(t, []byte("\x89PNG\r\n\x1a\n"), a.Parts[0].Data)
	require.Equal(t, [3]string{"i1", "The quay", "Waves.\nAnn Reed"}, [3]string{a.Parts[0].ID, a.Parts[0].Title, a.Parts[0].Caption})
	require.Empty(t, a.Item.Associations)
	broken := one(t, of(`<NewsComponent>`+story+`<NewsComponent><ContentItem><MediaType FormalName="Photo"/><Encoding Notation="base64"><DataContent>%</DataContent></Encoding></ContentItem></NewsComponent></NewsComponent>`))
	require.NotEmpty(t, broken.Notes)
}
