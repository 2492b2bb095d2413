package httpbody

import (
	"errors"
	"fmt"
	"io"
)

// Errors of reading.
var (
	// ErrTooLarge says that a body is over the limit. No more of it than the limit
	// was read.
	ErrTooLarge = errors.New("the body is over the limit")
	// ErrBusy says that the owner's share of the memory is in use.
	ErrBusy = errors.New("no memory is left for the body")
)

// Lease is the memory of one request. Release must be called.
type Lease struct {
	budget *Budget
	owner  string
	held   int64
}

// NewLease starts with nothing.
func NewLease(b *Budget, owner string) *Lease { return &Lease{budget: b, owner: owner} }

// Move counts what is held to another budget and owner; false if that has no room,
// and then nothing has changed.
func (l *Lease) Move(to *Budget, owner string) bool {
	if !to.Take(owner, l.held) {
		return false
	}
	l.budget.Give(l.owner, l.held)
	l.budget, l.owner = to, owner
	return true
}

// Release gives everything back; what was read must not be used any more.
func (l *Lease) Release() {
	l.budget.Give(l.owner, l.held)
	l.held = 0
}

// firstStep is how much is taken before anything has come, in bytes.
const firstStep = 16 << 10

// Read reads all of r, limit bytes at most. declared is how many there should be
// (Content-Length), -1 if unknown; fewer are io.ErrUnexpectedEOF.
func (l *Lease) Read(r io.Reader, declared, limit int64) ([]byte, error) {
	if declared > limit {
		return nil, ErrTooLarge
	}
	most := limit + 1
	if declared >= 0 {
		most = declared
	}
	buf, err := l.grow(nil, min(firstStep, most))
	for err == nil {
		if int64(len(buf)) == most {
			return whole(buf, declared)
		}
		if len(buf) == cap(buf) {
			if buf, err = l.grow(buf, min(2*int64(cap(buf)), most)); err != nil {
				break
			}
		}
		var n int
		n, err = r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
	}
	switch {
	case !errors.Is(err, io.EOF):
		return nil, fmt.Errorf("read the body: %w", err)
	case int64(len(buf)) > limit:
		return nil, ErrTooLarge
	case int64(len(buf)) < declared:
		return nil, fmt.Errorf("read the body: %w", io.ErrUnexpectedEOF)
	}
	return buf, nil
}

func whole(buf []byte, declared int64) ([]byte, error) {
	if declared < 0 {
		return nil, ErrTooLarge
	}
	return buf, nil
}

// grow moves buf to one of n bytes. While it is copied both count.
func (l *Lease) grow(buf []byte, n int64) ([]byte, error) {
	if !l.budget.Take(l.owner, n) {
		return nil, ErrBusy
	}
	old := int64(cap(buf))
	next := make([]byte, len(buf), n)
	copy(next, buf)
	l.budget.Give(l.owner, old)
	l.held += n - old
	return next, nil
}
