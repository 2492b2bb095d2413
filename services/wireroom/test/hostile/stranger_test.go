package hostile

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
)

// strangerRows need no key.
func strangerRows() []row {
	return []row{
		{name: "64 connections without a key promise 4 MB", refused: true, attack: promises(func() string { return "" })},
		{name: "64 connections with a wrong signature promise 4 MB", refused: true, attack: promises(wrongSignature)},
		{name: "900 idle connections to publish, 700 open files", files: 700, attack: func(ctx context.Context, s *scene) (string, error) { return s.idle(ctx, s.publish) }},
		{name: "900 idle connections to ingest, 700 open files", files: 700, long: true, attack: func(ctx context.Context, s *scene) (string, error) { return s.idle(ctx, s.ingest) }},
	}
}

// wrongSignature can't be told from a right one before the body is there.
func wrongSignature() string {
	return fmt.Sprintf("Wireroom-Signature: t=%d,v1=%064d\r\n", time.Now().Unix(), 0)
}

// promises opens connections that say how much they will send and send nothing, and opens
// those that were closed again.
func promises(authorization func() string) func(context.Context, *scene) (string, error) {
	return func(ctx context.Context, s *scene) (string, error) {
		during, cancel := context.WithTimeout(ctx, 20*time.Second)
		defer cancel()
		head := "POST /v1/wire/" + neighbour + " HTTP/1.1\r\nHost: wire\r\n" + authorization() + "Content-Type: text/html\r\nContent-Length: 4194304\r\n\r\n"
		done := make(chan int)
		for range 64 {
			go func() { done <- hold(during, s.ingest, head) }()
		}
		opened := 0
		for range 64 {
			opened += <-done
		}
		return fmt.Sprintf("%d connections opened", opened), nil
	}
}

// hold keeps one connection open until ctx ends; it gives how many it had to open.
func hold(ctx context.Context, base, head string) (opened int) {
	for ctx.Err() == nil {
		c, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, "tcp", strings.TrimPrefix(base, "http://"))
		if err != nil {
			pause(ctx, 100*time.Millisecond)
			continue
		}
		opened++
		stop := context.AfterFunc(ctx, func() { _ = c.Close() })
		if _, err := io.WriteString(c, head); err == nil {
			_, _ = io.Copy(io.Discard, c)
		}
		stop()
		_ = c.Close()
		pause(ctx, 50*time.Millisecond)
	}
	return opened
}

// idle opens connections that send nothing, and closes them after a while: the wire must
// work then, without a restart.
func (s *scene) idle(ctx context.Context, base string) (string, error) {
	var open []net.Conn
	for range 900 {
		c, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, "tcp", strings.TrimPrefix(base, "http://"))
		if err != nil {
			continue
		}
		open = append(open, c)
	}
	pause(ctx, 15*time.Second)
	for _, c := range open {
		_ = c.Close()
	}
	saw := fmt.Sprintf("%d connections opened", len(open))
	o, err := s.deliver(ctx, ninjs, story("after the connections", nil))
	if err == nil && (len(o.Articles) != 1 || o.Articles[0].Outcome != contract.Published) {
		err = fmt.Errorf("an article after them is not published: %s", o)
	}
	return saw, err
}

// pushPacked pushes a body that is packed with gzip.
func (s *scene) pushPacked(ctx context.Context, packed []byte) ([]byte, int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.ingest+"/v1/wire/"+hostile, bytes.NewReader(packed))
	if err != nil {
		return nil, 0, err
	}
	req.Header.Set("Authorization", "Bearer "+key(hostile))
	req.Header.Set("Content-Type", "text/html")
	req.Header.Set("Content-Encoding", "gzip")
	return s.do(req)
}
