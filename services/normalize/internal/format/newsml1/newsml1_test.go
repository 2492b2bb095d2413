package newsml1_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/newsml1"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy"
)

var athens = time.FixedZone("EEST", 3*3600)

func parse(t *testing.T, doc string) []format.Article {
	t.Helper()
	articles, err := newsml1.Parse(format.Input{Data: []byte(doc), Zone: athens, Provider: "p", Language: "de"})
	require.NoError(t, err)
	return articles
}

func one(t *testing.T, doc string) format.Article {
	t.Helper()
	articles := parse(t, doc)
	require.Len(t, articles, 1)
	require.Nil(t, articles[0].Err)
	return articles[0]
}

func tidied(t *testing.T, a format.Article) ninjs.Item {
	t.Helper()
	it, _, err := tidy.Article(a, tidy.Settings{Provider: "p"})
	require.NoError(t, err)
	out, err := ninjs.Encode(&it)
	require.NoError(t, err)
	localtest.ValidateNinjs(t, out)
	return it
}

// main is the main text in plain, as it comes out.
func main(t *testing.T, it ninjs.Item) string {
	t.Helper()
	for _, b := range it.Bodies {
		if b.Role == "main" && b.ContentType == "text/plain" {
			return b.Value
		}
	}
	return ""
}

func utc(t ninjs.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

const (
	identified = `<Identification><NewsIdentifier><ProviderId>hw.example</ProviderId><DateId>20240503</DateId><NewsItemId>HW-7</NewsItemId>
<RevisionId PreviousRevision="0" Update="N">1</RevisionId><PublicIdentifier>urn:newsml:hw.example:20240503:HW-7:1</PublicIdentifier></NewsIdentifier></Identification>`
	usable = `<ThisRevisionCreated>20240503T100000Z</ThisRevisionCreated><Status FormalName="Usable"/>`
	story  = `<NewsLines><HeadLine>Quay</HeadLine></NewsLines><ContentItem><DataContent><p>One.</p></DataContent></ContentItem>`
)

// newsml makes a document of one item.
func newsml(manage, component string) string {
	return `<NewsML Version="1.2"><NewsItem>` + identified + `<NewsManagement>` + manage + `</NewsManagement><NewsComponent>` + component + `</NewsComponent></NewsItem></NewsML>`
}

func withStory(component string) string { return newsml(usable, component+story) }

func TestIdentity(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, revision, public, item, uri, id, version string }{
		{"with revision", `<RevisionId>3</RevisionId>`, "urn:newsml:a.example:20240503:X:3", "X", "urn:newsml:a.example:20240503:X", "", "3"},
		{"with update", `<RevisionId Update="U">3</RevisionId>`, "urn:newsml:a.example:20240503:X:3U", "X", "urn:newsml:a.example:20240503:X", "", "3"},
		{"without revision", `<RevisionId>3</RevisionId>`, "urn:newsml:a.example:20240503:X", "X", "urn:newsml:a.example:20240503:X", "", "3"},
		{"a number for an id", `<RevisionId>1</RevisionId>`, "urn:newsml:a.example:20240503:1", "1", "urn:newsml:a.example:20240503:1", "", "1"},
		{"a number with revision", `<RevisionId>1</RevisionId>`, "urn:newsml:a.example:20240503:1:1", "1", "urn:newsml:a.example:20240503:1", "", "1"},
		{"colons in the id", `<RevisionId>2</RevisionId>`, "urn:newsml:a.example:20240503:a:b:2", "a:b", "urn:newsml:a.example:20240503:a:b", "", "2"},
		{"no revision said", ``, "urn:newsml:a.example:20240503:X:4", "X", "urn:newsml:a.example:20240503:X", "", "4"},
		{"no public one", `<RevisionId>2</RevisionId>`, "", "X", "urn:newsml:a.example:20240503:X", "", "2"},
		{"of their own", `<RevisionId>2</RevisionId>`, "A-17:X:2", "X", "", "A-17:X", "2"},
		{"no URN", `<RevisionId>2</RevisionId>`, "A-17", "X", "", "A-17", "2"},
		{"text within", `<RevisionId><text>2</text></RevisionId>`, "A-17", "X", "", "A-17", "2"},
		{"a space", `<RevisionId>2</RevisionId>`, "urn:newsml:a.example:20240503:a b:2", "a b", "", "urn:newsml:a.example:20240503:a b", "2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := one(t, `<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>a.example</ProviderId><DateId>20240503</DateId><NewsItemId>`+c.item+`</NewsItemId>`+
				c.revision+`<PublicIdentifier>`+c.public+`</PublicIdentifier></NewsIdentifier></Identification><NewsComponent>`+story+`</NewsComponent></NewsItem></NewsML>`)
			require.EqualValues(t, c.uri, a.Item.URI)
			require.Equal(t, c.id, a.ID)
			require.Equal(t, c.version, a.Item.Version)
		})
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"20140829T135002Z": "2014-08-29T13:50:02Z", "20140829T135002+0000": "2014-08-29T13:50:02Z", "20140829T135002+03:00": "2014-08-29T10:50:02Z",
		"20140829T135002": "2014-08-29T10:50:02Z", "20140829": "2014-08-28T21:00:00Z", "2014-08-29T13:50:02-05:00": "2014-08-29T18:50:02Z",
		"2014-08-29 13:50": "2014-08-29T10:50:00Z", "20140829T1350": "2014-08-29T10:50:00Z", "20140829T135002.123Z": "2014-08-29T13:50:02Z",
		"20140829T135002+03": "2014-08-29T10:50:02Z", "yesterday": "", "20141329": "", "": "",
	} {
		a := one(t, newsml(`<ThisRevisionCreated>`+said+`</ThisRevisionCreated><Status FormalName="Usable"/>`, story))
		if want == "" {
			require.Equal(t, said != "", len(a.Notes) > 0, said)
			want = "2024-05-02T21:00:00Z" // the DateId
		}
		require.Equal(t, want, utc(a.Item.VersionCreated), said)
	}
}

