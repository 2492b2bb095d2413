package up

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/redis/go-redis/v9"
	"golang.org/x/sync/errgroup"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/enrich"
	"github.com/wireroom/wireroom/services/ingest"
	"github.com/wireroom/wireroom/services/normalize"
	"github.com/wireroom/wireroom/services/publish"
	"github.com/wireroom/wireroom/services/wireroom/internal/natsusers"
)

// Wire is a running wire.
type Wire struct {
	NATS    string // URL
	User    string // of NATS, with every right that the wire needs
	Pass    string // of the user
	Ingest  string // base URL of ingest's API
	Publish string // base URL of publish's API
	Redis   string // which Redis it is: url, child or none
	RedisAt string // its URL
	group   *errgroup.Group
}

// Wait waits until all stages have ended.
func (w *Wire) Wait() error {
	// a stage that was ended while it started says so, and has not failed
	if err := w.group.Wait(); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// broker is how to reach NATS as one of the wire.
func (w *Wire) broker() service.NATSConfig {
	return service.NATSConfig{URL: w.NATS, User: w.User, Password: service.NewSecret(w.Pass)}
}

// Connect connects to NATS as one of the wire.
func (w *Wire) Connect(o ...nats.Option) (*nats.Conn, error) {
	return nats.Connect(w.NATS, append(w.broker().Credentials(), o...)...)
}

// Start starts NATS, Redis and the four stages, and returns once both APIs
// listen. The stages end with ctx; what they run on ends with rt.
func Start(ctx context.Context, rt *service.Runtime, o Options) (*Wire, error) {
	l, err := openListeners(ctx, rt, o)
	if err != nil {
		return nil, err
	}
	b, err := startBase(ctx, rt, o)
	if err != nil {
		return nil, err
	}
	store, err := provider.Watch(ctx, o.Providers, rt.Log, normalize.CheckProvider)
	if err != nil {
		return nil, fmt.Errorf("read providers: %w", err)
	}
	w := &Wire{NATS: b.nats.URL(), User: natsusers.LocalUser, Pass: b.users.password, Redis: b.redis.Kind(), RedisAt: b.redis.URL()}
	s := &stages{rt: rt, base: b, redis: service.RedisConfig{URL: service.NewSecret(b.redis.URL())}, nats: w.broker(), providers: store, operators: o.Operators, batches: o.SyncEvery <= 0, listeners: l}
	w.group, ctx = errgroup.WithContext(ctx)
	ingestAt, publishAt := make(chan string, 1), make(chan string, 1)
	for name, run := range map[string]func(context.Context, *service.Runtime) error{
		"ingest":    func(ctx context.Context, rt *service.Runtime) error { return s.ingest(ctx, rt, ingestAt) },
		"normalize": s.normalize,
		"enrich":    s.enrich,
		"publish":   func(ctx context.Context, rt *service.Runtime) error { return s.publish(ctx, rt, publishAt) },
	} {
		own := rt.As(name)
		w.group.Go(func() error {
			if err := run(ctx, own); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			return nil
		})
	}
	return w, w.listening(ctx, ingestAt, publishAt)
}

func (w *Wire) listening(ctx context.Context, ingestAt, publishAt <-chan string) error {
	for range 2 {
		select {
		case addr := <-ingestAt:
			w.Ingest = "http://" + addr
		case addr := <-publishAt:
			w.Publish = "http://" + addr
		case <-ctx.Done():
			return w.Wait()
		}
	}
	return nil
}

// stages starts each stage as its own binary does, with what the base offers.
type stages struct {
	rt        *service.Runtime
	base      *base
	nats      service.NATSConfig
	redis     service.RedisConfig
	providers *provider.Store
	operators string // file
	batches   bool   // the embedded NATS syncs every write
	listeners
}

// load reads the configuration of a stage.
func (s *stages) load(cfg any, streams *contract.StreamOptions) error {
	err := service.Load(service.Prefix, cfg)
	streams.BatchWrites = streams.BatchWrites || s.batches
	return err
}

// listeners are those of the APIs, opened before anything else starts: an address
// that is taken is told at once, and a script may connect from then on.
type listeners struct{ forIngest, forPublish net.Listener }

func openListeners(ctx context.Context, rt *service.Runtime, o Options) (l listeners, err error) {
	if l.forIngest, err = listen(ctx, "--ingest (WIREROOM_INGEST_ADDR)", o.Ingest, usualIngest); err != nil {
		return l, err
	}
	rt.OnStop("listener of ingest", 0, closer(l.forIngest))
	if l.forPublish, err = listen(ctx, "--publish (WIREROOM_PUBLISH_ADDR)", o.Publish, usualPublish); err != nil {
		return l, err
	}
	rt.OnStop("listener of publish", 0, closer(l.forPublish))
	return l, nil
}

// closer closes a listener that its server has not closed yet.
func closer(l net.Listener) func(context.Context) error {
	return func(context.Context) error {
		if err := l.Close(); !errors.Is(err, net.ErrClosed) {
			return err
		}
		return nil
	}
}

func (s *stages) connect(ctx context.Context, rt *service.Runtime) (*nats.Conn, error) {
	return rt.ConnectNATS(ctx, s.nats)
}

// connectRedis gives nil where there is no Redis.
func (s *stages) connectRedis(rt *service.Runtime, use service.RedisUse) (redis.UniversalClient, error) {
	if s.base.files != nil {
		return nil, nil
	}
	return rt.ConnectRedis(s.redis, use)
}

func (s *stages) ingest(ctx context.Context, rt *service.Runtime, at chan<- string) error {
	var cfg ingest.Config
	if err := s.load(&cfg, &cfg.Streams); err != nil {
		return err
	}
	nc, err := s.connect(ctx, rt)
	if err != nil {
		return err
	}
	return ingest.Run(ctx, rt, cfg, ingest.Deps{NATS: nc, Providers: s.providers, Listener: s.forIngest, Listening: func(a string) { at <- a }})
}

func (s *stages) normalize(ctx context.Context, rt *service.Runtime) error {
	var cfg normalize.Config
	if err := s.load(&cfg, &cfg.Streams); err != nil {
		return err
	}
	if os.Getenv("WIREROOM_NORMALIZE_MEDIA_URL") == "" {
		cfg.Normalize.MediaURL = cmp.Or(strings.TrimRight(os.Getenv("WIREROOM_PUBLISH_PUBLIC_URL"), "/"), "http://"+s.forPublish.Addr().String())
	}
	nc, err := s.connect(ctx, rt)
	if err != nil {
		return err
	}
	rdb, err := s.connectRedis(rt, service.RedisReads)
	if err != nil {
		return err
	}
	return normalize.Run(ctx, rt, cfg, normalize.Deps{NATS: nc, Records: s.base.records(rdb, cfg.Streams.WithDefaults().NewsAge), Providers: s.providers})
}

func (s *stages) enrich(ctx context.Context, rt *service.Runtime) error {
	var cfg enrich.Config
	if err := s.load(&cfg, &cfg.Streams); err != nil {
		return err
	}
	nc, err := s.connect(ctx, rt)
	if err != nil {
		return err
	}
	return enrich.Run(ctx, rt, cfg, enrich.Deps{NATS: nc})
}

func (s *stages) publish(ctx context.Context, rt *service.Runtime, at chan<- string) error {
	var cfg publish.Config
	if err := s.load(&cfg, &cfg.Streams); err != nil {
		return err
	}
	cfg.Operators = s.operators
	nc, err := s.connect(ctx, rt)
	if err != nil {
		return err
	}
	rdb, err := s.connectRedis(rt, service.RedisWrites)
	if err != nil {
		return err
	}
	return publish.Run(ctx, rt, cfg, publish.Deps{NATS: nc, Redis: rdb, Records: s.base.records(rdb, cfg.Streams.WithDefaults().NewsAge), Consumers: s.base.users.store, Listener: s.forPublish, Listening: func(a string) { at <- a }})
}
