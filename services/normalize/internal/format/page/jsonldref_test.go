package page_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

func withScripts(scripts ...string) string {
	var b strings.Builder
	b.WriteString(`<html><head><title>x</title>`)
	for _, s := range scripts {
		b.WriteString(`<script type="application/ld+json; charset=utf-8">` + s + `</script>`)
	}
	return b.String() + "</head><body><article><h1>Quay</h1><p>" + strings.Join(paragraphs, "</p><p>") + "</p></article></body></html>"
}

// Plugins of content systems name writers and pictures by ids of one graph.
func TestGraph(t *testing.T) {
	t.Parallel()
	a := parse(t, withScripts(`{"@graph":[{"@type":"WebPage","@id":"https://q.example/1","primaryImageOfPage":{"@id":"#i"}},
		{"@type":"NewsArticle","@id":"https://q.example/1#article","mainEntityOfPage":{"@id":"https://q.example/1"},"headline":"Quay &amp; pier","alternativeHeadline":"A pier","identifier":"q-77",
		"dateline":"CORK, Ireland","author":[{"@id":"#ann"},{"name":"Bo Lind","@id":"#bo"},{"@id":"#nobody"}],"publisher":{"@id":"#org"},"image":{"@id":"#i"},"datePublished":"2024-05-03T09:00:00Z"},
		{"@type":"Organization","@id":"#org","name":"Harbour Wire"},{"@type":"ImageObject","@id":"#i","url":"https://q.example/i.jpg","width":1200,"height":800,"caption":"The quay"}]}`,
		`{"@type":"Person","@id":"#ann","name":"Ann Reed"}`))
	it := a.Item
	require.Equal(t, []ninjs.Text{{Value: "Quay"}, {Role: "alternate", Value: "A pier"}}, it.Headlines)
	require.Equal(t, "Ann Reed, Bo Lind", it.By)
	require.Equal(t, "CORK, Ireland", a.DateLine)
	require.Equal(t, []ninjs.AltID{{Role: "link", Value: "https://q.example/1"}, {Role: "identifier", Value: "q-77"}}, it.AltIDs)
	require.Equal(t, []ninjs.InfoSource{{Name: "Harbour Wire", Role: "publisher"}}, it.InfoSources)
	require.Len(t, it.Associations, 1)
	require.Equal(t, []ninjs.Rendition{{Name: "main", Href: "https://q.example/i.jpg", Width: 1200, Height: 800}}, it.Associations[0].Renditions)
}

// Ids that lead in a circle end.
func TestGraphInACircle(t *testing.T) {
	t.Parallel()
	it := parse(t, withScripts(`{"@type":"NewsArticle","@id":"#a","headline":"Quay","datePublished":"2024-05-03","author":{"@id":"#a"},"image":[[[{"@id":"#a"}]]]}`)).Item
	require.Equal(t, "2024-05-02T22:00:00Z", it.FirstCreated.Format("2006-01-02T15:04:05Z07:00"))
}

// A list of other articles is not the page's own.
func TestListOfOthers(t *testing.T) {
	t.Parallel()
	list := `{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"Another","author":"Nobody","datePublished":"2020-01-01"}]}`
	own := `{"@type":"NewsArticle","headline":"Quay","author":"Ann Reed","datePublished":"2024-05-03"}`
	require.Equal(t, "Ann Reed", parse(t, withScripts(list, own)).Item.By)
	require.Empty(t, parse(t, withScripts(list)).Item.By, "another story")
	require.Equal(t, "Nobody", parse(t, strings.Replace(withScripts(list), "<h1>Quay</h1>", "", 1)).Item.By, "nothing says that it is another one")
}

func TestMicrodataOfPictures(t *testing.T) {
	t.Parallel()
	it := parse(t, `<html><body><div itemscope itemtype="https://schema.org/NewsArticle"><link itemprop="mainEntityOfPage" href="https://q.example/1"><h1 itemprop="headline">Quay</h1>
		<div itemprop="image" itemscope itemtype="https://schema.org/ImageObject"><meta itemprop="url" content="https://q.example/i.jpg"></div>
		<span itemprop="author" itemscope><b itemprop="name">Ann Reed</b></span><time itemprop="datePublished" datetime="2024-05-03T09:00:00Z">3 May</time>
		<div itemprop="articleBody"><p>`+strings.Join(paragraphs, "</p><p>")+`</p></div></div></body></html>`).Item
	require.Equal(t, ninjs.URI("https://q.example/1"), it.URI)
	require.Equal(t, ninjs.URI("https://q.example/i.jpg"), it.Associations[0].URI)
	require.Equal(t, "Ann Reed", it.By)
	require.Equal(t, at("2024-05-03T09:00:00Z"), it.FirstCreated)
}

// What readers see is the headline, where it is the title in other words.
func TestHeadingInOtherWords(t *testing.T) {
	t.Parallel()
	page := func(og, h1 string) string {
		return `<html><head><meta property="og:title" content="` + og + `"></head><body><h1>` + h1 + `</h1><article><p>` + strings.Join(paragraphs, "</p><p>") + `</p></article></body></html>`
	}
	require.Equal(t, "High School Roundup: Cork beats Bonn to stay first", parse(t, page("HS Roundup: Cork beats Bonn to stay first", "High School Roundup: Cork beats Bonn to stay first")).Item.Headlines[0].Value)
	require.Equal(t, "Cork beats Bonn to stay first", parse(t, page("Cork beats Bonn to stay first", "All the news of Cork")).Item.Headlines[0].Value)
}
