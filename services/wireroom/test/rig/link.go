package rig

import (
	"context"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Link is a TCP proxy that can be slow, and cut. It knows nothing of what it passes on.
type Link struct {
	Addr  string
	to    []string
	next  atomic.Int64
	delay atomic.Int64 // of each piece of data

	mu    sync.Mutex
	conns map[net.Conn]bool
}

// NewLink starts a link to NATS servers, by comma, which take turns; it ends with the test.
func NewLink(t testing.TB, urls string) *Link {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	k := &Link{Addr: l.Addr().String(), to: strings.Split(strings.ReplaceAll(urls, "nats://", ""), ","), conns: map[net.Conn]bool{}}
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			running.Go(func() { k.serve(ctx, c) })
		}
	})
	t.Cleanup(func() {
		stop()
		_ = l.Close()
		k.Cut()
		running.Wait()
	})
	return k
}

// Slow delays each piece of data from now on; 0 ends it.
func (k *Link) Slow(d time.Duration) { k.delay.Store(int64(d)) }

// Cut closes all connections. New ones are taken.
func (k *Link) Cut() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for c := range k.conns {
		_ = c.Close()
	}
}

// keep remembers the two ends of a connection until the returned function is called.
func (k *Link) keep(a, b net.Conn) (forget func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.conns[a], k.conns[b] = true, true
	return func() {
		k.mu.Lock()
		defer k.mu.Unlock()
		delete(k.conns, a)
		delete(k.conns, b)
		_ = a.Close()
		_ = b.Close()
	}
}

func (k *Link) serve(ctx context.Context, client net.Conn) {
	var server net.Conn
	for range k.to {
		c, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, "tcp", k.to[int(k.next.Add(1))%len(k.to)])
		if err == nil {
			server = c
			break
		}
	}
	if server == nil || ctx.Err() != nil {
		_ = client.Close()
		return
	}
	forget := k.keep(client, server)
	defer forget()
	var back sync.WaitGroup
	back.Go(func() { k.pass(client, server); _ = client.Close() })
	k.pass(server, client)
	_ = server.Close()
	back.Wait()
}

func (k *Link) pass(to, from net.Conn) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if d := time.Duration(k.delay.Load()); d > 0 {
			time.Sleep(d)
		}
		if n > 0 {
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}
