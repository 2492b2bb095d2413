// Package format is what every wire format has in common: what a parser is
// given, what it gives back, and how it says that it can't.
//
// A format is a package beside this one with a Parse function, and one line in
// the list of package formats. Parsers are pure: no clock, no network, no
// global. They say what the document says; what all formats share (Unicode
// normal form, cleaning of markup, plain-text twin, counts, the fallback uri,
// defaults of the provider) is done after them, once, by package tidy.
package format

import (
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

// Input is one delivery as a parser sees it.
type Input struct {
	Data        []byte
	ContentType string         // as the provider declared it, may be empty
	Provider    string         // id of the provider
	Zone        *time.Location // for dates without a zone; never nil
	Language    string         // the provider's default, BCP 47, may be empty
	BaseURL     string         // what relative links are relative to, may be empty
	Received    time.Time      // for dates without a year only; never for output
	Depth       int            // how many documents this one stands within
}

// Article is one article of a delivery, or the error that spoiled this one and
// not the others.
type Article struct {
	// Item is what the document says, in terms of ninjs. Its URI may be empty
	// or relative: then ID is made one. Bodies hold markup (text/html,
	// application/xhtml+xml) as found, or text/plain; tidy cleans it and adds
	// the twin. Item.Version is the provider's version as it was written.
	Item ninjs.Item
	// ID is the provider's own id of the item without its version, if that is
	// no URI.
	ID string
	// Signal is what the provider called it: contract.Update,
	// contract.Correction, contract.Kill, or empty. A canceled pubStatus needs
	// no signal.
	Signal contract.Signal
	// Corrects names the version that a correction corrects, if said.
	Corrects string
	// Targets are the ids or uris of other documents that this one takes down
	// (a kill with an id of its own).
	Targets []string
	// DateLine is the text of a dateline that the format marks up as such.
	DateLine string
	// Literal says that the headlines are plain text beyond doubt: what looks like markup or
	// an entity in them is meant.
	Literal bool
	// Words is the word count that the format's header states: it stands, since desks
	// bill and cut by it; 0 where there is none, and ours stands.
	Words int
	// SourceViews and SourceComments are counts that the source reported.
	SourceViews, SourceComments *int
	// Parts are the pictures and other binaries that came with the article.
	Parts []Part
	// MachineUse is what the document says that machines may do with the article.
	MachineUse machineuse.Use
	// Notes say what was repaired or left out, each in a few words.
	Notes []string
	// Err spoils this article alone; the other fields then say what is known.
	Err *Error
}

// Part is a picture or another binary that came within a delivery: an attachment
// of a mail, a part of a multipart push, inline data of a package. It is stored
// and becomes an association of its article with a rendition.
type Part struct {
	Name      string // file name, may be empty
	MediaType string // such as image/jpeg; never empty
	ID        string // Content-ID or address by which the document refers to it, may be empty
	Title     string // may be empty
	Caption   string // may be empty
	Data      []byte
}

// Note adds a note.
func (a *Article) Note(text string) { a.Notes = append(a.Notes, text) }
