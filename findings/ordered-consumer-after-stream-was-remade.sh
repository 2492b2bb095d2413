#!/usr/bin/env bash
# An ordered consumer of nats.go goes on past a stream that was deleted and made again, and skips
# the first messages of the new one without an error.
#
# One would guess: an ordered consumer re-creates itself "to ensure that messages are delivered in
#   order" and gives an error, or starts from the first message, when the stream is another one.
# Seen with: nats-server 2.15.3, nats.go 1.55.0 (package jetstream, Messages).
# What happens: it re-creates its consumer at the old stream's next sequence. The new stream's
#   messages up to that sequence are never delivered. Next returns no error that says so.
# Why it matters: a reader that rebuilds a state from a stream (counts, a cache) is wrong for ever
#   after the stream was restored or re-made. Watch the stream's time of creation while you read.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
export GOWORK=off GOFLAGS=-mod=mod
cat > go.mod <<'EOF'
module finding

go 1.26.0

require (
	github.com/nats-io/nats-server/v2 v2.15.3
	github.com/nats-io/nats.go v1.55.0
)
EOF
cat > main.go <<'EOF'
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func main() {
	ctx := context.Background()
	srv := must(server.NewServer(&server.Options{Host: "127.0.0.1", Port: -1, JetStream: true, StoreDir: "js"}))
	srv.Start()
	defer srv.Shutdown()
	srv.ReadyForConnections(10 * time.Second)
	js := must(jetstream.New(must(nats.Connect(srv.ClientURL()))))
	fill := func(name string, n int) {
		must(js.CreateStream(ctx, jetstream.StreamConfig{Name: "S", Subjects: []string{"s"}}))
		for i := 1; i <= n; i++ {
			must(js.Publish(ctx, "s", fmt.Appendf(nil, "%s %d", name, i)))
		}
	}
	fill("old", 5)
	consumer := must(js.OrderedConsumer(ctx, "S", jetstream.OrderedConsumerConfig{}))
	messages := must(consumer.Messages(jetstream.PullExpiry(2*time.Second), jetstream.PullHeartbeat(500*time.Millisecond)))
	defer messages.Stop()
	for range 5 {
		fmt.Println("read:", string(must(messages.Next()).Data()))
	}
	if err := js.DeleteStream(ctx, "S"); err != nil {
		panic(err)
	}
	fill("new", 8)
	fmt.Println("the stream was deleted and made again with 8 messages")

	var got []string
	var failed error
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end) && len(got) < 8; {
		m, err := messages.Next(jetstream.NextMaxWait(5 * time.Second))
		if err == nil {
			got = append(got, string(m.Data()))
			fmt.Println("read:", string(m.Data()))
		} else if err != nats.ErrTimeout && err != context.DeadlineExceeded {
			failed = err
			fmt.Println("error:", err)
			break
		} else if len(got) > 0 {
			break
		}
	}
	if failed != nil || len(got) != 3 || got[0] != "new 6" {
		fmt.Println("CHANGED: this is not what was seen before")
		os.Exit(1)
	}
	fmt.Println("new 1 to new 5 were skipped, and no call said so")
}
EOF
go run .
