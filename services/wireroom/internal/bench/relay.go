package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/local"
)

// relay moves articles through three bare streams: published with an id, twice
// taken, published on with an id and acknowledged. It ends where the wire ends, at a
// subscriber, and gives articles a second.
func relay(ctx context.Context, dir string, sync time.Duration, bodies [][]byte, n int) (float64, error) {
	server, err := local.StartNATS(ctx, local.NATSConfig{Dir: dir, Port: -1, SyncInterval: sync, Log: zap.NewNop()})
	if err != nil {
		return 0, err
	}
	defer func() { _ = server.Close(); _ = os.RemoveAll(dir) }()
	hops := []string{"A", "B", "C"}
	conns := make([]jetstream.JetStream, len(hops))
	for i, hop := range hops {
		nc, err := nats.Connect(server.URL())
		if err != nil {
			return 0, fmt.Errorf("connect: %w", err)
		}
		defer nc.Close()
		if conns[i], err = jetstream.New(nc, jetstream.WithPublishAsyncMaxPending(1024)); err != nil {
			return 0, fmt.Errorf("use JetStream: %w", err)
		}
		cfg := jetstream.StreamConfig{Name: hop, Subjects: []string{hop + ".>"}, Retention: jetstream.WorkQueuePolicy, MaxBytes: -1}
		if hop == "C" {
			cfg.Retention = jetstream.LimitsPolicy
		}
		if _, err := conns[i].CreateStream(ctx, cfg); err != nil {
			return 0, fmt.Errorf("make stream %s: %w", hop, err)
		}
	}
	failed := make(chan error, 2)
	for i := range 2 {
		stop, err := forward(ctx, conns[i+1], hops[i], hops[i+1], failed)
		if err != nil {
			return 0, err
		}
		defer stop()
	}
	done, stop, err := subscribe(ctx, server.URL(), "C", n)
	if err != nil {
		return 0, err
	}
	defer stop()
	started := time.Now()
	if err := feed(ctx, conns[0], bodies, n); err != nil {
		return 0, err
	}
	select {
	case <-done:
		return float64(n) / time.Since(started).Seconds(), nil
	case err := <-failed:
		return 0, fmt.Errorf("relay: %w", err)
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// subscribe follows a stream as the wire's subscriber follows NEWS, and closes done
// at the nth message.
func subscribe(ctx context.Context, url, stream string, n int) (done <-chan struct{}, stop func(), err error) {
	nc, err := nats.Connect(url)
	if err != nil {
		return nil, nil, fmt.Errorf("connect: %w", err)
	}
	js, err := jetstream.New(nc)
	if err != nil {
		return nil, nil, fmt.Errorf("use JetStream: %w", err)
	}
	cons, err := js.OrderedConsumer(ctx, stream, jetstream.OrderedConsumerConfig{})
	if err != nil {
		return nil, nil, fmt.Errorf("make consumer: %w", err)
	}
	all, got := make(chan struct{}), 0
	cc, err := cons.Consume(func(jetstream.Msg) {
		if got++; got == n {
			close(all)
		}
	}, pulls()...)
	if err != nil {
		return nil, nil, fmt.Errorf("consume: %w", err)
	}
	return all, func() { cc.Stop(); nc.Close() }, nil
}

// pulls is how everybody in the bench consumes.
func pulls() []jetstream.PullConsumeOpt {
	return []jetstream.PullConsumeOpt{jetstream.PullMaxMessages(1024), jetstream.PullHeartbeat(500 * time.Millisecond), jetstream.PullExpiry(5 * time.Second)}
}

// feed publishes n messages with ids and awaits every acknowledgement.
func feed(ctx context.Context, js jetstream.JetStream, bodies [][]byte, n int) error {
	for i := range n {
		msg := &nats.Msg{Subject: "A.x", Data: bodies[i%len(bodies)], Header: nats.Header{"Nats-Msg-Id": {strconv.Itoa(i)}}}
		if err := publishAsync(js, msg); err != nil {
			return err
		}
	}
	select {
	case <-js.PublishAsyncComplete():
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// publishAsync publishes when the window has room: a slow disk fills it.
func publishAsync(js jetstream.JetStream, msg *nats.Msg) error {
	for {
		_, err := js.PublishMsgAsync(msg)
		if !errors.Is(err, jetstream.ErrTooManyStalledMsgs) {
			return err
		}
	}
}

// forward relays one hop: publish with an id, and acknowledge once the stream
// has it.
func forward(ctx context.Context, js jetstream.JetStream, from, to string, failed chan<- error) (func(), error) {
	cons, err := js.CreateConsumer(ctx, from, jetstream.ConsumerConfig{Durable: "relay", AckPolicy: jetstream.AckExplicitPolicy, MaxAckPending: 4096})
	if err != nil {
		return nil, fmt.Errorf("make consumer: %w", err)
	}
	type pending struct {
		in     jetstream.Msg
		future jetstream.PubAckFuture
	}
	queue := make(chan pending, 1024)
	go func() {
		for p := range queue {
			select {
			case <-p.future.Ok():
				_ = p.in.Ack()
			case err := <-p.future.Err():
				failed <- err
				return
			case <-ctx.Done():
				return
			}
		}
	}()
	cc, err := cons.Consume(func(m jetstream.Msg) {
		for {
			future, err := js.PublishMsgAsync(&nats.Msg{Subject: to + ".x", Data: m.Data(), Header: m.Headers()})
			if errors.Is(err, jetstream.ErrTooManyStalledMsgs) {
				continue
			}
			if err != nil {
				failed <- err
				return
			}
			queue <- pending{m, future}
			return
		}
	}, pulls()...)
	if err != nil {
		return nil, fmt.Errorf("consume: %w", err)
	}
	return cc.Stop, nil
}
