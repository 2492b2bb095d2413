package service_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/service"
)

func TestOnlyExactPathsReachAMux(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { _, _ = fmt.Fprint(w, r.URL.Path) })
	h := service.ExactPaths(mux, func(w http.ResponseWriter, status int, detail string) {
		w.WriteHeader(status)
		_, _ = fmt.Fprint(w, detail)
	})
	for target, want := range map[string]int{
		"GET /": 200, "GET /v1/x": 200, "POST /v1/x/": 200, "GET /a%2Fb": 200, "GET /v1/a..b": 200,
		"POST //v1/x": 404, "POST /v1//x": 404, "GET /v1/./x": 404, "GET /v1/../x": 404, "GET /v1/..": 404, "CONNECT /v1/x": 405, "CONNECT //": 405,
	} {
		var method, path string
		_, err := fmt.Sscan(target, &method, &path)
		require.NoError(t, err)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(method, "http://wire.example"+path, nil))
		require.Equal(t, want, w.Code, "%s: %s", target, w.Body)
		require.Empty(t, w.Header().Get("Location"))
	}
}
