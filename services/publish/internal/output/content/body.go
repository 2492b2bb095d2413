package content

import "github.com/wireroom/wireroom/services/publish/internal/output/xhtml"

// Nodes is the main text as a tree of XHTML; paragraphs of the plain text where there
// is no markup that can be read.
func (a Article) Nodes() []*xhtml.Node {
	if text := a.Text(XHTML); text != "" {
		if nodes, err := xhtml.Parse(text); err == nil {
			return nodes
		}
	}
	return xhtml.Paragraphs(Lines(a.Text(Plain)))
}
