package service

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// limited is a connection that its listener counts.
type limited struct {
	net.Conn
	from string // ClientGroup of its other end
	all  *connections
	once sync.Once

	// the rest belongs to the listener's lock
	state http.ConnState
	since time.Time // when it came into its state
	known bool      // a caller with a key has used it
}

// Close closes and stops counting.
func (c *limited) Close() error {
	c.once.Do(func() { c.all.gone(c) })
	return c.Conn.Close()
}

// CloseWrite is what net/http asks for before it closes.
func (c *limited) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

type connKey struct{}

// Known notes that the caller of a request has shown who he is. When a listener is
// full, connections of strangers are closed before his.
func Known(request context.Context) {
	if c, ok := request.Value(connKey{}).(*limited); ok {
		c.all.know(c)
	}
}

// ClientGroup is what callers are counted by: an IPv4 address, or the /64 of an IPv6
// address, which one subscriber has as a rule. Of what is no address it is the text
// itself.
func ClientGroup(remote string) string {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		host = remote
	}
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	addr = addr.Unmap().WithZone("")
	if addr.Is4() {
		return addr.String()
	}
	prefix, err := addr.Prefix(64)
	if err != nil {
		return host
	}
	return prefix.String()
}
