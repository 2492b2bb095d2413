package service

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.uber.org/zap"
)

// Check says what is wrong with something that a service needs, or nil. Its
// context ends after a second.
type Check func(context.Context) error

// Admin is what operators and their machines ask: liveness, readiness and
// metrics.
type Admin struct {
	name     string // of the service
	metrics  *prometheus.Registry
	log      *zap.Logger
	draining atomic.Bool

	mu     sync.Mutex
	checks []namedCheck
	addr   string
}

func newAdmin(name string, metrics *prometheus.Registry, log *zap.Logger) *Admin {
	return &Admin{name: name, metrics: metrics, log: log}
}

// Require makes readiness depend on check.
func (a *Admin) Require(name string, check Check) { a.add(namedCheck{name, check, true}) }

// Inform shows check beside readiness, which doesn't depend on it.
func (a *Admin) Inform(name string, check Check) { a.add(namedCheck{name, check, false}) }

func (a *Admin) add(c namedCheck) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.checks = append(a.checks, c)
}

func (a *Admin) starting(name string) (ready func()) {
	var done atomic.Bool
	a.Require(name+" started", func(context.Context) error {
		if !done.Load() {
			return errors.New("not yet")
		}
		return nil
	})
	return func() { done.Store(true) }
}

// Drain makes readiness fail from now on.
func (a *Admin) Drain() { a.draining.Store(true) }

// Addr is the address that the admin port listens on; empty if it is off.
func (a *Admin) Addr() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.addr
}

func (a *Admin) listening(addr string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.addr = addr
}

// Handler serves /healthz, /readyz and /metrics.
func (a *Admin) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		a.answer(w, http.StatusOK, Health{Status: "alive"})
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		health, ready := a.Health(r.Context())
		if !ready {
			a.answer(w, http.StatusServiceUnavailable, health)
			return
		}
		a.answer(w, http.StatusOK, health)
	})
	mux.Handle("GET /metrics", promhttp.HandlerFor(a.metrics, promhttp.HandlerOpts{Registry: a.metrics, EnableOpenMetrics: true}))
	return mux
}

func (a *Admin) answer(w http.ResponseWriter, status int, health Health) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(health); err != nil {
		a.log.Debug("answer a health request", zap.Error(err))
	}
}
