package markup_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"github.com/microcosm-cc/bluemonday"

	"github.com/wireroom/wireroom/services/normalize/internal/tidy/markup"
)

func TestCleanWritesBlocksOfTheAllowList(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ in, xhtml, text string }{
		"paragraphs":            {"<p>One.</p>\n <p>Two.</p>", "<p>One.</p><p>Two.</p>", "One.\n\nTwo."},
		"unclosed":              {"<p>One.<p>Two.", "<p>One.</p><p>Two.</p>", "One.\n\nTwo."},
		"bare text":             {"One.<br><br>Two.", "<p>One.</p><p>Two.</p>", "One.\n\nTwo."},
		"divs":                  {"<div>One.</div><div>Two <b>bold</b>.</div>", "<p>One.</p><p>Two <b>bold</b>.</p>", "One.\n\nTwo bold."},
		"break":                 {"<p>One<br>two<br></p>", "<p>One<br/>two</p>", "One\ntwo"},
		"empty":                 {"<p>&nbsp;</p><p><b></b></p><div><br></div>", "", ""},
		"escaped":               {"<p>a < b &amp; c &gt; d</p>", "<p>a &lt; b &amp; c &gt; d</p>", "a < b & c > d"},
		"script":                {"<p>a<script>alert('<p>')</script>b</p><style>p{}</style>", "<p>ab</p>", "ab"},
		"formula":               {`<p>a <math><mi>x</mi><mo>=</mo><mn>2</mn><annotation encoding="application/x-tex">x=2</annotation></math> b</p>`, "<p>a x=2 b</p>", "a x=2 b"},
		"drawing":               {"<p>a<svg><title>t</title><text>x</text></svg>b</p>", "<p>ab</p>", "ab"},
		"events":                {`<p onclick="x()" style="color:red"><b onload=x>a</b></p>`, "<p><b>a</b></p>", "a"},
		"form":                  {"<form><p>Text</p><button>Send</button><select><option>1</select></form>", "<p>Text</p>", "Text"},
		"frame":                 {"<p>a</p><iframe src=x><p>b</p></iframe><p>c</p>", "<p>a</p><p>c</p>", "a\n\nc"},
		"unclosed frame":        {"<p>a</p><object><p>b</p><p>c</p>", "<p>a</p><p>b</p><p>c</p>", "a\n\nb\n\nc"},
		"links":                 {`<a href="javascript:x">a</a> <a href=" https://e.org/a b?c=1&d ">b</a> <a href="/rel">c</a> <a href="mailto:a@e.org">d</a>`, `<p>a <a href="https://e.org/a%20b?c=1&amp;d">b</a> c <a href="mailto:a@e.org">d</a></p>`, "a b c d"},
		"spans":                 {"<p><span>a</span> <font>b</font></p>", "<p>a b</p>", "a b"},
		"block in inline":       {"<b><p>a</p><p>b</p></b>", "<p><b>a</b></p><p>b</p>", "a\n\nb"},
		"misnested":             {"<p><b>a<i>b</b>c</i></p>", "<p><b>a<i>b</i></b>c</p>", "abc"},
		"white space":           {"<p>a <b> b </b> c</p>", "<p>a <b>b</b> c</p>", "a b c"},
		"no-break space":        {"<p>3&nbsp;000 : x&nbsp; y</p>", "<p>3\u00a0000 : x y</p>", "3\u00a0000 : x y"},
		"list":                  {"<p>A</p><ul><li>one<li>two<ul><li>deep</ul></ul>B", "<p>A</p><ul><li>one</li><li>two<ul><li>deep</li></ul></li></ul><p>B</p>", "A\n\n- one\n- two\n  - deep\n\nB"},
		"paragraphs in items":   {"<ul><li><p>one</p></li><li><div>two</div><div>more</div></li></ul>", "<ul><li><p>one</p></li><li>two<p>more</p></li></ul>", "- one\n\n- two\n\nmore"},
		"text before paragraph": {"<ul><li>a <p>b</p></ul>", "<ul><li>a<p>b</p></li></ul>", "- a\n\nb"},
		"empty block in item":   {"<ul><li>a<p></p>b</ul>", "<ul><li>a<p>b</p></li></ul>", "- a\n\nb"},
		"empty list in cell":    {"<table><tr><td>a<ul></ul>b<td>c</table>", "<table><tr><td>a<p>b</p></td><td>c</td></tr></table>", "a\n\nb\tc"},
		"empty block in term":   {"<dl><dd>a<h3> </h3>b</dl>", "<dl><dd>a<p>b</p></dd></dl>", "a\n\nb"},
		"empty mark behind":     {"<ul>a<p/>\u0301", "<ul><li>a<p>&#769;</p></li></ul>", "- a\n\n\u0301"},
		"item without list":     {"<li>one</li>", "<p>one</p>", "one"},
		"text in list":          {"<ul>x<li>one</ul>", "<ul><li>x</li><li>one</li></ul>", "- x\n- one"},
		"glossary":              {"<dl><dt>a<dd>b<dt>c<dd>d</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd></dl>", "a\nb\nc\nd"},
		"table":                 {"<table><caption>Results</caption><tr><th>Team<th>Points<tr><td>A<td>3<tr><td><td>1</table>", "<table><caption>Results</caption><tr><th>Team</th><th>Points</th></tr><tr><td>A</td><td>3</td></tr><tr><td></td><td>1</td></tr></table>", "Results\nTeam\tPoints\nA\t3\n\t1"},
		"paragraphs in cells":   {"<table><tr><td><p>a</p></td><td><p>b</p></td></tr><tr><td>c<br>d</td><td colspan=2>e</td></tr></table>", `<table><tr><td><p>a</p></td><td><p>b</p></td></tr><tr><td>c<br/>d</td><td colspan="2">e</td></tr></table>`, "a\tb\nc d\te"},
		"frame of a table":      {"<table><tr><td><p>a</p><p>b</p></td></tr></table>", "<table><tr><td><p>a</p><p>b</p></td></tr></table>", "a\n\nb"},
		"cells without table":   {"<tr><td>a</td></tr>", "<p>a</p>", "a"},
		"cell without row":      {"<table><td>a</table>", "<table><tr><td>a</td></tr></table>", "a"},
		"pre":                   {"<pre>\n  a  1\n  b  2\n\n</pre>", "<pre>  a  1\n  b  2</pre>", "  a  1\n  b  2"},
		"pre with breaks":       {"<pre>a<br>b<div>c</div></pre>d", "<pre>a\nb\nc</pre><p>d</p>", "a\nb\nc\n\nd"},
		"figure":                {`<figure><img src="https://e.org/a.jpg" alt='A "b"' width="10px" onerror=x><figcaption>Cap</figcaption></figure><p>a</p>`, `<figure><img src="https://e.org/a.jpg" alt="A &quot;b&quot;" width="10"/><figcaption>Cap</figcaption></figure><p>a</p>`, "a"},
		"pixel":                 {`<p>a<img src="https://e.org/p" width=1 height=1><img src="data:x"></p>`, "<p>a</p>", "a"},
		"rule":                  {"<hr><p>a</p><hr><p>b</p>", "<p>a</p><hr/><p>b</p>", "a\n\nb"},
		"quote":                 {"<blockquote>a<p>b</blockquote>", "<blockquote><p>a</p><p>b</p></blockquote>", "a\n\nb"},
		"q":                     {"<p>He said <q>yes</q>.</p>", "<p>He said <q>yes</q>.</p>", "He said “yes”."},
		"heading":               {"<h2><div>a</div> <b>b</b></h2>c", "<h2>a <b>b</b></h2><p>c</p>", "a b\n\nc"},
		"xhtml":                 {"<p>a<br/>b</p><p/><![CDATA[<c>]]>", "<p>a<br/>b</p><p>&lt;c&gt;</p>", "a\nb\n\n<c>"},
		"combining after a tag": {"<p>a<b>&#x338;b</b>e&#x301;</p>", "<p>a<b>&#824;b</b>é</p>", "a\u0338bé"},
		"soft hyphen":           {"<p>Donau&shy;dampf\u200bschiff\x00</p>", "<p>Donaudampfschiff</p>", "Donaudampfschiff"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := markup.Clean(c.in, name == "xhtml")
			require.Equal(t, c.xhtml, got.XHTML)
			require.Equal(t, c.text, got.Text)
			holds(t, c.in)
		})
	}
}

