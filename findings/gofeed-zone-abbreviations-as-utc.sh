#!/usr/bin/env bash
# gofeed takes a zone that it does not know by its abbreviation for UTC.
#
# One would guess: PublishedParsed is nil, or an error is told, where the zone of a date is not
#   understood; EST, EDT, BST, CEST and EEST are understood.
# Seen with: gofeed 1.4.2.
# What happens: MSK, JST, HKT, AEST and others are read as if they were UTC, without a word:
#   10:00 in Tokyo becomes 10:00 UTC, which is nine hours later, but not on a host whose own zone has that
#   abbreviation. The original text stays in Published.
# Why it matters: stories of agencies in half of the world come out of order, and an embargo that is
#   told by such a date ends at another hour. Read Published with a table of zones of your own.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
export TZ=UTC GOWORK=off GOFLAGS=-mod=mod
cat > go.mod <<'EOF'
module finding

go 1.26.0

require github.com/mmcdole/gofeed v1.4.2
EOF
cat > main.go <<'EOF'
package main

import (
	"fmt"
	"os"
	"time"

	"github.com/mmcdole/gofeed"
)

const feed = `<rss version="2.0"><channel><title>T</title><link>https://example.com/</link><description>D</description>
<item><title>E</title><link>https://example.com/1</link><pubDate>Wed, 01 Jul 2026 10:00:00 %s</pubDate></item></channel></rss>`

func main() {
	changed := false
	for _, t := range []struct {
		zone         string
		offset, seen time.Duration
	}{
		{"EDT", -4 * time.Hour, -4 * time.Hour},
		{"CEST", 2 * time.Hour, 2 * time.Hour},
		{"MSK", 3 * time.Hour, 0},
		{"JST", 9 * time.Hour, 0},
		{"AEST", 10 * time.Hour, 0},
		{"HKT", 8 * time.Hour, 0},
	} {
		parsed, err := gofeed.NewParser().ParseString(fmt.Sprintf(feed, t.zone))
		if err != nil {
			panic(err)
		}
		published := parsed.Items[0].PublishedParsed
		if published == nil {
			fmt.Println("10:00", t.zone, "is not read")
			changed = true
			continue
		}
		local := time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC)
		fmt.Printf("10:00 %-4s  is %s, gofeed: %s\n", t.zone, local.Add(-t.offset).Format("15:04 UTC"), published.UTC().Format("15:04 UTC"))
		changed = changed || !published.Equal(local.Add(-t.seen))
	}
	if changed {
		fmt.Println("CHANGED: this is not what was seen before")
		os.Exit(1)
	}
}
EOF
go run . 2>/dev/null || exit 1
