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

	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/ingest/internal/look"
	"github.com/wireroom/wireroom/services/ingest/internal/outgoing"
	"github.com/wireroom/wireroom/services/ingest/internal/raw"
)

// fetch asks for an address, and stores what is new. It gives what it says of its
// pace, 0 if nothing; of a Limited one how long to wait.
func (p *Poller) fetch(ctx context.Context, pr provider.Provider, what provider.Poll, s *state) (Outcome, time.Duration, error) {
	address := cmp.Or(s.Moved, what.URL)
	if what.Kind == provider.Page && !p.files.mayFetch(ctx, address, what.AllowPrivate) {
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
		home(s) // perhaps that is why: the address that was agreed upon is asked next
		return Failed, 0, err
	}
	if outcome, wait, err := p.refused(pr, what, s, address, a); outcome != "" {
		return outcome, wait, err
	}
	p.led(pr, s, address, a)
	if a.Status == http.StatusNotModified {
		return Unchanged, paceOfHeader(a.Header), nil
	}
	if p.Found != nil {
		p.Found(ctx, pr.ID, what.URL, a, what.AllowPrivateHub)
	}
	pace := max(paceOfFeed(a.Body), paceOfHeader(a.Header))
	sum := sha256.Sum256(a.Body)
	hash := hex.EncodeToString(sum[:16])
	outcome, refusal := Unchanged, error(nil)
	if hash != s.Hash {
		if err := p.store(ctx, pr, what, a, fmt.Sprintf("%d.%s.%s", s.Changes, s.Hash, hash)); err != nil {
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

// refused says what an answer means that brings nothing, empty for one that does. A bad
// answer of an address that is remembered, or was redirected to, says nothing of the
// address that was agreed upon, which is asked next.
func (p *Poller) refused(pr provider.Provider, what provider.Poll, s *state, address string, a *outgoing.Answer) (Outcome, time.Duration, error) {
	switch {
	case a.Status == http.StatusNotModified:
		return "", 0, nil
	case a.Status == http.StatusTooManyRequests, a.Status == http.StatusServiceUnavailable && a.Header.Get("Retry-After") != "":
		home(s)
		return Limited, retryAfter(a.Header, p.Clock()), nil
	case a.Status == http.StatusGone && !home(s) && a.URL == address:
		return Gone, 0, errors.New("it answers 410: gone for good, and not asked for again")
	case a.Status != http.StatusOK:
		home(s)
		return Failed, 0, fmt.Errorf("it answers %d", a.Status)
	case len(a.Body) == 0:
		home(s)
		return Failed, 0, errors.New("the answer is empty")
	case what.Kind != provider.Page && !isFeed(pr, a.Body):
		home(s)
		return Failed, 0, errNoFeed
	}
	return "", 0, nil
}

// store writes what changed. Its key names the change: a crash repeats nothing, and
// what comes back to an older content is stored, however often.
func (p *Poller) store(ctx context.Context, pr provider.Provider, what provider.Poll, a *outgoing.Answer, change string) error {
	body := a.Body
	lane, takedown := look.Lane(body)
	if pr.Defaults.Lane != "" && !takedown {
		lane = pr.Defaults.Lane
	}
	_, err := p.Store(ctx, raw.Push{ID: p.NewID(), Provider: pr.ID, Lane: lane, Takedown: takedown, Received: p.Clock(), ContentType: a.Header.Get("Content-Type"), Data: body,
		BaseURL: outgoing.Bare(a.URL), MachineUse: p.allowed(ctx, pr.ID, a, what.AllowPrivate), Key: "poll." + provider.PollKey(pr.ID, what.URL) + "." + change})
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
