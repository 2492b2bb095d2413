package views

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/redis/go-redis/v9"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
)

// Service accepts, counts and tells views.
type Service struct {
	cfg     Config
	js      jetstream.JetStream
	counts  counts
	log     *zap.Logger
	clock   func() time.Time
	metrics *Metrics
	// Charge, if set, is told how many views a request holds.
	Charge func(r *http.Request, views int)

	salts     salts
	snapshots snapshots
}

// New makes the service. The VIEWS stream must exist.
func New(cfg Config, js jetstream.JetStream, rdb redis.UniversalClient, log *zap.Logger, metrics *Metrics, clock func() time.Time) *Service {
	cfg = cfg.withDefaults()
	s := &Service{cfg: cfg, js: js, counts: counts{rdb, cfg.HalfLife}, log: log, clock: clock, metrics: metrics}
	s.salts = salts{open: s.bucket}
	return s
}

// Mount adds the routes.
func (s *Service) Mount(mux *http.ServeMux) {
	mux.HandleFunc("POST /v1/views", s.accept)
	mux.HandleFunc("GET /v1/articles/{id}/views", s.tell)
}

// Run counts until ctx ends, then saves what is counted.
func (s *Service) Run(ctx context.Context) error {
	var leases jetstream.KeyValue
	err := bus.Persist(ctx, s.log, "opening the buckets of views", func() (err error) {
		if s.snapshots.kv, err = s.bucket(ctx); err != nil {
			return err
		}
		leases, err = s.leases(ctx)
		return err
	})
	if err != nil {
		return nil //nolint:nilerr // only the end of ctx ends Persist
	}
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

func (s *Service) bucket(ctx context.Context) (jetstream.KeyValue, error) {
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
