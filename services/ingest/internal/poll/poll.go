// Package poll fetches feeds and pages by schedule, as if their provider had pushed
// what changed.
//
// What is polled, when next and what was seen last stands in a key-value bucket: of
// several replicas the one that moves the next time forward polls, so that none polls
// twice. A changed document goes to RAW under a key of that change, so
// that a crash repeats nothing. The package must not read documents beyond what they
// say of their pace.
package poll

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/ingest/internal/outgoing"
	"github.com/wireroom/wireroom/services/ingest/internal/raw"
)

// Getter asks for an address.
type Getter interface {
	Get(ctx context.Context, address string, header http.Header, limit int64, allowPrivate bool) (*outgoing.Answer, error)
}

// Deps are what is polled with.
type Deps struct {
	Bucket    jetstream.KeyValue // contract.BucketPoll
	Client    Getter
	Store     func(ctx context.Context, p raw.Push) (raw.Stored, error)
	Providers interface{ All() []provider.Provider }
	// Found is told of each document that was fetched; Lives reports whether its news
	// come by a hub meanwhile. Both may be nil.
	Found   func(ctx context.Context, providerID, feed string, a *outgoing.Answer, allowPrivateHub bool)
	Lives   func(ctx context.Context, providerID, feed string) bool
	Metrics *Metrics
	Log     *zap.Logger
	Clock   func() time.Time
	Random  func() float64 // [0,1)
	NewID   func() string
	Tick    time.Duration // how often is looked what is due; 1 s
}

// state is what the bucket holds of an address.
type state = provider.PollState

// Poller polls.
type Poller struct {
	Deps
	files files
	mu    sync.Mutex
	due   map[string]time.Time // by key, as far as is known here
	work  sync.WaitGroup
	slots chan struct{}
}

// maxAtOnce bounds the requests of one replica at a time.
const maxAtOnce = 16

// New makes a poller.
func New(d Deps) *Poller {
	if d.Tick <= 0 {
		d.Tick = time.Second
	}
	return &Poller{Deps: d, files: files{client: d.Client, clock: d.Clock, known: map[string]file{}}, due: map[string]time.Time{}, slots: make(chan struct{}, maxAtOnce)}
}

// Run polls until ctx ends.
func (p *Poller) Run(ctx context.Context) {
	t := time.NewTicker(p.Tick)
	defer t.Stop()
	for {
		p.Look(ctx)
		select {
		case <-t.C:
		case <-ctx.Done():
			p.work.Wait()
			return
		}
	}
}

// Look starts whatever is due. Wait waits for it.
func (p *Poller) Look(ctx context.Context) {
	for _, pr := range p.Providers.All() {
		for _, what := range pr.Polls {
			key := provider.PollKey(pr.ID, what.URL)
			if p.known(key).After(p.Clock()) {
				continue
			}
			p.put(key, p.Clock().Add(p.Tick)) // not asked for again while it is looked up
			p.slots <- struct{}{}
			p.work.Go(func() {
				defer func() { <-p.slots }()
				if err := p.one(ctx, key, pr, what); err != nil && ctx.Err() == nil {
					p.Log.Warn("poll", zap.String("provider", pr.ID), zap.String("url", outgoing.Redact(what.URL)), zap.Error(err))
				}
			})
		}
	}
}

// Wait waits for what Look started.
func (p *Poller) Wait() { p.work.Wait() }

func (p *Poller) known(key string) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.due[key]
}

func (p *Poller) put(key string, next time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.due[key] = next
}

// claimFor is how long a poll may take before another replica tries.
const claimFor = 3 * time.Minute

// lookAgain is how long at most a replica goes by what it knows of an address: an operator
// may have reset it, or want it polled now.
const lookAgain = 15 * time.Second

func soonest(now, next time.Time) time.Time {
	if at := now.Add(lookAgain); next.After(at) {
		return at
	}
	return next
}

// never is when an address is asked for again that is gone.
const never = 365 * 24 * time.Hour

