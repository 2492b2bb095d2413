package service_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/service"
)

// wrapping is a writer around another, as one that compresses is.
type wrapping struct{ http.ResponseWriter }

func (w wrapping) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func TestTheReasonOfARefusalIsCountedThroughOtherWriters(t *testing.T) {
	t.Parallel()
	registry := prometheus.NewPedanticRegistry()
	metrics, err := service.NewHTTPMetrics(registry)
	require.NoError(t, err)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /x", func(w http.ResponseWriter, _ *http.Request) {
		w = wrapping{wrapping{w}}
		service.Because(w, "closed")
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	metrics.Wrap(mux).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodHead, "/x", nil))
	require.NoError(t, testutil.GatherAndCompare(registry, strings.NewReader(`
# HELP wireroom_http_requests_total Requests answered, by route and HTTP status; reason says in a word why one was refused.
# TYPE wireroom_http_requests_total counter
wireroom_http_requests_total{reason="closed",route="GET /x",status="503"} 1
`), "wireroom_http_requests_total"))
	service.Because(httptest.NewRecorder(), "closed") // of who counts nothing
}
