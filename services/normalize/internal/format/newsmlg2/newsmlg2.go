// Package newsmlg2 reads NewsML-G2 2.x of the IPTC: news messages, news items and
// package items, of all versions of the news architecture (NAR), and the habits of
// the agencies that send them.
//
// It says what the document says and cleans nothing: package tidy does that for
// all formats. It must not load what a document refers to, catalogs included, nor
// read concepts and plans, which are no articles.
//
// Source: IPTC NewsML-G2 2.35, https://www.iptc.org/std/NewsML-G2/specification/
package newsmlg2

import (
	"fmt"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/xmltree"
)

// Name is the name of the format.
const Name = "newsml-g2"

// The bounds of what one delivery may make: each of these costs far more than its
// bytes.
const (
	maxAssociations = 1_000 // of one item
	maxRenditions   = 500   // of one item
	maxSubjects     = 2_000 // of one item
	maxShared       = 300   // bytes of a text that is repeated elsewhere
	maxLocations    = 8     // of one file
)

// Root reports whether an element begins a document of NewsML-G2, also of a kind
// that Parse refuses.
func Root(name string) bool {
	return name == "newsMessage" || name == "contentSet" || isItem(name)
}

func isItem(name string) bool {
	return name == "newsItem" || name == "packageItem" || refusal(name) != ""
}

// refusal says why an item of a kind that is no news can't be read, empty for
// other elements.
func refusal(name string) string {
	switch name {
	case "conceptItem":
		return "a conceptItem describes one concept of a vocabulary and is no news: send news items and packages"
	case "knowledgeItem":
		return "a knowledgeItem is a vocabulary and is no news: send news items and packages"
	case "planningItem":
		return "a planningItem announces coverage and is no news yet: send the news items that come of it"
	case "catalogItem":
		return "a catalogItem lists schemes and is no news: send news items and packages"
	default:
		return ""
	}
}

// Parse reads a delivery of one item, or of a news message with any number of
// them, none included. An item that can't be read spoils no other. The error is a
// *format.Error.
func Parse(in format.Input) ([]format.Article, error) {
	doc, err := xmltree.Parse(Name, in.Data, in.ContentType, "newsItem", "packageItem")
	if err != nil {
		return nil, err
	}
	rename(doc.Root)
	if why := refusal(doc.Root.Name); why != "" {
		return nil, format.Errorf(Name, contract.ReasonUnsupported, lineOf(doc.Root), "%s", why)
	}
	m := newMessage(doc.Root, in)
	if err := format.Spent(Name, len(m.items)); err != nil {
		return nil, err
	}
	if len(m.items) == 0 && !m.known {
		return nil, format.Errorf(Name, contract.ReasonMalformed, "", "no newsMessage, newsItem or packageItem in <%s>", doc.Root.Name)
	}
	articles := m.read()
	for i := range articles {
		articles[i].Notes = append(append([]string(nil), doc.Notes...), articles[i].Notes...)
	}
	return articles, nil
}

func lineOf(n *xmltree.Node) string {
	if n == nil {
		return ""
	}
	return fmt.Sprintf("line %d", n.Line)
}
