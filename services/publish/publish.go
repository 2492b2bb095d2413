package publish

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/redis/go-redis/v9"
	"golang.org/x/sync/errgroup"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup/seen"
	"github.com/wireroom/wireroom/pkg/dedup/window"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/pkg/webhook"
	"github.com/wireroom/wireroom/services/publish/internal/api"
	"github.com/wireroom/wireroom/services/publish/internal/durables"
	"github.com/wireroom/wireroom/services/publish/internal/lastword"
	"github.com/wireroom/wireroom/services/publish/internal/limit"
	"github.com/wireroom/wireroom/services/publish/internal/lists"
	"github.com/wireroom/wireroom/services/publish/internal/media"
	"github.com/wireroom/wireroom/services/publish/internal/origin"
	"github.com/wireroom/wireroom/services/publish/internal/page"
	"github.com/wireroom/wireroom/services/publish/internal/relate"
	"github.com/wireroom/wireroom/services/publish/internal/search"
	"github.com/wireroom/wireroom/services/publish/internal/stream"
	"github.com/wireroom/wireroom/services/publish/internal/views"
	"github.com/wireroom/wireroom/services/publish/internal/websub"
)

// Config is publish's configuration, from the environment.
type Config struct {
	NATS    service.NATSConfig
	Redis   service.RedisConfig
	Streams contract.StreamOptions
	Bus     bus.Config
	Views   struct {
		views.Config
		Limit api.ViewLimits
	}
	Duplicates relate.Config
	Stream     stream.Config
	Webhooks   webhook.Config
	Search     search.Config
	Limit      limit.Config
	Hub        websub.Config
	// Consumers names the file of who may read.
	Consumers string `desc:"file of the consumers with the hashes of their keys and what each may read, read again when it changes; empty: nobody has a key"`
	// Operators names the file of who may operate the wire by the page.
	Operators string `desc:"file of the operators with the hashes of their keys, read again when it changes: who signs in to the page with such a key sees the works, and retries and drops dead letters; empty: nobody"`
	Works     works
	Publish   struct {
		Addr        string        `default:":8082" desc:"address of the API for articles and views"`
		Connections int           `desc:"connections that the API holds at once; 0 is what the limit of open files leaves, 4096 at most. At the limit the longest idle ones are closed"`
		Anonymous   string        `default:"auto" desc:"whether articles are given to who shows no key: yes, no, or auto, which is yes as long as there is no consumers file"`
		PublicURL   string        `split_words:"true" desc:"address at which consumers reach this API, such as https://news.example.org: addresses in feeds, lists and answers begin with it. Empty: with the host of the request, and as X-Forwarded-Proto and -Host say where it comes through a proxy of WIREROOM_VIEWS_LIMIT_PROXIES"`
		CORS        []string      `desc:"origins of web pages that may read the API, separated by commas (https://news.example); * is all"`
		MaxEmbargo  time.Duration `split_words:"true" default:"87672h" desc:"how far ahead an embargo may end, ten years at most: what is embargoed for longer is withheld until a later version"`
		TooOld      time.Duration `split_words:"true" default:"0s" desc:"an article that came in longer ago than this and is unknown to NEWS is dropped as too-old, since NEWS may have forgotten it; 0 is never. A stage that is down for longer then loses its work"`
	}
}

// works is who the page is to NATS when it shows the works.
type works struct {
	User     string         `desc:"NATS user that the page reads and mends the streams as, for operators who have signed in: works, which has just the rights for it; empty: publish's own, which may not do all of it"`
	Password service.Secret `desc:"Password of that user."`
	Creds    string         `desc:"File with that user's JWT and seed."`
}

// Validate checks the ranges.
func (c Config) Validate() error {
	if c.Publish.MaxEmbargo <= 0 || c.Publish.MaxEmbargo > contract.MaxEmbargo {
		return fmt.Errorf("WIREROOM_PUBLISH_MAX_EMBARGO is %s: it has to be more than 0 and at most %s, which is ten years", c.Publish.MaxEmbargo, contract.MaxEmbargo)
	}
	if err := origin.Check(c.Publish.PublicURL); err != nil {
		return err
	}
	if err := service.CheckAddr("WIREROOM_PUBLISH_ADDR", c.Publish.Addr); err != nil {
		return err
	}
	if err := c.Views.Validate(); err != nil {
		return err
	}
	if err := c.Views.Limit.Validate(); err != nil {
		return err
	}
	if a := c.Publish.Anonymous; a != "auto" && a != "yes" && a != "no" {
		return fmt.Errorf("WIREROOM_PUBLISH_ANONYMOUS is %.20q: it has to be auto, yes or no", a)
	}
	if err := c.Stream.Validate(); err != nil {
		return err
	}
	if err := c.Search.Validate(); err != nil {
		return err
	}
	if err := c.Duplicates.Validate(); err != nil {
		return err
	}
	if err := c.Webhooks.Validate(); err != nil {
		return err
	}
	if err := c.Limit.Validate(); err != nil {
		return err
	}
	if err := c.Hub.Validate(); err != nil {
		return err
	}
	return c.Streams.Validate()
}

