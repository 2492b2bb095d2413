package outgoing_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/dns/dnsmessage"

	"github.com/wireroom/wireroom/services/ingest/internal/outgoing"
)

// outside is what stands for a public address in these tests: another one of loopback.
const outside = "127.0.0.2"

func public(a netip.Addr) bool { return a.Unmap() == netip.MustParseAddr(outside) }

// site serves on an address until the test ends, and closes each connection.
func site(t *testing.T, host string, h http.HandlerFunc) (port string) {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", host+":0")
	if err != nil {
		t.Skipf("needs %s: %v", host, err)
	}
	s := httptest.NewUnstartedServer(h)
	require.NoError(t, s.Listener.Close())
	s.Listener = l
	s.Config.SetKeepAlivesEnabled(false)
	s.Start()
	t.Cleanup(s.Close)
	_, port, err = net.SplitHostPort(l.Addr().String())
	require.NoError(t, err)
	return port
}

func TestARedirectLeadsNowhereInside(t *testing.T) {
	t.Parallel()
	inner := site(t, "127.0.0.1", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("secret")) })
	for name, target := range map[string]string{
		"address": "http://127.0.0.1:" + inner, "name": "http://localhost:" + inner, "IPv6 of IPv4": "http://[::ffff:127.0.0.1]:" + inner,
		"decimal": "http://2130706433:" + inner, "unspecified": "http://0.0.0.0:" + inner,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			port := site(t, outside, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, target, http.StatusFound) })
			a, err := outgoing.NewClient(public, nil).Get(t.Context(), "http://"+outside+":"+port, nil, 1000, false)
			require.Error(t, err, "%v", a)
			if name != "decimal" { // may be no name at all
				require.ErrorIs(t, err, outgoing.ErrPrivate)
			}
		})
	}
}

// names answers questions for A records with addresses in turn, and stays with the last one.
type names struct {
	mu      sync.Mutex
	answers [][4]byte
}

func (n *names) next() [4]byte {
	n.mu.Lock()
	defer n.mu.Unlock()
	a := n.answers[0]
	if len(n.answers) > 1 {
		n.answers = n.answers[1:]
	}
	return a
}

// resolver asks a name server that runs until the test ends.
func (n *names) resolver(t *testing.T) *net.Resolver {
	t.Helper()
	c, err := (&net.ListenConfig{}).ListenPacket(t.Context(), "udp", "127.0.0.1:0")
	require.NoError(t, err)
	var running sync.WaitGroup
	running.Go(func() {
		buf := make([]byte, 1500)
		for {
			size, from, err := c.ReadFrom(buf)
			if err != nil {
				return
			}
			if answer := n.answer(buf[:size]); answer != nil {
				_, _ = c.WriteTo(answer, from)
			}
		}
	})
	t.Cleanup(func() { _ = c.Close(); running.Wait() })
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", c.LocalAddr().String())
	}}
}

func (n *names) answer(question []byte) []byte {
	var m dnsmessage.Message
	if m.Unpack(question) != nil || len(m.Questions) != 1 {
		return nil
	}
	m.Response, m.Additionals = true, nil
	if q := m.Questions[0]; q.Type == dnsmessage.TypeA {
		m.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class}, Body: &dnsmessage.AResource{A: n.next()}}}
	}
	out, err := m.Pack()
	if err != nil {
		return nil
	}
	return out
}

func TestANameThatChangesItsAddressLeadsNowhereInside(t *testing.T) {
	t.Parallel()
	port := site(t, outside, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("news")) })
	n := &names{answers: [][4]byte{{127, 0, 0, 2}, {127, 0, 0, 1}}}
	c := outgoing.NewClient(public, n.resolver(t))
	url := "http://feed.example.:" + port
	a, err := c.Get(t.Context(), url, nil, 1000, false)
	require.NoError(t, err)
	require.Equal(t, "news", strings.TrimSpace(string(a.Body)))
	_, err = c.Get(t.Context(), url, nil, 1000, false)
	require.ErrorIs(t, err, outgoing.ErrPrivate, "the name is looked up, and its address checked, for each connection")
}
