#!/usr/bin/env bash
# A fast-ingest batch counts as stored what the stream dropped as a duplicate.
#
# One would guess: the final acknowledgement's count is the number of messages that were stored, or
#   a message that was dropped is named, as the "duplicate" of an ordinary acknowledgement does.
# Seen with: nats-server 2.15.3, nats.go 1.55.0, orbit.go jetstreamext 0.3.2.
# What happens: of four messages, two with a Nats-Msg-Id that is known are dropped; the
#   acknowledgement says 4, with no error and no word of duplicates.
# Why it matters: who reports "4 stored", or derives the sequences from the count, is wrong.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
export GOWORK=off GOFLAGS=-mod=mod
cat > go.mod <<'EOF'
module finding

go 1.26.0

require (
	github.com/nats-io/nats-server/v2 v2.15.3
	github.com/nats-io/nats.go v1.55.0
	github.com/synadia-io/orbit.go/jetstreamext v0.3.2
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
	"github.com/synadia-io/orbit.go/jetstreamext"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func message(id string) *nats.Msg {
	m := nats.NewMsg("s")
	m.Header.Set("Nats-Msg-Id", id)
	return m
}

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	srv := must(server.NewServer(&server.Options{Host: "127.0.0.1", Port: -1, JetStream: true, StoreDir: "js"}))
	srv.Start()
	defer srv.Shutdown()
	srv.ReadyForConnections(10 * time.Second)
	js := must(jetstream.New(must(nats.Connect(srv.ClientURL()))))
	stream := must(js.CreateStream(ctx, jetstream.StreamConfig{Name: "S", Subjects: []string{"s"}, AllowBatchPublish: true}))
	must(js.PublishMsg(ctx, message("one")))
	must(js.PublishMsg(ctx, message("two")))
	fmt.Println("stored before the batch: 2 (ids one, two)")

	fast := must(jetstreamext.NewFastPublisher(js))
	for _, id := range []string{"one", "three", "two"} {
		must(fast.AddMsg(message(id)))
	}
	ack := must(fast.CommitMsg(ctx, message("four")))
	info := must(stream.Info(ctx))
	fmt.Printf("the batch's acknowledgement: count %d, sequence %d\n", ack.BatchSize, ack.Sequence)
	fmt.Printf("stored of the batch: %d (three, four)\n", info.State.Msgs-2)
	if ack.BatchSize != 4 || info.State.Msgs != 4 {
		fmt.Println("CHANGED: this is not what was seen before")
		os.Exit(1)
	}
}
EOF
go run .
