package htmltext_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/htmltext"
)

func TestWriter(t *testing.T) {
	t.Parallel()
	var w htmltext.Writer
	require.True(t, w.Empty())
	w.Paragraph("This line is long enough to be a wrapped one, it goes on", "here & <there>.")
	w.Paragraph("Short", "lines")
	w.Paragraph("\x0eBold\x0f \x12two", "")
	w.Strong("\x0eHead\x0f\tline")
	w.Table([]string{"a\x1fb ", " c\td"})
	w.Rule()
	require.Equal(t, "<p>This line is long enough to be a wrapped one, it goes on here &amp; &lt;there&gt;.</p><p>Short<br/>lines</p>"+
		"<p><strong>Bold</strong> <strong>two</strong></p><p><strong>Head line</strong></p><pre>a\tb\n c\td</pre><hr/>", w.HTML())
}

func TestBlocks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lines []string
		want  []htmltext.Block
	}{
		{[]string{"a", "b", "", "c"}, []htmltext.Block{{Lines: []string{"a", "b"}}, {Lines: []string{"c"}}}},
		{[]string{"  a", "b", "  c"}, []htmltext.Block{{Lines: []string{"  a", "b"}}, {Lines: []string{"  c"}}}},
		{[]string{"a   1", "b   2"}, []htmltext.Block{{Lines: []string{"a   1", "b   2"}, Table: true}}},
		{[]string{"a\x1f1"}, []htmltext.Block{{Lines: []string{"a\x1f1"}, Table: true}}},
		{[]string{"One:", "       P W", "a   1   2", "b   3   4", "the", "end", "of", "it"}, []htmltext.Block{
			{Lines: []string{"One:"}}, {Lines: []string{"       P W", "a   1   2", "b   3   4"}, Table: true}, {Lines: []string{"the", "end", "of", "it"}}}},
		{[]string{"a   1", "b"}, []htmltext.Block{{Lines: []string{"a   1", "b"}}}},
		{[]string{"", "\x07"}, nil},
	} {
		require.Equal(t, c.want, htmltext.Blocks(c.lines), "%q", c.lines)
	}
}

// No line is lost but empty ones, and their order stays.
func TestBlocksKeepLines(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		lines := rapid.SliceOf(rapid.SampledFrom([]string{"", "a", "  b", "c   d", "\te", " "})).Draw(rt, "lines")
		var want, got []string
		for _, l := range lines {
			if htmltext.Plain(l) != "" {
				want = append(want, l)
			}
		}
		for _, b := range htmltext.Blocks(lines) {
			got = append(got, b.Lines...)
		}
		require.Equal(rt, want, got)
	})
}
