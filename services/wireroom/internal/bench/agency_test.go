package bench

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAnAgencyIsAClientOfHTTP: an ordinary server reads what it writes, and it reads
// what an ordinary server answers, one push after another.
func TestAnAgencyIsAClientOfHTTP(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || r.URL.Path != "/v1/wire/acme" || r.Header.Get("Authorization") != "Bearer key" {
			w.WriteHeader(http.StatusTeapot)
			return
		}
		if string(body) == "refused" {
			http.Error(w, "not you", http.StatusForbidden)
			return
		}
		if string(body) == "chunks" {
			w.WriteHeader(http.StatusAccepted)
			w.(http.Flusher).Flush()
			return
		}
		w.Header().Set("Location", "/x")
		w.WriteHeader(http.StatusAccepted)
		_, _ = io.WriteString(w, `{"delivery":"`+string(body)+`"}`)
	}))
	defer server.Close()
	a, err := newAgency(t.Context(), target{ingest: server.URL, provider: "acme", key: "key"})
	require.NoError(t, err)
	defer a.close()
	require.NoError(t, a.push([]byte("one")))
	require.NoError(t, a.push([]byte(strings.Repeat("x", 1000))))
	require.ErrorContains(t, a.push([]byte("refused")), "403")
	require.NoError(t, a.push(nil))
	require.ErrorContains(t, a.push([]byte("chunks")), "length")
}