// one polls an address if it is due and nobody else does.
func (p *Poller) one(ctx context.Context, key string, pr provider.Provider, what provider.Poll) error {
	s, revision, err := p.read(ctx, key)
	if err != nil {
		return err
	}
	now := p.Clock()
	changed := s.Settings != "" && s.Settings != settingsOf(what)
	if s.Gone || s.Next.After(now) && (!changed || s.Claimed.After(now)) {
		p.put(key, soonest(now, s.Next))
		return nil
	}
	s.Provider, s.URL, s.Next, s.Settings = pr.ID, what.URL, now.Add(claimFor), settingsOf(what)
	s.Claimed = s.Next
	revision, won, err := p.write(ctx, key, s, revision)
	if err != nil || !won {
		return err
	}
	outcome, pace, cause := p.fetch(ctx, pr, what, &s)
	p.Metrics.count(pr.ID, outcome)
	if s.Failure = ""; cause != nil {
		s.Failure = cause.Error()
	}
	s.Claimed = time.Time{}
	p.schedule(ctx, what, &s, outcome, pace)
	p.put(key, soonest(p.Clock(), s.Next))
	if _, _, err := p.write(ctx, key, s, revision); err != nil {
		return errors.Join(cause, err)
	}
	return cause
}

// schedule says when an address is asked for again.
func (p *Poller) schedule(ctx context.Context, what provider.Poll, s *state, outcome Outcome, pace time.Duration) {
	now := p.Clock()
	switch outcome {
	case Gone:
		s.Gone, s.Next = true, now.Add(never)
		return
	case Limited:
		s.Next = now.Add(max(pace, what.Min))
		return
	case Failed:
		s.Failures++
		pace = min(firstRetry<<min(s.Failures-1, 12), cmp.Or(s.Pace, paceOf(what, 0)))
	default:
		pace = paceOf(what, pace)
		s.Failures, s.Pace = 0, pace
	}
	if p.Lives != nil && outcome != Failed && p.Lives(ctx, s.Provider, what.URL) {
		pace = max(pace, whileAHubLives)
	}
	// a tenth more or less, so that not all ask at the same time
	s.Next = now.Add(pace + time.Duration((p.Random()-0.5)*0.2*float64(pace)))
}

// firstRetry is when an address that failed is tried again; the wait doubles up to the
// address's own pace.
const firstRetry = time.Minute

// settingsOf is what of the providers file says how an address is polled.
func settingsOf(what provider.Poll) string {
	return fmt.Sprintf("%s %s %s %s %t", what.Kind, what.Every, what.Min, what.Max, what.AllowPrivate)
}

// whileAHubLives is how rarely is polled what a hub tells.
const whileAHubLives = 6 * time.Hour

func (p *Poller) read(ctx context.Context, key string) (s state, revision uint64, err error) {
	entry, err := p.Bucket.Get(ctx, key)
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return state{}, 0, nil
	}
	if err != nil {
		return s, 0, fmt.Errorf("read its state: %w", err)
	}
	if err := json.Unmarshal(entry.Value(), &s); err != nil {
		return s, 0, fmt.Errorf("read its state: %w", err)
	}
	return s, entry.Revision(), nil
}

// write replaces the revision that was read; won is false if another was faster.
func (p *Poller) write(ctx context.Context, key string, s state, revision uint64) (next uint64, won bool, err error) {
	data, err := json.Marshal(s)
	if err != nil {
		return 0, false, fmt.Errorf("write its state: %w", err)
	}
	if revision == 0 {
		next, err = p.Bucket.Create(ctx, key, data)
	} else {
		next, err = p.Bucket.Update(ctx, key, data, revision)
	}
	if errors.Is(err, jetstream.ErrKeyExists) || errors.Is(err, jetstream.ErrKeyRevisionMismatch) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, fmt.Errorf("write its state: %w", err)
	}
	return next, true, nil
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
