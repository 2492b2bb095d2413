package dead

import (
	"bytes"
	"cmp"
	"context"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/deadletter"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Show is `dead show`.
type Show struct {
	Seq  uint64 `arg:"" help:"Its sequence, as 'dead list' shows it."`
	Raw  bool   `xor:"form" help:"Write the document's bytes to standard output, as they are, and nothing else."`
	Full bool   `help:"Show the whole document instead of its beginning."`
	JSON bool   `name:"json" xor:"form" help:"One JSON object, with all headers and without the document."`
}

// Help has examples.
func (Show) Help() string {
	return `The document is shown as text, or as a hexadecimal dump where it is none.

    wireroom dead show 17
    wireroom dead show 17 --raw > broken.xml && wireroom parse broken.xml`
}

// shown is what --json writes.
type shown struct {
	deadletter.Letter
	Headers map[string][]string `json:"headers"`
}

// Run shows.
func (c *Show) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	s, err := t.Connect(ctx, nil)
	if err != nil {
		return err
	}
	defer s.Close()
	m, err := scan.Get(ctx, s.JS, contract.StreamDead, c.Seq)
	if err != nil {
		return err
	}
	if m == nil {
		return fmt.Errorf("there is no dead letter %d: it was retried, dropped, or is older than DEAD keeps", c.Seq)
	}
	switch {
	case c.Raw:
		_, err = con.Out.Write(m.Data)
		return err
	case c.JSON:
		return con.JSON(shown{deadletter.Read(*m), m.Header})
	}
	c.write(con, *m)
	return nil
}

func (c *Show) write(con *console.Console, m scan.Msg) {
	l := deadletter.Read(m)
	con.Printf("%s  %s at %s, %s\n\n", con.Paint(console.Bold, fmt.Sprintf("dead letter %d", l.Seq)),
		con.Paint(console.Alarm, console.Clean(string(l.Reason))), console.Clean(string(l.Stage)), con.When(l.At))
	facts(con, [][2]string{
		{"meaning", deadletter.Meaning(l.Reason)}, {"error", l.Error}, {"provider", l.Provider},
		{"delivery", l.Delivery}, {"article", l.Article},
		{"was on", fmt.Sprintf("%s, %s %s", l.Subject, m.Header.Get(contract.HeaderDeadStream), m.Header.Get(contract.HeaderDeadSeq))},
	})
	con.Printf("\n%s\n", con.Paint(console.Bold, "headers"))
	var rest [][2]string
	for _, name := range slices.Sorted(maps.Keys(m.Header)) {
		if !strings.HasPrefix(name, deadletter.HeaderPrefix) {
			rest = append(rest, [2]string{name, strings.Join(m.Header[name], ", ")})
		}
	}
	facts(con, rest)
	con.Printf("\n%s  %s\n", con.Paint(console.Bold, "document"), console.Bytes(len(m.Data)))
	limit := previewBytes
	if c.Full {
		limit = len(m.Data)
	}
	con.Printf("%s", preview(m.Data, limit))
	con.Notef("\nIts bytes: wireroom dead show %d --raw\nAfter mending: wireroom dead retry %d", l.Seq, l.Seq)
	if l.Delivery != "" {
		con.Notef("Its way: wireroom trace %s", l.Delivery)
	}
}

func facts(con *console.Console, pairs [][2]string) {
	width := 0
	for _, p := range pairs {
		if p[1] != "" {
			width = max(width, len(p[0]))
		}
	}
	for _, p := range pairs {
		if p[1] != "" {
			con.Printf("  %s%s  %s\n", con.Paint(console.Dim, console.Clean(p[0])), strings.Repeat(" ", width-len(p[0])), console.Clean(p[1]))
		}
	}
}

// previewBytes is how much of a document is shown.
const previewBytes = 1500

// preview shows text line by line, and anything else as a hexadecimal dump.
func preview(data []byte, limit int) string {
	head := data[:min(limit, len(data))]
	var b strings.Builder
	if text, ok := textual(head); ok {
		for line := range strings.Lines(text) {
			b.WriteString("  " + console.Clean(strings.TrimRight(line, "\r\n")) + "\n")
		}
	} else {
		b.WriteString(hex.Dump(head[:min(len(head), cmp.Or(limit/4, limit))]))
	}
	if len(data) > len(head) {
		fmt.Fprintf(&b, "  … %s more\n", console.Bytes(len(data)-len(head)))
	}
	return b.String()
}

// textual cuts off a character that the limit split, and says whether the rest is
// text.
func textual(data []byte) (string, bool) {
	for range utf8.UTFMax {
		if r, size := utf8.DecodeLastRune(data); r != utf8.RuneError || size != 1 {
			break
		}
		data = data[:len(data)-1]
	}
	control := bytes.IndexFunc(data, func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' && r != '\f' })
	return string(data), utf8.Valid(data) && control < 0 && len(data) > 0
}
