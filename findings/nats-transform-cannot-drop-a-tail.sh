#!/usr/bin/env bash
# A subject transform of a JetStream source can drop tokens that it names one by one, but not those
# that > stands for.
#
# One would guess: the destination takes what it wants of the source's tokens, whether each is
#   matched by its own * or the rest by >.
# Seen with: nats-server 2.15.3, nats.go 1.55.0.
# What happens: from s.*.*.* to last.{{wildcard(1)}} is taken and keeps one message for each first
#   token; from s.*.> to the same is refused, and so is the plain s.>: "source transform: invalid
#   subject", which names neither the rule nor which of the two subjects is meant.
# Why it matters: a stream of the last message by key, the usual reason for such a transform, has to
#   know how many tokens its subjects have, and silently misses subjects with one more.
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
	must(js.CreateStream(ctx, jetstream.StreamConfig{Name: "OWN", Subjects: []string{"s.>"}}))
	for _, subject := range []string{"s.a.new.x", "s.a.update.x", "s.b.new.x", "s.c.new.x.y"} {
		must(js.Publish(ctx, subject, nil))
	}
	taken := map[string]bool{}
	var last jetstream.Stream
	for i, from := range []string{"s.>", "s.*.>", "s.*.*.*"} {
		to := "last.{{wildcard(1)}}"
		s, err := js.CreateStream(ctx, jetstream.StreamConfig{Name: fmt.Sprint("LAST", i), MaxMsgsPerSubject: 1,
			Sources: []*jetstream.StreamSource{{Name: "OWN", SubjectTransforms: []jetstream.SubjectTransformConfig{{Source: from, Destination: to}}}}})
		fmt.Printf("from %-8s to %s: %v\n", from, to, err)
		if taken[from] = err == nil; err == nil {
			last = s
		}
	}
	if taken["s.>"] || taken["s.*.>"] || !taken["s.*.*.*"] {
		fmt.Println("changed")
		os.Exit(1)
	}
	for {
		info := must(last.Info(ctx, jetstream.WithSubjectFilter(">")))
		if info.State.LastSeq == 0 || info.State.Subjects["last.a"] != 1 || info.State.Subjects["last.b"] != 1 {
			time.Sleep(10 * time.Millisecond)
			continue
		}
		fmt.Println("it holds", info.State.Subjects)
		if len(info.State.Subjects) != 2 {
			fmt.Println("changed")
			os.Exit(1)
		}
		return
	}
}
EOF
go mod tidy >/dev/null 2>&1
go run .
