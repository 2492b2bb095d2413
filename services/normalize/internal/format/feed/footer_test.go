package feed

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTheFootersOfPublishingSystemsLeave(t *testing.T) {
	t.Parallel()
	const story = "<p>A ferry ran aground off Salzmoor on Monday.</p>\n<p>Nobody was hurt.</p>"
	const title, site = `<a href="https://quay.example/ferry">Ferry runs aground</a>`, `<a href="https://quay.example">The Quay Post</a>`
	for _, footer := range []string{
		"<p>The post " + title + " appeared first on " + site + ".</p>", "<p>The post " + title + " first appeared on " + site + ".</p>\n",
		"The post " + title + " appeared first on " + site + ".", `<p>The post <a href="/x">The post office closes</a> appeared first on ` + site + ".</p>",
		"<p>Der Beitrag " + title + " erschien zuerst auf " + site + ".</p>", "<p>L’article " + title + " est apparu en premier sur " + site + ".</p>",
		"<p>La entrada " + title + " se publicó primero en " + site + ".</p>", "<p>L'articolo " + title + " proviene da " + site + ".</p>",
		"<p>O post " + title + " apareceu primeiro em " + site + ".</p>", "<p>Het bericht " + title + " verscheen eerst op " + site + ".</p>",
		"<p>Artykuł " + title + " pochodzi z serwisu " + site + ".</p>", "<p>Сообщение " + title + " появились сначала на " + site + ".</p>",
		"<p>Inlägget " + title + " dök först upp på " + site + ".</p>", "<p>Indlægget " + title + " blev først udgivet på " + site + ".</p>",
		"<p>" + title + " yazısı ilk önce " + site + " üzerinde ortaya çıktı.</p>", "<p>投稿 " + title + " は " + site + " に最初に表示されました。</p>",
		"<p>" + title + "最先出现在" + site + "。</p>", "<p>ظهرت المقالة " + title + " أولاً على " + site + ".</p>",
		`<p><a href="/x">Read more</a></p>`, `<p><a href="/x">Continue reading</a></p><p>The post ` + title + " appeared first on " + site + ".</p>", `<p><a href="/x">Weiterlesen…</a></p>`,
	} {
		assert.Equal(t, story, withoutFooter(story+"\n"+footer), footer)
	}
	assert.Equal(t, "A ferry ran aground. […]", withoutFooter("A ferry ran aground. […] The post Ferry aground appeared first on The Quay Post."))
	assert.Empty(t, withoutFooter("<p>The post Ferry aground appeared first on Quay.</p>"))
}

func TestWhatOnlySoundsLikeAFooterStays(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"<p>He left the post in May, and the story appeared first on Monday.</p><p>Then it rained.</p>",
		"<p>The post of the mayor is vacant.</p>", "He wrote it on a napkin. It appeared first on the wall of the harbour.",
		`<p>Nobody was hurt.</p><p><img src="a.jpg"></p>`, "Read more", "<p>Read more</p>",
	} {
		assert.Equal(t, text, withoutFooter(text))
	}
}
