#!/usr/bin/env bash
# gofeed takes the last segment of an xml:base for a folder.
#
# One would guess: xml:base works as RFC 3986 says (XML Base, 3): "b.html" against
#   https://example.com/news/index.html is https://example.com/news/b.html.
# Seen with: gofeed 1.4.2.
# What happens: a slash is appended to the base first, so that the link becomes
#   https://example.com/news/index.html/b.html. A base that ends in a slash works.
# Why it matters: feeds whose base is the page itself get links that do not exist. Resolve links
#   yourself, with net/url, against the base that the feed gives.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
export GOWORK=off GOFLAGS=-mod=mod
cat > go.mod <<'EOF'
module finding

go 1.26.0

require github.com/mmcdole/gofeed v1.4.2
EOF
cat > main.go <<'EOF'
package main

import (
	"fmt"
	"net/url"
	"os"

	"github.com/mmcdole/gofeed"
)

const feed = `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="%s">
<id>urn:x:feed</id><title>T</title><updated>2026-01-01T00:00:00Z</updated>
<entry><id>urn:x:1</id><title>E</title><updated>2026-01-01T00:00:00Z</updated><link href="b.html"/></entry>
</feed>`

func main() {
	same := map[string]bool{}
	for _, base := range []string{"https://example.com/news/", "https://example.com/news/index.html"} {
		parsed, err := gofeed.NewParser().ParseString(fmt.Sprintf(feed, base))
		if err != nil {
			panic(err)
		}
		b, err := url.Parse(base)
		if err != nil {
			panic(err)
		}
		want := b.ResolveReference(&url.URL{Path: "b.html"}).String()
		got := parsed.Items[0].Link
		fmt.Printf("base %s\n  RFC 3986: %s\n  gofeed:   %s\n", base, want, got)
		same[base] = got == want
	}
	if !same["https://example.com/news/"] || same["https://example.com/news/index.html"] {
		fmt.Println("CHANGED: this is not what was seen before")
		os.Exit(1)
	}
}
EOF
go run .
