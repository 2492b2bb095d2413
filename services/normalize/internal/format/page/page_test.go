package page_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/page"
)

func input(data string) format.Input {
	return format.Input{Data: []byte(data), ContentType: "text/html", Provider: "harbour", Zone: time.FixedZone("", 2*3600)}
}

func parse(t *testing.T, data string) format.Article {
	t.Helper()
	list, err := page.Parse(input(data))
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.Nil(t, list[0].Err)
	return list[0]
}

func reasonOf(t *testing.T, err error) contract.Reason {
	t.Helper()
	var fe *format.Error
	require.ErrorAs(t, err, &fe)
	return fe.Reason
}

func at(s string) ninjs.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return ninjs.At(t.UTC())
}

var paragraphs = []string{
	"The harbour council met on Tuesday evening and agreed to rebuild the eastern breakwater, which last winter's storms had left with two gaps as wide as a fishing boat is long.",
	"Engineers told the members that the work would take fourteen months if stone came by barge, and nearly two years if it had to be carried over the narrow road that leads down from the quarry.",
	"Fishermen who had filled the public seats asked whether the inner basin could stay open during the work. The harbour master answered that it would, but that berths would be allotted by lot each month.",
	"The cost is put at nine million crowns, of which the province pays a third. A vote on the loan for the rest follows in the spring, when the new council has been sworn in and its committees are filled.",
}

// newspaperPage has the shape of WordPress's Newspaper theme: counts above the
// text, a caption, and a comment form below it.
func newspaperPage() string {
	return `<!DOCTYPE html><html lang="en-GB"><head><title>Breakwater to be rebuilt - Harbour News</title>
<link rel="canonical" href="https://news.harbour.example/2031/03/breakwater/"/>
<meta property="og:title" content="Breakwater to be rebuilt &#8211; Harbour News"/><meta property="og:site_name" content="Harbour News"/>
<meta property="og:image" content="https://news.harbour.example/b.jpg"/><meta property="og:description" content="The council agrees."/>
<meta property="article:published_time" content="2031-03-04T18:30:00+01:00"/><meta property="article:tag" content="harbour"/></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article class="td-post"><header><h1 class="entry-title">Breakwater to be rebuilt</h1>
<div class="td-post-comments"><a href="#respond"><i class="td-icon-comments"></i>0</a></div>
<div class="td-post-views"><i class="td-icon-views"></i><span class="td-nr-views-9">1,122</span></div></header>
<div class="td-post-content"><div class="td-post-featured-image"><figure><img src="b.jpg"/><figcaption class="wp-caption-text">The eastern breakwater in January</figcaption></figure></div>
<p>` + strings.Join(paragraphs, "</p>\n<p>") + `</p></div></article>
<div class="comments" id="comments"><div id="respond" class="comment-respond"><h3 id="reply-title" class="comment-reply-title">LEAVE A REPLY</h3>
<form action="/wp-comments-post.php" id="commentform"><div class="comment-form-input-wrap"><textarea placeholder="Comment:" id="comment"></textarea>
<div class="td-warning-comment">Please enter your comment!</div></div><div class="td-warning-author">Please enter your name here</div><input type="submit"/></form></div></div>
<footer>All rights reserved</footer></body></html>`
}

func TestNewspaperTheme(t *testing.T) {
	t.Parallel()
	a := parse(t, newspaperPage())
	it := a.Item
	require.Equal(t, ninjs.URI("https://news.harbour.example/2031/03/breakwater/"), it.URI)
	require.Equal(t, []ninjs.Text{{Value: "Breakwater to be rebuilt"}}, it.Headlines)
	require.Equal(t, []ninjs.Text{{Role: "summary", Value: "The council agrees."}, {Role: "caption", Value: "The eastern breakwater in January"}}, it.Descriptions)
	require.Equal(t, "<p>"+strings.Join(paragraphs, "</p>\n<p>")+"</p>", strings.ReplaceAll(it.Bodies[0].Value, "&#39;", "'"))
	require.Equal(t, 0, *a.SourceComments)
	require.Equal(t, 1122, *a.SourceViews)
	require.Equal(t, "en-GB", it.Language)
	require.Equal(t, at("2031-03-04T17:30:00Z"), it.FirstCreated)
	require.Equal(t, it.FirstCreated, it.VersionCreated)
	require.Equal(t, []ninjs.Subject{{Name: "harbour", Rel: "keyword"}}, it.Subjects)
	require.Equal(t, []ninjs.InfoSource{{Name: "Harbour News", Role: "publisher"}}, it.InfoSources)
	require.Len(t, it.Associations, 1)
	require.Equal(t, "The eastern breakwater in January", it.Associations[0].Descriptions[0].Value)
	encoded, err := ninjs.Encode(&it)
	require.NoError(t, err)
	localtest.ValidateNinjs(t, encoded)
}

func withLD(ld string, body ...string) string {
	return `<html lang="en"><head><title>A site</title><script type="application/ld+json">` + ld + `</script></head><body><main><p>` +
		strings.Join(body, "</p><p>") + `</p></main></body></html>`
}

