// Package websub subscribes to feeds whose publisher has a hub, so that news come
// when they are written and not when the next poll asks (W3C WebSub,
// Recommendation of 2018).
//
// A subscription is offered by whoever fetched a feed that names a hub. It is kept
// in a key-value bucket, so that any replica can answer the hub; its callback has
// an unguessable name and its content must carry the signature of a secret that
// only the hub was told. The package must not fetch feeds.
package websub

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/httpbody"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/ingest/internal/outgoing"
	"github.com/wireroom/wireroom/services/ingest/internal/raw"
)

// States of a subscription.
const (
	pending = provider.HubPending
	active  = provider.HubActive
	denied  = provider.HubDenied
)

// subscription is what the bucket holds of one.
type subscription struct {
	provider.HubState
	ID           string        `json:"id"` // of the callback
	Secret       string        `json:"secret"`
	Lease        time.Duration `json:"lease,omitempty"`
	AllowPrivate bool          `json:"allow_private,omitempty"`
}

// Post sends a form to a hub and gives the status of its answer and the beginning
// of its text.
type Post func(ctx context.Context, address string, form url.Values, allowPrivate bool) (status int, text string, err error)

// Deps are what subscriptions are kept with.
type Deps struct {
	Bucket    jetstream.KeyValue // contract.BucketWebSub
	Post      Post
	Store     func(ctx context.Context, p raw.Push) (raw.Stored, error)
	Providers interface {
		Get(id string) (provider.Provider, bool)
	}
	// Memory is what bodies are read into, by provider; Pace is how fast they come.
	Memory    *httpbody.Budget
	Pace      httpbody.Pace
	PublicURL string // of ingest as hubs reach it; empty: nothing is subscribed to
	Metrics   *Metrics
	Log       *zap.Logger
	Clock     func() time.Time
	NewID     func() string // unguessable, of [A-Za-z0-9-]
}

// Subscriber keeps subscriptions.
type Subscriber struct{ Deps }

// New makes a subscriber.
func New(d Deps) *Subscriber { return &Subscriber{d} }

// Lease is asked of a hub; it may give another one. askAgain is how long a hub may
// take to verify, and how long a refusal is believed.
const (
	lease    = 7 * 24 * time.Hour
	askAgain = time.Hour
)

// Offer says that a feed of a provider names a hub for a topic. It subscribes
// unless that is done, or was tried a moment ago; of several replicas one does.
func (s *Subscriber) Offer(ctx context.Context, providerID, feed string, hub Hub, allowPrivate bool) error {
	if s.PublicURL == "" || hub.URL == "" {
		return nil
	}
	key, now := keyOf(providerID, feed), s.Clock()
	sub, revision, err := s.read(ctx, key)
	if err != nil {
		return err
	}
	if sub != nil && sub.Hub == hub.URL && sub.Topic == hub.Topic && !sub.due(now) {
		return nil
	}
	next := subscription{ID: s.NewID(), Secret: s.NewID() + s.NewID(), AllowPrivate: allowPrivate,
		HubState: provider.HubState{Provider: providerID, Feed: feed, Topic: hub.Topic, Hub: hub.URL}}
	if sub != nil && sub.Hub == hub.URL && sub.Topic == hub.Topic {
		next.ID, next.Secret, next.State, next.Until, next.Lease = sub.ID, sub.Secret, sub.State, sub.Until, sub.Lease
	}
	if next.State != active || !next.Until.After(now) {
		next.State = pending
	}
	next.Asked = now
	return s.ask(ctx, key, next, revision)
}

// due reports whether it is time to ask the hub: before the last fifth of the
// lease, or when it did not answer.
func (s *subscription) due(now time.Time) bool {
	if now.Sub(s.Asked) < askAgain && s.State != active {
		return false
	}
	return s.State != active || s.Until.Sub(now) < s.Lease/5 && now.Sub(s.Asked) > askAgain/12
}