func TestPlainTextBecomesParagraphs(t *testing.T) {
	t.Parallel()
	long := "A line that was wrapped at seventy characters goes on"
	for in, want := range map[string]string{
		"One.\n\nTwo <b>.":                    "<p>One.</p><p>Two &lt;b&gt;.</p>",
		long + "\nin the next.":               "<p>" + long + " in the next.</p>",
		"A 1\nB 2":                            "<p>A 1<br/>B 2</p>",
		"  One.\n  Two.":                      "<p>One.</p><p>Two.</p>",
		long + "\n- item\n- item":             "<p>" + long + "<br/>- item<br/>- item</p>",
		"Table:\n\nA     1\nBcd   2\n\nText.": "<p>Table:</p><pre>A     1\nBcd   2</pre><p>Text.</p>",
		" \n ":                                "",
	} {
		require.Equal(t, want, markup.FromText(in).XHTML, in)
	}
}

func TestCount(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][2]int{
		"":                              {0, 0},
		"A 15-year-old didn't — he did": {29, 5},
		"- one\n- two\t3":               {13, 3},
		"東京は":                           {3, 3},
		"Über ’s":                       {7, 2},
	} {
		chars, words := markup.Count(in)
		require.Equal(t, want, [2]int{chars, words}, in)
	}
}

