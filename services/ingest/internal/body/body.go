// Package body inflates a pushed body, never to more than the limit and the memory
// that its lease has.
//
// It must not look into what it reads.
package body

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"sync"

	"github.com/wireroom/wireroom/pkg/httpbody"
)

// ErrGzip says that a body is not what its Content-Encoding gzip says.
var ErrGzip = errors.New("the body is not whole gzip")

// Inflater inflates gzip. Its readers are used again: each has some 40 kB.
type Inflater struct{ readers sync.Pool }

// Inflate inflates data to at most limit bytes, else httpbody.ErrTooLarge. Members that follow each other
// (RFC 1952, 2.2) count together.
func (i *Inflater) Inflate(lease *httpbody.Lease, data []byte, limit int64) ([]byte, error) {
	z, ok := i.readers.Get().(*gzip.Reader)
	if !ok {
		z = new(gzip.Reader)
	}
	defer i.readers.Put(z)
	if err := z.Reset(bytes.NewReader(data)); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrGzip, err)
	}
	out, err := lease.Read(z, -1, limit)
	if err != nil && !errors.Is(err, httpbody.ErrTooLarge) && !errors.Is(err, httpbody.ErrBusy) {
		return nil, fmt.Errorf("%w: %w", ErrGzip, err)
	}
	return out, err
}
