#!/usr/bin/env bash
# A JetStream message schedule that is due after the year 2262 fires at once.
#
# One would guess: "@at 2300-01-01T00:00:00Z" waits, or is refused when it is published.
# Seen with: nats-server 2.15.3, nats.go 1.55.0.
# What happens: the publish is acknowledged without an error, and the message is delivered to its
#   target within a second. The due time is kept as nanoseconds in 64 bits, which end on 2262-04-11.
# Why it matters: "never" is often written as a far date (9999-12-31). What was to be withheld is
#   published. Bound the date before you publish it.
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
	stream := must(js.CreateStream(ctx, jetstream.StreamConfig{Name: "S", Subjects: []string{"hold.*", "out.*"}, AllowMsgSchedules: true}))
	out := must(stream.CreateConsumer(ctx, jetstream.ConsumerConfig{FilterSubject: "out.*"}))

	for _, year := range []string{"2100", "2262", "2300", "9999"} {
		m := nats.NewMsg("hold." + year)
		m.Header.Set("Nats-Schedule", "@at "+year+"-01-01T00:00:00Z")
		m.Header.Set("Nats-Schedule-Target", "out."+year)
		m.Data = []byte(year)
		must(js.PublishMsg(ctx, m))
		fmt.Printf("scheduled for %s: acknowledged\n", year)
	}
	fired := map[string]bool{}
	for {
		m, err := out.Next(jetstream.FetchMaxWait(5 * time.Second))
		if err != nil {
			break
		}
		fired[string(m.Data())] = true
		fmt.Printf("delivered now: the one for %s\n", m.Data())
	}
	if fired["2100"] || fired["2262"] || !fired["2300"] || !fired["9999"] {
		fmt.Println("CHANGED: this is not what was seen before")
		os.Exit(1)
	}
}
EOF
go run .
