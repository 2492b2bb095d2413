// Package body reads a pushed body into memory, never more of it than the limit,
// whatever its length says and whatever it inflates to.
//
// It must not look into what it reads.
package body

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"sync"
)

// ErrTooLarge says that a body is over the limit. No more of it than the limit
// was read or inflated.
var ErrTooLarge = errors.New("the body is over the limit")

// ErrGzip says that a body is not what its Content-Encoding gzip says.
var ErrGzip = errors.New("the body is not whole gzip")

// Read reads a body of at most limit bytes. declared is its Content-Length, -1 if
// unknown.
func Read(r io.Reader, declared, limit int64) ([]byte, error) {
	if declared > limit {
		return nil, ErrTooLarge
	}
	if declared >= 0 {
		data := make([]byte, declared)
		if _, err := io.ReadFull(r, data); err != nil {
			return nil, fmt.Errorf("read the body: %w", err)
		}
		return data, nil
	}
	return bounded(r, limit)
}

func bounded(r io.Reader, limit int64) ([]byte, error) {
	var buf bytes.Buffer
	n, err := io.Copy(&buf, io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fmt.Errorf("read the body: %w", err)
	}
	if n > limit {
		return nil, ErrTooLarge
	}
	return buf.Bytes(), nil
}

// Inflater inflates gzip. Its readers are used again: each has some 40 kB.
type Inflater struct{ readers sync.Pool }

// Inflate inflates data to at most limit bytes. Members that follow each other
// (RFC 1952, 2.2) count together.
func (i *Inflater) Inflate(data []byte, limit int64) ([]byte, error) {
	z, ok := i.readers.Get().(*gzip.Reader)
	if !ok {
		z = new(gzip.Reader)
	}
	defer i.readers.Put(z)
	if err := z.Reset(bytes.NewReader(data)); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrGzip, err)
	}
	out, err := bounded(z, limit)
	if err != nil && !errors.Is(err, ErrTooLarge) {
		return nil, fmt.Errorf("%w: %w", ErrGzip, err)
	}
	return out, err
}
