// Package consoletest gives tests a console that remembers what was written.
//
// It must be imported by tests alone.
package consoletest

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/wireroom/wireroom/services/wireroom/internal/console"
)

// Recorder is a console's output. It may be written and read at the same time.
type Recorder struct {
	*console.Console
	out, err buffer
}

// New makes a console that is no terminal, without colours, with input as its
// standard input.
func New(input string) *Recorder {
	r := &Recorder{}
	r.Console = &console.Console{In: strings.NewReader(input), Out: &r.out, Err: &r.err, Now: time.Now}
	return r
}

// Stdout is what was written to standard output so far.
func (r *Recorder) Stdout() string { return r.out.String() }

// Stderr is what was written to standard error so far.
func (r *Recorder) Stderr() string { return r.err.String() }

type buffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

var _ io.Writer = (*buffer)(nil)

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}
