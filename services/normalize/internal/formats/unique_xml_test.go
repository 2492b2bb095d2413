package formats_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/formats"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy"
)

// story is a document of a provider as its template makes it; #ID, #HEAD and #REV are
// what differs from story to story.
var storyTemplates = map[string]string{
	"newsml1": `<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>a.example</ProviderId><DateId>20250707</DateId><NewsItemId>#ITEM</NewsItemId><RevisionId>#REV</RevisionId>` +
		`<PublicIdentifier>#ID</PublicIdentifier></NewsIdentifier><NameLabel>news</NameLabel></Identification><NewsManagement><ThisRevisionCreated>20250707T100000Z</ThisRevisionCreated><Status FormalName="Usable"/></NewsManagement>` +
		`<NewsComponent Duid="d1"><NewsLines><HeadLine>#HEAD</HeadLine></NewsLines><ContentItem><DataContent><p>#HEAD, says the office.</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>`,
	"newsmlg2": `<newsItem guid="#ID" version="#REV"><itemMeta><provider literal="Agency"/><versionCreated>2025-07-07T10:00:00Z</versionCreated></itemMeta><contentMeta><headline>#HEAD</headline></contentMeta>` +
		`<contentSet><inlineData contenttype="text/plain">#HEAD, says the office.</inlineData></contentSet></newsItem>`,
	"nitf": `<nitf><head><docdata><doc-id id-string="#ID" regsrc="Agency"/><date.issue norm="20250707T100000Z"/><du-key generation="#REV"/></docdata></head><body><body.head><hedline><hl1>#HEAD</hl1></hedline></body.head>` +
		`<body.content><p>#HEAD, says the office.</p></body.content></body></nitf>`,
}

func uriOf(t require.TestingT, doc string) string {
	_, articles, err := formats.Parse(format.Input{Data: []byte(doc), Provider: "p", Zone: time.UTC}, "")
	require.NoError(t, err)
	require.Len(t, articles, 1)
	require.Nil(t, articles[0].Err)
	it, _, err := tidy.Article(articles[0], tidy.Settings{Provider: "p"})
	require.NoError(t, err)
	return string(it.URI)
}

// Two stories of one provider and day with other ids and headlines never share a uri;
// two revisions whose names differ in the revision alone always do.
func TestTwoStoriesNeverShareAURI(t *testing.T) {
	t.Parallel()
	shapes := []string{"", "0", "a.example", "Agency", "urn:newsml:a.example", "urn:newsml:a.example:20250707:0:#REV", "urn:newsml:a.example:20250707:#N", "urn:newsml:a.example:20250707:#N:#REV",
		"urn:newsml:www.a.example:#N:#REVU", "tag:a.example,2025:news:#N", "https://a.example/news/#N", "#N", "SM-#N", "SM#N:#REV", "urn:x:20250707:#N"}
	rapid.Check(t, func(rt *rapid.T) {
		template := storyTemplates[rapid.SampledFrom([]string{"newsml1", "newsmlg2", "nitf"}).Draw(rt, "format")]
		shape := rapid.SampledFrom(shapes).Draw(rt, "id")
		item := rapid.SampledFrom([]string{"", "0", "#N", "SM-#N", "#N:#REV"}).Draw(rt, "item")
		write := func(n, revision int) string {
			s := strings.NewReplacer("#ID", shape, "#ITEM", item).Replace(template)
			return strings.NewReplacer("#HEAD", fmt.Sprintf("Story number %d", n), "#N", fmt.Sprint(n), "#REV", fmt.Sprint(revision)).Replace(s)
		}
		number := rapid.IntRange(1, 9999).Filter(func(n int) bool { return n < 1900 || n >= 2100 }) // a year and a number is a name
		m := number.Draw(rt, "one")
		n := number.Filter(func(n int) bool { return n != m }).Draw(rt, "other")
		revision := rapid.IntRange(1, 20).Draw(rt, "revision")
		later := rapid.IntRange(1, 20).Draw(rt, "the other's")
		require.NotEqual(rt, uriOf(rt, write(m, revision)), uriOf(rt, write(n, later)))
		require.Equal(rt, uriOf(rt, write(m, revision)), uriOf(rt, write(m, later)), "revisions")
	})
}
