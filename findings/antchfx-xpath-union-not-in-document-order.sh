#!/usr/bin/env bash
# antchfx/xpath gives the parts of a union one after the other, and string() takes the first of those.
#
# One would guess: the string value of several nodes is that of the first one in the document
#   (XPath 1.0, 4.2), so that string(//by | //headline) is the headline where it comes first.
# Seen with: github.com/antchfx/xpath 1.3.9 with xmlquery 1.5.0.
# What happens: it is the by-line: the nodes of the first path come first. The nodes of //p[last()] are
#   not in the order of the document either.
# Why it matters: "take whichever comes first" picks by the order in which the engineer wrote the names;
#   paragraphs that a union collects come out in another order than the agency sent. Sort what was found.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
export GOWORK=off GOFLAGS=-mod=mod
cat > go.mod <<'EOF'
module finding

go 1.26.0

require (
	github.com/antchfx/xmlquery v1.5.0
	github.com/antchfx/xpath v1.3.9
)
EOF
cat > main.go <<'EOF'
package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/antchfx/xmlquery"
	"github.com/antchfx/xpath"
)

const story = `<story><headline>H</headline><by>B</by><sec><p>1</p></sec><p>2</p></story>`

func main() {
	doc, err := xmlquery.Parse(strings.NewReader(story))
	if err != nil {
		panic(err)
	}
	changed := false
	for _, t := range []struct{ path, standard, seen string }{
		{"string(//headline | //by)", "H", "H"},
		{"string(//by | //headline)", "H", "B"},
		{"string(//p[last()])", "1", "2"},
	} {
		got, _ := xpath.MustCompile(t.path).Evaluate(xmlquery.CreateXPathNavigator(doc)).(string)
		fmt.Printf("%-26s XPath 1.0: %s  antchfx/xpath: %s\n", t.path, t.standard, got)
		changed = changed || got != t.seen
	}
	if changed {
		fmt.Println("CHANGED: this is not what was seen before")
		os.Exit(1)
	}
}
EOF
go run . 2>/dev/null || exit 1
