package parse

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/media"
)

// maxDocument bounds what is read of one file, in bytes: the wire takes less.
const maxDocument = contract.MaxPayload

// document prints one document's articles and gives how many could not be read. An
// error is one of the output.
func (c *Cmd) document(con *console.Console, s normalize.Settings, name string, seq uint64) (bad int, err error) {
	d := normalize.Delivery{ID: "local-1", Provider: c.Provider, Sequence: seq, ContentType: c.ContentType, Lane: contract.Wire, Received: c.Received}
	if d.Received.IsZero() {
		d.Received = con.Now()
	}
	if name != media.Stdin {
		d.FileName = filepath.Base(name)
	}
	if d.ContentType == "" {
		d.ContentType = media.TypeOf(d.FileName)
	}
	if d.Data, err = read(con, name); err != nil {
		con.Notef("%s: %s", label(name), console.Clean(err.Error()))
		return 1, nil
	}
	articles, err := normalize.Parse(d, s)
	if err != nil {
		report(con, label(name), err)
		return 1, nil
	}
	if len(articles) == 0 {
		report(con, label(name), &bus.Fault{Reason: contract.ReasonEmpty, Err: errors.New("there is no article in it")})
		return 1, nil
	}
	return c.print(con, name, articles)
}

func (c *Cmd) print(con *console.Console, name string, articles []normalize.Article) (bad int, err error) {
	for i := range articles {
		a := &articles[i]
		place := label(name)
		if len(articles) > 1 {
			place = fmt.Sprintf("%s, article %d of %d", place, i+1, len(articles))
		}
		cause := a.Err
		var data []byte
		if cause == nil {
			data, cause = ninjs.Encode(&a.Item)
			if cause != nil {
				cause = &bus.Fault{Reason: contract.ReasonInvalid, Err: cause}
			}
		}
		if cause != nil {
			report(con, place, cause)
			bad++
			continue
		}
		if notes := a.Envelope.Notes; len(notes) > 0 && !c.Quiet {
			con.Notef("%s: note: %s", place, console.Clean(strings.Join(notes, "; ")))
		}
		if _, err := con.Out.Write(append(data, '\n')); err != nil {
			return bad, fmt.Errorf("write: %w", err)
		}
	}
	return bad, nil
}

// report prints the one line on a document that can't be read.
func report(con *console.Console, place string, err error) {
	con.Notef("%s: %s: %s", place, normalize.ReasonOf(err), console.Clean(err.Error()))
}

func label(name string) string {
	if name == media.Stdin {
		return "standard input"
	}
	return console.Clean(name)
}

func read(con *console.Console, name string) ([]byte, error) {
	r := con.In
	if name != media.Stdin {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer func() { _ = f.Close() }()
		r = f
	}
	data, err := io.ReadAll(io.LimitReader(r, maxDocument+1))
	if err == nil && len(data) > maxDocument {
		err = fmt.Errorf("%s: it has more than %s, which the wire does not take", contract.ReasonTooLarge, console.Bytes(maxDocument))
	}
	return data, err
}
