package newsmlg2

import (
	"iter"
	"strings"

	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// attr is an attribute of G2's own, whatever its case, trimmed: agencies' own
// attributes have prefixes and may have the same names.
func attr(n *xmltree.Node, name string) string {
	if n == nil {
		return ""
	}
	for i := range n.Attrs {
		if a := &n.Attrs[i]; a.Prefix == "" && (a.Name == name || strings.EqualFold(a.Name, name)) {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

// langOf is xml:lang of the node itself; some write it without the prefix.
func langOf(n *xmltree.Node) string {
	if n == nil {
		return ""
	}
	for i := range n.Attrs {
		if a := &n.Attrs[i]; a.Name == "lang" && (a.Prefix == "xml" || a.Prefix == "") {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

// wellNamed are the elements that some agencies write with other capitals.
var wellNamed = func() map[string]string {
	out := map[string]string{}
	for name := range strings.FieldsSeq(`header sent sender priority origin transmitId destination signal itemSet newsItem packageItem
		conceptItem knowledgeItem planningItem catalogItem catalog catalogRef scheme rightsInfo copyrightHolder copyrightNotice usageTerms dataMining
		itemMeta itemClass provider versionCreated firstCreated embargoed pubStatus role edNote service title fileName contentMeta urgency
		contentCreated contentModified located infoSource creator contributor altId language subject name genre slugline headline dateline by
		creditline description keyword icon contentSet inlineXML inlineData remoteContent groupSet group groupRef itemRef link assert partMeta expires`) {
		out[strings.ToLower(name)] = name
	}
	return out
}()

// rename gives the elements of G2 their names as the standard spells them. Content
// is left alone.
func rename(n *xmltree.Node) {
	if known := wellNamed[strings.ToLower(n.Name)]; known != "" {
		n.Name = known
	}
	if n.Name == "inlineXML" || n.Name == "rightsExpressionXML" {
		return
	}
	for c := range n.Elements() {
		rename(c)
	}
}

// under gives the children of all elements of a name.
func under(n *xmltree.Node, name string) iter.Seq[*xmltree.Node] {
	return func(yield func(*xmltree.Node) bool) {
		for p := range n.Path(name) {
			for c := range p.Elements() {
				if !yield(c) {
					return
				}
			}
		}
	}
}

func isEmpty(n *xmltree.Node) bool {
	for range n.Elements() {
		return false
	}
	return n.OneLine() == ""
}

func firstOf(candidates ...string) string {
	for _, s := range candidates {
		if s != "" {
			return s
		}
	}
	return ""
}

// joined joins what is not empty and not there yet.
func joined(sep string, parts ...string) string {
	var out []string
	have := map[string]bool{"": true}
	for _, p := range parts {
		if p = strings.TrimSpace(p); !have[p] {
			have[p] = true
			out = append(out, p)
		}
	}
	return strings.Join(out, sep)
}
