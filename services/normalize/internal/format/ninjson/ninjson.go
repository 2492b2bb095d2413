// Package ninjson reads IPTC ninjs 1.0 to 1.6, 2.x and 3.x, and the variants of
// it that agencies and their systems send (Superdesk's above all), into ninjs
// 3.1.
//
// A delivery is one object, an array of them, one on each line, or the answer of an
// interface that holds them. A field that
// breaks the standard is repaired or left out with a note; a status that nobody
// knows spoils its article, an embargo that can't be read withholds it. What becomes of each
// field is in docs/formats/ninjs.md. The package must not make up what the
// document doesn't say.
//
// Sources: the schemas of ninjs 1.6, 2.2 and 3.1, https://iptc.org/std/ninjs/.
package ninjson

import (
	"strings"

	"github.com/tidwall/gjson"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/normalize/internal/charset"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// Bounds of a delivery.
const (
	maxDepth      = 64     // of nesting in one object
	maxAssociated = 10_000 // associated items of all articles of a delivery
	maxMembers    = 5_000  // of one list of subjects, people and so on
	maxNotes      = 40     // on one article
)

// Parse reads a delivery and names the generation that it is written in:
// "ninjs-1", "ninjs-2" or "ninjs-3", that of the first article that could be
// read. An array or a stream without objects gives no article. The error is a
// *format.Error.
func Parse(in format.Input) (name string, articles []format.Article, err error) {
	data, note, err := charset.DecodeIn(in.Language, in.Data, in.ContentType)
	if err != nil {
		return family, nil, format.Errorf(family, contract.ReasonCharset, "", "%w", err)
	}
	data, repaired := charset.RepairJSON(data)
	note = strings.TrimPrefix(strings.TrimSuffix(note+"; "+repaired, "; "), "; ")
	docs, single, ferr := split(data)
	if single && !isArticle(docs[0]) {
		if inner := unwrap(docs[0].data); inner != nil {
			docs, single, ferr = split(inner)
		}
	}
	if ferr != nil {
		return family, nil, ferr
	}
	name = family
	associated := 0
	if len(docs) > 0 {
		articles = make([]format.Article, len(docs))
	}
	for i, doc := range docs {
		a := &articles[i]
		generation := one(a, in, doc, &associated)
		if note != "" {
			a.Note(note)
		}
		if name == family && a.Err == nil {
			name = generation
		}
	}
	if single && articles[0].Err != nil {
		return name, nil, articles[0].Err
	}
	return name, articles, nil
}

// isArticle takes a cheap look at a document: an object with an envelope's field in front
// may be none.
func isArticle(d document) bool {
	article := true
	if d.err == nil {
		gjson.ParseBytes(d.data).ForEach(func(key, _ gjson.Result) bool {
			article = !Envelope(key.Str)
			return article && markOf(strings.ToLower(key.Str)) == ""
		})
	}
	return article
}

// one reads one object, and names the generation it is written in.
func one(a *format.Article, in format.Input, doc document, associated *int) string {
	if a.Err = doc.err; a.Err != nil {
		return family
	}
	fields, err := object(doc.data)
	if err != nil {
		a.Err = format.Errorf(family, contract.ReasonMalformed, doc.where, "%w", err)
		return family
	}
	if !isNews(fields) {
		a.Err = format.Errorf(family, contract.ReasonUnknown, doc.where, "an object that nothing shows to be ninjs")
		return family
	}
	generation := generationOf(fields)
	r := &reader{in: in, name: generation, where: doc.where, article: a, associated: associated}
	r.read(lowered(fields))
	return generation
}