func TestJSONLD(t *testing.T) {
	t.Parallel()
	a := parse(t, withLD(`{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"A site"},{"@type":["NewsArticle"],
"headline":"Quay &amp;amp; basin","description":"In short","author":[{"@type":"Person","name":"Ada Quay"},{"@type":"Person","name":"Bo Mole"}],
"datePublished":"2031-03-04","dateModified":"2031-03-05T10:00:00+0100","image":{"@type":"ImageObject","url":"https://a.example/i.jpg","width":800,"height":"600"},
"keywords":"stone, barge","articleSection":"Local","inLanguage":"en-GB","publisher":{"@type":"Organization","name":"The Site"},
"mainEntityOfPage":{"@type":"WebPage","@id":"https://a.example/quay"},"isAccessibleForFree":false,"commentCount":"3",
"interactionStatistic":{"@type":"InteractionCounter","interactionType":{"@type":"http://schema.org/ViewAction"},"userInteractionCount":4567}}]}`, paragraphs...))
	it := a.Item
	require.Equal(t, ninjs.URI("https://a.example/quay"), it.URI)
	require.Equal(t, "Quay & basin", it.Headlines[0].Value)
	require.Equal(t, "Ada Quay, Bo Mole", it.By)
	require.Equal(t, at("2031-03-03T22:00:00Z"), it.FirstCreated, "a date without a zone is the provider's")
	require.Equal(t, at("2031-03-05T09:00:00Z"), it.VersionCreated)
	require.Equal(t, ninjs.Rendition{Name: "main", Href: "https://a.example/i.jpg", Width: 800, Height: 600}, it.Associations[0].Renditions[0])
	require.Equal(t, []ninjs.Subject{{Name: "Local", Rel: "keyword"}, {Name: "stone", Rel: "keyword"}, {Name: "barge", Rel: "keyword"}}, it.Subjects)
	require.Equal(t, "en-GB", it.Language)
	require.Equal(t, "The Site", it.InfoSources[0].Name)
	require.Equal(t, 4567, *a.SourceViews)
	require.Equal(t, 3, *a.SourceComments)
	require.Equal(t, []string{"the page says that it is not accessible for free"}, a.Notes)
}

func TestMendedJSONLD(t *testing.T) {
	t.Parallel()
	it := parse(t, withLD("<!-- {\"@type\":\"NewsArticle\",\"headline\":\"Quay, \\\"old\\\" ,]\",\"keywords\":[\"stone\",\n],\"description\":\"two\nlines\",};\n-->", paragraphs...)).Item
	require.Equal(t, `Quay, "old" ,]`, it.Headlines[0].Value)
	require.Equal(t, "two lines", it.Descriptions[0].Value)
	require.Equal(t, []ninjs.Subject{{Name: "stone", Rel: "keyword"}}, it.Subjects)
}

func TestMicrodata(t *testing.T) {
	t.Parallel()
	it := parse(t, `<html><body><article itemscope itemtype="http://schema.org/NewsArticle"><h1 itemprop="headline">Quay and basin</h1>
<div itemprop="author"><img alt="x"/><a rel="author">By Ada Quay</a> @ada 3 March</div><time itemprop="datePublished" datetime="2031-03-04T10:00:00Z">4 March</time>
<div itemprop="articleBody"><p>`+strings.Join(paragraphs, "</p><p>")+`</p></div></article></body></html>`).Item
	require.Equal(t, "Quay and basin", it.Headlines[0].Value)
	require.Equal(t, "Ada Quay", it.By)
	require.Equal(t, at("2031-03-04T10:00:00Z"), it.FirstCreated)
}

func TestArticleBodyCorrectsTheExtraction(t *testing.T) {
	t.Parallel()
	ld := `{"@type":"NewsArticle","headline":"Quay","articleBody":"` + strings.Join(paragraphs, `\n`) + `"}`
	t.Run("what it does not have is a leftover", func(t *testing.T) {
		t.Parallel()
		got := parse(t, withLD(ld, append([]string{"Sign up for our letter and never miss another tide table, recipe or raffle."}, paragraphs...)...))
		require.NotContains(t, got.Item.Bodies[0].Value, "Sign up")
		require.Equal(t, 4, strings.Count(got.Item.Bodies[0].Value, "<p>"))
	})
	t.Run("what the page lacks comes from it", func(t *testing.T) {
		t.Parallel()
		got := parse(t, withLD(ld, paragraphs[0], "Read on with a subscription."))
		require.Contains(t, got.Item.Bodies[0].Value, "nine million crowns")
		require.Equal(t, 4, strings.Count(got.Item.Bodies[0].Value, "<p>"))
		require.Contains(t, got.Notes, "text taken from the page's JSON-LD")
	})
	t.Run("a teaser is not taken", func(t *testing.T) {
		t.Parallel()
		cut := `{"@type":"NewsArticle","headline":"Quay","articleBody":"` + strings.Join(paragraphs[:3], `\n`) + `..."}`
		require.Contains(t, parse(t, withLD(cut, paragraphs...)).Item.Bodies[0].Value, "nine million crowns")
	})
}

func TestCounts(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		markup          string
		views, comments any
	}{
		"none":                {"<p>Views from the tower</p>", nil, nil},
		"lone text":           {"<span>122 views</span>", 122, nil},
		"two texts are lists": {"<span>122 views</span><span>5 views</span>", nil, nil},
		"class with words":    {`<div class="post-views">Views: 1.204</div><div class="comments-count">7 comments</div>`, 1204, 7},
		"old microdata":       {`<meta itemprop="interactionCount" content="UserComments:12"/>`, nil, 12},
		"not exact":           {`<div class="post-views">1.2K</div>`, nil, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := parse(t, "<html><body><article><h1>Quay</h1>"+tt.markup+"<p>"+strings.Join(paragraphs, "</p><p>")+"</p></article></body></html>")
			require.Equal(t, tt.views, deref(a.SourceViews))
			require.Equal(t, tt.comments, deref(a.SourceComments))
		})
	}
}

func deref(n *int) any {
	if n == nil {
		return nil
	}
	return *n
}
