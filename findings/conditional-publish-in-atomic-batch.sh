#!/usr/bin/env bash
# Within an atomic batch, two conditional publishes under one wildcard are both stored.
#
# One would guess: Nats-Expected-Last-Subject-Sequence: 0 with
#   Nats-Expected-Last-Subject-Sequence-Subject: order.7.> means "nothing of order 7 exists", for
#   whatever comes after it too.
# Seen with: nats-server 2.15.3, nats.go 1.55.0, orbit.go jetstreamext 0.3.2.
# What happens: one by one the second is refused (wrong last sequence). In one atomic batch both
#   are stored, since the condition does not see what stands in the same batch under the wildcard.
# Why it matters: the condition is used for "only the first wins". A batch lets several first ones in.
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

// first is a message that should be stored only if nothing of its order is there.
func first(order, event string) *nats.Msg {
	m := nats.NewMsg("order." + order + "." + event)
	m.Header.Set("Nats-Expected-Last-Subject-Sequence", "0")
	m.Header.Set("Nats-Expected-Last-Subject-Sequence-Subject", "order."+order+".>")
	return m
}

func main() {
	ctx := context.Background()
	srv := must(server.NewServer(&server.Options{Host: "127.0.0.1", Port: -1, JetStream: true, StoreDir: "js"}))
	srv.Start()
	defer srv.Shutdown()
	srv.ReadyForConnections(10 * time.Second)
	js := must(jetstream.New(must(nats.Connect(srv.ClientURL()))))
	stream := must(js.CreateStream(ctx, jetstream.StreamConfig{Name: "S", Subjects: []string{"order.>"}, AllowAtomicPublish: true}))

	must(js.PublishMsg(ctx, first("6", "paid")))
	_, alone := js.PublishMsg(ctx, first("6", "cancelled"))
	fmt.Println("one by one, the second:", alone)

	batch := must(jetstreamext.NewBatchPublisher(js))
	if err := batch.AddMsg(first("7", "paid")); err != nil {
		panic(err)
	}
	_, together := batch.CommitMsg(ctx, first("7", "cancelled"))
	fmt.Println("in one batch, the second:", together)
	info := must(stream.Info(ctx, jetstream.WithSubjectFilter("order.7.>")))
	fmt.Println("stored of order 7:", info.State.Subjects)
	if alone == nil || together != nil || len(info.State.Subjects) != 2 {
		fmt.Println("CHANGED: this is not what was seen before")
		os.Exit(1)
	}
}
EOF
go run .
