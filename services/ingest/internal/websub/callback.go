package websub

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/httpbody"
	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/services/ingest/internal/look"
	"github.com/wireroom/wireroom/services/ingest/internal/outgoing"
	"github.com/wireroom/wireroom/services/ingest/internal/raw"
)

// Mount adds the routes that hubs call.
func (s *Subscriber) Mount(mux *http.ServeMux) {
	mux.HandleFunc("GET /v1/websub/{id}", s.verify)
	mux.HandleFunc("POST /v1/websub/{id}", s.deliver)
}

// find gives the subscription of a callback, nil if there is none.
func (s *Subscriber) find(ctx context.Context, id string) (*subscription, string, uint64, error) {
	if len(id) > 100 || strings.ContainsFunc(id, func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) {
		return nil, "", 0, nil
	}
	entry, err := s.Bucket.Get(ctx, callbackKey(id))
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return nil, "", 0, nil
	}
	if err != nil {
		return nil, "", 0, err
	}
	key := string(entry.Value())
	sub, revision, err := s.read(ctx, key)
	if sub != nil && sub.ID != id {
		return nil, "", 0, err // replaced by another subscription
	}
	return sub, key, revision, err
}

// Bounds of a lease that a hub gives.
const (
	shortest = 5 * time.Minute
	longest  = 90 * 24 * time.Hour
)

// verify answers a hub that asks whether we want this (WebSub, section 5.3), or
// that tells of a denial (5.2).
func (s *Subscriber) verify(w http.ResponseWriter, r *http.Request) {
	sub, key, revision, err := s.find(r.Context(), r.PathValue("id"))
	q := r.URL.Query()
	switch {
	case err != nil:
		http.Error(w, "not now", http.StatusServiceUnavailable)
		return
	case sub == nil || q.Get("hub.topic") != sub.Topic:
		http.NotFound(w, r)
		return
	}
	switch q.Get("hub.mode") {
	case "denied":
		sub.State = denied
		s.Log.Warn("hub denies a subscription", zap.String("provider", sub.Provider), zap.String("topic", outgoing.Redact(sub.Topic)), zap.String("reason", q.Get("hub.reason")))
	case "subscribe":
		seconds, err := strconv.Atoi(q.Get("hub.lease_seconds"))
		if err != nil {
			seconds = int(lease.Seconds())
		}
		sub.Lease = min(max(time.Duration(seconds)*time.Second, shortest), longest)
		sub.State, sub.Until = active, s.Clock().Add(sub.Lease)
	default: // nobody unsubscribes but a provider that is gone
		http.NotFound(w, r)
		return
	}
	if won, err := s.write(r.Context(), key, *sub, revision); err != nil || !won {
		http.Error(w, "not now", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = io.WriteString(w, q.Get("hub.challenge")) // a hub that has gone away asks again
}

// deliver takes what a hub distributes. What is not signed as it should be is
// taken without a word and dropped, as the standard asks (section 8).
func (s *Subscriber) deliver(w http.ResponseWriter, r *http.Request) {
	sub, _, _, err := s.find(r.Context(), r.PathValue("id"))
	if err != nil {
		http.Error(w, "not now", http.StatusServiceUnavailable)
		return
	}
	if sub == nil {
		http.Error(w, "no such subscription", http.StatusGone)
		return
	}
	p, there := s.Providers.Get(sub.Provider)
	if !there {
		http.Error(w, "no such subscription", http.StatusGone)
		return
	}
	lease := httpbody.NewLease(s.Memory, p.ID)
	defer lease.Release()
	body, err := lease.Read(s.Pace.Reader(r.Body, s.Clock, http.NewResponseController(w).SetReadDeadline), r.ContentLength, p.Limits.MaxBytes)
	if err != nil {
		unread(w, err)
		return
	}
	if !signed(r.Header.Get("X-Hub-Signature"), sub.Secret, body) {
		s.Metrics.count(sub.Provider, Unsigned)
		s.Log.Warn("hub content without a right signature dropped", zap.String("provider", sub.Provider), zap.String("topic", outgoing.Redact(sub.Topic)))
		w.WriteHeader(http.StatusAccepted)
		return
	}
	lane, takedown := look.Lane(body)
	if p.Defaults.Lane != "" && !takedown {
		lane = p.Defaults.Lane
	}
	use, _ := machineuse.Header(r.Header)
	_, err = s.Store(r.Context(), raw.Push{ID: s.NewID(), Provider: sub.Provider, Lane: lane, Takedown: takedown, Received: s.Clock(),
		ContentType: r.Header.Get("Content-Type"), Data: body, Key: contentKey(sub.Topic, body),
		BaseURL: outgoing.Bare(sub.Topic), MachineUse: use})
	if raw.IsRefused(err) {
		s.Log.Error("hub content refused for good", zap.String("provider", sub.Provider), zap.Error(err))
		http.Error(w, "refused", http.StatusUnprocessableEntity)
		return
	}
	if err != nil && !errors.Is(err, raw.ErrKeyReused) {
		w.Header().Set("Retry-After", "5")
		http.Error(w, "not now", http.StatusServiceUnavailable)
		return
	}
	s.Metrics.count(sub.Provider, Delivered)
	w.WriteHeader(http.StatusAccepted)
}

func unread(w http.ResponseWriter, err error) {
	switch {
	case errors.Is(err, httpbody.ErrTooLarge):
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
	case errors.Is(err, httpbody.ErrBusy):
		w.Header().Set("Retry-After", "1")
		http.Error(w, "not now", http.StatusServiceUnavailable)
	case errors.Is(err, os.ErrDeadlineExceeded):
		http.Error(w, "too slow", http.StatusRequestTimeout)
	default:
		http.Error(w, "the body broke off", http.StatusBadRequest)
	}
}

// contentKey makes what a hub distributes twice one delivery.
func contentKey(topic string, body []byte) string {
	sum := sha256.Sum256(append([]byte(topic+"\x00"), body...))
	return "websub." + hex.EncodeToString(sum[:16])
}

// signed checks X-Hub-Signature in constant time: method=hexadecimal HMAC (section
// 8.1 names the methods; SHA-1 is what most hubs still send).
func signed(header, secret string, body []byte) bool {
	method, given, ok := strings.Cut(header, "=")
	want, err := hex.DecodeString(given)
	makes := map[string]func() hash.Hash{"sha1": sha1.New, "sha256": sha256.New, "sha384": sha512.New384, "sha512": sha512.New}[strings.ToLower(method)]
	if !ok || err != nil || makes == nil {
		return false
	}
	mac := hmac.New(makes, []byte(secret))
	mac.Write(body)
	return hmac.Equal(mac.Sum(nil), want)
}
