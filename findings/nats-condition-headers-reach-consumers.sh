#!/usr/bin/env bash
# The conditions of a JetStream publish (Nats-Expected-*) are stored with the message: every consumer
# gets them, while a stream that sources the same messages gives them without.
#
# One would guess: a condition is a question to the server, and ends with its answer; or it is kept
#   everywhere alike.
# Seen with: nats-server 2.15.3, nats.go 1.55.0.
# What happens: a consumer of the stream reads Nats-Expected-Last-Subject-Sequence and
#   Nats-Expected-Last-Subject-Sequence-Subject as the publisher sent them; a consumer of a stream
#   that sources it reads neither. No setting of the stream takes them out.
# Why it matters: whoever publishes with conditions tells all readers the subjects that it compares
#   with, internal ones too; and who passes messages on with their headers publishes with the
#   condition of somebody else, which is refused or, worse, holds by chance.
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
	"slices"
	"strings"
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

// conditions reads the first message of a stream, and names its headers of conditions.
func conditions(ctx context.Context, s jetstream.Stream) []string {
	c := must(s.CreateConsumer(ctx, jetstream.ConsumerConfig{AckPolicy: jetstream.AckExplicitPolicy}))
	m := must(c.Next(jetstream.FetchMaxWait(10 * time.Second)))
	out := []string{}
	for name := range m.Headers() {
		if strings.HasPrefix(name, "Nats-Expected-") {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
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
	own := must(js.CreateStream(ctx, jetstream.StreamConfig{Name: "OWN", Subjects: []string{"s.>"}}))
	must(js.PublishMsg(ctx, &nats.Msg{Subject: "s.a.1", Data: []byte("x"), Header: nats.Header{
		"Nats-Expected-Last-Subject-Sequence": {"0"}, "Nats-Expected-Last-Subject-Sequence-Subject": {"s.a.*"}}}))
	sourcing := must(js.CreateStream(ctx, jetstream.StreamConfig{Name: "SOURCING", Sources: []*jetstream.StreamSource{{Name: "OWN"}}}))
	here, there := conditions(ctx, own), conditions(ctx, sourcing)
	fmt.Println("a consumer of the stream reads:          ", here)
	fmt.Println("a consumer of a stream that sources it:  ", there)
	if len(here) != 2 || len(there) != 0 {
		fmt.Println("changed")
		os.Exit(1)
	}
}
EOF
go mod tidy >/dev/null 2>&1
go run .
