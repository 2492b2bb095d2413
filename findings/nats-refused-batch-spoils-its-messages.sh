#!/usr/bin/env bash
# After a refused atomic batch its messages can't be published one by one: nothing of them is
# stored, and the client reports an acknowledgement that it can't read.
#
# One would guess: a batch that is refused, since one of its messages is stored already, stores
#   nothing, and one falls back to publishing the same messages singly.
# Seen with: nats-server 2.15.3, nats.go 1.55.0, orbit.go/jetstreamext 0.3.2.
# What happens: PublishMsgBatch writes Nats-Batch-Id, Nats-Batch-Sequence and Nats-Batch-Commit into
#   the messages that it is given, and leaves them there. The server takes each single publish
#   for a part of a batch: nothing is stored, the client reports an invalid acknowledgement or an
#   error about batches for messages that are none. Likewise a message that was read from a stream
#   and had come in a batch can't be published anew with its headers: they are stored with it.
# Why it matters: the fallback, a retry, or a copy into another stream (a dead letter, a replay)
#   loses messages or fails for ever. One has to publish copies, and to take the headers off.
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

func message(subject, id string) *nats.Msg {
	m := nats.NewMsg(subject)
	m.Header.Set(nats.MsgIdHdr, id)
	m.Data = []byte(id)
	return m
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
	s := must(js.CreateStream(ctx, jetstream.StreamConfig{Name: "BATCHED", Subjects: []string{"b.>"}, AllowAtomicPublish: true}))
	must(js.CreateStream(ctx, jetstream.StreamConfig{Name: "PLAIN", Subjects: []string{"p.>"}}))
	must(js.PublishMsg(ctx, message("b.2", "second")))

	msgs := []*nats.Msg{message("b.1", "first"), message("b.2", "second"), message("b.3", "third")}
	_, refused := jetstreamext.PublishMsgBatch(ctx, js, msgs)
	fmt.Println("the batch, one of which is stored already:", refused)
	failed := 0
	for _, m := range msgs {
		m.Reply = ""
		_, err := js.PublishMsg(ctx, m)
		fmt.Printf("then by itself, %s: %v\n", m.Subject, err)
		if err != nil {
			failed++
		}
	}
	stored := must(s.Info(ctx)).State.Msgs
	fmt.Printf("%d of 3 failed, the stream holds %d message\n", failed, stored)

	must(jetstreamext.PublishMsgBatch(ctx, js, []*nats.Msg{message("b.4", "fourth"), message("b.5", "fifth")}))
	read := must(s.GetLastMsgForSubject(ctx, "b.4"))
	_, copied := js.PublishMsg(ctx, &nats.Msg{Subject: "p.4", Header: read.Header, Data: read.Data})
	fmt.Println("a copy of a message of a batch into a stream without batches:", copied)
	if refused == nil || failed < 2 || stored != 1 || copied == nil {
		fmt.Println("changed")
		os.Exit(1)
	}
	fmt.Println("it holds")
}
EOF
go mod tidy >/dev/null 2>&1
go run .