func TestDateLines(t *testing.T) {
	t.Parallel()
	location := `<DescriptiveMetadata><Location HowPresent="Origin"><Property FormalName="City" Value="Cork"/></Location></DescriptiveMetadata>`
	for _, c := range [][3]string{
		{"CORK, May 3, 2024 (HW) -", "", "CORK"}, {"CORK, Ireland, May 3 (HW) -", location, "CORK, Ireland"}, {"Αθήνα, 3 Μαΐου 2024 (HW) --", "", "Αθήνα"},
		{"", location, "Cork"}, {"Cork 3 mei (HW)", location, "Cork"}, {"CORK (HW) -", "", "CORK"}, {"Paris, 3 mai 2024 (HW) -", "", "Paris"}, {"ΑΘΗΝΑ 3/5/2024", "", "ΑΘΗΝΑ"}, {"3/5/2024", "", ""}, {"", "", ""},
	} {
		a := one(t, withStory(`<NewsLines><DateLine>`+c[0]+`</DateLine></NewsLines>`+c[1]))
		require.Equal(t, c[2], tidied(t, a).Located, c[0])
	}
}

func TestByLines(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]string{
		{"By Ann Reed", "en", "Ann Reed"}, {"Von Bo Lind", "de", "Bo Lind"}, {"Von Bo Lind", "en", "Von Bo Lind"}, {"Par Ann Reed", "fr", "Ann Reed"},
		{"Του Νίκου Α.", "el", "Νίκου Α."}, {"By", "en", "By"}, {"Byron Reed", "en", "Byron Reed"},
	} {
		a := one(t, withStory(`<NewsLines><ByLine>`+c[0]+`</ByLine></NewsLines><DescriptiveMetadata><Language FormalName="`+c[1]+`"/></DescriptiveMetadata>`))
		require.Equal(t, c[2], a.Item.By, c[0])
	}
	two := one(t, withStory(`<NewsLines><ByLine>Ann Reed</ByLine><ByLine>Bo Lind</ByLine></NewsLines>`))
	require.Equal(t, "Ann Reed, Bo Lind", two.Item.By)
}

func TestLanguages(t *testing.T) {
	t.Parallel()
	for metadata, want := range map[string]string{"en": "en", "ENG": "en", "pt_BR": "pt-BR", "gr": "el", "Greek": "el", "": "el"} {
		doc := strings.Replace(withStory(`<DescriptiveMetadata><Language FormalName="`+metadata+`"/></DescriptiveMetadata>`), "<NewsItem>", `<NewsItem xml:lang="el">`, 1)
		require.Equal(t, want, one(t, doc).Item.Language, metadata)
	}
}

