#!/usr/bin/env bash
# A program that imports go-trafilatura pays for the date parser of 200 locales at each start, also
# if it never reads a page.
#
# One would guess: an import costs space in the binary, and tables of locales are made for the locale
#   that is asked for, when it is asked for.
# Seen with: go-trafilatura 1.12.2, which brings go-htmldate and go-dateparser 1.2.3.
# What happens: package-level variables of go-dateparser build the tables of all locales before main
#   begins: 78 MB are allocated, 25 MB of heap live at the first line of main, and it takes some tenths of a second, as the
#   runtime's own trace of initialization shows (GODEBUG=inittrace=1).
# Why it matters: every start and every subcommand of a program pays, --version too, and each process
#   of a service holds the memory; nothing in the program's own code or profiles of its work shows it.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
export GOWORK=off GOFLAGS=-mod=mod
cat > go.mod <<'EOF'
module finding

go 1.26.0

require (
	github.com/markusmobius/go-dateparser v1.2.3
	github.com/markusmobius/go-trafilatura v1.12.2
)
EOF
cat > main.go <<'EOF'
package main

import (
	"fmt"
	"runtime"

	_ "github.com/markusmobius/go-trafilatura"
)

func main() {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Printf("main begins with %d MB of live heap\n", m.HeapAlloc>>20)
}
EOF
go mod tidy >/dev/null 2>&1
go build -o program .
GODEBUG=inittrace=1 ./program >said 2>trace
cat said
# init PACKAGE @T ms, T ms clock, N bytes, N allocs
line=$(grep '^init github.com/markusmobius/go-dateparser/internal/data ' trace || true)
echo "${line:-no initialization of the tables}"
bytes=$(awk '{print $8}' <<<"$line")
[ "${bytes:-0}" -gt 30000000 ] || { echo changed; exit 1; }