// holds checks what must be true of every result.
func holds(t testing.TB, in string) {
	t.Helper()
	for _, xhtml := range []bool{false, true} {
		got := markup.Clean(in, xhtml)
		require.NoError(t, wellFormed(got.XHTML), "%q -> %q", in, got.XHTML)
		again := markup.Clean(got.XHTML, xhtml)
		require.Equal(t, got.XHTML, again.XHTML, "cleaning twice changes nothing: %q", in)
		require.Equal(t, got.Text, again.Text, "the twin follows from the markup: %q", in)
		before, after := tags(in), tags(got.XHTML)
		for name, n := range after {
			switch name {
			case "p", "li", "dd", "tr", "td":
			default:
				require.LessOrEqual(t, n, before[name], "more %s than went in: %q -> %q", name, in, got.XHTML)
			}
		}
		require.Equal(t, normal(got.XHTML), normal(policy().Sanitize(got.XHTML)), "bluemonday finds nothing to remove: %q", in)
	}
}

func tags(s string) map[string]int {
	n := map[string]int{}
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch tt := z.Next(); tt {
		case html.ErrorToken:
			return n
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			name, _ := z.TagName()
			z.NextIsNotRawText()
			if tt != html.EndTagToken || string(name) == "br" {
				n[string(name)]++
			}
		}
	}
}

func wellFormed(s string) error {
	d := xml.NewDecoder(strings.NewReader("<body>" + s + "</body>"))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// normal makes bluemonday's way to write the same comparable to ours.
func normal(s string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	for z.Next() != html.ErrorToken {
		b.WriteString(z.Token().String())
	}
	return b.String()
}

func policy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre",
		"table", "thead", "tbody", "tfoot", "tr", "caption", "em", "strong", "b", "i", "u", "sub", "sup", "br", "hr",
		"figure", "figcaption", "cite", "q", "code", "abbr", "td", "th")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("src", "alt", "width", "height").OnElements("img")
	p.AllowAttrs("title").OnElements("abbr")
	p.AllowAttrs("colspan", "rowspan").OnElements("td", "th")
	p.AllowURLSchemes("http", "https", "mailto")
	p.RequireParseableURLs(true)
	return p
}

func TestHostileMarkupCostsLinearTime(t *testing.T) {
	t.Parallel()
	const n = 1 << 20
	for name, unit := range map[string]string{
		"nested": "<div>", "nested inline": "<b>", "nested lists": "<ul><li>", "nested tables": "<table><tr><td>",
		"unclosed links": `<a href="https://e.org/">x`, "paragraphs in formats": "<b><i><p>x", "breaks": "<br>", "cells": "<td>x",
		"open objects": "<object>x", "unclosed tag": "<p ", "entities": "&amp;", "end tags": "</p></b></li>",
		"empty cells": "<table><tr><td></td>", "comments": "<!--", "combining": "e\u0301\u0301", "white space": " \n",
	} {
		t.Run(name, func(t *testing.T) {
			in := strings.Repeat(unit, n/len(unit))
			start := time.Now()
			got := markup.Clean(in, false)
			require.Less(t, time.Since(start), 60*time.Second)
			require.Less(t, len(got.XHTML), 8*n)
			require.NoError(t, wellFormed(got.XHTML))
		})
	}
}