func TestBodies(t *testing.T) {
	t.Parallel()
	text := func(format, data string) string {
		return `<ContentItem><MediaType FormalName="Text"/><Format FormalName="` + format + `"/><DataContent>` + data + `</DataContent></ContentItem>`
	}
	for _, c := range []struct{ name, content, want string }{
		{"paragraphs", text("", "<p>One.</p>\n<p>Two &amp; three.</p>"), "One.\n\nTwo & three."},
		{"paragraphs and a caption", text("", "<p>One.</p><media-caption><p>A ship</p></media-caption>"), "One."},
		{"NITF", text("NITF3.1", "<nitf><body><body.content><p>One.</p></body.content></body></nitf>"), "One."},
		{"NITF without its root", text("NITF", "<body><body.content><block><p>One.</p></block></body.content></body>"), "One."},
		{"a body's content alone", text("NITF", "<body.content><p>One.</p></body.content>"), "One."},
		{"NITF in capitals of the format alone", text("bcNITF2.5", "<nitf><head><title>x</title></head><body><body.content><p>One.</p></body.content></body></nitf>"), "One."},
		{"escaped NITF", text("NITF", "<![CDATA[<?xml version='1.0'?><nitf><body><body.content><p>One &amp; two.</p></body.content></body></nitf>]]>"), "One & two."},
		{"XHTML", text("XHTML", "<html><head><title>T</title></head><body><h1>Head</h1><p>One.</p></body></html>"), "Head\n\nOne."},
		{"a body of XHTML", text("", "<body><p>One.</p></body>"), "One."},
		{"escaped HTML", text("HTML", "&lt;p&gt;One &amp;amp; two.&lt;/p&gt;"), "One & two."},
		{"HTML in CDATA", text("", "<![CDATA[<p>One.</p><br/>Two.]]>"), "One.\n\nTwo."},
		{"plain", text("", "One\nline.\n\nTwo."), "One\nline.\n\nTwo."},
		{"an angle in plain text", text("", "1 &lt; 2 is so."), "1 < 2 is so."},
		{"base64", `<ContentItem><MediaType FormalName="Text"/><Encoding Notation="base64"><DataContent>PHA+T25lLjwv
cD4=</DataContent></Encoding></ContentItem>`, "One."},
		{"base64 of NITF", `<ContentItem><Encoding Notation="Base64"><DataContent>PG5pdGY+PGJvZHk+PGJvZHkuY29udGVudD48cD5PbmUuPC9wPjwvYm9keS5jb250ZW50PjwvYm9keT48L25pdGY+</DataContent></Encoding></ContentItem>`, "One."},
		{"two forms", text("plain", "One only") + text("NITF", "<nitf><body><body.content><p>One.</p></body.content></body></nitf>"), "One."},
		{"several NITF", text("", "<nitf><body><body.content><p>One.</p></body.content></body></nitf><nitf><body><body.content><p>Two.</p></body.content></body></nitf>"), "One.\n\nTwo."},
		{"several pages", text("", "<html><body><p>One.</p></body></html><html><p>Two.</p></html>"), "One.\n\nTwo."},
		{"two pieces", text("NITF", "<p>One.</p>") + text("NITF", "<p>Two.</p>"), "One.\n\nTwo."},
		{"two types", `<NewsComponent>` + text("", "One.") + `</NewsComponent><NewsComponent>` + text("XHTML", "<p>Two.</p>") + `</NewsComponent>`, "One.\n\nTwo."},
		{"equivalents", `<NewsComponent EquivalentsList="yes"><NewsComponent>` + text("plain", "One only") + `</NewsComponent><NewsComponent>` + text("XHTML", "<p>One.</p>") + `</NewsComponent></NewsComponent>`, "One."},
		{"lead and body", role("Lead", text("", "One.")) + role("Body", text("", "Two.")), "One.\n\nTwo."},
		{"lead again in the body", role("Lead", text("", "One.")) + role("Body", text("", "<p>One.</p><p>Two.</p>")), "One.\n\nTwo."},
		{"summary", role("Summary", text("", "Short.")) + role("Body", text("", "One.")), "One."},
		{"style sheet", role("StyleSheet", text("CSS", "p { }")) + role("Body", text("", "One.")), "One."},
		{"names", text("NITF", "<p>Said <person>Ann Reed</person>.</p>"), "Said Ann Reed."},
		{"a table", text("NITF", "<table><tr><td>One</td><td>1</td></tr></table>"), "One\t1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			it := tidied(t, one(t, newsml(usable, `<NewsLines><HeadLine>Quay</HeadLine></NewsLines>`+c.content)))
			require.Equal(t, c.want, main(t, it))
			require.Equal(t, ninjs.TypeText, it.Type)
			require.LessOrEqual(t, len(it.Bodies), 2)
		})
	}
}

func role(name, content string) string {
	return `<NewsComponent><Role FormalName="` + name + `"/>` + content + `</NewsComponent>`
}

func TestRefused(t *testing.T) {
	t.Parallel()
	for doc, reason := range map[string]contract.Reason{
		"": contract.ReasonMalformed, "<NewsML>": contract.ReasonMalformed, "<NewsML/>": contract.ReasonMalformed,
		`<!DOCTYPE NewsML [<!ENTITY a "b">]><NewsML><NewsItem>&a;</NewsItem></NewsML>`:      contract.ReasonMalformed,
		"<NewsML>" + strings.Repeat("<a>", 300) + strings.Repeat("</a>", 300) + "</NewsML>": contract.ReasonTooDeep,
		"<NewsML>" + strings.Repeat("<NewsItem/>", 10_001) + "</NewsML>":                    contract.ReasonTooManyArticles,
	} {
		_, err := newsml1.Parse(format.Input{Data: []byte(doc), Zone: athens})
		var fe *format.Error
		require.ErrorAs(t, err, &fe)
		require.Equal(t, reason, fe.Reason)
		require.Equal(t, newsml1.Name, fe.Format)
	}
}
