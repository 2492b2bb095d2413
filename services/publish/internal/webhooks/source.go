package webhooks

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/webhook"
)

// sourceName is the source of NEWS among those of webhooks.
const sourceName = webhook.SourceNews

// Types of events, by signal.
func typeOf(s contract.Signal) string {
	switch s {
	case contract.New:
		return "article.published"
	case contract.Update:
		return "article.updated"
	case contract.Correction:
		return "article.corrected"
	default:
		return "article.killed"
	}
}

// payload is the body of an event (Standard Webhooks, "Payload structure").
type payload struct {
	Type      string          `json:"type"`
	Timestamp time.Time       `json:"timestamp"`
	Data      json.RawMessage `json:"data"` // ninjs 3.1
	Meta      meta            `json:"meta"`
}

// meta is what ninjs has no place for: the same as GET /v1/stream gives.
type meta struct {
	Article  string            `json:"article"`
	Signal   contract.Signal   `json:"signal"`
	Sequence uint64            `json:"sequence"`
	Subject  string            `json:"subject"`
	Headers  map[string]string `json:"headers"`
}

func (s *Service) source() webhook.Source {
	return webhook.Source{
		Name: sourceName, Stream: contract.StreamNews,
		Filters: func(sub webhook.Subscription) []string {
			_, rights, err := filterOf(sub.Filter)
			if err != nil {
				return nil
			}
			return subjects(rights)
		},
		OfKey:         func(_ webhook.Subscription, article string) string { return contract.NewsOfArticle(article) },
		Event:         s.event,
		Subscriptions: s.subscriptions,
	}
}

// event makes an event of what the webhook's filter and the present rights of its
// consumer take in.
func (s *Service) event(sub webhook.Subscription, m *webhook.Message) *webhook.Event {
	subject, err := contract.ParseNewsSubject(m.Subject)
	if err != nil {
		return nil
	}
	env, err := contract.ParseEnvelope(m.Header)
	if err != nil {
		s.Log.Error("a message of NEWS can't be sent to webhooks", zap.Uint64("sequence", m.Seq), zap.Error(err))
		return nil
	}
	filter, wanted, err := filterOf(sub.Filter)
	owner, there := s.Access.Get(sub.Owner)
	if err != nil || !there || !filter.may(wanted, subject, env) || !owner.Rights.May(subject, env.MachineUse) {
		return nil
	}
	kind := typeOf(subject.Signal)
	return &webhook.Event{ID: eventID(env), Key: subject.Article, Type: kind, At: env.Published, Must: subject.Signal == contract.Kill, Body: func() ([]byte, error) {
		p := payload{Type: kind, Timestamp: env.Published, Data: m.Data,
			Meta: meta{Article: subject.Article, Signal: subject.Signal, Sequence: m.Seq, Subject: m.Subject, Headers: map[string]string{}}}
		for name, values := range m.Header {
			if strings.HasPrefix(name, "Wireroom-") && len(values) > 0 {
				p.Meta.Headers[name] = values[0]
			}
		}
		return encode(p)
	}}
}

func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("write an event: %w", err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// eventID is the webhook-id: that of the event itself, so that a receiver with several
// webhooks, and one whose messages come from a restored stream, knows it again.
func eventID(e *contract.Envelope) string {
	id := "msg_" + e.Delivery + "-" + strconv.Itoa(e.Position)
	if e.Replay > 0 {
		id += "-y" + strconv.Itoa(e.Replay)
	}
	if e.Retry > 0 {
		id += "-r" + strconv.Itoa(e.Retry)
	}
	return strings.ReplaceAll(id, ".", "-")
}

// ownersEvery is how often it is looked which consumers the file has.
const ownersEvery = 2 * time.Second

// subscriptions are those of consumers that the file has. What the others have waits
// where it is.
func (s *Service) subscriptions(ctx context.Context, changed func([]webhook.Subscription)) {
	var mu sync.Mutex
	var all []webhook.Subscription
	tell := func() {
		var list []webhook.Subscription
		for _, sub := range all {
			if _, there := s.Access.Get(sub.Owner); there {
				list = append(list, sub)
			}
		}
		changed(list)
	}
	go func() {
		t := time.NewTicker(ownersEvery)
		defer t.Stop()
		for {
			select {
			case <-t.C:
				mu.Lock()
				tell()
				mu.Unlock()
			case <-ctx.Done():
				return
			}
		}
	}()
	s.Store.Watch(ctx, sourceName, func(list []webhook.Subscription) {
		mu.Lock()
		defer mu.Unlock()
		all = list
		tell()
	}, s.Log)
}
