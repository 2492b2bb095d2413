package newsml1_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

func component(attrs, role, headline, content string) string {
	s := "<NewsComponent " + attrs + ">"
	if role != "" {
		s += `<Role FormalName="` + role + `"/>`
	}
	if headline != "" {
		s += "<NewsLines><HeadLine>" + headline + "</HeadLine></NewsLines>"
	}
	return s + content + "</NewsComponent>"
}

func content(s string) string {
	return "<ContentItem><DataContent>" + s + "</DataContent></ContentItem>"
}

func file(href string) string {
	return `<ContentItem Href="` + href + `"><Format FormalName="Jpeg"/></ContentItem>`
}

// whole is an item whose one component holds the parts.
func whole(attrs, headline string, parts ...string) string {
	return `<NewsML><NewsItem><Identification><NewsIdentifier>` + ids("a.example", "20250707", "SM1", "1", "") + `</NewsIdentifier><NameLabel>smn-0417</NameLabel></Identification>` +
		`<NewsManagement><Status FormalName="Usable"/></NewsManagement>` + component(attrs, "", headline, strings.Join(parts, "")) + `</NewsItem></NewsML>`
}

func TestComplexDataIsWhatIsInIt(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{
		"NITF": `<nitf><body><body.content><p>The ferry is late.</p></body.content></body></nitf>`, "paragraphs": `<p>The ferry is late.</p>`,
		"characters": `The ferry is late.`, "escaped": `&lt;nitf&gt;&lt;body&gt;&lt;body.content&gt;&lt;p&gt;The ferry is late.&lt;/p&gt;&lt;/body.content&gt;&lt;/body&gt;&lt;/nitf&gt;`,
	} {
		it := tidied(t, one(t, whole(``, "Ferry late", `<ContentItem><MediaType FormalName="ComplexData"/><DataContent>`+data+`</DataContent></ContentItem>`)))
		require.Equal(t, ninjs.TypeText, it.Type, name)
		require.Equal(t, "The ferry is late.", main(t, it), name)
	}
}

func TestNameLabelIsNoHeadlineOfAText(t *testing.T) {
	t.Parallel()
	it := tidied(t, one(t, whole("", "", content("<p>Harbour master resigns</p>"))))
	require.Equal(t, "Harbour master resigns", it.Headlines[0].Value)
	require.Equal(t, "smn-0417", it.Slugline)
	it = tidied(t, one(t, whole("", "Ferry", content("<p>Harbour master resigns</p>"))))
	require.Equal(t, "smn-0417", it.Title)
}

func TestTwoLanguagesAreTwoTexts(t *testing.T) {
	t.Parallel()
	nl := component(`xml:lang="nl"`, "", "Brug dicht", component(`xml:lang="nl"`, "Body", "", content("De brug is dicht.")))
	fr := component(`xml:lang="fr"`, "", "Pont fermé", component(`xml:lang="fr"`, "Body", "", content("Le pont est fermé.")))
	for _, c := range []struct{ attrs, first, second, body, other string }{
		{`xml:lang="nl"`, nl, fr, "De brug is dicht.", "fr"}, {`xml:lang="fr"`, nl, fr, "Le pont est fermé.", "nl"}, {"", fr, nl, "Le pont est fermé.", "nl"},
	} {
		it := tidied(t, one(t, whole(c.attrs, "", c.first, c.second)))
		require.Equal(t, c.body, main(t, it))
		require.Len(t, it.Associations, 1)
		require.Equal(t, "translation", it.Associations[0].Rel)
		require.Equal(t, c.other, it.Associations[0].Language)
		require.NotEmpty(t, it.Associations[0].Bodies)
	}
}

func TestContentItemsInTwoLanguages(t *testing.T) {
	t.Parallel()
	item := func(lang, s string) string {
		return `<ContentItem xml:lang="` + lang + `"><DataContent>` + s + `</DataContent></ContentItem>`
	}
	it := tidied(t, one(t, whole(`xml:lang="nl"`, "Brug dicht", item("fr", "Le pont est fermé."), item("nl", "De brug is dicht."))))
	require.Equal(t, "De brug is dicht.", main(t, it))
	require.Len(t, it.Associations, 1)
	require.Equal(t, "fr", it.Associations[0].Language)
}

