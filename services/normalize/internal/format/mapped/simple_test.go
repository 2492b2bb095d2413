package mapped

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// The short cut for simple paths finds what XPath finds.
func TestSimplePaths(t *testing.T) {
	t.Parallel()
	const names = "ab"
	element := rapid.SampledFrom([]string{"<a>", "<b>", `<a b="1">`, `<x:b a="2" x:a="3" xmlns:b="urn:b">`, "</>", "</>", "text", "<b/>"})
	path := rapid.StringMatching(`([` + names + `]/){0,3}(@[` + names + `]|[` + names + `])`)
	rapid.Check(t, func(rt *rapid.T) {
		doc, open := `<r xmlns:x="urn:x">`, []string{"r"}
		for _, e := range rapid.SliceOfN(element, 0, 30).Draw(rt, "elements") {
			switch {
			case e == "</>" && len(open) > 1:
				doc += "</" + open[len(open)-1] + ">"
				open = open[:len(open)-1]
			case e == "</>":
			default:
				doc += e
				if name, _, _ := strings.Cut(strings.Trim(e, "<>"), " "); e[0] == '<' && !strings.HasSuffix(e, "/>") {
					open = append(open, name)
				}
			}
		}
		for i := len(open) - 1; i >= 0; i-- {
			doc += "</" + open[i] + ">"
		}
		read, err := xmltree.Parse("x", []byte(doc), "")
		require.NoError(rt, err)
		at := xmlNode{tree: newTree(read.Root), at: 1, attr: none}
		p := path.Draw(rt, "path")
		quick, ok := simplePath(p)
		require.True(rt, ok)
		slow, err := compileXPath("./"+p, map[string]string{})
		require.NoError(rt, err)
		have, err := quick.find(at)
		require.NoError(rt, err)
		want, err := slow.find(at)
		require.NoError(rt, err)
		require.Equal(rt, want, have, "%s of %s", p, doc)
	})
}

func TestNotSimple(t *testing.T) {
	t.Parallel()
	for _, p := range []string{"a[1]", "a//b", "/a", "a/text()", "x:a", "*", "..", ".", "a | b", "count(a)", "@xmlns", "a/@b/c", "1", "a/"} {
		_, ok := simplePath(p)
		require.False(t, ok, p)
	}
}
