#!/usr/bin/env bash
# In a query of gjson no plain comparison holds for a null, neither == nor !=.
#
# One would guess: of all elements that have a field, == and != of one value find each exactly once,
#   and status==null finds those whose status is null.
# Seen with: gjson 1.20.1.
# What happens: status=="draft" and status!="draft" both pass over the element whose status is null;
#   status==null finds nothing at all. A number is found by status!="draft", so other types do differ.
#   Only status==~null finds it, together with the elements that have no status.
# Why it matters: "all but the drafts" loses every item that says null, as many interfaces do for "not
#   set". Nothing fails, articles are just not there. Test for != in your own code.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
export GOWORK=off GOFLAGS=-mod=mod
cat > go.mod <<'MOD'
module finding

go 1.26.0

require github.com/tidwall/gjson v1.20.1
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"
	"os"

	"github.com/tidwall/gjson"
)

const items = `[{"id":1,"status":"draft"},{"id":2,"status":"final"},{"id":3,"status":null},{"id":4,"status":7},{"id":5}]`

func main() {
	same := true
	for _, c := range []struct{ condition, guess, seen string }{
		{`status=="draft"`, "[1]", "[1]"},
		{`status!="draft"`, "[2,3,4]", "[2,4]"},
		{`status==null`, "[3]", "[]"},
		{`status==~null`, "[3,5]", "[3,5]"},
	} {
		got := gjson.Get(items, "#("+c.condition+")#.id").Raw
		fmt.Printf("%-16s guess %-8s gjson %s\n", c.condition, c.guess, got)
		same = same && got == c.seen
	}
	if !same {
		fmt.Println("CHANGED: this is not what was seen before")
		os.Exit(1)
	}
}
GO
go run .
