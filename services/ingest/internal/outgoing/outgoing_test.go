package outgoing_test

import (
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/ingest/internal/outgoing"
)

func TestPublic(t *testing.T) {
	t.Parallel()
	for _, a := range []string{"8.8.8.8", "2606:4700::1111", "1.1.1.1"} {
		require.True(t, outgoing.Public(netip.MustParseAddr(a)), a)
	}
	for _, a := range []string{"127.0.0.1", "::1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::", "224.0.0.1", "255.255.255.255",
		"fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "198.18.0.1", "240.0.0.1"} {
		require.False(t, outgoing.Public(netip.MustParseAddr(a)), a)
	}
}

func TestBounds(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	mux.HandleFunc("/loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) })
	mux.HandleFunc("/file", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "file:///etc/hostname", http.StatusFound)
	})
	mux.HandleFunc("/bomb", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = z.Write([]byte(strings.Repeat("x", 1<<20)))
		_ = z.Close()
	})
	mux.HandleFunc("/for-good", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/here", http.StatusPermanentRedirect)
	})
	mux.HandleFunc("/for-now", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/for-good", http.StatusFound) })
	mux.HandleFunc("/here", func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte(r.UserAgent())) })
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	c := outgoing.New()
	get := func(path string, private bool) (*outgoing.Answer, error) {
		return c.Get(t.Context(), s.URL+path, nil, 1000, private)
	}

	_, err := get("/here", false)
	require.ErrorIs(t, err, outgoing.ErrPrivate)
	_, err = get("/loop", true)
	require.ErrorContains(t, err, "more than 10 redirects")
	_, err = get("/file", true)
	require.ErrorContains(t, err, "a redirect to file")
	_, err = get("/bomb", true)
	require.ErrorIs(t, err, outgoing.ErrTooLarge)
	_, err = c.Get(t.Context(), "file:///etc/hostname", nil, 1000, true)
	require.ErrorContains(t, err, "no address of the web")
	a, err := get("/for-good", true)
	require.NoError(t, err)
	require.Equal(t, s.URL+"/here", a.Moved)
	require.Contains(t, string(a.Body), "wireroom/")
	a, err = get("/for-now", true)
	require.NoError(t, err)
	require.Empty(t, a.Moved, "only what is permanent from end to end")
	require.Equal(t, s.URL+"/here", a.URL)
}
