package contract

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/machineuse"
)

// writer writes typed headers. Its values lie side by side: a message has some
// thirty of them, and one list each would be the most of what a hop allocates.
type writer struct {
	h      nats.Header
	values []string
}

// mostHeaders is room for the headers of nearly every message: a map for one more
// would be of twice the size.
const mostHeaders = 28

func newWriter() *writer {
	return &writer{h: make(nats.Header, mostHeaders), values: make([]string, 0, mostHeaders)}
}

func (w *writer) set(name, value string) {
	w.values = append(w.values, value)
	last := len(w.values)
	w.h[name] = w.values[last-1 : last : last]
}

func (w *writer) put(name, value string) {
	if value != "" {
		w.set(name, value)
	}
}

func (w *writer) putInt(name string, n int) {
	if n != 0 {
		w.set(name, strconv.Itoa(n))
	}
}

// putShare writes a share of 1 in thousandths.
func (w *writer) putShare(name string, share float64) {
	if share > 0 {
		w.set(name, strconv.FormatFloat(share, 'f', 3, 64))
	}
}

func (w *writer) putCount(name string, n *int) {
	if n != nil {
		w.set(name, strconv.Itoa(*n))
	}
}

func (w *writer) putFlag(name string, on bool) {
	if on {
		w.set(name, "1")
	}
}

func (w *writer) putTime(name string, t time.Time) {
	if t.IsZero() {
		return
	}
	if utc := t.UTC(); utc.Year() >= 0 && utc.Year() <= 9999 {
		t = utc // RFC 3339 has no other years: at their edge the zone stays
	}
	w.set(name, t.Format(time.RFC3339Nano))
}

// oneLine keeps a header value on its line: a line break would end the header.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
}

// maxNotes bounds the notes in a message's header, in bytes: a document may cause as
// many as it has errors.
const maxNotes = 16 << 10

// joinNotes joins notes, and says how many were left out for being too many.
func joinNotes(notes []string) string {
	size := 0
	for i, n := range notes {
		if size += len(n) + len("; "); size > maxNotes {
			left := fmt.Sprintf("%d more notes left out", len(notes)-i)
			return strings.Join(append(slices.Clone(notes[:i]), left), "; ")
		}
	}
	return strings.Join(notes, "; ")
}

// reader reads typed headers and keeps the first error.
type reader struct {
	h   nats.Header
	err error
}

func (r *reader) fail(name string, err error) {
	if err != nil && r.err == nil {
		r.err = fmt.Errorf("header %s: %w", name, err)
	}
}

func (r *reader) time(name string) time.Time {
	s := r.h.Get(name)
	if s == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	r.fail(name, err)
	return t
}

func (r *reader) int(name string) int {
	s := r.h.Get(name)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	r.fail(name, err)
	return n
}

func (r *reader) share(name string) float64 {
	s := r.h.Get(name)
	if s == "" {
		return 0
	}
	share, err := strconv.ParseFloat(s, 64)
	r.fail(name, err)
	return share
}

func (r *reader) count(name string) *int {
	if r.h.Get(name) == "" {
		return nil
	}
	n := r.int(name)
	return &n
}

func (r *reader) machineUse(name string) machineuse.Use {
	u, err := machineuse.Parse(r.h.Get(name))
	r.fail(name, err)
	return u
}

func (r *reader) list(name, sep string) []string {
	s := r.h.Get(name)
	if s == "" {
		return nil
	}
	return strings.Split(s, sep)
}

func (r *reader) version(name string) dedup.Version {
	v, err := dedup.ParseVersion(r.h.Get(name))
	r.fail(name, err)
	return v
}

func (r *reader) position(name string) (pos, of int) {
	p, o, ok := strings.Cut(r.h.Get(name), "/")
	if !ok {
		r.fail(name, fmt.Errorf("%q is not a position", r.h.Get(name)))
		return 0, 0
	}
	pos, err := strconv.Atoi(p)
	r.fail(name, err)
	of, err = strconv.Atoi(o)
	r.fail(name, err)
	return pos, of
}

// ParseCount reads a header that holds a count; an empty one is 0.
func ParseCount(s string) (int, error) {
	if s == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0, fmt.Errorf("count %q: %w", s, err)
	}
	return n, nil
}
