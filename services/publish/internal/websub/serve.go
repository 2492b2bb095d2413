package websub

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/pkg/webhook"
	"github.com/wireroom/wireroom/services/publish/internal/limit"
	"github.com/wireroom/wireroom/services/publish/internal/origin"
)

// Mount adds the route.
func (h *Hub) Mount(mux *http.ServeMux) { mux.HandleFunc("POST /v1/websub", h.serve) }

const (
	maxBody   = 16 << 10
	maxSecret = 200 // bytes; WebSub wants less
)

// asked is a request of a subscriber.
type asked struct {
	mode, callback, topic, secret string
	lease                         time.Duration
}

// serve answers 202, and asks the subscriber whether it wants that.
func (h *Hub) serve(w http.ResponseWriter, r *http.Request) {
	if h.Off() {
		refuse(w, http.StatusNotFound, "no-route", "No hub", "The operator has turned the hub off (WIREROOM_HUB_TOTAL).")
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	a, err := h.read(r)
	if err != nil {
		refuse(w, http.StatusBadRequest, "invalid-request", "Not a subscription", err.Error())
		return
	}
	if !h.allowed(w, r, a) {
		return
	}
	if a.mode == "subscribe" && !h.readable(w, r, a) {
		return
	}
	select {
	case h.verifying <- struct{}{}:
	default:
		w.Header().Set("Retry-After", "5")
		refuse(w, http.StatusServiceUnavailable, "unavailable", "Many at once", "Many subscribers are being asked at the moment. Try again.")
		return
	}
	go func() {
		defer func() { <-h.verifying }()
		h.verify(context.WithoutCancel(r.Context()), a)
	}()
	w.WriteHeader(http.StatusAccepted)
}

func (h *Hub) read(r *http.Request) (asked, error) {
	if err := r.ParseForm(); err != nil {
		return asked{}, errors.New("the body is no form of at most 16384 bytes (application/x-www-form-urlencoded)")
	}
	f := r.PostForm
	a := asked{mode: f.Get("hub.mode"), callback: f.Get("hub.callback"), topic: f.Get("hub.topic"), secret: f.Get("hub.secret"), lease: h.Config.Lease}
	if a.mode != "subscribe" && a.mode != "unsubscribe" {
		return a, errors.New("hub.mode is neither subscribe nor unsubscribe")
	}
	if err := webhook.CheckURL(a.callback, h.Hooks.AllowPrivate); err != nil {
		return a, fmt.Errorf("hub.callback: %s", strings.TrimPrefix(err.Error(), "url "))
	}
	if _, err := topicOf(a.topic, origin.Of(r), origin.Host(r), r.Host); err != nil {
		return a, err
	}
	if len(a.secret) >= maxSecret {
		return a, fmt.Errorf("hub.secret has less than %d bytes", maxSecret)
	}
	if text := f.Get("hub.lease_seconds"); text != "" {
		n, err := strconv.ParseUint(text, 10, 31)
		if err != nil {
			return a, errors.New("hub.lease_seconds is no number of seconds")
		}
		a.lease = max(minLease, min(time.Duration(n)*time.Second, h.Config.Lease))
	}
	return a, nil
}

// allowed bounds how often one address asks, and how often one host is asked.
func (h *Hub) allowed(w http.ResponseWriter, r *http.Request, a asked) bool {
	states, ok := h.Limiter.Take(r.Context(), limit.Rule{Key: "websub:" + h.Address(r), Rate: 0.5, Burst: 50}, limit.Rule{Key: "websub-host:" + hostOf(a.callback), Rate: 0.5, Burst: 50})
	if ok {
		return true
	}
	wait := max(states[0].Wait(), states[1].Wait())
	w.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())+1))
	refuse(w, http.StatusTooManyRequests, "rate-limited", "Too many subscriptions", "Too many requests came from your address, or for the callback's host. Ask again as long after as Retry-After says.")
	return false
}

// readable refuses a feed that nobody may read without a key, and what is one too many.
func (h *Hub) readable(w http.ResponseWriter, r *http.Request, a asked) bool {
	switch status, _ := h.feeds.ask(r.Context(), a.topic); status {
	case http.StatusOK:
	case http.StatusUnauthorized, http.StatusForbidden:
		refuse(w, http.StatusForbidden, "not-entitled", "Not without a key", "A subscription gets what is given to anybody, and here that is nothing. Consumers have webhooks and the stream of events.")
		return false
	case http.StatusBadRequest:
		refuse(w, http.StatusBadRequest, "invalid-request", "Not a subscription", "hub.topic is no feed: GET it to see why.")
		return false
	default:
		unavailable(w)
		return false
	}
	list, err := h.Store.List(r.Context(), webhook.SourceWebSub)
	if err != nil {
		unavailable(w)
		return false
	}
	onHost := 0
	for _, s := range list {
		if s.ID == idOf(a) {
			return true // renewed
		}
		if hostOf(s.URL) == hostOf(a.callback) {
			onHost++
		}
	}
	if len(list) >= h.Config.Total || onHost >= h.Config.PerHost {
		refuse(w, http.StatusForbidden, "too-many-subscriptions", "Too many subscriptions", fmt.Sprintf("There may be %d subscriptions with callbacks on one host, and %d together.", h.Config.PerHost, h.Config.Total))
		return false
	}
	return true
}

