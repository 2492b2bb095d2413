package service

import (
	"cmp"
	"context"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/wireroom/wireroom/pkg/metric"
)

// connections is a listener that holds so many connections and no more, so that
// files and memory are left for the work. When it is full it closes what does
// nothing: strangers before callers who are known, those of the address that has the
// most before others, the longest idle first. If all work, the next one waits.
type connections struct {
	net.Listener
	max     int
	metrics *connMetrics
	closed  chan struct{}
	freed   chan struct{} // of one: something has ended
	once    sync.Once

	mu   sync.Mutex
	open map[*limited]struct{}
}

func limitConnections(l net.Listener, most int, m *connMetrics) *connections {
	m.limit.Set(float64(most))
	return &connections{Listener: l, max: most, metrics: m, closed: make(chan struct{}), freed: make(chan struct{}, 1), open: map[*limited]struct{}{}}
}

// Close also ends an Accept that waits for room.
func (l *connections) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Listener.Close()
}

// patience is how long it takes until it is looked for room again.
const patience = 100 * time.Millisecond

// Accept gives the next connection once there is room for it.
func (l *connections) Accept() (net.Conn, error) {
	raw, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	c := &limited{Conn: raw, from: ClientGroup(raw.RemoteAddr().String()), all: l, state: http.StateNew, since: time.Now()}
	for !l.enter(c) {
		select {
		case <-l.freed:
		case <-time.After(patience):
		case <-l.closed:
			_ = raw.Close()
			return nil, net.ErrClosed
		}
	}
	return c, nil
}

// enter counts c if there is room, and makes room if there is none.
func (l *connections) enter(c *limited) bool {
	l.mu.Lock()
	var out []*limited
	if len(l.open) >= l.max {
		out = l.dispensable(c.since)
	}
	in := len(l.open)-len(out) < l.max
	if in {
		l.open[c] = struct{}{}
		l.metrics.open.Inc()
	}
	l.mu.Unlock()
	for _, o := range out {
		l.metrics.closed.Inc()
		_ = o.Close()
	}
	return in
}

// longWork is after how long a stranger's request counts as idle when the listener is
// full: one that is read or sent slowly.
const longWork = 10 * time.Second

// dispensable gives what to close for a newcomer: a few at once where there are many,
// so that a flood is not looked through for each.
func (l *connections) dispensable(now time.Time) []*limited {
	of := map[string]int{}
	var idle []*limited
	for c := range l.open {
		of[c.from]++
		if c.state != http.StateActive || !c.known && now.Sub(c.since) > longWork {
			idle = append(idle, c)
		}
	}
	slices.SortFunc(idle, func(a, b *limited) int {
		return cmp.Or(order(a.known, b.known), order(a.state == http.StateActive, b.state == http.StateActive),
			cmp.Compare(of[b.from], of[a.from]), a.since.Compare(b.since))
	})
	return idle[:min(len(idle), 1+l.max/64)]
}

// order puts false before true.
func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	default:
		return 1
	}
}

func (l *connections) gone(c *limited) {
	l.mu.Lock()
	_, there := l.open[c]
	delete(l.open, c)
	l.mu.Unlock()
	if !there {
		return
	}
	l.metrics.open.Dec()
	select {
	case l.freed <- struct{}{}:
	default:
	}
}

func (l *connections) know(c *limited) {
	l.mu.Lock()
	defer l.mu.Unlock()
	c.known = true
}

// changed is the server's ConnState.
func (l *connections) changed(conn net.Conn, state http.ConnState) {
	c, ok := conn.(*limited)
	if !ok {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	c.state, c.since = state, time.Now()
}

// context is the server's ConnContext.
func (l *connections) context(ctx context.Context, conn net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, conn)
}

// connMetrics are the figures of one listener.
type connMetrics struct {
	open, limit prometheus.Gauge
	closed      prometheus.Counter
}

// ConnectionMetrics registers what a server measures of its connections, as the page of
// metrics lists it.
func ConnectionMetrics(r prometheus.Registerer, server string) error {
	_, err := newConnMetrics(r, server)
	return err
}

// newConnMetrics registers with r, which may be nil, the figures of a server.
func newConnMetrics(r prometheus.Registerer, server string) (*connMetrics, error) {
	labels := prometheus.Labels{"server": server}
	m := &connMetrics{
		open:   prometheus.NewGauge(prometheus.GaugeOpts{Name: "wireroom_http_connections", Help: "Connections that a server holds open.", ConstLabels: labels}),
		limit:  prometheus.NewGauge(prometheus.GaugeOpts{Name: "wireroom_http_connections_limit", Help: "Connections that a server holds open at most.", ConstLabels: labels}),
		closed: prometheus.NewCounter(prometheus.CounterOpts{Name: "wireroom_http_connections_closed_total", Help: "Connections closed to make room for others, the idle ones first.", ConstLabels: labels}),
	}
	if r == nil {
		return m, nil
	}
	return m, metric.Register(r, m.open, m.limit, m.closed)
}
