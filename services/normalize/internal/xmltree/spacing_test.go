package xmltree_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

func TestElementsPartWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"1939<endash/>45", "1939–45"},
		{"3<endash></endash>1", "3–1"},
		{"3<EnDash> </EnDash>1", "3–1"},
		{"a<emdash/>b<nbsp/>c <euro/>5<hellip/> <lsquo/>d<rsquo/>", "a—b\u00a0c €5… ‘d’"},
		{"Andr<eacute/> <Eacute/>tienne", "André Étienne"},
		{"<b><lsquo/>x</b> y", "‘x y"},
		{"storm<brk/>surge", "storm surge"},
		{"storm <brk/>surge", "storm surge"},
		{"storm<brk/>, surge", "storm, surge"},
		{"storm<brk/><gap/>surge", "storm surge"},
		{"Hafen<wbr/>stadt, X<a/>Y", "Hafenstadt, XY"},
		{"<x>Storhamnby</x><y>SMN</y>", "Storhamnby SMN"},
		{"<x>Storhamnby</x> <y>SMN</y>", "Storhamnby SMN"},
		{"<b>H</b><i>afen</i>, <x>Apple</x>s", "Hafen, Apples"},
		{"six<bar>leaf</bar>seven", "six leaf seven"},
		{"<bar>Apple</bar>s, <bar>Gr</bar>en. the <org>EU</org>wide", "Apples, Gren. the EUwide"},
		{"a<bar>B</bar>, c(<bar>d</bar>)", "a B, c(d)"},
		{"<x>Apple</x><y>, late</y>", "Apple, late"},
		{"a &#31;b&#28;c\x0bd\x1fe\x00f", "a  b c d ef"},
	} {
		doc, err := xmltree.Parse("x", []byte("<r>"+c.in+"</r>"), "")
		require.NoError(t, err)
		require.Equal(t, c.want, doc.Root.Text(), c.in)
	}
	doc, err := xmltree.Parse("x", []byte("<r><row><euro/><cent/></row></r>"), "")
	require.NoError(t, err)
	require.NotNil(t, doc.Root.Child("row", "euro"), "no text around it: a field of a record")
}

func TestIllegalReferencesAreNoted(t *testing.T) {
	t.Parallel()
	doc, err := xmltree.Parse("x", []byte("<r>a&#3;b&#xD800;c</r>"), "")
	require.NoError(t, err)
	require.Equal(t, "abc", doc.Root.Text())
	require.Contains(t, doc.Notes, "2 references to characters that XML forbids left out")
	doc, err = xmltree.Parse("x", []byte("<r>a&#13;b&#233;</r>"), "")
	require.NoError(t, err)
	require.Empty(t, doc.Notes)
}