func TestWhatGoesAlongWithAStoryIsNoneOfIt(t *testing.T) {
	t.Parallel()
	it := tidied(t, one(t, whole("", "Second boat", component("", "PressContact", "", content("press@a.example")), component("", "Body", "", content("A second boat.")),
		component("", "TweetText", "", content("Here! #boat")))))
	require.Equal(t, "A second boat.", main(t, it))
	require.Equal(t, []ninjs.Text{{Role: "presscontact", ContentType: "text/plain", Value: "press@a.example"}, {Role: "tweettext", ContentType: "text/plain", Value: "Here! #boat"}}, it.Descriptions)
}

func TestTabsPartParagraphsBehindALead(t *testing.T) {
	t.Parallel()
	it := tidied(t, one(t, whole("", "Ferry", component("", "Lead", "", content("A lead.")), component("", "Body", "", content("\tFirst.\n\tSecond.\n\tThird.")))))
	require.Equal(t, "A lead.\n\nFirst.\n\nSecond.\n\nThird.", main(t, it))
}

func TestMembersKeepTheirHeadlines(t *testing.T) {
	t.Parallel()
	member := func(headline, ref string) string {
		return component("", "", headline, `<NewsItemRef NewsItem="`+ref+`"/>`)
	}
	it := tidied(t, one(t, whole("", "Front page", component("", "MAIN", "", member("Ferry aground", "urn:newsml:a.example:20250707:A1")+member("Bridge opens", "urn:newsml:a.example:20250707:A2:1")))))
	require.Equal(t, []ninjs.Text{{Role: "main", Value: "Front page"}}, it.Headlines)
	require.Len(t, it.Associations, 2)
	require.EqualValues(t, "urn:newsml:a.example:20250707:A2", it.Associations[1].URI)
	require.Equal(t, "Bridge opens", it.Associations[1].Headlines[0].Value)
}

func TestFormsOfOnePicture(t *testing.T) {
	t.Parallel()
	text := component("", "Body", "", content("The ferry."))
	pic := func(role, href string) string { return component("", role, "", file(href)) }
	captioned := func(role, href string) string {
		return component("", role, "", component("", "Caption", "", content("A ferry."))+file(href))
	}
	for _, c := range []struct {
		name       string
		parts      []string
		renditions []int
	}{
		{"one", []string{text, pic("Image", "a.jpg"), pic("Preview", "a-p.jpg"), pic("Thumbnail", "a-t.jpg")}, []int{3}},
		{"the small ones first", []string{pic("Thumbnail", "a-t.jpg"), pic("Preview", "a-p.jpg"), pic("Image", "a.jpg"), text}, []int{3}},
		{"two", []string{text, pic("Image", "a.jpg"), pic("Preview", "a-p.jpg"), pic("Image", "b.jpg"), pic("Preview", "b-p.jpg")}, []int{2, 2}},
		{"two pictures", []string{text, pic("Image", "a.jpg"), pic("Image", "b.jpg")}, []int{1, 1}},
		{"two with captions", []string{text, captioned("Image", "a.jpg"), captioned("Preview", "b.jpg")}, []int{1, 1}},
		{"forms alone", []string{text, pic("Preview", "a.jpg"), pic("Preview", "b.jpg")}, []int{1, 1}},
	} {
		it := one(t, whole("", "Ferry", c.parts...)).Item
		var got []int
		for _, a := range it.Associations {
			got = append(got, len(a.Renditions))
		}
		require.Equal(t, c.renditions, got, c.name)
	}
}

func TestSignOffsAreNoByLine(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{"SMN-IBR": "", "IBR": "", "IDA BRACK": "IDA BRACK", "By Ida Brack": "Ida Brack"} {
		doc := strings.Replace(whole("", "Ferry", content("<p>Fog.</p>")), "</HeadLine>", "</HeadLine><ByLine>"+said+"</ByLine>", 1)
		require.Equal(t, want, one(t, doc).Item.By, said)
	}
}
