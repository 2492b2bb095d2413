// Package metric keeps metrics cheap and their labels within bounds.
//
// What comes from outside (a provider's id) becomes a label only through Names. The
// package must not know what is measured.
package metric

import (
	"sync"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/trace"
)

// Other is the label of every name that has none of its own.
const Other = "other"

// MaxNames is how many names get a label of their own, for as long as the process
// runs.
const MaxNames = 200

// Names bounds a label whose values come from outside. It is safe for use by many;
// nil knows no name.
type Names struct {
	known func(string) bool
	seen  sync.Map // of string
	mu    sync.Mutex
	count int
}

// NewNames makes a bound: a name that known refuses is Other, and so is every name
// beyond MaxNames. nil knows every name.
func NewNames(known func(string) bool) *Names { return &Names{known: known} }

// Label gives name, or Other.
func (n *Names) Label(name string) string {
	if n == nil || name == "" {
		return Other
	}
	if _, ok := n.seen.Load(name); ok {
		return name
	}
	if n.known != nil && !n.known(name) {
		return Other
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if _, ok := n.seen.Load(name); ok {
		return name
	}
	if n.count >= MaxNames {
		return Other
	}
	n.count++
	n.seen.Store(name, struct{}{})
	return name
}

// Observe adds a value to a histogram, with the trace as its exemplar where the trace
// is sampled.
func Observe(to prometheus.Observer, value float64, span trace.SpanContext) {
	if with, ok := to.(prometheus.ExemplarObserver); ok && span.IsSampled() {
		with.ObserveWithExemplar(value, prometheus.Labels{"trace_id": span.TraceID().String()})
		return
	}
	to.Observe(value)
}

// Register registers all of them, or tells which one can't be.
func Register(r prometheus.Registerer, all ...prometheus.Collector) error {
	for _, c := range all {
		if err := r.Register(c); err != nil {
			return err
		}
	}
	return nil
}
