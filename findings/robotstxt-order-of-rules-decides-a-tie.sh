#!/usr/bin/env bash
# With robotstxt the order of rules decides between Allow and Disallow of one path.
#
# One would guess: rules have no order. The longest match counts, and where an Allow and a Disallow
#   are equal, the Allow should be used (RFC 9309, 2.2.2).
# Seen with: robotstxt 1.1.2.
# What happens: of equally long rules the first in the file counts. "Disallow: /news" before
#   "Allow: /news" forbids, the other way round allows.
# Why it matters: a publisher that opens its news under a general rule finds itself not read, while other
#   readers come; a mere new order of the file turns a source off. Read the Allow lines first.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
export GOWORK=off GOFLAGS=-mod=mod
cat > go.mod <<'MOD'
module finding

go 1.26.0

require github.com/temoto/robotstxt v1.1.2
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"
	"os"

	"github.com/temoto/robotstxt"
)

func main() {
	allowFirst := allowed("Allow: /news\nDisallow: /news\n")
	disallowFirst := allowed("Disallow: /news\nAllow: /news\n")
	fmt.Println("allowed by RFC 9309:          true")
	fmt.Println("allowed, Allow comes first:   ", allowFirst)
	fmt.Println("allowed, Disallow comes first:", disallowFirst)
	if !allowFirst || disallowFirst {
		fmt.Println("CHANGED: this is not what was seen before")
		os.Exit(1)
	}
}

func allowed(rules string) bool {
	robots, err := robotstxt.FromString("User-agent: *\n" + rules)
	if err != nil {
		panic(err)
	}
	return robots.TestAgent("/news/today.html", "reader")
}
GO
go run .
