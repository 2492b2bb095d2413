package cluster

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// subscriber follows NEWS from its beginning as an ordinary consumer, with a
// consumer's credentials.
type subscriber struct {
	nc     *nats.Conn
	js     jetstream.JetStream
	mu     sync.Mutex
	byURI  map[string][]uint64 // sequences of each article's messages
	last   uint64
	wrong  []string
	cancel func()
}

func connect(url, user, password string) (*nats.Conn, jetstream.JetStream, error) {
	nc, err := nats.Connect(url, nats.UserInfo(user, password), nats.MaxReconnects(-1), nats.ReconnectWait(200*time.Millisecond),
		nats.RetryOnFailedConnect(true), nats.IgnoreDiscoveredServers(), nats.Name("cluster test"),
		nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {})) // refusals are what is tried
	if err != nil {
		return nil, nil, fmt.Errorf("connect as %s: %w", user, err)
	}
	js, err := jetstream.New(nc)
	return nc, js, err
}

func subscribe(ctx context.Context, url, user, password string) (*subscriber, error) {
	nc, js, err := connect(url, user, password)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	s := &subscriber{nc: nc, js: js, byURI: map[string][]uint64{}, cancel: cancel}
	go s.follow(ctx)
	return s, nil
}

func (s *subscriber) close() { s.cancel(); s.nc.Close() }

// follow reads on from the last sequence, through whatever happens to the servers.
func (s *subscriber) follow(ctx context.Context) {
	for ctx.Err() == nil {
		if err := s.read(ctx); err != nil && ctx.Err() == nil {
			select {
			case <-ctx.Done():
			case <-time.After(200 * time.Millisecond):
			}
		}
	}
}

func (s *subscriber) read(ctx context.Context) error {
	s.mu.Lock()
	from := s.last + 1
	s.mu.Unlock()
	cons, err := s.js.OrderedConsumer(ctx, "NEWS", jetstream.OrderedConsumerConfig{DeliverPolicy: jetstream.DeliverByStartSequencePolicy, OptStartSeq: from})
	if err != nil {
		return err
	}
	it, err := cons.Messages(jetstream.PullHeartbeat(500*time.Millisecond), jetstream.PullExpiry(5*time.Second))
	if err != nil {
		return err
	}
	defer it.Stop()
	for {
		m, err := it.Next(jetstream.NextContext(ctx))
		if errors.Is(err, jetstream.ErrNoHeartbeat) {
			continue
		}
		if err != nil {
			return err
		}
		s.take(m)
	}
}

func (s *subscriber) take(m jetstream.Msg) {
	meta, err := m.Metadata()
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		s.wrong = append(s.wrong, err.Error())
		return
	}
	seq := meta.Sequence.Stream
	if seq <= s.last {
		return // the client's own repetition after a reconnect: the sequence tells
	}
	s.last = seq
	uri := m.Headers().Get("ce-subject")
	s.byURI[uri] = append(s.byURI[uri], seq)
}

// missing counts which of the uris did not come, and which came more than once.
func (s *subscriber) missing(uris map[string]bool) (absent, doubled []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for uri := range uris {
		switch n := len(s.byURI[uri]); {
		case n == 0:
			absent = append(absent, uri)
		case n > 1:
			doubled = append(doubled, uri)
		}
	}
	return absent, doubled
}

// forbidden tries what a consumer may not do, and tells what was allowed. A server that
// can't be reached refuses everything, so that it is asked first.
func forbidden(ctx context.Context, url, user, password string) error {
	nc, js, err := connect(url, user, password)
	if err != nil {
		return err
	}
	defer nc.Close()
	reached, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	if err := nc.FlushWithContext(reached); err != nil {
		return fmt.Errorf("reach the servers as %s: %w", user, err)
	}
	tries := map[string]func(context.Context) error{
		"publish to NEWS":  func(ctx context.Context) error { return publish(ctx, js, "lastword.x.new.5.en.none.x") },
		"publish to RAW":   func(ctx context.Context) error { return publish(ctx, js, "raw.wire.x") },
		"purge NEWS":       func(ctx context.Context) error { return jsAPI(ctx, nc, "$JS.API.STREAM.PURGE.NEWS") },
		"delete NEWS":      func(ctx context.Context) error { return jsAPI(ctx, nc, "$JS.API.STREAM.DELETE.NEWS") },
		"consume RAW":      func(ctx context.Context) error { return jsAPI(ctx, nc, "$JS.API.CONSUMER.CREATE.RAW.x") },
		"consume HELD":     func(ctx context.Context) error { return jsAPI(ctx, nc, "$JS.API.CONSUMER.CREATE.HELD.x") },
		"read HELD":        func(ctx context.Context) error { return jsAPI(ctx, nc, "$JS.API.STREAM.MSG.GET.HELD") },
		"consume ENRICHED": func(ctx context.Context) error { return jsAPI(ctx, nc, "$JS.API.CONSUMER.CREATE.ENRICHED.x") },
	}
	var allowed error
	for what, try := range tries {
		ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
		if err := try(ctx); err == nil {
			allowed = errors.Join(allowed, fmt.Errorf("a consumer may %s", what))
		}
		cancel()
	}
	return allowed
}

func publish(ctx context.Context, js jetstream.JetStream, subject string) error {
	_, err := js.Publish(ctx, subject, []byte("{}"))
	return err
}

// jsAPI fails if the server does not answer, which is how a refusal looks.
func jsAPI(ctx context.Context, nc *nats.Conn, subject string) error {
	_, err := nc.RequestWithContext(ctx, subject, []byte("{}"))
	return err
}
