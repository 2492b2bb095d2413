// Package output lists the formats that publish writes articles in, and chooses one by
// what a request accepts.
//
// A format is a package beside this one with a function Write, and one line in the list.
// It writes what the article says and changes nothing of it; what it has no place for is
// left out.
package output

import (
	"github.com/wireroom/wireroom/services/publish/internal/output/content"
	"github.com/wireroom/wireroom/services/publish/internal/output/newsmlg2"
	"github.com/wireroom/wireroom/services/publish/internal/output/nitf"
	"github.com/wireroom/wireroom/services/publish/internal/output/older"
	"github.com/wireroom/wireroom/services/publish/internal/output/plaintext"
)

// Format is one format of an answer.
type Format struct {
	Name    string // as ?format= has it
	Media   string // media type without parameters
	Version string // of the media type, where several formats share one
	Text    bool   // the media type takes a charset
}

// ContentType is the header of an answer in the format.
func (f Format) ContentType() string {
	switch {
	case f.Version != "":
		return f.Media + "; version=" + f.Version
	case f.Text:
		return f.Media + "; charset=utf-8"
	default:
		return f.Media
	}
}

// Article is a format of single articles.
type Article struct {
	Format
	Write func(content.Article) ([]byte, error)
}

// Articles lists the formats of single articles. The first one is the default.
func Articles() []Article {
	const json = "application/json"
	return []Article{
		{Format{Name: "ninjs", Media: json}, func(a content.Article) ([]byte, error) { return a.Data, nil }},
		{Format{Name: "ninjs-2", Media: json, Version: "2.2"}, older.Write2},
		{Format{Name: "ninjs-1", Media: json, Version: "1.6"}, older.Write1},
		{Format{Name: "newsml-g2", Media: "application/vnd.iptc.g2.newsitem+xml"}, newsmlg2.Write},
		{Format{Name: "nitf", Media: "text/vnd.iptc.nitf", Text: true}, nitf.Write},
		{Format{Name: "text", Media: "text/plain", Text: true}, plaintext.Write},
	}
}
