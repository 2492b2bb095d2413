package ingest

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/openapi"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/ingest/internal/api"
	"github.com/wireroom/wireroom/services/ingest/internal/dryrun"
	"github.com/wireroom/wireroom/services/ingest/internal/limit"
	"github.com/wireroom/wireroom/services/ingest/internal/raw"
	"github.com/wireroom/wireroom/services/ingest/internal/status"
)

// Deps are what ingest works with.
type Deps struct {
	NATS      *nats.Conn
	Providers *provider.Store
	// Listener, if set, is what the API is served on, instead of the address of the
	// configuration.
	Listener net.Listener
	// Listening, if set, is called with the address of the API once it is open.
	Listening func(addr string)
}

// Main reads the configuration, connects, and runs until ctx ends.
func Main(ctx context.Context, rt *service.Runtime) error {
	var cfg Config
	if err := service.Load(service.Prefix, &cfg); err != nil {
		return err
	}
	providers, err := provider.Watch(ctx, cfg.Providers, rt.Log)
	if err != nil {
		return err
	}
	nc, err := rt.ConnectNATS(ctx, cfg.NATS)
	if err != nil {
		return err
	}
	return Run(ctx, rt, cfg, Deps{NATS: nc, Providers: providers})
}

// Run takes pushes until ctx ends, then no more connections, and returns when
// those in flight are answered. It waits for NATS before it listens.
func Run(ctx context.Context, rt *service.Runtime, cfg Config, deps Deps) error {
	js, err := jetstream.New(deps.NATS)
	if err != nil {
		return fmt.Errorf("use JetStream: %w", err)
	}
	if err := bus.Setup(ctx, js, cfg.Streams, rt.Log); err != nil {
		return err
	}
	var writer *raw.Writer
	if err := bus.Persist(ctx, rt.Log, "looking up RAW", func() (err error) {
		writer, err = raw.New(ctx, js, cfg.Ingest.AckTimeout, cfg.Streams.BatchWrites)
		return err
	}); err != nil {
		return err
	}
	metrics, err := NewMetrics(rt.Registry, deps.Providers, rt.Clock)
	if err != nil {
		return err
	}
	writer.Measure(metrics.stored)
	writer.LimitFlashes(limit.NewFlashes(cfg.Ingest.FlashRate, cfg.Ingest.FlashBurst))
	go writer.Recall(ctx)
	go writer.Follow(ctx, deps.NATS, incarnationEvery, rt.Log)
	go metrics.streams.Watch(ctx, js, rt.Log)
	receipts := status.New(js, writer)
	bodies := cfg.bodies()
	w, err := newWays(ctx, rt, cfg, deps, js, writer, receipts, metrics, bodies)
	if err != nil {
		return err
	}
	server, err := listen(ctx, rt, cfg, deps, writer, receipts, metrics, bodies, w.hubs.Mount)
	if err != nil {
		return err
	}
	w.start(ctx)
	if deps.Listening != nil {
		deps.Listening(server.Addr())
	}
	rt.Ready()
	err = server.Wait()
	w.wait()
	return err
}

// incarnationEvery is how often the life of RAW is looked up beside
// reconnections.
const incarnationEvery = 5 * time.Second

func listen(ctx context.Context, rt *service.Runtime, cfg Config, deps Deps, writer *raw.Writer, receipts *status.Reader, metrics *Metrics, in bodies, more func(*http.ServeMux)) (*service.Server, error) {
	// the last file that worked is in use: a reason to look, not to take no pushes
	rt.Admin.Inform("providers file", func(context.Context) error { return deps.Providers.Err() })
	document, err := OpenAPI()
	if err != nil {
		return nil, fmt.Errorf("describe the API: %w", err)
	}
	handler, err := api.New(api.Deps{
		Providers: deps.Providers, Raw: writer, Receipts: receipts, DryRun: dryrun.New(deps.NATS, uuid.NewString), Metrics: metrics.api, Log: rt.Log, Clock: rt.Clock,
		NewID: uuid.NewString, Tracer: rt.Tracer.Tracer("wireroom/ingest"), Memory: in.known, Unverified: in.unverified, Pace: in.pace, WeakUntil: cfg.weakUntil(),
	}).Handler(document, operations(openapi.NewSchemas()))
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/", handler)
	more(mux)
	return rt.Serve(ctx, service.ServerConfig{
		Name: "ingest API", Addr: cfg.Ingest.Addr, Listener: deps.Listener, Handler: metrics.http.Wrap(api.Exact(mux)), MaxConnections: cfg.Ingest.Connections,
		ReadTimeout: cfg.Ingest.ReadTimeout, WriteTimeout: cfg.Ingest.ReadTimeout + api.MaxWait + cfg.Ingest.AckTimeout,
	})
}
