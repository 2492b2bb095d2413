// Package tidy does once, after any parser, what all formats share: it makes of
// what a document says one valid ninjs 3.1 item.
//
// Characters are repaired and brought to Unicode NFC, each body becomes clean
// XHTML with a twin in plain text and our own counts, the uri is made sure of,
// the provider's defaults are filled in, and what ninjs would refuse is moved or
// dropped with a note. Tidying a tidied item changes nothing.
//
// The package is pure: no clock, no network, no global. It knows no wire format,
// and adds nothing that the document does not say but the defaults that it is
// given.
package tidy

import (
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy/glyph"
)

// Settings are the provider's defaults. Provider is required.
type Settings struct {
	Provider string        // id, [a-z0-9-]{1,40}
	Language string        // BCP 47, where the document names none; may be empty
	Urgency  ninjs.Urgency // 1 to 9, where the document names none; 0 for none
	// Arrived is when the document was pushed: its day parts documents that have neither
	// an id nor a date. Zero for what is fetched again and again.
	Arrived time.Time
}

// formatName stands before errors of this package.
const formatName = "article"

// Article gives the item with the notes of the parser and of the repair, or a
// *format.Error: incomplete (no id, and nothing to read, look at or take down),
// invalid, or too-large. The parser's item is not changed.
func Article(a format.Article, s Settings) (ninjs.Item, []string, error) {
	it := a.Item
	detach(&it)
	n := notes(append([]string(nil), a.Notes...))
	own := identify(&it, a, &n)
	size := repair(&it, &n)
	literal := it.Headlines
	tidyItem(&it, &n)
	if a.Literal {
		it.Headlines = lines(literal)
	}
	stated(&it, a.Words)
	if empty(&it) && own == (identity{}) {
		return it, n, format.Errorf(formatName, contract.ReasonIncomplete, string(it.URI),
			"has neither an id nor a headline, body, description, rendition or association")
	}
	if empty(&it) {
		n.add("nothing to read or look at: the document has an id and metadata alone")
	}
	locate(&it, a.DateLine)
	written(&it)
	defaults(&it, s, &n)
	name(&it, own, s)
	nameAssociations(&it, s.Provider, &n)
	if err := fits(&it, size); err != nil {
		return it, n, err
	}
	if err := ninjs.Validate(&it); err != nil {
		return it, n, format.Errorf(formatName, contract.ReasonInvalid, string(it.URI), "can't be made valid ninjs: %w", err)
	}
	return it, n, nil
}

// tidyItem is what an item and each of its associations go through.
func tidyItem(it *ninjs.Item, n *notes) {
	it.Title, it.Slugline, it.By = lineOf(it.Title), lineOf(it.Slugline), lineOf(it.By)
	for _, field := range []*string{&it.EdNote, &it.UsageTerms, &it.CopyrightNotice} {
		if hasMarkup(*field) {
			*field = glyph.Block(plain(*field, ""))
		}
	}
	it.Headlines = texts(it.Headlines, "headline", n)
	it.Descriptions = descriptions(it.Descriptions, n)
	it.Bodies = bodies(it.Bodies, n)
	for i := range it.Associations {
		tidyItem(&it.Associations[i].Item, n)
	}
}

// stated puts the header's word count in place of ours.
func stated(it *ninjs.Item, words int) {
	for i := range it.Bodies {
		if words > 0 && it.Bodies[i].Role == roleMain {
			it.Bodies[i].WordCount = words
		}
	}
}

// empty reports whether there is nothing to publish.
func empty(it *ninjs.Item) bool {
	return len(it.Headlines)+len(it.Bodies)+len(it.Descriptions)+len(it.Renditions)+len(it.Associations) == 0 &&
		it.Title == "" && it.EventDetails == nil && len(it.PlannedCoverage) == 0 &&
		it.PubStatus != ninjs.Canceled && it.PubStatus != ninjs.Withheld
}

// fits bounds what the item takes as JSON; the exact size is only taken where a
// guess comes near: escaping makes at most six bytes of one. The guess is the
// size of the text before, and of the bodies that were made of it.
func fits(it *ninjs.Item, size int) error {
	for _, b := range it.Bodies {
		size += len(b.Value)
	}
	if size < contract.MaxArticle/16 {
		return nil
	}
	data, err := ninjs.Encode(it)
	if err != nil {
		return format.Errorf(formatName, contract.ReasonInvalid, string(it.URI), "can't be made valid ninjs: %w", err)
	}
	if len(data) > contract.MaxArticle {
		return format.Errorf(formatName, contract.ReasonTooLarge, string(it.URI),
			"takes %d bytes as ninjs, where a message holds %d", len(data), contract.MaxArticle)
	}
	return nil
}

// maxNotes bounds the notes of one article: they ride in a header.
const maxNotes = 20

// notes collects what was repaired, each once.
type notes []string

func (n *notes) add(text string) {
	if len(*n) >= maxNotes {
		return
	}
	for _, have := range *n {
		if have == text {
			return
		}
	}
	*n = append(*n, text)
}
