// Package content gives the outputs what they all ask of an article: its main
// headline, its text as markup and as plain text, its subjects by relation.
//
// It must not know any output format, and changes nothing of the article.
package content

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

// Article is one article as NEWS holds it.
type Article struct {
	Envelope *contract.Envelope
	Data     []byte // the item as ninjs 3.1, as it was published
	Item     *ninjs.Item
}

// New reads the data of a message of NEWS.
func New(e *contract.Envelope, data []byte) (Article, error) {
	item, err := ninjs.Decode(data)
	if err != nil {
		return Article{}, err
	}
	return Article{Envelope: e, Data: data, Item: item}, nil
}

// Main is the role of the main headline and of the main text.
const Main = "main"

// Headline is the main headline; where there is none, the title, else the slugline.
func (a Article) Headline() string {
	for _, h := range a.Item.Headlines {
		if h.Role == Main {
			return h.Value
		}
	}
	if len(a.Item.Headlines) > 0 {
		return a.Item.Headlines[0].Value
	}
	if a.Item.Title != "" {
		return a.Item.Title
	}
	return a.Item.Slugline
}

// Summary is the first description in the role summary; empty if there is none.
func (a Article) Summary() string {
	for _, d := range a.Item.Descriptions {
		if d.Role == "summary" {
			return d.Value
		}
	}
	return ""
}

// The content types of bodies.
const (
	XHTML = "application/xhtml+xml"
	Plain = "text/plain"
)

// Text is the main text in a content type; empty if there is none.
func (a Article) Text(contentType string) string {
	found := ""
	for _, b := range a.Item.Bodies {
		if b.ContentType != contentType {
			continue
		}
		if b.Role == Main || b.Role == "" {
			return b.Value
		}
		if found == "" {
			found = b.Value
		}
	}
	return found
}

// Keywords are the names of the subjects that are keywords.
func (a Article) Keywords() []string {
	var out []string
	for _, s := range a.Item.Subjects {
		if s.Rel == "keyword" && s.Name != "" {
			out = append(out, s.Name)
		}
	}
	return out
}

// Topics are the subjects without a relation: what the article is about.
func (a Article) Topics() []ninjs.Subject {
	var out []ninjs.Subject
	for _, s := range a.Item.Subjects {
		if s.Rel == "" {
			out = append(out, s)
		}
	}
	return out
}

// Lines gives the lines of a text that hold words.
func Lines(s string) []string {
	var out []string
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}
