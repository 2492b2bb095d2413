#!/usr/bin/env bash
# An account that a reload of nats-server adds can't use the services that it imports until the
# server is reloaded once more.
#
# One would guess: a reload that adds an account with a service import makes what a restart with the
#   same configuration makes: the account's users can ask the service.
# Seen with: nats-server 2.15.3, nats.go 1.55.0.
# What happens: the reload succeeds and the new account's users connect, but their requests have no
#   responders. A second reload of the very same file mends it.
# Why it matters: whoever gives each customer an account of its own sees the new customer refused
#   without a word in the log, and an old one served. Reload twice, or check by a request.
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
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

const service = `SERVICE { users: [{user: service, password: s}], exports: [{service: ask}] }`

func customer(name string) string {
	return name + ` { users: [{user: ` + name + `, password: p}], imports: [{service: {account: SERVICE, subject: ask}}] }`
}

func write(accounts ...string) *server.Options {
	text := "listen: \"127.0.0.1:-1\"\naccounts {\n" + service + "\n"
	for _, a := range accounts {
		text += customer(a) + "\n"
	}
	if err := os.WriteFile("nats.conf", []byte(text+"}\n"), 0o600); err != nil {
		panic(err)
	}
	return must(server.ProcessConfigFile("nats.conf"))
}

func main() {
	srv := must(server.NewServer(write("FIRST")))
	srv.Start()
	defer srv.Shutdown()
	srv.ReadyForConnections(10 * time.Second)
	nc := must(nats.Connect(srv.ClientURL(), nats.UserInfo("service", "s")))
	must(nc.Subscribe("ask", func(m *nats.Msg) { _ = m.Respond([]byte("yes")) }))
	must(0, nc.Flush())
	ask := func(user string) string {
		c := must(nats.Connect(srv.ClientURL(), nats.UserInfo(user, "p")))
		defer c.Close()
		m, err := c.Request("ask", nil, 2*time.Second)
		switch {
		case errors.Is(err, nats.ErrNoResponders):
			return "no responders"
		case err != nil:
			return err.Error()
		}
		return string(m.Data)
	}
	first := ask("FIRST")
	write("FIRST", "SECOND")
	must(0, srv.Reload())
	once := ask("SECOND")
	must(0, srv.Reload())
	twice := ask("SECOND")
	fmt.Printf("an account of the start: %s\na new one after a reload: %s\nafter a second reload: %s\n", first, once, twice)
	if first != "yes" || once != "no responders" || twice != "yes" {
		fmt.Println("changed")
		os.Exit(1)
	}
}
EOF
go mod tidy >/dev/null 2>&1
go run .
