#!/usr/bin/env bash
# antchfx/xpath counts some positions over the whole document, or not at all.
#
# One would guess: positions count as XPath 1.0 says (2.4, 3.3): //p[@id][2] is the second p with an id
#   of each parent, following::p[1] is the next p alone, preceding-sibling::p[last()] is the first sibling.
# Seen with: github.com/antchfx/xpath 1.3.9 with xmlquery 1.5.0, beside Debian's xmllint (libxml2).
# What happens: //p[@id][2] is one p of the whole document, following::p[1] and preceding::p[1] find one p
#   for each parent, preceding-sibling::p[last()] finds nothing. //p[2], sec/p[@id][2] and
#   following-sibling::p[1] are right. No error in any case.
# Why it matters: a mapping of an agency's XML takes the text of another element, or none, without a word.
set -euo pipefail
command -v xmllint >/dev/null || { apt-get update -qq && apt-get install -y -qq libxml2-utils >/dev/null; }
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
cat > doc.xml <<'EOF'
<news><body><p id="a">one</p><sec><p id="b">two</p><p id="c">three</p></sec><p id="d">four</p></body></news>
EOF
cat > main.go <<'EOF'
package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/antchfx/xmlquery"
	"github.com/antchfx/xpath"
)

func main() {
	in, err := os.ReadFile("doc.xml")
	if err != nil {
		panic(err)
	}
	doc, err := xmlquery.Parse(strings.NewReader(string(in)))
	if err != nil {
		panic(err)
	}
	var found []string
	for _, n := range xmlquery.QuerySelectorAll(doc, xpath.MustCompile(os.Args[1])) {
		found = append(found, n.SelectAttr("id"))
	}
	slices.Sort(found)
	fmt.Println(strings.Join(found, " "))
}
EOF
go build -o query . 2>/dev/null
changed=0
see() { # a path, what xmllint finds, what the library finds
  local standard library
  standard=$(xmllint --xpath "$1/@id" doc.xml | grep -o '"[a-z]*"' | tr -d '"' | sort | paste -sd' ')
  library=$(./query "$1")
  printf '%-42s libxml2: %-6s antchfx/xpath: %s\n' "$1" "$standard" "${library:-nothing}"
  [ "$standard" = "$2" ] && [ "$library" = "$3" ] || changed=1
}
see '//p[2]' 'c d' 'c d'
see '//p[@id][2]' 'c d' 'd'
see '//p[@id="a"]/following::p[1]' 'b' 'b d'
see '//p[@id="c"]/preceding::p[1]' 'b' 'a b'
see '//p[@id="d"]/preceding-sibling::p[last()]' 'a' ''
[ $changed = 0 ] || { echo "CHANGED: this is not what was seen before"; exit 1; }
