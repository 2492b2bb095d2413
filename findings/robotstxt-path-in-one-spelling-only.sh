#!/usr/bin/env bash
# robotstxt knows a path in the one spelling of its rule only.
#
# One would guess: "Disallow: /café" and "Disallow: /caf%C3%A9" are one rule. RFC 9309 (2.2.2) has
#   octets beyond ASCII percent-encoded on both sides first, and %c3 is %C3 (RFC 3986, 6.2.2.1).
# Seen with: robotstxt 1.1.2.
# What happens: rule and path are compared byte by byte. Who passes the escaped path of a URL finds only
#   rules that are escaped, and in capital digits; who passes url.URL.Path finds only those that are not.
# Why it matters: sites in other scripts write their rules either way, so a polite reader fetches what
#   it was asked to leave alone, whichever path it passes. Bring both into one spelling first.
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
	"net/url"
	"os"

	"github.com/temoto/robotstxt"
)

func main() {
	u, err := url.Parse("https://example.com/caf%C3%A9")
	if err != nil {
		panic(err)
	}
	same := true
	for _, c := range []struct {
		rule                string
		escaped, notEscaped bool // whether the path may be fetched, as seen
	}{
		{"/café", true, false},
		{"/caf%C3%A9", false, true},
		{"/caf%c3%a9", true, true},
	} {
		robots, err := robotstxt.FromString("User-agent: *\nDisallow: " + c.rule + "\n")
		if err != nil {
			panic(err)
		}
		escaped, notEscaped := robots.TestAgent(u.EscapedPath(), "reader"), robots.TestAgent(u.Path, "reader")
		fmt.Printf("Disallow: %-12s guess: false; %s: %v; %s: %v\n", c.rule, u.EscapedPath(), escaped, u.Path, notEscaped)
		same = same && escaped == c.escaped && notEscaped == c.notEscaped
	}
	if !same {
		fmt.Println("CHANGED: this is not what was seen before")
		os.Exit(1)
	}
}
GO
go run .
