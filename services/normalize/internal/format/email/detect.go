package email

import (
	"bytes"
	"strings"
)

// Looks reports whether the first bytes of a document are a mail's header: fields
// that only mail has, or a sender with a date or a subject. Lines of a mail folder
// and empty lines before it are skipped.
func Looks(head []byte) bool {
	score := 0
	for bytes.HasPrefix(head, []byte("From ")) {
		_, rest, more := bytes.Cut(head, []byte("\n"))
		if !more {
			return false
		}
		head, score = rest, 1
	}
	fields := 0
	for line := range bytes.Lines(head) {
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		name, _, ok := bytes.Cut(line, []byte(":"))
		switch {
		case line[0] == ' ' || line[0] == '\t':
			if fields == 0 {
				return false
			}
			continue
		case !ok || len(name) == 0 || len(name) > 60 || bytes.IndexByte(name, ' ') >= 0:
			return score >= 3
		}
		fields++
		score += weight(strings.ToLower(string(name)))
	}
	return score >= 3
}

// weight says how sure a field makes that a document is a mail: 3 is enough.
func weight(name string) int {
	switch name {
	case "message-id", "mime-version", "return-path", "received", "delivered-to", "x-mailer", "content-transfer-encoding", "dkim-signature":
		return 3
	case "from", "content-type":
		return 2
	case "to", "subject", "date", "reply-to", "cc", "sender":
		return 1
	}
	return 0
}
