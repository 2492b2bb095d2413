package markup

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestTheSimpleWayIsTheOtherOneInLess: of whatever is simple both make the same.
func TestTheSimpleWayIsTheOtherOneInLess(t *testing.T) {
	t.Parallel()
	piece := rapid.SampledFrom(strings.Split("<p>|</p>|<br>|<br/>|<br />|</br>|<b>|</b>|<i>|<em>|</em>|<strong>|</strong>|<h2>|</h2>|<ul>|</ul>|<ol>|<li>|</li>|<div>|</div>|"+
		"<blockquote>|</blockquote>|<table>|</table>|<tbody>|<tr>|</tr>|<td>|</td>|<th>|a| |  |\n|\r\n|word|two words|&amp;|&amp|&quot;|&apos;|&lt;b&gt;|&nbsp;|&#13;|&eacute;|é|e\u0301|\u00a0|>|\x00|&", "|"))
	rapid.Check(t, func(rt *rapid.T) {
		source := strings.Join(rapid.SliceOfN(piece, 0, 25).Draw(rt, "pieces"), "")
		xhtml := rapid.Bool().Draw(rt, "xhtml")
		require.True(rt, isSimple(source))
		w := newWriter(0)
		require.True(rt, w.read(source, xhtml, false))
		require.Equal(rt, w.result(), Clean(source, xhtml), "%q", source)
	})
}

func TestWhatIsNotSimple(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"<p class=x>", "<a href=x>", "<script>", "a < b", "<!-- -->", "<?x?>", "<", "<p", "<P>", "<>", "</>", "<p/>", "<title>", "<![CDATA[a]]>"} {
		require.False(t, isSimple(s), s)
	}
}
