// Command peer is what wireroom is measured against: the three pipelines that an engineer
// would set up instead, with Watermill and its NATS JetStream package. It takes articles
// from stream A, drops what Redis has seen and maps it to B, maps that to C, and moves it
// on to D. It parses nothing but JSON, enriches nothing and knows no news rules.
//
// It is a module of its own, so that nothing of it is linked into wireroom, and is started
// by `wireroom bench wire --peer`.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/ThreeDotsLabs/watermill"
	peer "github.com/ThreeDotsLabs/watermill-nats/v2/pkg/jetstream"
	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/nats-io/nats.go"
	"github.com/redis/go-redis/v9"
)

func main() {
	servers := flag.String("nats", "nats://127.0.0.1:4222", "NATS server with the streams A, B, C and D")
	store := flag.String("redis", "redis://127.0.0.1:6379", "Redis that knows what was seen")
	workers := flag.Int("workers", 16, "messages that each pipeline works on at once")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *servers, *store, *workers); err != nil {
		fmt.Fprintln(os.Stderr, "peer:", err)
		os.Exit(1)
	}
}

// pipeline is one hop. A nil answer drops the message.
type pipeline struct {
	from, to string
	handle   func(context.Context, map[string]any) (map[string]any, error)
}

// run moves messages until ctx ends, and prints "ready" once it does.
func run(ctx context.Context, servers, store string, workers int) error {
	opts, err := redis.ParseURL(store)
	if err != nil {
		return err
	}
	rdb := redis.NewClient(opts)
	defer rdb.Close()
	router, err := message.NewRouter(message.RouterConfig{}, watermill.NopLogger{})
	if err != nil {
		return err
	}
	for _, p := range []pipeline{{"A", "B", unseen(rdb)}, {"B", "C", marked}, {"C", "D", nil}} {
		for i := range workers {
			if err := p.add(router, servers, fmt.Sprint(p.from, i)); err != nil {
				return err
			}
		}
	}
	go func() {
		<-router.Running()
		fmt.Println("ready")
	}()
	return router.Run(ctx)
}

// add adds one worker. Watermill's subscriber waits for each message's acknowledgement
// before it takes the next one, so that only several of them work at once.
func (p pipeline) add(router *message.Router, servers, name string) error {
	nc, err := nats.Connect(servers)
	if err != nil {
		return err
	}
	log := watermill.NopLogger{}
	sub, err := peer.NewSubscriber(peer.SubscriberConfig{Conn: nc, Logger: log, AckAsync: true, ResourceInitializer: peer.GroupedConsumer("peer")})
	if err != nil {
		return err
	}
	pub, err := peer.NewPublisher(peer.PublisherConfig{Conn: nc, Logger: log})
	if err != nil {
		return err
	}
	router.AddHandler(name, p.from, sub, p.to, pub, p.move)
	return nil
}

func (p pipeline) move(m *message.Message) ([]*message.Message, error) {
	if p.handle == nil {
		return []*message.Message{m}, nil
	}
	var article map[string]any
	if err := json.Unmarshal(m.Payload, &article); err != nil {
		return nil, err
	}
	article, err := p.handle(m.Context(), article)
	if err != nil || article == nil {
		return nil, err
	}
	data, err := json.Marshal(article)
	if err != nil {
		return nil, err
	}
	return []*message.Message{message.NewMessage(watermill.NewUUID(), data)}, nil
}

// unseen drops what has come before, and maps an article to what the next hop expects.
func unseen(rdb *redis.Client) func(context.Context, map[string]any) (map[string]any, error) {
	return func(ctx context.Context, a map[string]any) (map[string]any, error) {
		fresh, err := rdb.SetNX(ctx, fmt.Sprint("seen:", a["uri"], ":", a["version"]), 1, 72*time.Hour).Result()
		if err != nil || !fresh {
			return nil, err
		}
		a["received"] = time.Now().UTC().Format(time.RFC3339Nano)
		a["provider"] = "peer"
		delete(a, "pubStatus")
		return a, nil
	}
}

// marked maps an article to what readers expect.
func marked(_ context.Context, a map[string]any) (map[string]any, error) {
	a["published"] = time.Now().UTC().Format(time.RFC3339Nano)
	if subjects, ok := a["subjects"].([]any); ok && len(subjects) > 0 {
		a["topic"] = subjects[0]
	}
	return a, nil
}
