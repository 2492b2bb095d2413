package page_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	aground  = "A ferry with forty people on board ran aground off Saltmoor on Monday morning, the coastguard said in a statement."
	unhurt   = "Nobody was hurt, because the tide was low and the boat had slowed down, but the line to the islands is closed until Friday."
	built    = "The ferry was built in 1926 and had been inspected in spring; the inspectors had asked for a new pump, which had been ordered."
	pageHead = `<!doctype html><html lang="en"><head><title>Ferry runs aground off Saltmoor - Saltmoor Courier</title></head><body><header><a href="/">Start</a></header><nav><ul><li><a href="/a">News</a></li><li><a href="/b">Sport</a></li></ul></nav>`
	pageEnd  = `<footer>Saltmoor Courier</footer></body></html>`
	h1       = `<h1>Ferry runs aground off Saltmoor</h1>`
)

// A short page and one without white space come out as their paragraphs: nothing is
// repeated, joined or left out.
func TestShortAndMinifiedPages(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ body, want string }{
		"stub":             {`<main><article>` + h1 + `<p>A ferry ran aground off Saltmoor.</p><p>More follows.</p></article></main>`, "<p>A ferry ran aground off Saltmoor.</p>|<p>More follows.</p>"},
		"one sentence":     {`<article>` + h1 + `<p>A ferry ran aground off Saltmoor.</p></article>`, "<p>A ferry ran aground off Saltmoor.</p>"},
		"in divisions":     {`<div class="content">` + h1 + `<div class="text"><p>` + aground + `</p><p>More follows.</p></div></div>`, "<p>" + aground + "</p>|<p>More follows.</p>"},
		"with white space": {"<article>\n" + h1 + "\n<p>A ferry ran aground off Saltmoor.</p>\n<p>More follows.</p>\n</article>\n", "<p>A ferry ran aground off Saltmoor.</p>|<p>More follows.</p>"},
		"beside teasers": {`<article>` + h1 + `<p>A ferry ran aground off Saltmoor.</p><p>More follows.</p></article><article><h2><a href="/x">Bridge opens</a></h2><p>It took nine years.</p></article>`,
			"<p>A ferry ran aground off Saltmoor.</p>|<p>More follows.</p>"},
		"writer, date, list": {`<article>` + h1 + `<p class="byline">By Ida Brack</p><time datetime="2025-07-07">7 July 2025</time><p>` + aground + `</p><ul><li>forty on board</li><li>no injuries</li></ul></article>`,
			"<p>" + aground + "</p>|<ul><li>forty on board</li><li>no injuries</li></ul>"},
		"minified divisions": {`<main><article>` + h1 + `<div>` + aground + `</div><div>` + unhurt + `</div><div>` + built + `</div></article></main>`, "<p>" + aground + "</p>|<p>" + unhurt + "</p>|<p>" + built + "</p>"},
		"no end tags":        {`<main><article>` + h1 + `<p>` + aground + `<p>` + unhurt + `<p>` + built + `</article></main>`, "<p>" + aground + "</p>|<p>" + unhurt + "</p>|<p>" + built + "</p>"},
		"spans and breaks":   {`<main>` + h1 + `<section><span>` + aground + `</span><br><br><span>` + unhurt + `</span><br><br>` + built + `</section></main>`, "<p>" + aground + "</p>|<p>" + unhurt + "</p>|<p>" + built + "</p>"},
		"noscript": {`<noscript><p>Please enable JavaScript.</p></noscript><main>` + h1 + `<p>` + aground + `</p><noscript><p>` + unhurt + `</p></noscript><figure><noscript><img src="/f.jpg" alt="x"></noscript></figure><p>` + built + `</p></main>`,
			"<p>" + aground + "</p>|<p>" + unhurt + "</p>|<p>" + built + "</p>"},
		"noscript alone": {`<div id="app"></div><noscript><article>` + h1 + `<p>` + aground + `</p><p>` + unhurt + `</p></article></noscript>`, "<p>" + aground + "</p>|<p>" + unhurt + "</p>"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := parse(t, pageHead+c.body+pageEnd)
			require.Equal(t, strings.ReplaceAll(c.want, "|", "\n"), noSpans.Replace(a.Item.Bodies[0].Value))
			require.Equal(t, "Ferry runs aground off Saltmoor", a.Item.Headlines[0].Value)
		})
	}
}

// noSpans drops what the article's cleaning drops later.
var noSpans = strings.NewReplacer("<span>", "", "</span>", "")
