package normalize

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup/seen"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/pkg/service"
)

// Config is the configuration of normalize, from the environment.
type Config struct {
	NATS      service.NATSConfig
	Redis     service.RedisConfig
	Streams   contract.StreamOptions
	Bus       bus.Config
	Providers string `default:"providers.yaml" desc:"file with the providers, reread when it changes"`
	Normalize struct {
		RawAge   time.Duration `split_words:"true" default:"168h" desc:"how long originals stay on RAW, beside whatever is not acknowledged yet"`
		MediaURL string        `split_words:"true" default:"http://localhost:8082" desc:"address of publish's API as consumers reach it: the renditions of pictures that came with an article begin with it"`
	}
}

// Validate checks the ranges.
func (c Config) Validate() error { return c.Streams.Validate() }

// Deps are what normalize works with.
type Deps struct {
	NATS      *nats.Conn
	Records   seen.Store
	Providers *provider.Store
}

// Main reads the configuration, connects, and runs until ctx ends.
func Main(ctx context.Context, rt *service.Runtime) error {
	var cfg Config
	if err := service.Load(service.Prefix, &cfg); err != nil {
		return err
	}
	var deps Deps
	var err error
	if deps.NATS, err = rt.ConnectNATS(ctx, cfg.NATS); err != nil {
		return err
	}
	rdb, err := rt.ConnectRedis(cfg.Redis, service.RedisReads)
	if err != nil {
		return err
	}
	deps.Records = seen.NewRedis(rdb, cfg.Streams.WithDefaults().NewsAge)
	if deps.Providers, err = provider.Watch(ctx, cfg.Providers, rt.Log, CheckProvider); err != nil {
		return err
	}
	return Run(ctx, rt, cfg, deps)
}

// incarnationEvery is how often the life of NEWS is looked up.
const incarnationEvery = 5 * time.Second

// purgeEvery is how often originals are purged.
const purgeEvery = 10 * time.Minute

// Run normalizes until ctx ends, then lets what is in flight end.
func Run(ctx context.Context, rt *service.Runtime, cfg Config, deps Deps) error {
	cfg.Streams = cfg.Streams.WithDefaults()
	js, err := jetstream.New(deps.NATS)
	if err != nil {
		return fmt.Errorf("use JetStream: %w", err)
	}
	if err := bus.Setup(ctx, js, cfg.Streams, rt.Log); err != nil {
		return err
	}
	var life *bus.Incarnation
	var media jetstream.ObjectStore
	var news jetstream.Stream
	if err := bus.Persist(ctx, rt.Log, "looking up NEWS", func() (err error) {
		if media, err = js.ObjectStore(ctx, contract.BucketMedia); err != nil {
			return err
		}
		if news, err = js.Stream(ctx, contract.StreamNews); err != nil {
			return err
		}
		life, err = bus.NewIncarnation(ctx, js, contract.StreamNews)
		return err
	}); err != nil {
		return err
	}
	go life.Watch(ctx, incarnationEvery, rt.Log)
	metrics, err := NewMetrics(rt.Registry, deps.Providers)
	if err != nil {
		return fmt.Errorf("register metrics: %w", err)
	}
	own := &mappings{log: rt.Log}
	n := &normalizer{
		settings: func(id string) Settings {
			s := settingsOf(deps.Providers, own, id)
			s.MediaBase = cfg.Normalize.MediaURL
			return s
		},
		media:       media,
		news:        news,
		records:     seen.New(deps.Records, rt.Clock, rt.Log),
		incarnation: life, clock: rt.Clock, log: rt.Log, metrics: metrics,
		slots: bus.NewSlots(2 * runtime.GOMAXPROCS(0)),
	}
	stop, err := n.answerDryRuns(ctx, deps.NATS)
	if err != nil {
		return err
	}
	defer stop()
	loop := &bus.Loop[Delivery, output]{
		Config: bounded(cfg.Bus), JS: js, Batches: cfg.Streams.BatchWrites, Log: rt.Log, Metrics: metrics, Clock: rt.Clock, Random: rand.Float64,
		Tracer: rt.Tracer.Tracer("wireroom/normalize"),
		Decode: decode, Handle: n.handle, Ended: n.ended,
		Encode: encodeOutput, Growth: growth,
	}
	if cfg.Normalize.RawAge > 0 {
		go janitor{js: js, keep: cfg.Normalize.RawAge, clock: rt.Clock, log: rt.Log}.run(ctx, purgeEvery)
	}
	rt.Ready()
	return loop.Run(ctx, bus.Sources(contract.Normalize, contract.StreamRaw, "raw")...)
}

// bytesInWork is how many bytes of documents a lane reads at once: a document takes up
// to 25 times its bytes while it is read.
const bytesInWork = 8 << 20

// growth is how many times its bytes the articles of a feed of tiny items take, with
// their headers.
const growth = 128

func bounded(c bus.Config) bus.Config {
	if c.BytesInWork == 0 || c.BytesInWork > bytesInWork {
		c.BytesInWork = bytesInWork
	}
	return c
}
