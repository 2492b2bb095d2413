#!/usr/bin/env bash
# A mirror that is promoted to a stream of its own never fires the schedules that it copied.
#
# One would guess: a mirror is a standby: once its origin is gone and it is made an ordinary stream
#   that allows schedules, what was scheduled is delivered when it is due.
# Seen with: nats-server 2.15.3, nats.go 1.55.0.
# What happens: the scheduled messages are there, and stay there: only what is published to the
#   promoted stream afterwards is fired, also once it is overdue.
# Why it matters: a fail-over loses every timer without an error. Publish what is scheduled again.
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

func schedule(js jetstream.JetStream, name string, in time.Duration) {
	m := nats.NewMsg("hold." + name)
	m.Header.Set("Nats-Schedule", "@at "+time.Now().Add(in).UTC().Format(time.RFC3339Nano))
	m.Header.Set("Nats-Schedule-Target", "out."+name)
	must(js.PublishMsg(context.Background(), m))
}

func main() {
	ctx := context.Background()
	srv := must(server.NewServer(&server.Options{Host: "127.0.0.1", Port: -1, JetStream: true, StoreDir: "js"}))
	srv.Start()
	defer srv.Shutdown()
	srv.ReadyForConnections(10 * time.Second)
	js := must(jetstream.New(must(nats.Connect(srv.ClientURL()))))
	origin := jetstream.StreamConfig{Name: "ORIGIN", Subjects: []string{"hold.*", "out.*"}, AllowMsgSchedules: true}
	must(js.CreateStream(ctx, origin))
	mirror := must(js.CreateStream(ctx, jetstream.StreamConfig{Name: "MIRROR", Mirror: &jetstream.StreamSource{Name: "ORIGIN"}}))
	schedule(js, "copied", 15*time.Second)
	for must(mirror.Info(ctx)).State.Msgs == 0 {
		time.Sleep(50 * time.Millisecond)
	}
	if err := js.DeleteStream(ctx, "ORIGIN"); err != nil {
		panic(err)
	}
	origin.Name = "MIRROR"
	promoted := must(js.UpdateStream(ctx, origin))
	schedule(js, "afterwards", 15*time.Second)
	fmt.Println("promoted; one schedule was copied, one is published now; both are due in 15 s")
	time.Sleep(20 * time.Second)
	fired := must(promoted.Info(ctx, jetstream.WithSubjectFilter("out.*"))).State.Subjects
	waiting := must(promoted.Info(ctx, jetstream.WithSubjectFilter("hold.*"))).State.Subjects
	fmt.Println("fired:", fired, "still waiting:", waiting)
	if fired["out.copied"] != 0 || fired["out.afterwards"] != 1 || waiting["hold.copied"] != 1 {
		fmt.Println("CHANGED: this is not what was seen before")
		os.Exit(1)
	}
}
EOF
go run .
