// Package receiptsource tells providers by webhook what became of their deliveries: what
// is on RECEIPTS, to where the providers file says.
//
// It must not send itself: package pkg/webhook does.
package receiptsource

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/pkg/webhook"
)

// Providers are who pushes.
type Providers interface {
	All() []provider.Provider
}

// lookEvery is how often the file's providers are looked at.
const lookEvery = 2 * time.Second

// New makes the source. store is told which webhooks the file declares.
func New(providers Providers, store webhook.Store, log *zap.Logger) webhook.Source {
	return webhook.Source{
		Name: webhook.SourceReceipts, Stream: contract.StreamReceipts,
		Filters: func(s webhook.Subscription) []string { return []string{contract.ReceiptSubject(s.Owner, ">")} },
		OfKey: func(s webhook.Subscription, delivery string) string {
			return contract.ReceiptSubject(s.Owner, delivery)
		},
		Event: event,
		Subscriptions: func(ctx context.Context, changed func([]webhook.Subscription)) {
			var told []webhook.Subscription
			for first := true; ctx.Err() == nil; first = false {
				now := declared(providers.All())
				changed(now)
				if first || !reflect.DeepEqual(now, told) {
					told = now
					if err := store.Mirror(ctx, webhook.SourceReceipts, now); err != nil && ctx.Err() == nil {
						log.Warn("webhooks for receipts not noted", zap.Error(err))
						told = nil
					}
				}
				_ = service.Pause(ctx, lookEvery)
			}
		},
	}
}

// ID is the webhook's of a provider.
func ID(provider string) string { return "receipts-" + provider }

// declared are the webhooks of the file. Each begins with what comes once it is there.
func declared(list []provider.Provider) []webhook.Subscription {
	var out []webhook.Subscription
	for _, p := range list {
		if p.ReceiptWebhook == nil {
			continue
		}
		s := webhook.Subscription{ID: ID(p.ID), Source: webhook.SourceReceipts, Owner: p.ID, URL: p.ReceiptWebhook.URL}
		for _, secret := range p.ReceiptWebhook.Secrets {
			s.Secrets = append(s.Secrets, webhook.Key{Secret: secret.Value()})
		}
		s.Filter, _ = json.Marshal(p.ReceiptWebhook.Outcomes) // words
		out = append(out, s)
	}
	return out
}

// payload is the body of an event (Standard Webhooks, "Payload structure").
type payload struct {
	Type      string          `json:"type"`
	Timestamp time.Time       `json:"timestamp"`
	Data      json.RawMessage `json:"data"` // the receipt, as GET /v1/deliveries/{id} gives it
}

// event makes an event of a receipt whose outcome the webhook is to get.
func event(s webhook.Subscription, m *webhook.Message) *webhook.Event {
	var r contract.Receipt
	var outcomes []contract.Outcome
	if json.Unmarshal(m.Data, &r) != nil || json.Unmarshal(s.Filter, &outcomes) != nil || !slices.Contains(outcomes, r.Outcome) {
		return nil
	}
	kind := "receipt." + string(r.Outcome)
	return &webhook.Event{ID: "msg_receipt-" + strings.ReplaceAll(r.ID(), ".", "-"), Key: r.Delivery, Type: kind, At: r.At, Body: func() ([]byte, error) {
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(payload{kind, r.At, m.Data}); err != nil {
			return nil, fmt.Errorf("write an event: %w", err)
		}
		return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
	}}
}
