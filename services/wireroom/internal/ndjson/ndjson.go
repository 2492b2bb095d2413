// Package ndjson reads ninjs from files of lines, an object a line, for the commands that
// work on such files without a wire.
//
// A line costs itself alone, whatever is wrong with it: too long, no JSON, no ninjs. The
// package reads a line at a time and keeps none; it must not say what is done with them.
package ndjson

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/media"
)

// Line is one line of a file that is not empty. Data holds until the next line is read.
type Line struct {
	Place string // "file.ndjson, line 3"
	Data  []byte // without its end and a byte order mark; nil with Err
	Err   error  // the line is longer than a message may be
}

// File gives each line of a file to do, in order; name may be "-" for standard input. Its
// error is that of do, of opening or of reading.
func File(con *console.Console, name string, do func(Line) error) error {
	if name == media.Stdin {
		return read(con.In, "standard input", do)
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	return read(f, console.Clean(name), do)
}

func read(in io.Reader, label string, do func(Line) error) error {
	r := bufio.NewReaderSize(in, 1<<16)
	var line []byte
	for n := 1; ; n++ {
		data, long, err := next(r, line[:0])
		line = data
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read %s: %w", label, err)
		}
		if n == 1 {
			data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
		}
		l := Line{Place: fmt.Sprintf("%s, line %d", label, n), Data: bytes.TrimSpace(data)}
		if long {
			l.Data, l.Err = nil, fmt.Errorf("longer than %s, which no message holds", console.Bytes(contract.MaxArticle))
		}
		if len(l.Data) > 0 || l.Err != nil {
			if done := do(l); done != nil {
				return done
			}
		}
		if err != nil {
			return nil //nolint:nilerr // the end of the file
		}
	}
}

// next reads one line into line. What is longer than a message may be is read to its end
// and not kept.
func next(r *bufio.Reader, line []byte) (data []byte, long bool, err error) {
	for {
		piece, err := r.ReadSlice('\n')
		if len(line)+len(piece) > contract.MaxArticle {
			line, long = line[:0], true
		}
		if !long {
			line = append(line, piece...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, long, err
		}
	}
}
