package push

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/media"
)

// document is one push.
type document struct {
	name        string // for people
	file        string // as the wire keeps it; empty for standard input
	contentType string
	body        []byte
}

// maxDocument bounds what is read of one file, in bytes: ingest takes less.
const maxDocument = contract.MaxPayload

func (c *Cmd) read(con *console.Console, stdin *sync.Mutex, name string) (document, error) {
	d := document{name: name, file: filepath.Base(name), contentType: c.ContentType}
	var err error
	if name == media.Stdin {
		stdin.Lock()
		defer stdin.Unlock()
		d.name, d.file = "standard input", ""
		d.body, err = bounded(con.In)
	} else {
		d.body, err = readFile(name)
	}
	if d.contentType == "" {
		d.contentType = media.TypeOf(d.file)
	}
	if err != nil {
		return d, err
	}
	if strings.TrimSpace(string(d.body[:min(len(d.body), 1024)])) == "" && len(d.body) <= 1024 {
		return d, errors.New("there is nothing in it")
	}
	return d, nil
}

func readFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return bounded(f)
}

func bounded(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxDocument+1))
	if err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	if len(data) > maxDocument {
		return nil, fmt.Errorf("it has more than %s: the wire takes no document of that size", console.Bytes(maxDocument))
	}
	return data, nil
}
