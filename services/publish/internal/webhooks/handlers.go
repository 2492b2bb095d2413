package webhooks

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/webhook"
)

func (s *Service) list(w http.ResponseWriter, r *http.Request, c consumer.Consumer) error {
	list, err := s.Store.List(r.Context(), sourceName)
	if err != nil {
		return err
	}
	out := all{[]*shown{}}
	for i := range list {
		if list[i].Owner != c.ID {
			continue
		}
		one, err := s.show(r.Context(), &list[i])
		if err != nil {
			return err
		}
		out.Webhooks = append(out.Webhooks, one)
	}
	return answer(w, http.StatusOK, out)
}

// asked is what a request says of a webhook; nil is not said.
type asked struct {
	URL         *string    `json:"url,omitempty" doc:"Where to send: https, and no user in it. A new one needs it."`
	Description *string    `json:"description,omitempty"`
	Filter      *Filter    `json:"filter,omitempty"`
	Since       *time.Time `json:"since,omitempty" doc:"Of a new one alone: what was published from then on is sent too."`
}

const maxDescription = 500 // bytes

// take checks what is said and puts it into a subscription.
func (s *Service) take(a asked, sub *webhook.Subscription) error {
	if a.URL != nil {
		sub.URL = *a.URL
	}
	if a.Description != nil {
		sub.Description = *a.Description
	}
	if len(sub.Description) > maxDescription {
		return invalid(fmt.Errorf("description is longer than %d bytes", maxDescription))
	}
	if err := webhook.CheckURL(sub.URL, s.Config.AllowPrivate); err != nil {
		return invalid(err)
	}
	if a.Filter == nil {
		return nil
	}
	if _, err := a.Filter.parse(); err != nil {
		return invalid(err)
	}
	data, err := json.Marshal(a.Filter)
	sub.Filter = data
	return err
}

func (s *Service) create(w http.ResponseWriter, r *http.Request, c consumer.Consumer) error {
	var a asked
	if err := decode(w, r, &a); err != nil {
		return err
	}
	now := s.Clock().UTC()
	sub := &webhook.Subscription{ID: newID(), Source: sourceName, Owner: c.ID, Created: now}
	if err := s.take(a, sub); err != nil {
		return err
	}
	if err := s.free(r.Context(), c.ID); err != nil {
		return err
	}
	secret, err := webhook.NewSecret(rand.Reader)
	if err != nil {
		return err
	}
	sub.Secrets = []webhook.Key{{Secret: secret}}
	if sub.Start, err = s.placeOf(r.Context(), a.Since); err != nil {
		return err
	}
	if err := s.Store.Put(r.Context(), sub, 0); err != nil {
		return err
	}
	out, err := s.show(r.Context(), sub)
	if err != nil {
		return err
	}
	out.Secret = secret
	w.Header().Set("Location", "/v1/webhooks/"+sub.ID)
	return answer(w, http.StatusCreated, out)
}

// free is nil if the consumer may have one more.
func (s *Service) free(ctx context.Context, owner string) error {
	all, err := s.Store.List(ctx, sourceName)
	if err != nil {
		return err
	}
	own := 0
	for _, sub := range all {
		if sub.Owner == owner {
			own++
		}
	}
	if own >= s.Config.PerOwner || len(all) >= s.Config.Total {
		return refusal{http.StatusForbidden, "too-many-webhooks", "Too many webhooks",
			fmt.Sprintf("A consumer may have %d webhooks, and all together %d: remove one that is not needed.", s.Config.PerOwner, s.Config.Total)}
	}
	return nil
}

// placeOf gives the place of what was published from a time on; nil: from now on.
func (s *Service) placeOf(ctx context.Context, since *time.Time) (webhook.Place, error) {
	stream, err := s.JS.Stream(ctx, contract.StreamNews)
	if err != nil {
		return webhook.Place{}, err
	}
	info := stream.CachedInfo()
	place := webhook.Place{Life: contract.IncarnationOf(info), Next: info.State.LastSeq + 1, At: s.Clock().UTC()}
	if since != nil {
		place.At = *since
		place.Next, err = bus.FirstSince(ctx, stream, *since)
	}
	return place, err
}

func (s *Service) get(w http.ResponseWriter, r *http.Request, c consumer.Consumer) error {
	sub, _, err := s.own(r, c)
	if err != nil {
		return err
	}
	out, err := s.show(r.Context(), sub)
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, out)
}

