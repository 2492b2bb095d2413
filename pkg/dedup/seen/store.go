package seen

import (
	"context"
	"errors"
)

// Store keeps records, each for a time after its last change. It is safe for use by
// many. What it holds may vanish at any instant.
type Store interface {
	// Get gives the records of articles in their order, nil where there is none.
	Get(ctx context.Context, articles []string) ([]*Record, error)
	// Forward sets each record unless one that it does not supersede is there, in
	// their order.
	Forward(ctx context.Context, puts []Put) error
	// Forget removes the record of an article.
	Forget(ctx context.Context, article string) error
}

// Put is a record to be set.
type Put struct {
	Article string
	Record  Record
}

// The errors of stores and of Records wrap one of these.
var (
	// ErrAway means that the store does not answer, or did not a moment ago.
	ErrAway = errors.New("the store of records is away")
	// ErrFull means that it takes no writes at the moment, and answers reads.
	ErrFull = errors.New("the store of records takes no writes")
	// ErrRefused means that it refuses this, which waiting does not change.
	ErrRefused = errors.New("the store of records refuses")
)
