package provider

import (
	"crypto/subtle"
	"slices"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"
)

// Store is the present state of a providers file. Everything may be called at the
// same time, and answers out of memory.
type Store struct {
	now atomic.Pointer[snapshot]
	err atomic.Pointer[error]
}

type snapshot struct {
	list  []Provider
	byID  map[string]*Provider
	byKey map[string]*Provider
}

// NewStore makes a store that never changes.
func NewStore(providers ...Provider) *Store {
	s := &Store{}
	s.set(providers)
	return s
}

func (s *Store) set(list []Provider) {
	next := &snapshot{list: list, byID: map[string]*Provider{}, byKey: map[string]*Provider{}}
	for i := range list {
		p := &list[i]
		next.byID[p.ID] = p
		for _, key := range p.Keys {
			next.byKey[key] = p
		}
	}
	s.now.Store(next)
	s.err.Store(nil)
}

// Get gives the provider with an id.
func (s *Store) Get(id string) (Provider, bool) {
	p, ok := s.now.Load().byID[id]
	if !ok {
		return Provider{}, false
	}
	return *p, true
}

// Has reports whether there is a provider with an id.
func (s *Store) Has(id string) bool {
	_, ok := s.now.Load().byID[id]
	return ok
}

// ByKey gives the provider that a key belongs to. How long the answer takes tells
// nothing of use: what is compared are hashes, which nobody can steer.
func (s *Store) ByKey(key string) (Provider, bool) {
	hash := HashKey(key)
	p, ok := s.now.Load().byKey[hash]
	if !ok {
		return Provider{}, false
	}
	for _, known := range p.Keys {
		if subtle.ConstantTimeCompare([]byte(known), []byte(hash)) == 1 {
			return *p, true
		}
	}
	return Provider{}, false
}

// All lists the providers in the file's order.
func (s *Store) All() []Provider { return slices.Clone(s.now.Load().list) }

// Err says why the file as it is now is not in use, and nil if it is.
func (s *Store) Err() error {
	if err := s.err.Load(); err != nil {
		return *err
	}
	return nil
}

// Register adds the store's metrics.
func (s *Store) Register(r prometheus.Registerer) error {
	gauges := []prometheus.Collector{
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "wireroom_providers_file_ok",
			Help: "1 if the providers file as it is now is in use, 0 if it is broken and an earlier one is in use."}, s.ok),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "wireroom_providers",
			Help: "Providers in use."}, func() float64 { return float64(len(s.now.Load().list)) }),
	}
	for _, g := range gauges {
		if err := r.Register(g); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) ok() float64 {
	if s.Err() != nil {
		return 0
	}
	return 1
}
