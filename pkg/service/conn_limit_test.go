package service_test

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/service"
)

func TestConnectionsStayBelowTheLimitOfFiles(t *testing.T) {
	t.Parallel()
	for _, files := range []int{0, 64, 256, 700, 1024, 4096, 1 << 20, 1 << 30} {
		api, nats := service.Connections(files, service.ShareAPI), service.Connections(files, service.ShareNATS)
		require.Positive(t, api)
		if files >= 256 {
			require.Less(t, 2*api+nats, files-63, "%d files: something is left for the work", files)
		}
		require.LessOrEqual(t, api, 4096)
	}
}

func TestClientGroup(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"192.0.2.7:1234": "192.0.2.7", "[2001:db8:1:2:3::4]:80": "2001:db8:1:2::/64", "[::ffff:192.0.2.7]:80": "192.0.2.7",
		"[fe80::1%eth0]:80": "fe80::/64", "192.0.2.7": "192.0.2.7", "pipe": "pipe", "": "",
	} {
		require.Equal(t, want, service.ClientGroup(in), in)
	}
}

// full starts a server that holds four connections; /known is asked by callers who
// are, /slow answers when its request ends.
func full(t *testing.T) (addr string, metrics *prometheus.Registry) {
	t.Helper()
	metrics = prometheus.NewRegistry()
	mux := http.NewServeMux()
	mux.HandleFunc("/known", func(_ http.ResponseWriter, r *http.Request) { service.Known(r.Context()) })
	mux.HandleFunc("/", func(http.ResponseWriter, *http.Request) {})
	s, err := service.Serve(t.Context(), service.ServerConfig{Name: "test", Addr: "127.0.0.1:0", Handler: mux, MaxConnections: 4, Metrics: metrics})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Shutdown(context.WithoutCancel(t.Context()))) })
	return s.Addr(), metrics
}

func dial(t *testing.T, addr string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	require.NoError(t, err)
	t.Cleanup(func() { _ = c.Close() })
	require.NoError(t, c.SetDeadline(time.Now().Add(20*time.Second)))
	return c
}

func exchange(t *testing.T, c net.Conn, path string) {
	t.Helper()
	_, err := io.WriteString(c, "GET "+path+" HTTP/1.1\r\nHost: x\r\n\r\n")
	require.NoError(t, err)
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	require.NoError(t, err)
	require.Equal(t, 200, resp.StatusCode)
	require.NoError(t, resp.Body.Close())
}

func TestIdleStrangersMakeRoom(t *testing.T) {
	t.Parallel()
	addr, metrics := full(t)
	known := dial(t, addr)
	exchange(t, known, "/known")
	idle := make([]net.Conn, 40)
	for i := range idle {
		idle[i] = dial(t, addr)
	}
	exchange(t, dial(t, addr), "/") // a newcomer is answered at once
	exchange(t, known, "/known")    // and who is known keeps his connection
	_, err := idle[0].Read(make([]byte, 1))
	require.Error(t, err, "the oldest idle one was closed")
	got, err := metrics.Gather()
	require.NoError(t, err)
	for _, f := range got {
		switch f.GetName() {
		case "wireroom_http_connections":
			require.LessOrEqual(t, f.GetMetric()[0].GetGauge().GetValue(), 4.0)
		case "wireroom_http_connections_closed_total":
			require.GreaterOrEqual(t, f.GetMetric()[0].GetCounter().GetValue(), 36.0)
		}
	}
}

func TestABodyThatNobodyReadsHoldsNoConnection(t *testing.T) {
	t.Parallel()
	addr, _ := full(t)
	c := dial(t, addr)

	_, err := io.WriteString(c, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
	require.NoError(t, err)
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	require.NoError(t, err)
	require.Equal(t, 200, resp.StatusCode)
	require.NoError(t, resp.Body.Close())
	_, err = c.Read(make([]byte, 1))
	require.ErrorIs(t, err, io.EOF)

}
