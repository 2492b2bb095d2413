package rig

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/stretchr/testify/require"
)

// Refuse says for a publish whether the proxy answers it with an error instead of passing
// it on; nil passes it. message is the header, if any, and the data. It is called from
// several goroutines.
type Refuse func(subject string, message []byte) *server.ApiError

// Proxy stands between the services and a NATS server and speaks its client protocol
// (docs.nats.io/reference/reference-protocols/nats-protocol), frame by frame, so that it
// can answer a publish in place of JetStream.
type Proxy struct {
	URL    string
	target string
	refuse Refuse
}

// NewProxy starts a proxy before the server at url; it ends with the test.
func NewProxy(t testing.TB, url string, refuse Refuse) *Proxy {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.Background())
	p := &Proxy{URL: "nats://" + l.Addr().String(), target: strings.TrimPrefix(url, "nats://"), refuse: refuse}
	var running sync.WaitGroup
	running.Go(func() { p.accept(ctx, l, &running) })
	t.Cleanup(func() {
		stop()
		_ = l.Close()
		running.Wait()
	})
	return p
}

func (p *Proxy) accept(ctx context.Context, l net.Listener, running *sync.WaitGroup) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		running.Go(func() { p.serve(ctx, c) })
	}
}

// link is one connection of a client, and the one to the server that belongs to it.
type link struct {
	client, server net.Conn
	writing        sync.Mutex        // of frames to the client
	subs           map[string]string // sid by subject; of the client's reader alone
	refuse         Refuse
}

func (p *Proxy) serve(ctx context.Context, client net.Conn) {
	defer func() { _ = client.Close() }()
	upstream, err := (&net.Dialer{}).DialContext(ctx, "tcp", p.target)
	if err != nil {
		return
	}
	defer func() { _ = upstream.Close() }()
	l := &link{client: client, server: upstream, subs: map[string]string{}, refuse: p.refuse}
	stop := context.AfterFunc(ctx, func() { _ = client.Close(); _ = upstream.Close() })
	defer stop()
	var back sync.WaitGroup
	back.Go(func() {
		_ = l.answers()
		_ = client.Close()
	})
	_ = l.requests()
	_ = upstream.Close()
	back.Wait()
}

// frame reads a protocol line, and the message that follows it if there is one.
func frame(r *bufio.Reader) (line, whole []byte, err error) {
	line, err = r.ReadBytes('\n')
	if err != nil {
		return nil, nil, err
	}
	fields := bytes.Fields(line)
	if len(fields) == 0 {
		return line, line, nil
	}
	switch string(bytes.ToUpper(fields[0])) {
	case "PUB", "HPUB", "MSG", "HMSG":
	default:
		return line, line, nil
	}
	size, err := strconv.Atoi(string(fields[len(fields)-1]))
	if err != nil {
		return nil, nil, fmt.Errorf("read %q: %w", line, err)
	}
	whole = make([]byte, len(line)+size+2)
	copy(whole, line)
	_, err = io.ReadFull(r, whole[len(line):])
	return line, whole, err
}

// answers passes on what the server sends.
func (l *link) answers() error {
	r := bufio.NewReaderSize(l.server, 64<<10)
	for {
		_, whole, err := frame(r)
		if err != nil {
			return err
		}
		if err := l.toClient(whole); err != nil {
			return err
		}
	}
}

func (l *link) toClient(whole []byte) error {
	l.writing.Lock()
	defer l.writing.Unlock()
	_, err := l.client.Write(whole)
	return err
}

// requests passes on what the client sends, but for what is refused.
func (l *link) requests() error {
	r := bufio.NewReaderSize(l.client, 64<<10)
	for {
		line, whole, err := frame(r)
		if err != nil {
			return err
		}
		fields := strings.Fields(string(line))
		if len(fields) > 2 && strings.EqualFold(fields[0], "SUB") {
			l.subs[fields[1]] = fields[len(fields)-1]
		}
		if refused, err := l.refused(fields, whole[len(line):]); refused || err != nil {
			if err != nil {
				return err
			}
			continue
		}
		if _, err := l.server.Write(whole); err != nil {
			return err
		}
	}
}

// refused answers a publish that is to be refused, if somebody waits for its reply.
func (l *link) refused(fields []string, message []byte) (bool, error) {
	var reply string
	switch {
	case len(fields) == 4 && strings.EqualFold(fields[0], "PUB"), len(fields) == 5 && strings.EqualFold(fields[0], "HPUB"):
		reply = fields[2]
	default:
		return false, nil
	}
	e := l.refuse(fields[1], message)
	if e == nil {
		return false, nil
	}
	for subject, sid := range l.subs {
		if covers(subject, reply) {
			body, err := json.Marshal(map[string]any{"type": "io.nats.jetstream.api.v1.pub_ack_response", "error": e, "stream": "", "seq": 0})
			if err != nil {
				return true, err
			}
			return true, l.toClient(fmt.Appendf(nil, "MSG %s %s %d\r\n%s\r\n", reply, sid, len(body), body))
		}
	}
	return true, errors.New("nobody waits for the reply " + reply)
}

// covers reports whether a subscription, wildcards included, gets what comes on subject.
func covers(subscription, subject string) bool {
	want, have := strings.Split(subscription, "."), strings.Split(subject, ".")
	for i, token := range want {
		if token == ">" {
			return len(have) > i
		}
		if i >= len(have) || token != "*" && token != have[i] {
			return false
		}
	}
	return len(want) == len(have)
}
