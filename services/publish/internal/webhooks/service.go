package webhooks

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/webhook"
	"github.com/wireroom/wireroom/services/publish/internal/access"
)

// Deps are what webhooks work with.
type Deps struct {
	Config  webhook.Config
	JS      jetstream.JetStream
	Access  *access.Access
	Metrics *webhook.Metrics
	Log     *zap.Logger
	Clock   func() time.Time
}

// Service keeps the webhooks of consumers and sends to them.
type Service struct {
	Deps
	Store  webhook.Store
	engine *webhook.Engine
	pings  chan struct{}
}

// New makes it. The streams and buckets must exist.
func New(ctx context.Context, d Deps) (*Service, error) {
	kv, err := d.JS.KeyValue(ctx, contract.BucketWebhooks)
	if err != nil {
		return nil, fmt.Errorf("open the bucket of webhooks: %w", err)
	}
	s := &Service{Deps: d, Store: webhook.Store{KV: kv}, pings: make(chan struct{}, maxPings)}
	s.engine = &webhook.Engine{Source: s.source(), Config: d.Config, JS: d.JS, Store: s.Store,
		Client: webhook.NewClient(d.Config.Timeout, d.Config.AllowPrivate), Metrics: d.Metrics, Log: d.Log, Clock: d.Clock, Owner: rand.Text()}
	return s, nil
}

// Run sends until ctx ends.
func (s *Service) Run(ctx context.Context) { s.engine.Run(ctx) }

var lower32 = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

func newID() string {
	var raw [10]byte
	_, _ = rand.Read(raw[:]) // it never fails (crypto/rand)
	return "wh-" + lower32.EncodeToString(raw[:])
}
