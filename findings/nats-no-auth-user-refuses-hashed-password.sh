#!/usr/bin/env bash
# nats-server's no_auth_user must not have a bcrypt password: the server starts, and then refuses
# every client that shows no credentials.
#
# One would guess: no_auth_user names the user that clients without credentials become, whatever
#   its password; or the server refuses a configuration that can't work.
# Seen with: nats-server 2.15.3, nats.go 1.55.0.
# What happens: with a plain password such clients connect, with the same password hashed, as the
#   server's own warning about plain passwords asks for, they get an authorization violation. The
#   configuration is taken without a word, and clients with the password still connect.
# Why it matters: whoever follows the warning locks all readers without credentials out, and the log
#   shows nothing but their failed attempts.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
export GOWORK=off GOFLAGS=-mod=mod
cat > go.mod <<'EOF'
module finding

go 1.26.0

require (
	github.com/nats-io/nats-server/v2 v2.15.3
	github.com/nats-io/nats.go v1.55.0
	golang.org/x/crypto v0.45.0
)
EOF
cat > main.go <<'EOF'
package main

import (
	"fmt"
	"os"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"golang.org/x/crypto/bcrypt"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// connect says what becomes of a client without credentials, and of one with the password.
func connect(password string) (without, with string) {
	text := fmt.Sprintf("listen: \"127.0.0.1:-1\"\nno_auth_user: reader\nauthorization { users: [{user: reader, password: %q}] }\n", password)
	must(0, os.WriteFile("nats.conf", []byte(text), 0o600))
	srv := must(server.NewServer(must(server.ProcessConfigFile("nats.conf"))))
	srv.Start()
	defer srv.Shutdown()
	srv.ReadyForConnections(10 * time.Second)
	try := func(options ...nats.Option) string {
		nc, err := nats.Connect(srv.ClientURL(), options...)
		if err != nil {
			return err.Error()
		}
		nc.Close()
		return "connected"
	}
	return try(), try(nats.UserInfo("reader", "secret"))
}

func main() {
	hash := must(bcrypt.GenerateFromPassword([]byte("secret"), bcrypt.MinCost))
	plainWithout, plainWith := connect("secret")
	hashedWithout, hashedWith := connect(string(hash))
	fmt.Printf("plain password:  without credentials %s, with the password %s\nhashed password: without credentials %s, with the password %s\n",
		plainWithout, plainWith, hashedWithout, hashedWith)
	if plainWithout != "connected" || plainWith != "connected" || hashedWithout == "connected" || hashedWith != "connected" {
		fmt.Println("changed")
		os.Exit(1)
	}
}
EOF
go mod tidy >/dev/null 2>&1
go run .
