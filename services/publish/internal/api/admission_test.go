package api

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/publish/internal/limit"
)

func TestViewsHaveARate(t *testing.T) {
	t.Parallel()
	now := time.Unix(0, 0)
	limits := ViewLimits{Rate: 10, Burst: 100, TotalRate: 100, TotalBurst: 250}
	require.NoError(t, limits.Proxies.UnmarshalText([]byte("10.0.0.0/8, 192.0.2.1")))
	metrics, err := limit.NewMetrics(prometheus.NewRegistry())
	require.NoError(t, err)
	a := NewAdmission(limits, limit.New(nil, func() time.Time { return now }), metrics)
	h := a.Wrap(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { a.Charge(r, 100) }))
	post := func(remote, forwarded string) *httptest.ResponseRecorder {
		req := httptest.NewRequest(http.MethodPost, "/v1/views", nil)
		req.RemoteAddr = remote
		if forwarded != "" {
			req.Header.Set("X-Forwarded-For", forwarded)
		}
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, req)
		return rec
	}
	require.Equal(t, 200, post("198.51.100.1:1", "").Code)
	refused := post("198.51.100.1:2", "203.0.113.9") // what a stranger claims is not believed
	require.Equal(t, 429, refused.Code)
	require.Equal(t, "1", refused.Header().Get("Retry-After"))
	require.Equal(t, service.ProblemType, refused.Header().Get("Content-Type"))
	require.Equal(t, 200, post("[2001:db8::1]:1", "").Code)
	require.Equal(t, 429, post("[2001:db8::ffff]:1", "").Code, "the same /64")
	require.Equal(t, 200, post("10.1.1.1:1", "198.51.100.1, 203.0.113.9, 192.0.2.1").Code, "through a proxy, from another address")
	require.Equal(t, 429, post("198.51.100.77:1", "").Code, "all together")
	now = now.Add(time.Minute)
	require.Equal(t, 200, post("198.51.100.1:1", "").Code)
	req := httptest.NewRequest(http.MethodGet, "/v1/views", nil)
	req.RemoteAddr = "198.51.100.1:1"
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, req)
	require.Equal(t, 200, rec.Code, "other requests are not counted")
}

func TestViewLimitsValidate(t *testing.T) {
	t.Parallel()
	require.NoError(t, ViewLimits{}.Validate())
	require.Error(t, ViewLimits{Rate: 1}.Validate())
	require.Error(t, ViewLimits{TotalRate: -1, TotalBurst: 1}.Validate())
	var p prefixesText
	require.Error(t, p.UnmarshalText([]byte("here")))
}
