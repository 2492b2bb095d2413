package feed_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format/feed"
)

func export(content string) string {
	return `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Pier</title><link>http://pier.example</link>
<wp:author><wp:author_login>aquay</wp:author_login><wp:author_display_name><![CDATA[Ada Quay]]></wp:author_display_name></wp:author>
<item><title>Pier</title><dc:creator>aquay</dc:creator><guid>http://pier.example/?p=1</guid><content:encoded><![CDATA[` + content + `]]></content:encoded><wp:post_id>1</wp:post_id><wp:post_type>post</wp:post_type><wp:status>publish</wp:status>
<wp:postmeta><wp:meta_key>_edit_last</wp:meta_key><wp:meta_value>3</wp:meta_value></wp:postmeta><wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>3</wp:meta_value></wp:postmeta></item>
<item><title>The quay</title><guid>http://pier.example/?attachment_id=3</guid><excerpt:encoded>The quay at dawn</excerpt:encoded><wp:post_id>3</wp:post_id><wp:post_type>attachment</wp:post_type><wp:status>inherit</wp:status><wp:attachment_url>http://pier.example/q.jpg</wp:attachment_url></item>
</channel></rss>`
}

// What a post takes from its export: its writer's name and its picture.
func TestExport(t *testing.T) {
	t.Parallel()
	articles := parse(t, export("<p>One.</p>"))
	require.Len(t, articles, 1)
	it := articles[0].Item
	require.Equal(t, "Ada Quay", it.By)
	require.Equal(t, []ninjs.Association{{Name: "featured", Item: ninjs.Item{
		URI: "http://pier.example/q.jpg", Type: ninjs.TypePicture, Headlines: []ninjs.Text{{Value: "The quay"}},
		Descriptions: []ninjs.Text{{Role: "caption", Value: "The quay at dawn"}},
		Renditions:   []ninjs.Rendition{{Name: "main", Href: "http://pier.example/q.jpg"}},
	}}}, it.Associations)
	locked, err := feed.Parse(input(strings.Replace(export("secret"), "<wp:status>publish", "<wp:post_password>x</wp:post_password><wp:status>publish", 1)))
	require.NoError(t, err)
	require.Empty(t, locked[0].Item.Associations)
	require.Empty(t, locked[0].Item.By)
}

func TestPosts(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ post, want string }{
		"empty lines":          {"One <em>a</em>\nb.\n\nTwo.\r\n\r\n\r\nThree.", "<p>One <em>a</em><br/>b.</p>\n\n<p>Two.</p>\n\n<p>Three.</p>"},
		"no markup":            {"One.\n\nTwo.", "One.\n\nTwo."},
		"blocks of the editor": {"<!-- wp:paragraph -->\n<p>One.</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:list -->\n<ul><li>a</li></ul>\n<!-- /wp:list -->", "<!-- wp:paragraph -->\n<p>One.</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:list -->\n<ul><li>a</li></ul>\n<!-- /wp:list -->"},
		"mixed":                {"<p>One.</p>\n\nTwo <b>b</b>.", "<p>One.</p>\n\n<p>Two <b>b</b>.</p>"},
		"within a block":       {"<pre>a\n\n  b</pre>\n\nTwo.<br>", "<pre>a\n\n  b</pre>\n\n<p>Two.<br></p>"},
		"caption":              {"One.\n[caption id=\"a\" width=\"3\"]<img src=\"q.jpg\" /> At dawn[/caption]\nTwo.", "<p>One.</p>\n\n<figure><img src=\"http://pier.example/q.jpg\"/><figcaption> At dawn</figcaption></figure>\n\n<p>Two.</p>"},
		"gallery and embed":    {"One. [gallery ids=\"1,2\"]\n\n[embed]https://a.example/v[/embed]", "<p>One.</p>\n\n<p><a href=\"https://a.example/v\">https://a.example/v</a></p>"},
		"brackets":             {"He [the mayor] said <i>no</i>.", "<p>He [the mayor] said <i>no</i>.</p>"},
	} {
		require.Equal(t, c.want, parse(t, export(c.post))[0].Item.Bodies[0].Value, name)
	}
}

// A link blog's entry is named by its own page; what it points to is kept.
func TestExternal(t *testing.T) {
	t.Parallel()
	it := parse(t, `{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":"1","url":"https://j.example/1","external_url":"https://e.example/a","title":"A","content_text":"a"}]}`)[0].Item
	require.Equal(t, []ninjs.AltID{{Role: "guid", Value: "1"}, {Role: "link", Value: "https://j.example/1"}, {Role: "external", Value: "https://e.example/a"}}, it.AltIDs)
}
