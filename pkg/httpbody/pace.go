package httpbody

import (
	"errors"
	"io"
	"time"
)

// Pace is how fast a body has to come.
type Pace struct {
	// Rate is the bytes a second that must have come at any time after Grace; 0: no
	// rate.
	Rate  int64
	Grace time.Duration
	// Whole is when all of it must be there, from the start on.
	Whole time.Duration
}

// Reader cuts off who sends slower than p: reading then fails with
// os.ErrDeadlineExceeded. deadline sets when the connection's reads fail
// (http.ResponseController.SetReadDeadline).
func (p Pace) Reader(r io.Reader, clock func() time.Time, deadline func(time.Time) error) io.Reader {
	return &paced{Pace: p, r: r, start: clock(), deadline: deadline}
}

type paced struct {
	Pace
	r        io.Reader
	start    time.Time
	came     int64
	deadline func(time.Time) error
}

func (p *paced) Read(buf []byte) (int, error) {
	p.set(p.by())
	n, err := p.r.Read(buf)
	p.came += int64(n)
	if errors.Is(err, io.EOF) {
		// the server goes on watching the connection, and a deadline that passes looks
		// like a caller that left
		p.set(time.Time{})
	}
	return n, err
}

// by is when the next bytes have to be there.
func (p *paced) by() time.Time {
	end := p.start.Add(p.Whole)
	if p.Rate <= 0 {
		return end
	}
	due := p.start.Add(p.Grace + time.Duration(float64(p.came)/float64(p.Rate)*float64(time.Second)))
	if due.After(end) {
		return end
	}
	return due
}

// set is without an error where the connection knows no deadlines, as in tests of a
// handler alone: the server's own hold then.
func (p *paced) set(t time.Time) { _ = p.deadline(t) }
