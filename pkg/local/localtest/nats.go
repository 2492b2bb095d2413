package localtest

import (
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/wireroom/wireroom/pkg/local"
)

// NATS starts a server in a folder of the test and stops it with the test. It
// doesn't sync to the disk, since no test cuts the power.
func NATS(t testing.TB) *local.NATS {
	t.Helper()
	return NATSServer(t).NATS()
}

// NATSHandle is a server that a test can take away and bring back, on the same
// port and with the same streams. It must be used from one goroutine.
type NATSHandle struct {
	t       testing.TB
	dir     string
	port    int
	running *local.NATS
	url     string
}

// NATSServer is NATS for tests of outages.
func NATSServer(t testing.TB) *NATSHandle {
	t.Helper()
	h := &NATSHandle{t: t, dir: t.TempDir()}
	t.Cleanup(h.Stop)
	h.Start()
	return h
}

// NATS is the running server, nil while stopped.
func (h *NATSHandle) NATS() *local.NATS { return h.running }

// URL stays the same through Stop and Start.
func (h *NATSHandle) URL() string { return h.url }

// Start starts the server if it is stopped.
func (h *NATSHandle) Start() {
	h.t.Helper()
	if h.running != nil {
		return
	}
	cfg := local.NATSConfig{Dir: h.dir, Port: h.port, SyncInterval: 2 * time.Minute}
	n, err := local.StartNATS(startContext(h.t), cfg)
	if err != nil {
		h.t.Fatal(err)
	}
	h.running, h.url, h.port = n, n.URL(), n.Port()
}

// Stop stops the server if it runs; its streams stay.
func (h *NATSHandle) Stop() {
	h.t.Helper()
	if h.running == nil {
		return
	}
	if err := h.running.Close(); err != nil {
		h.t.Error(err)
	}
	h.running = nil
}

// Conn connects to url, reconnects for ever, and closes with the test.
func Conn(t testing.TB, url string) *nats.Conn {
	t.Helper()
	nc, err := nats.Connect(url, nats.MaxReconnects(-1), nats.ReconnectWait(20*time.Millisecond))
	if err != nil {
		t.Fatalf("connect to NATS: %v", err)
	}
	t.Cleanup(nc.Close)
	return nc
}
