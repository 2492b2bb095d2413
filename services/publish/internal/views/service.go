package views

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/redis/go-redis/v9"
	"go.uber.org/zap"

	batcher "github.com/wireroom/wireroom/pkg/batch"
	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/publish/internal/views/counts"
)

// Service accepts, counts and tells views.
type Service struct {
	cfg     Config
	js      jetstream.JetStream
	store   counts.Store
	log     *zap.Logger
	clock   func() time.Time
	metrics *Metrics
	// Charge, if set, is told how many views a request holds.
	Charge func(r *http.Request, views int)

	articles      *articles
	newsAge       time.Duration
	forgotten     func(ctx context.Context, article string) error
	refusalLogged atomic.Int64 // unix seconds

	joined    *batcher.Batcher[request, error]
	life      *bus.Incarnation // of VIEWS
	salts     salts
	snapshots snapshots
}

// Deps are what the service works with.
type Deps struct {
	JS      jetstream.JetStream
	Redis   redis.UniversalClient // nil: counts are kept in the memory of this process, the only one that counts
	NewsAge time.Duration         // how long NEWS keeps a message: counts not viewed for as long may go
	// Forgotten, if set, is called for each article whose counts are removed; it may be
	// called again for the same.
	Forgotten func(ctx context.Context, article string) error
	Log       *zap.Logger
	Metrics   *Metrics
	Clock     func() time.Time
}

// New makes the service. The streams must exist.
func New(cfg Config, d Deps) *Service {
	cfg = cfg.withDefaults()
	s := &Service{cfg: cfg, js: d.JS, store: counts.NewMemory(cfg.HalfLife), log: d.Log, clock: d.Clock, metrics: d.Metrics,
		articles: newArticles(d.JS, d.Clock), newsAge: d.NewsAge, forgotten: d.Forgotten}
	if d.Redis != nil {
		s.store = counts.NewRedis(d.Redis, cfg.HalfLife)
	}
	s.snapshots.js = d.JS
	s.joined = s.join()
	s.salts = salts{open: s.Bucket}
	return s
}

// Mount adds the routes.
func (s *Service) Mount(mux *http.ServeMux) {
	mux.HandleFunc("POST /v1/views", s.accept)
	mux.HandleFunc("GET /v1/articles/{id}/views", s.answer)
}

// Run counts until ctx ends, then saves what is counted.
func (s *Service) Run(ctx context.Context) error {
	var leases jetstream.KeyValue
	err := bus.Persist(ctx, s.log, "opening the buckets of views", func() (err error) {
		if s.snapshots.kv, err = s.Bucket(ctx); err != nil {
			return err
		}
		if s.life, err = bus.NewIncarnation(ctx, s.js, contract.StreamViews); err != nil {
			return err
		}
		leases, err = s.leases(ctx)
		return err
	})
	if err != nil {
		return nil //nolint:nilerr // only the end of ctx ends Persist
	}
	go s.life.Watch(ctx, checkEvery, s.log)
	l := leaser{kv: leases, owner: s.token(), every: s.cfg.Lease, log: s.log}
	var wg sync.WaitGroup
	for shard := range contract.ViewShards {
		wg.Go(func() {
			l.hold(ctx, shard, func(ctx context.Context) { (&reader{Service: s, shard: shard}).work(ctx) })
		})
	}
	wg.Wait()
	return nil
}

// Bucket opens the key-value bucket of snapshots, salts and the secret of sessions.
func (s *Service) Bucket(ctx context.Context) (jetstream.KeyValue, error) {
	return openBucket(ctx, s.js, jetstream.KeyValueConfig{Bucket: contract.BucketViews, Description: "snapshots of view counts"})
}

func (s *Service) leases(ctx context.Context) (jetstream.KeyValue, error) {
	return openBucket(ctx, s.js, jetstream.KeyValueConfig{Bucket: contract.BucketLeases, Description: "who counts which shard of views", TTL: s.cfg.Lease})
}

// openBucket makes a bucket that is missing, with as many replicas as VIEWS has.
func openBucket(ctx context.Context, js jetstream.JetStream, cfg jetstream.KeyValueConfig) (jetstream.KeyValue, error) {
	kv, err := js.KeyValue(ctx, cfg.Bucket)
	if !errors.Is(err, jetstream.ErrBucketNotFound) {
		return kv, err
	}
	stream, err := js.Stream(ctx, contract.StreamViews)
	if err != nil {
		return nil, fmt.Errorf("look up VIEWS: %w", err)
	}
	cfg.Replicas = stream.CachedInfo().Config.Replicas
	kv, err = js.CreateKeyValue(ctx, cfg)
	if errors.Is(err, jetstream.ErrBucketExists) {
		return js.KeyValue(ctx, cfg.Bucket)
	}
	return kv, err
}

// token names this process among others.
func (s *Service) token() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // crypto/rand never fails
	return hex.EncodeToString(b[:])
}
