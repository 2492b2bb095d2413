package limit

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/wireroom/wireroom/pkg/service"
)

// Metrics count what was refused.
type Metrics struct{ refused *prometheus.CounterVec }

// NewMetrics registers them with r.
func NewMetrics(r prometheus.Registerer) (*Metrics, error) {
	m := &Metrics{prometheus.NewCounterVec(prometheus.CounterOpts{Name: "wireroom_rate_limited_total",
		Help: "Requests answered with 429, by whose limit it was: consumer, address, views."}, []string{"of"})}
	if err := r.Register(m.refused); err != nil {
		return nil, fmt.Errorf("register metrics: %w", err)
	}
	return m, nil
}

// Requests bounds the requests of each caller.
type Requests struct {
	Config   Config
	Limiter  *Limiter
	Metrics  *Metrics
	Consumer func(*http.Request) (id string, ok bool) // whose key a request shows
	Address  func(*http.Request) string               // where it is from
}

// Wrap refuses requests of the API beyond the rates.
func (q *Requests) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if counted(r) {
			name, rule := q.rule(r)
			if rule.Rate > 0 {
				states, ok := q.Limiter.Take(r.Context(), rule)
				Tell(w.Header(), name, states[0])
				if !ok {
					q.Metrics.Refuse(w, name, states[0].Wait(), "More requests came from you than are taken. Ask again as long after as Retry-After says.")
					return
				}
			}
		}
		next.ServeHTTP(w, r)
	})
}

// counted leaves out views, which have a rate of their own.
func counted(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, "/v1/") && r.Method != http.MethodOptions && (r.Method != http.MethodPost || r.URL.Path != "/v1/views")
}

// rule is that of a request's consumer; who shows no key that is known is known by address.
func (q *Requests) rule(r *http.Request) (string, Rule) {
	if id, ok := q.Consumer(r); ok {
		return "consumer", Rule{"consumer:" + id, q.Config.ConsumerRate, q.Config.ConsumerBurst}
	}
	return "address", Rule{"address:" + q.Address(r), q.Config.AnonymousRate, q.Config.AnonymousBurst}
}

// Tell writes the fields RateLimit-Policy and RateLimit
// (draft-ietf-httpapi-ratelimit-headers-11): how many at once and the seconds until that
// many come back, how many are left and the seconds until all are back.
func Tell(h http.Header, name string, s State) {
	h.Set("RateLimit-Policy", fmt.Sprintf(`"%s";q=%d;w=%d`, name, s.Burst, seconds(s.fill(float64(s.Burst)))))
	h.Set("RateLimit", fmt.Sprintf(`"%s";r=%d;t=%d`, name, s.Left(), seconds(s.Busy)))
}

func seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }

// Refuse answers 429.
func (m *Metrics) Refuse(w http.ResponseWriter, of string, wait time.Duration, detail string) {
	m.refused.WithLabelValues(of).Inc()
	w.Header().Set("Retry-After", strconv.Itoa(max(1, seconds(wait))))
	service.Because(w, "rate-limited")
	service.WriteProblem(w, service.Problem{Type: "urn:wireroom:problem:rate-limited", Status: http.StatusTooManyRequests, Title: "Too many requests", Detail: detail})
}
