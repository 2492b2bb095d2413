package markup_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/microcosm-cc/bluemonday"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/services/normalize/internal/tidy/markup"
)

// soup is markup of all kinds in any order, well-formed or not.
func soup() *rapid.Generator[string] {
	names := rapid.SampledFrom(strings.Fields("p h1 h3 div b i a q abbr ul ol li dl dt dd table tr td th thead tbody caption pre " +
		"blockquote figure figcaption br hr img span script style object title textarea noscript svg plaintext code unknown"))
	attrs := rapid.SampledFrom([]string{"", "", "", ` href="https://e.org/a?b=1&amp;c"`, ` href="javascript:x"`, ` src="https://e.org/i.jpg" alt="<x>"`,
		` title="a'b"`, ` colspan="2"`, ` onclick="x"`, ` title="&#x338;"`})
	texts := rapid.SampledFrom([]string{"word", " ", "\n", "\n\n  ", "&nbsp;", " &nbsp;", "a b", "&lt;p&gt;", "&amp;amp;", "e\u0301", "\u0301", "&#x338;",
		"\u00ad", "\xff", "\x00", "\t", "<!-- c -->", "<![CDATA[x<y]]>", "a\u1100", "\u1161", "“", "\u2028", "- ", "<", "&", "\u200d", "\u0085"})
	piece := rapid.Custom(func(t *rapid.T) string {
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0, 1:
			return "<" + names.Draw(t, "start") + attrs.Draw(t, "attrs") + ">"
		case 2:
			return "</" + names.Draw(t, "end") + ">"
		case 3:
			return "<" + names.Draw(t, "void") + attrs.Draw(t, "attrs") + "/>"
		default:
			return texts.Draw(t, "text")
		}
	})
	return rapid.Map(rapid.SliceOfN(piece, 0, 40), func(s []string) string { return strings.Join(s, "") })
}

func TestAnySoupBecomesACleanFragment(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		in := soup().Draw(rt, "in")
		holds(rapidTB{t, rt}, in)
		got := markup.Clean(in, false)
		require.True(rt, norm.NFC.IsNormalString(got.XHTML), "%q", got.XHTML)
		require.True(rt, norm.NFC.IsNormalString(got.Text), "%q", got.Text)
		require.True(rt, utf8.ValidString(got.XHTML))
	})
}

func TestAnyPlainTextKeepsItsWords(t *testing.T) {
	t.Parallel()
	word := rapid.SampledFrom([]string{"a", "Bcd", "<b>", "&amp;", "   ", "\t", "\n", "\n\n", " ", "- ", "12", strings.Repeat("long ", 12)})
	rapid.Check(t, func(rt *rapid.T) {
		in := strings.Join(rapid.SliceOfN(word, 0, 60).Draw(rt, "words"), "")
		got := markup.FromText(in)
		require.Equal(rt, strings.Fields(in), strings.Fields(got.Text))
		require.Equal(rt, got, markup.Clean(got.XHTML, true), "the markup says the same")
	})
}

// rapidTB lets a check fail the run that it belongs to.
type rapidTB struct {
	testing.TB
	rt *rapid.T
}

func (r rapidTB) Errorf(format string, args ...any) { r.rt.Errorf(format, args...) }
func (r rapidTB) FailNow()                          { r.rt.FailNow() }

func FuzzClean(f *testing.F) {
	for _, s := range []string{"<p>a</p>", "<ul><li>x<td>", "<pre> a\n<b>b", "<a href='x'>&#769;", "<table><tr><th><table>", "<svg><p>", "]]>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		if len(in) > 1<<16 {
			t.Skip()
		}
		holds(t, in)
	})
}

// story is a body of about 3 kB as agencies send it.
func story() string {
	var b strings.Builder
	b.WriteString(`<div class="body"><p class="lead"><strong>HARBOUR CITY</strong>, May 3 - The council agreed on the new bridge&nbsp;…</p>`)
	for range 10 {
		b.WriteString(`<p>The engineers said that work would begin “as soon as the tide allows”, and that the <a href="https://example.org/plan?id=1&amp;x=2">plan</a> had been drawn up with the fishermen’s union. It is the <em>third</em> attempt in a decade &amp; the first with money behind it.</p>` + "\n")
	}
	b.WriteString(`<ul><li>Cost: 40 million</li><li>Length: 820 metres</li></ul></div>`)
	return b.String()
}

func BenchmarkClean(b *testing.B) {
	in := story()
	b.SetBytes(int64(len(in)))
	b.ReportAllocs()
	for b.Loop() {
		markup.Clean(in, false)
	}
}

// BenchmarkBluemondayThenTree is what was decided against: see the package
// comment.
func BenchmarkBluemondayThenTree(b *testing.B) {
	in, p := story(), policy()
	b.SetBytes(int64(len(in)))
	b.ReportAllocs()
	for b.Loop() {
		treeAfter(b, p, in)
	}
}

func treeAfter(b *testing.B, p *bluemonday.Policy, in string) {
	_, err := html.Parse(strings.NewReader(p.Sanitize(in)))
	require.NoError(b, err)
}

func BenchmarkCount(b *testing.B) {
	text := markup.Clean(story(), false).Text
	b.ReportAllocs()
	for b.Loop() {
		markup.Count(text)
	}
}
