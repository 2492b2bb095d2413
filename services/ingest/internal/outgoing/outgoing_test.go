package outgoing_test

import (
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/ingest/internal/outgoing"
)

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
