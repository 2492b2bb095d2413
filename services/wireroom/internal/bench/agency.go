package bench

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
)

// agency is one kept-alive connection to ingest, or another API. It writes the bytes of a request
// itself: what the client costs is not the wire's, and net/http's costs as much as
// a stage.
type agency struct {
	conn net.Conn
	in   *bufio.Reader
	head string
	buf  []byte
}

func newAgency(ctx context.Context, t target) (*agency, error) {
	return newPoster(ctx, t.ingest, "/v1/wire/"+t.provider, "Authorization: Bearer "+t.key+"\r\n")
}

// newPoster connects to an API, to post JSON to one path of it with some header lines.
func newPoster(ctx context.Context, base, path, headers string) (*agency, error) {
	at, err := url.Parse(base)
	if err != nil {
		return nil, fmt.Errorf("the API's address: %w", err)
	}
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", at.Host)
	if err != nil {
		return nil, fmt.Errorf("dial the API: %w", err)
	}
	head := fmt.Sprintf("POST %s HTTP/1.1\r\nHost: %s\r\n%sContent-Type: application/json\r\nContent-Length: ", path, at.Host, headers)
	return &agency{conn: conn, in: bufio.NewReader(conn), head: head}, nil
}

// push is a request and its answer: an error unless the delivery was taken.
func (a *agency) push(body []byte) error {
	a.buf = fmt.Appendf(append(a.buf[:0], a.head...), "%d\r\n\r\n", len(body))
	a.buf = append(a.buf, body...)
	if _, err := a.conn.Write(a.buf); err != nil {
		return fmt.Errorf("push: %w", err)
	}
	status, err := a.answer()
	if err != nil {
		return fmt.Errorf("push: %w", err)
	}
	if status != http.StatusAccepted {
		return fmt.Errorf("push answered %d", status)
	}
	return nil
}

// answer reads a response whose length is told (RFC 9112), as ingest's always is, and
// gives its status.
func (a *agency) answer() (int, error) {
	line, err := a.in.ReadSlice('\n')
	if err != nil {
		return 0, fmt.Errorf("read status: %w", err)
	}
	_, rest, _ := bytes.Cut(line, []byte{' '})
	code, _, _ := bytes.Cut(bytes.TrimSpace(rest), []byte{' '})
	status, err := strconv.Atoi(string(code))
	if err != nil {
		return 0, fmt.Errorf("read status: %w", err)
	}
	length := -1
	for {
		if line, err = a.in.ReadSlice('\n'); err != nil {
			return 0, fmt.Errorf("read headers: %w", err)
		}
		name, value, more := bytes.Cut(bytes.TrimSpace(line), []byte{':'})
		if !more {
			break
		}
		if bytes.EqualFold(name, []byte("Content-Length")) {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return 0, fmt.Errorf("read headers: %w", err)
			}
		}
	}
	if length < 0 {
		return 0, errors.New("the answer does not tell its length")
	}
	_, err = a.in.Discard(length)
	return status, err
}

func (a *agency) close() { _ = a.conn.Close() }
