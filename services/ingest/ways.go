package ingest

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/pkg/webhook"
	"github.com/wireroom/wireroom/services/ingest/internal/outgoing"
	"github.com/wireroom/wireroom/services/ingest/internal/poll"
	"github.com/wireroom/wireroom/services/ingest/internal/raw"
	"github.com/wireroom/wireroom/services/ingest/internal/receiptsource"
	"github.com/wireroom/wireroom/services/ingest/internal/spool"
	"github.com/wireroom/wireroom/services/ingest/internal/status"
	"github.com/wireroom/wireroom/services/ingest/internal/websub"
)

// ways are the ways in beside push.
type ways struct {
	folders      spool.Deps
	polls        *poll.Poller
	hubs         *websub.Subscriber
	receiptHooks *webhook.Engine
	running      sync.WaitGroup
}

func newWays(ctx context.Context, rt *service.Runtime, cfg Config, deps Deps, js jetstream.JetStream, writer *raw.Writer, receipts *status.Reader, metrics *Metrics, in bodies) (*ways, error) {
	var due, subscriptions, hooks jetstream.KeyValue
	if err := bus.Persist(ctx, rt.Log, "opening buckets", func() (err error) {
		if due, err = js.KeyValue(ctx, contract.BucketPoll); err == nil {
			subscriptions, err = js.KeyValue(ctx, contract.BucketWebSub)
		}
		if err == nil {
			hooks, err = js.KeyValue(ctx, contract.BucketWebhooks)
		}
		return err
	}); err != nil {
		return nil, err
	}
	client := outgoing.New()
	w := &ways{folders: spool.Deps{
		Config:    spool.Config{Every: cfg.Ingest.SpoolEvery, Settle: cfg.Ingest.SpoolSettle},
		Providers: deps.Providers, Raw: writer, Receipts: receipts, Metrics: metrics.files, Log: rt.Log, Clock: rt.Clock,
		NewID: uuid.NewString, Replica: uuid.NewString(), Report: keepFolderState(due, rt.Log),
	}}
	w.hubs = websub.New(websub.Deps{Bucket: subscriptions, Post: client.Post, Store: writer.Store, Providers: deps.Providers,
		Memory: in.known, Pace: in.pace, PublicURL: cfg.Ingest.PublicURL, Metrics: metrics.hubs, Log: rt.Log, Clock: rt.Clock, NewID: uuid.NewString})
	w.polls = poll.New(poll.Deps{Bucket: due, Client: client, Store: writer.Store, Providers: deps.Providers, Metrics: metrics.polls,
		Log: rt.Log, Clock: rt.Clock, Random: rand.Float64, NewID: uuid.NewString, Lives: w.hubs.Active,
		Found: func(ctx context.Context, provider, feed string, a *outgoing.Answer, allowPrivateHub bool) {
			if err := w.hubs.Offer(ctx, provider, feed, websub.Discover(a.URL, a.Header, a.Body), allowPrivateHub); err != nil {
				rt.Log.Warn("hub", zap.String("provider", provider), zap.String("feed", outgoing.Redact(feed)), zap.Error(err))
			}
		}})
	w.receiptHooks = &webhook.Engine{Source: receiptsource.New(deps.Providers, webhook.Store{KV: hooks}, rt.Log), Config: cfg.Webhooks, JS: js, Store: webhook.Store{KV: hooks},
		Client: webhook.NewClient(cfg.Webhooks.Timeout, cfg.Webhooks.AllowPrivate), Metrics: metrics.hooks, Log: rt.Log.Named("webhooks"), Clock: rt.Clock, Owner: uuid.NewString()}
	return w, nil
}

// start starts them all. They end with ctx.
func (w *ways) start(ctx context.Context) {
	w.running.Go(func() { spool.Run(ctx, w.folders) })
	w.running.Go(func() { w.polls.Run(ctx) })
	w.running.Go(func() { w.hubs.Run(ctx) })
	w.running.Go(func() { w.receiptHooks.Run(ctx) })
}

func (w *ways) wait() { w.running.Wait() }

// keepFolderState keeps the states of folders where the works page finds them.
func keepFolderState(bucket jetstream.KeyValue, log *zap.Logger) func(context.Context, provider.FolderState) {
	return func(ctx context.Context, state provider.FolderState) {
		ctx, cancel := context.WithTimeout(ctx, reportLimit)
		defer cancel()
		data, err := json.Marshal(state)
		if err == nil {
			_, err = bucket.Put(ctx, provider.FolderKey(state.Provider), data)
		}
		if err != nil {
			log.Debug("state of a folder not kept", zap.String("provider", state.Provider), zap.Error(err))
		}
	}
}

// reportLimit bounds how long the state of a folder may keep its files waiting.
const reportLimit = 2 * time.Second
