#!/usr/bin/env bash
# In a go-redis pipeline, a missing key hides the error of a later command.
#
# One would guess: Exec returns redis.Nil only if nothing worse happened, so that
#   "if err != nil && err != redis.Nil { return err }" sees every failure.
# Seen with: go-redis 9.23.0 (against miniredis 2.40.0, which answers as Redis does here).
# What happens: Exec returns the first error of the commands in their order. A GET of a missing key
#   gives redis.Nil; the WRONGTYPE of the next command is in that command's Err() only.
# Why it matters: the usual check takes a failed batch for a good one. Look at each command's Err().
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
export GOWORK=off GOFLAGS=-mod=mod
cat > go.mod <<'EOF'
module finding

go 1.26.0

require (
	github.com/alicebob/miniredis/v2 v2.40.0
	github.com/redis/go-redis/v9 v9.23.0
)
EOF
cat > main.go <<'EOF'
package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
)

func main() {
	ctx := context.Background()
	srv, err := miniredis.Run()
	if err != nil {
		panic(err)
	}
	defer srv.Close()
	db := redis.NewClient(&redis.Options{Addr: srv.Addr()})
	if err := db.LPush(ctx, "list", "x").Err(); err != nil {
		panic(err)
	}

	pipe := db.Pipeline()
	missing := pipe.Get(ctx, "missing")
	broken := pipe.Get(ctx, "list") // not a string
	_, missingFirst := pipe.Exec(ctx)
	fmt.Println("Exec, the missing key first:", missingFirst)
	fmt.Println("  first command: ", missing.Err())
	fmt.Println("  second command:", broken.Err())

	pipe = db.Pipeline()
	pipe.Get(ctx, "list")
	pipe.Get(ctx, "missing")
	_, brokenFirst := pipe.Exec(ctx)
	fmt.Println("Exec, the other way round:  ", brokenFirst)

	if !errors.Is(missingFirst, redis.Nil) || broken.Err() == nil || errors.Is(brokenFirst, redis.Nil) {
		fmt.Println("CHANGED: this is not what was seen before")
		os.Exit(1)
	}
}
EOF
go run .
