#!/usr/bin/env bash
# A header value of a NATS message that is kept holds on to all headers of that message.
#
# One would guess: who keeps an id from a message's headers keeps the bytes of that id. So it
#   was up to nats.go 1.54, where each header line was a string of its own.
# Seen with: nats.go 1.55.0, nats-server 2.15.3.
# What happens: the client copies the whole header block into one string, and each name and value is
#   a part of it. As long as one value is referenced, the block is: a map from id to something, with
#   ids of ten bytes, keeps kilobytes for each message that carries large headers.
# Why it matters: caches, indexes and sets that are filled from headers grow by the size of
#   headers instead of that of their keys after the update of a minor version, and no profile names
#   them: the memory is shown as the client's. What is kept has to be cloned (strings.Clone).
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
export GOWORK=off GOFLAGS=-mod=mod
cat > main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

const messages = 2000

func main() {
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: -1, NoSigs: true})
	must(err)
	s.Start()
	if !s.ReadyForConnections(10 * time.Second) {
		must(fmt.Errorf("the server does not start"))
	}
	nc, err := nats.Connect(s.ClientURL())
	must(err)
	plain := kept(nc, func(v string) string { return v })
	cloned := kept(nc, strings.Clone)
	nc.Close()
	s.Shutdown()
	s.WaitForShutdown()
	fmt.Printf("kept for each id of 10 bytes, of messages with 8 kB of headers: %d bytes, as a clone %d bytes\n", plain, cloned)
	if plain < 8000 || cloned > 1000 {
		os.Exit(1)
	}
}

// kept gives the bytes of heap that stay for each message of which one header value is kept.
func kept(nc *nats.Conn, keep func(string) string) int {
	sub, err := nc.SubscribeSync("test")
	must(err)
	before := heap()
	ids := make([]string, 0, messages)
	for i := range messages {
		m := nats.NewMsg("test")
		m.Header.Set("Id", fmt.Sprintf("id%08d", i))
		m.Header.Set("Other", strings.Repeat("x", 8<<10))
		must(nc.PublishMsg(m))
		got, err := sub.NextMsg(5 * time.Second)
		must(err)
		ids = append(ids, keep(got.Header.Get("Id")))
	}
	must(sub.Unsubscribe())
	after := heap()
	runtime.KeepAlive(ids)
	return (after - before) / messages
}

func heap() int {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

func must(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}
GO
cat > go.mod <<'MOD'
module finding

go 1.26.0

require (
	github.com/nats-io/nats-server/v2 v2.15.3
	github.com/nats-io/nats.go v1.55.0
)
MOD
go run .