func (s *Service) change(w http.ResponseWriter, r *http.Request, c consumer.Consumer) error {
	var a asked
	if err := decode(w, r, &a); err != nil {
		return err
	}
	if a.Since != nil {
		return invalid(errors.New("since is where a new webhook begins; POST /v1/webhooks/{id}/resume moves one"))
	}
	sub, rev, err := s.own(r, c)
	if err == nil {
		err = s.take(a, sub)
	}
	if err == nil {
		err = s.Store.Put(r.Context(), sub, rev)
	}
	if err != nil {
		return err
	}
	out, err := s.show(r.Context(), sub)
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, out)
}

func (s *Service) remove(w http.ResponseWriter, r *http.Request, c consumer.Consumer) error {
	sub, _, err := s.own(r, c)
	if err == nil {
		err = s.Store.Delete(r.Context(), sourceName, sub.ID)
	}
	if err == nil {
		w.WriteHeader(http.StatusNoContent)
	}
	return err
}

// resume lets a stopped webhook go on where it stopped, or from elsewhere: since a time,
// or with "from": "now" without what it missed.
func (s *Service) resume(w http.ResponseWriter, r *http.Request, c consumer.Consumer) error {
	var a resumed
	if err := decode(w, r, &a); err != nil {
		return err
	}
	if a.From != "" && (a.From != "now" || a.Since != nil) {
		return invalid(errors.New(`say where to go on with "from": "now" or with a time as since, or say nothing: then it goes on where it stopped`))
	}
	sub, _, err := s.own(r, c)
	if err != nil {
		return err
	}
	var from *webhook.Place
	if a.From != "" || a.Since != nil {
		place, err := s.placeOf(r.Context(), a.Since)
		if err != nil {
			return err
		}
		from = &place
	}
	if err := s.Store.Resume(r.Context(), sub.ID, from, s.Clock()); err != nil {
		return err
	}
	return s.get(w, r, c)
}

// How long the secret before the last one goes on to sign.
const (
	usualOverlap = 24 * time.Hour
	maxOverlap   = 7 * 24 * time.Hour
)

func (s *Service) rotate(w http.ResponseWriter, r *http.Request, c consumer.Consumer) error {
	a := rotated{int(usualOverlap / time.Second)}
	if err := decode(w, r, &a); err != nil {
		return err
	}
	if a.Overlap < 0 || a.Overlap > int(maxOverlap/time.Second) {
		return invalid(fmt.Errorf("overlapSeconds is from 0 to %d", int(maxOverlap/time.Second)))
	}
	sub, rev, err := s.own(r, c)
	if err != nil {
		return err
	}
	secret, err := webhook.NewSecret(rand.Reader)
	if err != nil {
		return err
	}
	sub.Rotate(secret, s.Clock().UTC(), time.Duration(a.Overlap)*time.Second)
	if err := s.Store.Put(r.Context(), sub, rev); err != nil {
		return err
	}
	out, err := s.show(r.Context(), sub)
	if err != nil {
		return err
	}
	out.Secret = secret
	return answer(w, http.StatusOK, out)
}

func (s *Service) deliveries(w http.ResponseWriter, r *http.Request, c consumer.Consumer) error {
	sub, _, err := s.own(r, c)
	if err != nil {
		return err
	}
	list, err := s.Store.Log(r.Context(), sub.ID)
	if err != nil {
		return err
	}
	if list == nil {
		list = []webhook.Attempt{}
	}
	return answer(w, http.StatusOK, log{list})
}

// maxPings is how many pings are on their way at once.
const maxPings = 16

// ping sends an event of type ping at once, and tells what the receiver answered.
func (s *Service) ping(w http.ResponseWriter, r *http.Request, c consumer.Consumer) error {
	sub, _, err := s.own(r, c)
	if err != nil {
		return err
	}
	select {
	case s.pings <- struct{}{}:
		defer func() { <-s.pings }()
	default:
		w.Header().Set("Retry-After", "2")
		return refusal{http.StatusTooManyRequests, "rate-limited", "Too many pings", "Many pings are on their way. Try again in a moment."}
	}
	now := s.Clock().UTC()
	id := "msg_ping-" + rand.Text()
	a := s.engine.Send(r.Context(), *sub, id, func() ([]byte, error) {
		return encode(map[string]any{"type": "ping", "timestamp": now, "data": map[string]string{"webhook": sub.ID}})
	})
	return answer(w, http.StatusOK, webhook.AttemptOf(id, "ping", now, a))
}
