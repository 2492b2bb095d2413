package enrich

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
)

// Config is the configuration of enrich, from the environment.
type Config struct {
	NATS    service.NATSConfig
	Streams contract.StreamOptions
	Bus     bus.Config
	Enrich  Settings
}

// Validate checks the ranges, and the enrichers' settings.
func (c Config) Validate() error { return errors.Join(c.Streams.Validate(), c.Enrich.Validate()) }

// Deps are what enrich works with.
type Deps struct {
	NATS *nats.Conn
}

// Main reads the configuration, connects, and runs until ctx ends.
func Main(ctx context.Context, rt *service.Runtime) error {
	var cfg Config
	if err := service.Load(service.Prefix, &cfg); err != nil {
		return err
	}
	conn, err := rt.ConnectNATS(ctx, cfg.NATS)
	if err != nil {
		return err
	}
	return Run(ctx, rt, cfg, Deps{NATS: conn})
}

// Run enriches until ctx ends, then lets what is in flight end.
func Run(ctx context.Context, rt *service.Runtime, cfg Config, deps Deps) error {
	js, err := jetstream.New(deps.NATS)
	if err != nil {
		return fmt.Errorf("use JetStream: %w", err)
	}
	metrics, err := NewMetrics(rt.Registry, rt.Log)
	if err != nil {
		return err
	}
	rules, err := NewRules(cfg.Enrich, metrics.enrichers, rt.Clock)
	if err != nil {
		return err
	}
	if err := bus.Setup(ctx, js, cfg.Streams, rt.Log); err != nil {
		return err
	}
	s := &enricher{rules: rules, clock: rt.Clock, log: rt.Log, metrics: metrics.stage}
	loop := &bus.Loop[article, article]{
		Config: cfg.Bus, JS: js, Batches: cfg.Streams.BatchWrites, Log: rt.Log, Metrics: metrics.stage, Clock: rt.Clock, Random: rand.Float64,
		Tracer: rt.Tracer.Tracer("wireroom/enrich"),
		Slots:  slots(cfg.Enrich),
		Decode: decode, Handle: s.handle, Encode: s.encode, Ended: s.ended,
	}
	rt.Ready()
	return loop.Run(ctx, bus.Sources(contract.Enrich, contract.StreamNormalized, "normalized")...)
}

// slots is how many articles are enriched at once: more of them where each waits for
// a model over the network.
func slots(s Settings) int {
	if s.External.URL != "" {
		return max(64, 2*runtime.GOMAXPROCS(0))
	}
	return 2 * runtime.GOMAXPROCS(0)
}
