package poll

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/ingest/internal/look"
	"github.com/wireroom/wireroom/services/ingest/internal/outgoing"
	"github.com/wireroom/wireroom/services/ingest/internal/raw"
)

// fetch asks for an address, and stores what is new. It gives what it says of its
// pace, 0 if nothing; of a Limited one how long to wait.
func (p *Poller) fetch(ctx context.Context, pr provider.Provider, what provider.Poll, s *state) (Outcome, time.Duration, error) {
	address := cmp.Or(s.Moved, what.URL)
	if what.Kind == provider.Page && !p.robots.allow(ctx, address, what.AllowPrivate) {
		return Disallowed, 0, fmt.Errorf("robots.txt of %s does not allow it", hostOf(address))
	}
	h := http.Header{}
	if s.ETag != "" {
		h.Set("If-None-Match", s.ETag)
	}
	if s.Modified != "" {
		h.Set("If-Modified-Since", s.Modified)
	}
	a, err := p.Client.Get(ctx, address, h, pr.Limits.MaxBytes, what.AllowPrivate)
	if err != nil {
		s.Moved = "" // perhaps that is why: the address that was agreed upon is tried next
		return Failed, 0, err
	}
	switch {
	case a.Status == http.StatusNotModified:
		return Unchanged, paceOfHeader(a.Header), nil
	case a.Status == http.StatusGone:
		return Gone, 0, errors.New("it answers 410: gone for good, and not asked for again")
	case a.Status == http.StatusTooManyRequests, a.Status == http.StatusServiceUnavailable && a.Header.Get("Retry-After") != "":
		return Limited, retryAfter(a.Header, p.Clock()), nil
	case a.Status != http.StatusOK:
		return Failed, 0, fmt.Errorf("it answers %d", a.Status)
	}
	if a.Moved != "" && a.Moved != address {
		p.Log.Info("polled address has moved", zap.String("provider", pr.ID), zap.String("from", outgoing.Redact(address)), zap.String("to", outgoing.Redact(a.Moved)))
		s.Moved = a.Moved
	}
	if p.Found != nil {
		p.Found(ctx, pr.ID, what.URL, a, what.AllowPrivate)
	}
	pace := max(paceOfFeed(a.Body), paceOfHeader(a.Header))
	sum := sha256.Sum256(a.Body)
	hash := hex.EncodeToString(sum[:16])
	outcome, refusal := Unchanged, error(nil)
	if hash != s.Hash {
		if err := p.store(ctx, pr, what, a.Header.Get("Content-Type"), a.Body, fmt.Sprintf("%d.%s.%s", s.Changes, s.Hash, hash)); err != nil {
			if !raw.IsRefused(err) {
				return Failed, 0, err // what was seen last stays, so that it comes again
			}
			refusal = err // for good: what comes next does not wait for it
		}
		outcome = Changed
		s.Changes++
	}
	s.Hash, s.ETag, s.Modified = hash, a.Header.Get("ETag"), a.Header.Get("Last-Modified")
	return outcome, pace, refusal
}

// store writes what changed. Its key names the change: a crash repeats nothing, and
// what comes back to an older content is stored, however often.
func (p *Poller) store(ctx context.Context, pr provider.Provider, what provider.Poll, contentType string, body []byte, change string) error {
	if len(body) == 0 {
		return errors.New("the answer is empty")
	}
	lane, takedown := look.Lane(body)
	if pr.Defaults.Lane != "" && !takedown {
		lane = pr.Defaults.Lane
	}
	_, err := p.Store(ctx, raw.Push{ID: p.NewID(), Provider: pr.ID, Lane: lane, Takedown: takedown, Received: p.Clock(), ContentType: contentType, Data: body,
		Key: "poll." + keyOf(pr.ID, what.URL) + "." + change})
	if errors.Is(err, raw.ErrKeyReused) {
		return nil
	}
	return err
}

// retryAfter reads the header in both of its forms (RFC 9110, 10.2.3).
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := h.Get("Retry-After")
	if n, err := strconv.Atoi(value); err == nil && n >= 0 {
		return min(time.Duration(n)*time.Second, 24*time.Hour)
	}
	if at, err := http.ParseTime(value); err == nil {
		return min(max(at.Sub(now), 0), 24*time.Hour)
	}
	return 5 * time.Minute
}
