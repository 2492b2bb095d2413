#!/usr/bin/env bash
# A JetStream consumer that starts at a time and has several filters can leave out messages of
# after that time.
#
# One would guess: it gets each message since that time that one of its filters matches, as it
#   does with one filter.
# Seen with: nats-server 2.15.3, nats.go 1.55.0.
# What happens: of each filter the first message of the whole stream is looked at. A filter whose
#   first message is older than the start time is passed over, and the consumer starts at the
#   first message of another filter, which may come later: what the first filter has in between
#   is never handed over. Nothing says so. By a start sequence, or with one filter, all come.
# Why it matters: who catches up from a time ("since an hour ago, sport and politics") misses
#   messages and can't tell.
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
	srv := must(server.NewServer(&server.Options{Host: "127.0.0.1", Port: -1, JetStream: true, StoreDir: must(os.MkdirTemp(".", "store"))}))
	srv.Start()
	defer srv.Shutdown()
	srv.ReadyForConnections(10 * time.Second)
	nc := must(nats.Connect(srv.ClientURL()))
	defer nc.Close()
	js := must(jetstream.New(nc))
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	s := must(js.CreateStream(ctx, jetstream.StreamConfig{Name: "OWN", Subjects: []string{"s.>"}}))
	for _, subject := range []string{"s.a", "s.a", "s.b", "s.c", "s.a"} {
		must(js.Publish(ctx, subject, nil))
		time.Sleep(20 * time.Millisecond) // so that the times differ
	}
	since := must(s.GetMsg(ctx, 2)).Time
	first := func(filters ...string) uint64 {
		c := must(s.CreateConsumer(ctx, jetstream.ConsumerConfig{AckPolicy: jetstream.AckNonePolicy, FilterSubjects: filters,
			DeliverPolicy: jetstream.DeliverByStartTimePolicy, OptStartTime: &since}))
		m := must(c.Next(jetstream.FetchMaxWait(5 * time.Second)))
		return must(m.Metadata()).Sequence.Stream
	}
	one, two := first("s.a"), first("s.a", "s.b")
	fmt.Printf("from the time of message 2, which is s.a: with the filter s.a from message %d on, with s.a and s.b from %d on\n", one, two)
	if one != 2 || two != 3 {
		fmt.Println("changed")
		os.Exit(1)
	}
	fmt.Println("it holds")
}
EOF
go mod tidy >/dev/null 2>&1
go run .