// ask writes what is asked for, which one replica alone succeeds in, and asks.
func (s *Subscriber) ask(ctx context.Context, key string, sub subscription, revision uint64) error {
	if won, err := s.write(ctx, key, sub, revision); err != nil || !won {
		return err
	}
	if _, err := s.Bucket.PutString(ctx, callbackKey(sub.ID), key); err != nil {
		return fmt.Errorf("note callback: %w", err)
	}
	form := url.Values{
		"hub.mode": {"subscribe"}, "hub.topic": {sub.Topic}, "hub.secret": {sub.Secret},
		"hub.callback":      {strings.TrimRight(s.PublicURL, "/") + "/v1/websub/" + sub.ID},
		"hub.lease_seconds": {fmt.Sprint(int(lease.Seconds()))},
	}
	status, text, err := s.Post(ctx, sub.Hub, form, sub.AllowPrivate)
	if err == nil && (status < 200 || status > 299) {
		err = fmt.Errorf("it answers %d: %.200s", status, text)
	}
	if err != nil {
		s.Metrics.count(sub.Provider, Unsubscribed)
		return fmt.Errorf("subscribe at hub %s to %s: %w", outgoing.Redact(sub.Hub), outgoing.Redact(sub.Topic), err)
	}
	s.Log.Info("hub asked for a subscription", zap.String("provider", sub.Provider), zap.String("topic", outgoing.Redact(sub.Topic)), zap.String("hub", outgoing.Redact(sub.Hub)))
	return nil
}

// Active reports whether a feed's news come from its hub: then it may be polled
// rarely.
func (s *Subscriber) Active(ctx context.Context, providerID, feed string) bool {
	sub, _, err := s.read(ctx, keyOf(providerID, feed))
	return err == nil && sub != nil && sub.State == active && sub.Until.After(s.Clock())
}

// renewEvery is how often leases are looked at.
const renewEvery = time.Minute

// Run renews leases until ctx ends.
func (s *Subscriber) Run(ctx context.Context) {
	if s.PublicURL == "" {
		return
	}
	t := time.NewTicker(renewEvery)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			if err := s.Renew(ctx); err != nil && ctx.Err() == nil {
				s.Log.Warn("subscriptions not renewed", zap.Error(err))
			}
		}
	}
}

// Renew asks again for what is near its end, while its provider is there.
func (s *Subscriber) Renew(ctx context.Context) error {
	keys, err := s.Bucket.ListKeysFiltered(ctx, "feed.*")
	if err != nil {
		return fmt.Errorf("list subscriptions: %w", err)
	}
	var errs []error
	for key := range keys.Keys() {
		sub, revision, err := s.read(ctx, key)
		if err != nil || sub == nil || !sub.due(s.Clock()) {
			errs = append(errs, err)
			continue
		}
		if _, there := s.Providers.Get(sub.Provider); !there {
			errs = append(errs, s.Bucket.Delete(ctx, key))
			continue
		}
		sub.Asked = s.Clock()
		errs = append(errs, s.ask(ctx, key, *sub, revision))
	}
	return errors.Join(errs...)
}

func keyOf(providerID, feed string) string {
	sum := sha256.Sum256([]byte(providerID + "\x00" + feed))
	return "feed." + hex.EncodeToString(sum[:16])
}

func callbackKey(id string) string { return "callback." + id }

func (s *Subscriber) read(ctx context.Context, key string) (*subscription, uint64, error) {
	entry, err := s.Bucket.Get(ctx, key)
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, fmt.Errorf("read subscription: %w", err)
	}
	var sub subscription
	if err := json.Unmarshal(entry.Value(), &sub); err != nil {
		return nil, 0, fmt.Errorf("read subscription %s: %w", key, err)
	}
	return &sub, entry.Revision(), nil
}

// write replaces the revision that was read; won is false if another replica was
// faster.
func (s *Subscriber) write(ctx context.Context, key string, sub subscription, revision uint64) (won bool, err error) {
	data, err := json.Marshal(sub)
	if err != nil {
		return false, fmt.Errorf("write subscription: %w", err)
	}
	if revision == 0 {
		_, err = s.Bucket.Create(ctx, key, data)
	} else {
		_, err = s.Bucket.Update(ctx, key, data, revision)
	}
	if errors.Is(err, jetstream.ErrKeyExists) || errors.Is(err, jetstream.ErrKeyRevisionMismatch) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("write subscription: %w", err)
	}
	return true, nil
}
