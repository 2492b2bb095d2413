package service

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/wireroom/wireroom/pkg/metric"
)

// HTTPMetrics are the figures of an API by its routes. A route is the pattern that it
// was registered with, so that there are as many as there are handlers.
type HTTPMetrics struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
}

// NewHTTPMetrics registers the metrics with r.
func NewHTTPMetrics(r prometheus.Registerer) (*HTTPMetrics, error) {
	m := &HTTPMetrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "wireroom_http_requests_total",
			Help: "Requests answered, by route and HTTP status; reason says in a word why one was refused."}, []string{"route", "status", "reason"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "wireroom_http_seconds",
			Help: "Seconds from a request's headers to the end of its answer.", Buckets: prometheus.ExponentialBuckets(0.001, 2, 16)}, []string{"route"}),
	}
	return m, metric.Register(r, m.requests, m.seconds)
}

// Wrap measures what next answers. next has to be a mux: it tells the route.
func (m *HTTPMetrics) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		answer := &answer{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(answer, r)
		route := r.Pattern
		if route == "" {
			route = "none"
		}
		m.requests.WithLabelValues(route, strconv.Itoa(answer.status), answer.reason).Inc()
		m.seconds.WithLabelValues(route).Observe(time.Since(began).Seconds())
	})
}

// Because notes for HTTPMetrics why a request is refused: a word of a fixed
// vocabulary. It has to come before the answer.
func Because(w http.ResponseWriter, reason string) {
	for w != nil {
		if a, ok := w.(*answer); ok {
			a.reason = reason
			return
		}
		wrapped, ok := w.(interface{ Unwrap() http.ResponseWriter })
		if !ok {
			return
		}
		w = wrapped.Unwrap()
	}
}

// answer remembers what was answered.
type answer struct {
	http.ResponseWriter
	status int
	reason string
}

func (a *answer) WriteHeader(status int) {
	a.status = status
	a.ResponseWriter.WriteHeader(status)
}

// Unwrap is for http.ResponseController.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
