package service

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"
)

// ServerConfig says what an HTTP server serves. Addr and Handler have to be set.
type ServerConfig struct {
	// Name is for errors and logs.
	Name string
	// Addr is host:port; port 0 is one that the system chooses.
	Addr string
	// Listener is served on instead of Addr where it is set, and closed at the end.
	Listener net.Listener
	Handler  http.Handler
	// Log takes the server's own errors; nil is silence.
	Log *zap.Logger
	// DrainLimit is how long requests in flight may take at the end; 0 is 20 s.
	DrainLimit time.Duration
	// MaxConnections is how many connections are held at once; 0 is what the limit of
	// open files leaves an API. At the limit, idle ones are closed for new ones, those
	// of callers who are not Known first.
	MaxConnections int
	// Metrics takes the server's own; nil is none.
	Metrics prometheus.Registerer
	// ReadTimeout is for a whole request, 0 is 30 s; WriteTimeout is from the
	// request's headers to the answer's end, 0 is 60 s and below 0 none.
	ReadTimeout, WriteTimeout time.Duration
}

// Server is a running HTTP server.
type Server struct {
	http   *http.Server
	addr   string
	cancel context.CancelFunc
	done   chan struct{}
	failed chan error // the listener's error, if it fails before the end is asked for
	err    error
}

// Serve listens and returns. When ctx ends, the server takes no more
// connections, and requests in flight, whose contexts have ctx's values but not
// its end, may finish within the drain limit.
func Serve(ctx context.Context, cfg ServerConfig) (*Server, error) {
	l := cfg.Listener
	if l == nil {
		var err error
		if l, err = Listen(ctx, "listen for "+cfg.Name, cfg.Addr); err != nil {
			return nil, err
		}
	}
	metrics, err := newConnMetrics(cfg.Metrics, cfg.Name)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("register metrics of %s: %w", cfg.Name, err), l.Close())
	}
	limit := limitConnections(l, cmp.Or(cfg.MaxConnections, Connections(OpenFiles(), ShareAPI)), metrics)
	drain := cmp.Or(cfg.DrainLimit, 20*time.Second)
	ctx, cancel := context.WithCancel(ctx)
	requests, end := Grace(context.WithValue(ctx, drainKey{}, ctx.Done()), drain)
	s := &Server{http: cfg.server(requests), addr: l.Addr().String(), cancel: cancel, done: make(chan struct{}), failed: make(chan error, 1)}
	s.http.ConnState, s.http.ConnContext = limit.changed, limit.context
	go func() {
		defer close(s.done)
		defer end()
		defer cancel()
		s.err = s.run(ctx, limit, drain)
	}()
	return s, nil
}

func (c ServerConfig) server(requests context.Context) *http.Server {
	return &http.Server{
		Handler:           noLingering(c.Handler),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       cmp.Or(c.ReadTimeout, 30*time.Second),
		WriteTimeout:      cmp.Or(c.WriteTimeout, 60*time.Second),
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          c.errorLog(),
		BaseContext:       func(net.Listener) context.Context { return requests },
	}
}

// lingerLimit is how long the rest of a body may take that no handler reads: the
// server reads it before it answers, to use the connection again.
const lingerLimit = time.Second

// noLingering bounds that time. Without it a promise of a body that does not come
// holds a connection for as long as a whole request may take.
func noLingering(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength != 0 {
			soon := func() { _ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(lingerLimit)) }
			if r.Method != http.MethodPost && r.Method != http.MethodPut && r.Method != http.MethodPatch {
				soon() // nobody reads it
			}
			defer soon()
		}
		next.ServeHTTP(w, r)
	})
}

// errorLog is a warning a line: what it tells is mostly the clients' doing.
func (c ServerConfig) errorLog() *log.Logger {
	to := c.Log
	if to == nil {
		to = zap.NewNop()
	}
	std, err := zap.NewStdLogAt(to.Named("http "+c.Name), zap.WarnLevel)
	if err != nil {
		return zap.NewStdLog(to)
	}
	return std
}

func (s *Server) run(ctx context.Context, l net.Listener, drain time.Duration) error {
	failed := make(chan error, 1)
	go func() { failed <- s.http.Serve(l) }()
	select {
	case err := <-failed:
		s.failed <- err
		return fmt.Errorf("serve HTTP: %w", err)
	case <-ctx.Done():
	}
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	err := s.http.Shutdown(late)
	if err != nil {
		err = errors.Join(fmt.Errorf("drain HTTP requests: %w", err), s.http.Close())
	}
	<-failed //nolint:errcheck // http.ErrServerClosed, now that it is shut down
	return err
}

// Addr is the address that the server listens on.
func (s *Server) Addr() string { return s.addr }

// Wait returns when the server has ended, with nil if it drained cleanly.
func (s *Server) Wait() error {
	<-s.done
	return s.err
}

// Shutdown drains the server as the end of its context would, and closes it when
// ctx ends first.
func (s *Server) Shutdown(ctx context.Context) error {
	s.cancel()
	select {
	case <-s.done:
		return s.err
	case <-ctx.Done():
		return errors.Join(fmt.Errorf("drain HTTP requests: %w", ctx.Err()), s.http.Close())
	}
}

type drainKey struct{}

// Draining is closed when the server of a request begins to drain; a handler
// whose answer has no end of its own ends it then. Nil for other contexts.
func Draining(request context.Context) <-chan struct{} {
	done, _ := request.Value(drainKey{}).(<-chan struct{})
	return done
}

// Serve is the function Serve with the runtime's drain limit and log, and with a
// teardown that waits for the requests in flight: what these need is registered
// before.
func (rt *Runtime) Serve(ctx context.Context, cfg ServerConfig) (*Server, error) {
	cfg.Log = rt.Log
	cfg.Metrics = rt.Registry
	cfg.DrainLimit = cmp.Or(cfg.DrainLimit, rt.cfg.DrainLimit)
	if files := OpenFiles(); files > 0 && cfg.MaxConnections > files-fewestForWork {
		rt.Log.Warn("more connections are allowed than the limit of open files leaves", zap.String("server", cfg.Name),
			zap.Int("connections", cfg.MaxConnections), zap.Int("open_files", files))
	}
	s, err := Serve(ctx, cfg)
	if err != nil {
		return nil, err
	}
	rt.OnStop("http "+cfg.Name, cfg.DrainLimit+time.Second, s.Shutdown)
	return s, nil
}
