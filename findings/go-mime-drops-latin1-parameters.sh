#!/usr/bin/env bash
# Go's mime package drops a parameter in ISO-8859-1 without an error.
#
# One would guess: a parameter that RFC 2231 allows in any character set is decoded, or refused with
#   an error. For HTTP, RFC 5987 asked for ISO-8859-1 beside UTF-8, until RFC 8187 took that back.
# Seen with: Go 1.26.8 (mime.ParseMediaType).
# What happens: filename*=UTF-8''caf%C3%A9.pdf gives "filename". With iso-8859-1 there is no parameter
#   and no error: the answer is that of a header without a file name. Of a name in several parts
#   (filename*0*, filename*1) only the last part is left. A plain filename beside it is used.
# Why it matters: attachments of mail and downloads lose their name and, with it, the suffix by which
#   the format is told. Nothing says so. Look for "*=" in the header where the name is missing.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
export GOWORK=off GOFLAGS=-mod=mod GOTOOLCHAIN=go1.26.8
cat > go.mod <<'MOD'
module finding

go 1.26.0
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"
	"mime"
	"os"
)

func main() {
	utf8, utf8Err := parse(`attachment; filename*=UTF-8''caf%C3%A9.pdf`)
	latin, latinErr := parse(`attachment; filename*=iso-8859-1''caf%E9.pdf`)
	both, bothErr := parse(`attachment; filename="cafe.pdf"; filename*=iso-8859-1''caf%E9.pdf`)
	parts, partsErr := parse(`attachment; filename*0*=iso-8859-1''caf%E9-; filename*1=menu.pdf`)
	if utf8Err != nil || utf8["filename"] != "café.pdf" ||
		latinErr != nil || len(latin) != 0 ||
		bothErr != nil || both["filename"] != "cafe.pdf" ||
		partsErr != nil || parts["filename"] != "menu.pdf" {
		fmt.Println("CHANGED: this is not what was seen before")
		os.Exit(1)
	}
}

func parse(header string) (map[string]string, error) {
	_, params, err := mime.ParseMediaType(header)
	fmt.Printf("%s\n  parameters %q, error %v\n", header, params, err)
	return params, err
}
GO
go run .
