package bench

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
)

// agency is one kept-alive connection to ingest. It writes the bytes of a request
// itself: what the client costs is not the wire's, and net/http's costs as much as
// a stage.
type agency struct {
	conn net.Conn
	in   *bufio.Reader
	head string
	buf  []byte
}

func newAgency(ctx context.Context, t target) (*agency, error) {
	at, err := url.Parse(t.ingest)
	if err != nil {
		return nil, fmt.Errorf("ingest's address: %w", err)
	}
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", at.Host)
	if err != nil {
		return nil, fmt.Errorf("dial ingest: %w", err)
	}
	head := fmt.Sprintf("POST /v1/wire/%s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: ", t.provider, at.Host, t.key)
	return &agency{conn: conn, in: bufio.NewReader(conn), head: head}, nil
}

// push is a request and its answer: an error unless the delivery was taken.
func (a *agency) push(body []byte) error {
	a.buf = fmt.Appendf(append(a.buf[:0], a.head...), "%d\r\n\r\n", len(body))
	a.buf = append(a.buf, body...)
	if _, err := a.conn.Write(a.buf); err != nil {
		return fmt.Errorf("push: %w", err)
	}
	resp, err := http.ReadResponse(a.in, nil)
	if err != nil {
		return fmt.Errorf("push: %w", err)
	}
	_, err = io.Copy(io.Discard, resp.Body)
	if err = errors.Join(err, resp.Body.Close()); err != nil {
		return fmt.Errorf("push: %w", err)
	}
	if resp.StatusCode != http.StatusAccepted {
		return errors.New("push answered " + resp.Status)
	}
	return nil
}

func (a *agency) close() { _ = a.conn.Close() }