// Deps are what publish works with.
type Deps struct {
	NATS    *nats.Conn
	Records seen.Store
	// Works is the connection for operators who have signed in to the page; nil: NATS.
	Works *nats.Conn
	// Redis keeps the counts of views; nil: this process alone counts and keeps them.
	Redis redis.UniversalClient
	// Consumers, if set, takes the place of the configuration's file, and is one that may
	// come later.
	Consumers *consumer.Store
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
	var deps Deps
	var err error
	if deps.NATS, err = rt.ConnectNATS(ctx, cfg.NATS); err != nil {
		return err
	}
	if deps.Works, err = cfg.connectWorks(ctx, rt); err != nil {
		return err
	}
	rdb, err := rt.ConnectRedis(cfg.Redis, service.RedisWrites)
	if err != nil {
		return err
	}
	deps.Redis, deps.Records = rdb, seen.NewRedis(rdb, cfg.Streams.WithDefaults().NewsAge)
	return Run(ctx, rt, cfg, deps)
}

// incarnationEvery is how often the life of NEWS is looked up.
const incarnationEvery = 5 * time.Second

// Run publishes and counts until ctx ends, then lets what is in flight end.
func Run(ctx context.Context, rt *service.Runtime, cfg Config, deps Deps) error {
	cfg.Streams = cfg.Streams.WithDefaults()
	js, err := jetstream.New(deps.NATS)
	if err != nil {
		return fmt.Errorf("use JetStream: %w", err)
	}
	if err := bus.Setup(ctx, js, cfg.Streams, rt.Log); err != nil {
		return err
	}
	metrics, err := NewMetrics(rt.Registry)
	if err != nil {
		return err
	}
	p := &publisher{js: js, metrics: metrics, tracer: rt.Tracer.Tracer("wireroom/publish"), records: seen.New(deps.Records, rt.Clock, rt.Log), clock: rt.Clock, log: rt.Log, tooOld: cfg.Publish.TooOld, maxEmbargo: cfg.Publish.MaxEmbargo}
	if err := bus.Persist(ctx, rt.Log, "looking up the streams", func() error { return p.open(ctx, js) }); err != nil {
		return err
	}
	if cfg.Duplicates = cfg.Duplicates.WithDefaults(); !cfg.Duplicates.Off {
		p.relator = relate.New(indexOf(deps, cfg.Duplicates.Window, rt.Clock), p.news, rt.Clock, rt.Log)
	}
	go p.incarnation.Watch(ctx, incarnationEvery, rt.Log)
	go metrics.streams.Watch(ctx, js, rt.Log)
	counts := views.New(cfg.Views.Config, views.Deps{JS: js, Redis: deps.Redis, NewsAge: cfg.Streams.WithDefaults().NewsAge, Forgotten: p.records.Forget,
		Log: rt.Log, Metrics: metrics.views, Clock: rt.Clock})
	limiter := limit.New(deps.Redis, rt.Clock)
	admission := api.NewAdmission(cfg.Views.Limit, limiter, metrics.limits)
	counts.Charge = admission.Charge
	who, err := cfg.whoMay(ctx, rt, deps.Consumers)
	if err != nil {
		return err
	}
	readers := who.access
	mux := http.NewServeMux()
	counts.Mount(mux)
	articles := api.New(p.news, rt.Log)
	articles.Mount(mux)
	store := listStore(deps, cfg)
	tail := bus.NewTail(js, contract.StreamNews, rt.Log)
	list := api.NewList(articles, store, counts, p.incarnation.Get)
	list.Mount(mux)
	found := search.New(cfg.Search, js, tail, metrics.search, rt.Clock, rt.Log)
	api.NewSearch(list, found).Mount(mux)
	events := stream.New(cfg.Stream, js, tail, readers.Rights, metrics.events, rt.Log)
	events.Mount(mux)
	p.media.Mount(mux)
	hooks, err := cfg.webhooks(ctx, rt, js, readers, metrics)
	if err != nil {
		return err
	}
	hooks.Mount(mux)
	hub := websub.New(websub.Deps{Config: cfg.Hub, Hooks: cfg.Webhooks, JS: js, Store: hooks.Store, Feeds: readers.Wrap(mux), Limiter: limiter, Address: admission.Caller,
		Listed:  func(ctx context.Context) (uint64, error) { return listed(ctx, store, p.incarnation.Get()) },
		Metrics: metrics.webhooks, Log: rt.Log.Named("websub"), Clock: rt.Clock})
	hub.Mount(mux)
	list.Hub = func() bool { return !hub.Off() && readers.Open() }
	pages, err := page.New(p.pageDeps(deps, js, rt, who, list, counts, admission, mux))
	if err != nil {
		return err
	}
	pages.Mount(mux)
	if err := describe(mux, description(), pages.Home()); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	requests := &limit.Requests{Config: cfg.Limit, Limiter: limiter, Metrics: metrics.limits, Consumer: readers.ConsumerID, Address: admission.Caller}
	written, err := api.Compress(api.KnownParameters(description().Operations, mux))
	if err != nil {
		return fmt.Errorf("compress answers: %w", err)
	}
	handler := api.CORS(cfg.Publish.CORS, api.Exact(requests.Wrap(readers.Wrap(admission.Wrap(written)))))
	handler = origin.Wrap(cfg.Publish.PublicURL, admission.ThroughProxy, handler)
	server, err := rt.Serve(ctx, service.ServerConfig{Name: "publish API", Addr: cfg.Publish.Addr, Listener: deps.Listener, MaxConnections: cfg.Publish.Connections, Handler: metrics.http.Wrap(handler), Log: rt.Log})
	if err != nil {
		return err
	}
	group.Go(server.Wait)
	group.Go(func() error { return counts.Run(ctx) })
	group.Go(func() error { tail.Run(ctx); return nil })
	group.Go(func() error { events.Run(ctx); return nil })
	group.Go(func() error { hooks.Run(ctx); return nil })
	group.Go(func() error { hub.Run(ctx); return nil })
	if who.consumers != nil {
		keeper := &durables.Keeper{JS: js, List: who.consumers.All, Alone: deps.Consumers != nil, Log: rt.Log}
		group.Go(func() error { keeper.Run(ctx); return nil })
	}
	group.Go(func() error {
		lists.New(js, tail, store, cfg.Streams.NewsAge, rt.Clock, rt.Log).Run(ctx)
		return nil
	})
	group.Go(func() error { found.Run(ctx); return nil })
	group.Go(func() error { return p.run(ctx, rt, cfg, js) })
	group.Go(func() error { p.sweepReleased(ctx, js); return nil })
	if p.relator != nil {
		group.Go(func() error { p.relator.Feed(ctx, js, tail, cfg.Duplicates.Window); return nil })
	}
	if deps.Listening != nil {
		deps.Listening(server.Addr())
	}
	rt.Ready()
	return group.Wait()
}

