package window

import (
	"context"
	"errors"
)

// Index holds the entries of the window. It is safe for use by many.
type Index interface {
	// Claim gives for each entry those before it that may be the same text or of the
	// same story, and enters it in its place: of two that are claimed at the same
	// instant, one is before the other. An entry that was claimed already keeps its
	// place, so that the same question has the same answer.
	Claim(ctx context.Context, entries []Entry) ([][]Candidate, error)
	// Put enters what is published, with original and story. One that has a place
	// keeps it, another one's place is its time. What is of a later sequence stays.
	Put(ctx context.Context, entries []Entry) error
	// Remove removes articles.
	Remove(ctx context.Context, articles []string) error
	// Position gives how far NEWS was put in; the zero value: nothing is known.
	Position(ctx context.Context) (Position, error)
	// Begin sets it.
	Begin(ctx context.Context, p Position) error
	// Advance moves it forward, never back. ErrEmptied: there is none of that life.
	Advance(ctx context.Context, p Position) error
}

// Position is a place in one life of NEWS.
type Position struct {
	Life     string // which life of the stream, see contract.Incarnation
	Sequence uint64
}

// ErrEmptied says that an index has lost what was put in.
var ErrEmptied = errors.New("the index of duplicates was emptied")

// Errors of an index. Both are no fault of an article: it goes on without marks.
var (
	ErrAway    = errors.New("the index of duplicates is away")
	ErrRefused = errors.New("the index of duplicates refused")
)

// The bounds of an answer.
const (
	// MaxSharing is how many articles a band names: the latest.
	MaxSharing = 4
	// MaxCandidates is how many candidates an answer has: those that share most bands.
	MaxCandidates = 24
	// MaxOriginals is how many more an answer has: what those are copies of, which their
	// bands don't name any more once there are many copies.
	MaxOriginals = 4
)

// bands of an entry: those of its text and those of its story are told apart.
func bands(e Entry) []uint32 {
	out := make([]uint32, 0, len(e.Print.Bands)+len(e.Features))
	for _, b := range e.Print.Bands {
		out = append(out, b|1)
	}
	for _, b := range e.Features.Bands() {
		out = append(out, b<<1)
	}
	return out
}
