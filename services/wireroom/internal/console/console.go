// Package console is what commands talk to: three streams, whether they are
// terminals, colours, tables, and how figures are written for people.
//
// Whatever comes from a document or a header is cleaned before it is shown: a
// headline must not be able to steer a terminal. The package must not know what
// it shows.
package console

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode"

	"golang.org/x/term"
)

// Console is where a command reads and writes.
type Console struct {
	In       io.Reader
	Out, Err io.Writer
	InTTY    bool
	OutTTY   bool
	ErrTTY   bool
	Width    int  // columns of Out; 0: unknown, nothing is cut
	Color    bool // Out shows colours
	Now      func() time.Time
}

// Standard is the console of a process. env looks up environment variables:
// NO_COLOR turns colours off (no-color.org).
func Standard(in, out, err *os.File, env func(string) string, now func() time.Time) *Console {
	c := &Console{In: in, Out: out, Err: err, Now: now,
		InTTY: isTerminal(in), OutTTY: isTerminal(out), ErrTTY: isTerminal(err)}
	c.Color = c.OutTTY && env("NO_COLOR") == "" && env("TERM") != "dumb"
	if c.OutTTY {
		if width, _, err := term.GetSize(int(out.Fd())); err == nil {
			c.Width = width
		}
	}
	return c
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// Printf writes to Out. A reader that has gone away (head) is no error.
func (c *Console) Printf(format string, args ...any) { _, _ = fmt.Fprintf(c.Out, format, args...) }

// Notef writes a line to Err: what is not the command's result.
func (c *Console) Notef(format string, args ...any) { _, _ = fmt.Fprintf(c.Err, format+"\n", args...) }

// Style is how a text looks on a terminal with colours.
type Style string

// The styles.
const (
	Plain  Style = ""
	Bold   Style = "1"
	Dim    Style = "2"
	Red    Style = "31"
	Green  Style = "32"
	Yellow Style = "33"
	Cyan   Style = "36"
	Alarm  Style = "1;31"
)

// Paint styles text, if Out shows colours.
func (c *Console) Paint(s Style, text string) string {
	if !c.Color || s == Plain || text == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

// Clean makes one line without anything that steers a terminal: control
// characters of ASCII and ISO 6429, and Unicode's that turn the direction.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == '\u2028', r == '\u2029':
			return -1
		default:
			return r
		}
	}, strings.ToValidUTF8(s, "\ufffd"))
}

// ErrNobody says that there is nobody to ask.
var ErrNobody = errors.New("nobody to ask: standard input is no terminal, so say --yes")

// Ask puts a question and reports whether the answer is yes. No answer is no. The
// error is ErrNobody where input is no terminal.
func (c *Console) Ask(question string) (bool, error) {
	if !c.InTTY {
		return false, ErrNobody
	}
	_, _ = fmt.Fprintf(c.Err, "%s [y/N] ", question)
	answer, _ := bufio.NewReader(io.LimitReader(c.In, 100)).ReadString('\n')
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "y", "yes":
		return true, nil
	default:
		return false, nil
	}
}