// ownArticles is how many articles a process without a Redis compares with: some 200 MB.
const ownArticles = 50_000

func indexOf(deps Deps, within time.Duration, clock func() time.Time) window.Index {
	if deps.Redis == nil {
		return window.NewMemory(ownArticles, within)
	}
	return window.NewRedis(deps.Redis, within, clock)
}

func (p *publisher) open(ctx context.Context, js jetstream.JetStream) (err error) {
	if p.news, err = lastword.New(ctx, js, contract.StreamNews); err != nil {
		return err
	}
	if p.held, err = lastword.New(ctx, js, contract.StreamHeld); err != nil {
		return err
	}
	if p.media, err = media.Open(ctx, js, p.news, p.log); err != nil {
		return err
	}
	p.incarnation, err = bus.NewIncarnation(ctx, js, contract.StreamNews)
	return err
}

func (p *publisher) run(ctx context.Context, rt *service.Runtime, cfg Config, js jetstream.JetStream) error {
	loop := &bus.Loop[article, *nats.Msg]{
		Config: cfg.Bus, JS: js, Batches: cfg.Streams.BatchWrites, Log: rt.Log, Metrics: p.metrics.stage, Clock: rt.Clock, Random: rand.Float64,
		Tracer: p.tracer,
		Decode: decode, Handle: p.handle, Ended: ended(rt.Clock, p.metrics.stage), Settled: p.settled,
		Encode: func(_ article, m *nats.Msg) (*nats.Msg, error) { return m, nil },
	}
	return loop.Run(ctx, append(bus.Sources(contract.Publish, contract.StreamEnriched, "enriched"), released())...)
}

// listed is how far the lists are.
func listed(ctx context.Context, store lists.Store, life string) (uint64, error) {
	seq, _, err := store.Position(ctx, life)
	return seq, err
}

// ownListed is how many articles a process without a Redis lists, the latest: some 100 MB.
const ownListed = 100_000

// listStore keeps the lists in Redis; without one, this process is the only one.
func listStore(deps Deps, cfg Config) lists.Store {
	if deps.Redis == nil {
		return lists.NewMemory(ownListed)
	}
	return lists.NewRedis(deps.Redis, cfg.Streams.NewsAge)
}