// verify asks the subscriber whether it wants it (WebSub, 5.3), and does it.
func (h *Hub) verify(ctx context.Context, a asked) {
	u, err := url.Parse(a.callback)
	if err != nil {
		return
	}
	challenge := rand.Text()
	add := url.Values{"hub.mode": {a.mode}, "hub.topic": {a.topic}, "hub.challenge": {challenge}}
	if a.mode == "subscribe" {
		add.Set("hub.lease_seconds", strconv.Itoa(int(a.lease/time.Second)))
	}
	if u.RawQuery != "" {
		u.RawQuery += "&" // what the callback's address has stays as it is
	}
	u.RawQuery += add.Encode()
	answer := h.client.Get(ctx, u.String(), h.Clock())
	if !answer.OK() || subtle.ConstantTimeCompare([]byte(answer.Body), []byte(challenge)) != 1 {
		h.Log.Info("subscriber does not want it", zap.String("mode", a.mode), zap.String("host", u.Host), zap.Int("status", answer.Status), zap.Error(answer.Err))
		return
	}
	if a.mode == "unsubscribe" {
		err = h.remove(ctx, idOf(a))
	} else {
		err = h.keep(ctx, a)
	}
	if err != nil {
		h.Log.Error("subscription not written", zap.String("mode", a.mode), zap.Error(err))
	}
}

// remove removes a subscription; one that is not there leaves no trace.
func (h *Hub) remove(ctx context.Context, id string) error {
	_, _, err := h.Store.Get(ctx, webhook.SourceWebSub, id)
	if errors.Is(err, webhook.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return h.Store.Delete(ctx, webhook.SourceWebSub, id)
}

// keep writes a subscription; one that is renewed goes on where it is.
func (h *Hub) keep(ctx context.Context, a asked) error {
	old, rev, err := h.Store.Get(ctx, webhook.SourceWebSub, idOf(a))
	if err != nil && !errors.Is(err, webhook.ErrNotFound) {
		return err
	}
	now := h.Clock().UTC()
	s := webhook.Subscription{ID: idOf(a), Source: webhook.SourceWebSub, Owner: hostOf(a.callback), URL: a.callback, Created: now}
	if rev > 0 {
		s.Created, s.Start = old.Created, old.Start
	} else if s.Start, err = h.here(ctx, now); err != nil {
		return err
	}
	if a.secret != "" {
		s.Secrets = []webhook.Key{{Secret: a.secret}}
	}
	if s.Filter, err = json.Marshal(terms{a.topic, now.Add(a.lease)}); err != nil {
		return err
	}
	if err := h.Store.Put(ctx, &s, rev); err != nil {
		return err
	}
	if rev == 0 {
		return nil
	}
	return h.Store.Resume(ctx, s.ID, nil, now) // a receiver that was given up is there again
}

// here is the place of what comes from now on.
func (h *Hub) here(ctx context.Context, now time.Time) (webhook.Place, error) {
	stream, err := h.JS.Stream(ctx, contract.StreamNews)
	if err != nil {
		return webhook.Place{}, err
	}
	info := stream.CachedInfo()
	return webhook.Place{Life: contract.IncarnationOf(info), Next: info.State.LastSeq + 1, At: now}, nil
}

var lower32 = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// idOf names what a subscriber can have one of: a callback and a topic (WebSub, 5.1).
func idOf(a asked) string {
	sum := sha256.Sum256([]byte(a.callback + "\n" + a.topic))
	return "ws-" + lower32.EncodeToString(sum[:15])
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

func unavailable(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "2")
	refuse(w, http.StatusServiceUnavailable, "unavailable", "Not at the moment", "The feed or the subscriptions can't be read at the moment. Try again.")
}

func refuse(w http.ResponseWriter, status int, kind, title, detail string) {
	service.Because(w, kind)
	service.WriteProblem(w, service.Problem{Type: "urn:wireroom:problem:" + kind, Status: status, Title: title, Detail: detail})
}
