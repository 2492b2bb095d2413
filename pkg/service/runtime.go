package service

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"
	"go.uber.org/zap"
)

// Options are what a Runtime is made of; the zero value is good for tests.
type Options struct {
	Config Config
	// Log is silence if nil.
	Log *zap.Logger
	// Lost is what Log leaves out, if it is counted.
	Lost *LostLines
	// Metrics takes the metrics; one of its own if nil.
	Metrics *prometheus.Registry
	// Clock is time.Now if nil.
	Clock func() time.Time
}

// Runtime is what a service is given to run on.
type Runtime struct {
	Name string
	Log  *zap.Logger
	// Registry takes metrics and labels them with the service's name.
	Registry prometheus.Registerer
	// Tracer does nothing and costs nothing unless an OTLP endpoint is set.
	Tracer trace.TracerProvider
	Admin  *Admin
	Clock  func() time.Time

	cfg     Config
	metrics *prometheus.Registry
	ends    *teardowns
	ready   func()
	failed  <-chan error // of the admin port's listener; nil: there is none
}

// New makes a Runtime of its own, which listens nowhere: RunWith does that. Close
// must be called.
func New(name string, opt Options) *Runtime {
	if opt.Log == nil {
		opt.Log = zap.NewNop()
	}
	if opt.Clock == nil {
		opt.Clock = time.Now
	}
	opt.Config.DrainLimit = cmp.Or(opt.Config.DrainLimit, 20*time.Second)
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	metrics := opt.Metrics
	if metrics == nil {
		metrics = prometheus.NewRegistry()
	}
	if opt.Lost != nil {
		metrics.MustRegister(opt.Lost.Metric())
	}
	rt := &Runtime{
		Log: opt.Log, Tracer: noop.NewTracerProvider(), Admin: newAdmin(name, metrics, opt.Log),
		Clock: opt.Clock, cfg: opt.Config, metrics: metrics, ends: &teardowns{log: opt.Log},
	}
	return rt.As(name)
}

// gcPercent lets the heap grow to three times of what lives in it, where GOGC does
// not say otherwise: a message lives for milliseconds, and collecting twice as
// often took a tenth of the wire's speed. LimitMemory bounds it.
const gcPercent = 200

// As is the same Runtime for another service in the same process: it shares the
// admin port, the teardowns and the clock, and is ready when it says so itself.
func (rt *Runtime) As(name string) *Runtime {
	as := *rt
	as.Name = name
	as.Log = rt.ends.log.With(zap.String("service", name))
	as.Registry = prometheus.WrapRegistererWith(prometheus.Labels{"service": name}, rt.metrics)
	_ = as.Registry.Register(BuildInfo()) // there already, if the name was
	as.ready = rt.Admin.starting(name)
	return &as
}

// Ready says that the service has started; readiness fails until then.
func (rt *Runtime) Ready() { rt.ready() }

// OnStop has end called when the service stops, after everything registered
// later. limit bounds its context and the wait for it; 0 is 5 s.
func (rt *Runtime) OnStop(name string, limit time.Duration, end func(context.Context) error) {
	rt.ends.add(rt.Name+" "+name, limit, end)
}

// Grace is a context for work in flight: it has ctx's values and ends the drain
// limit after ctx does.
func (rt *Runtime) Grace(ctx context.Context) (context.Context, context.CancelFunc) {
	return Grace(ctx, rt.cfg.DrainLimit)
}

// Close runs the teardowns. RunWith calls it for the Runtime that it makes.
func (rt *Runtime) Close() error {
	rt.Admin.Drain()
	return rt.ends.run()
}

func (rt *Runtime) open(ctx context.Context) error {
	rt.OnStop("logs", time.Second, func(context.Context) error {
		// Standard error can't be synced on every system, which isn't news.
		_ = rt.Log.Sync()
		return nil
	})
	LimitMemory(ctx, rt.cfg.MemoryLimit, rt.Log)
	go collectIdle(ctx, idleEvery)
	rt.metrics.MustRegister(collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	tracer, end, err := NewTracer(ctx, rt.Name)
	if err != nil {
		return err
	}
	rt.Tracer = tracer
	rt.OnStop("traces", 0, end)
	if files := OpenFiles(); files > 0 && files < fewFiles {
		rt.Log.Warn("the limit of open files is low: few connections are taken, and an embedded broker with many streams needs more",
			zap.Int("open_files", files), zap.Int("recommended", fewFiles), zap.String("do", "raise it: ulimit -n, or LimitNOFILE of systemd"))
	}
	return rt.openAdmin(ctx)
}

func (rt *Runtime) openAdmin(ctx context.Context) error {
	if !rt.cfg.adminOn() {
		return nil
	}
	// Health has to be told until the very end, hence a context that has none.
	srv, err := Serve(context.WithoutCancel(ctx), ServerConfig{
		Name: "admin", Addr: rt.cfg.AdminAddr, Handler: rt.Admin.Handler(), Log: rt.Log,
		MaxConnections: min(adminConnections, Connections(OpenFiles(), ShareAPI)), Metrics: rt.Registry,
	})
	if err != nil {
		return fmt.Errorf("open the admin port (WIREROOM_ADMIN_ADDR): %w", err)
	}
	rt.failed = srv.failed
	rt.Admin.listening(srv.Addr())
	rt.OnStop("admin port", 0, srv.Shutdown)
	rt.Log.Info("admin port is open", zap.String("addr", srv.Addr()))
	return nil
}
