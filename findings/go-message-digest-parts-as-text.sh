#!/usr/bin/env bash
# go-message reads the messages of a multipart/digest as plain text.
#
# One would guess: a part without a Content-Type is text/plain, but in a multipart/digest it is
#   message/rfc822 (RFC 2046, 5.1.5). That default is what a digest is for.
# Seen with: go-message 0.18.2.
# What happens: such a part is text/plain and inline in a digest too. Its text begins with the header
#   fields of the message it holds, and that message is not opened.
# Why it matters: a list that sends its releases as a digest gives articles which begin with "From:"
#   and "Subject:", and no titles. In a multipart/digest set the type of such parts yourself.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
export GOWORK=off GOFLAGS=-mod=mod
cat > go.mod <<'MOD'
module finding

go 1.26.0

require github.com/emersion/go-message v0.18.2
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/emersion/go-message/mail"
)

const digest = `From: Desk <desk@example.com>
Date: Tue, 01 Dec 2026 10:00:00 +0000
Subject: Releases of the day
MIME-Version: 1.0
Content-Type: multipart/digest; boundary=next

--next

From: Harbour <harbour@example.com>
Date: Tue, 01 Dec 2026 09:00:00 +0000
Subject: New ferry

The ferry sails at noon.
--next--
`

func main() {
	r, err := mail.CreateReader(strings.NewReader(strings.ReplaceAll(digest, "\n", "\r\n")))
	must(err)
	part, err := r.NextPart()
	must(err)
	header, ok := part.Header.(*mail.InlineHeader)
	if !ok {
		changed()
	}
	kind, _, err := header.ContentType()
	must(err)
	body, err := io.ReadAll(part.Body)
	must(err)
	fmt.Printf("type by RFC 2046: message/rfc822\ntype by go-message: %s\ntext: %q\n", kind, body)
	if kind != "text/plain" || !strings.HasPrefix(string(body), "From: Harbour") {
		changed()
	}
}

func must(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func changed() {
	fmt.Println("CHANGED: this is not what was seen before")
	os.Exit(1)
}
GO
go run .
