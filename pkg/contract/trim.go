package contract

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nats-io/nats.go"
)

// HeaderSize is how many bytes headers take as they are sent.
func HeaderSize(h nats.Header) int {
	n := len("NATS/1.0\r\n\r\n")
	for name, values := range h {
		for _, v := range values {
			n += len(name) + len(": \r\n") + len(v)
		}
	}
	return n
}

// maxDeadHeaders is how many bytes of headers a dead letter has: the broker takes
// 65,535, and a retry adds some.
const maxDeadHeaders = 60 << 10

// trimmed leaves out of a dead letter what would make the broker refuse it too: its
// longest headers, but for those that a retry and an operator need. What is left out is
// named in a header.
func trimmed(m *nats.Msg) *nats.Msg {
	if HeaderSize(m.Header) <= maxDeadHeaders {
		return m
	}
	var left []string
	for HeaderSize(m.Header)+sizeOfNames(left) > maxDeadHeaders {
		name := longest(m.Header)
		if name == "" {
			break
		}
		delete(m.Header, name)
		if len(name) <= 100 && len(left) < 50 {
			left = append(left, name)
		}
	}
	m.Header[HeaderDeadTrimmed] = []string{strings.Join(left, ",")}
	return m
}

func sizeOfNames(names []string) int {
	n := len(HeaderDeadTrimmed) + 8
	for _, name := range names {
		n += len(name) + 1
	}
	return n
}

// longest names the header that takes the most room and may be left out.
func longest(h nats.Header) (name string) {
	most := 0
	for n, values := range h {
		if size := len(n) + len(strings.Join(values, "")); size > most && !kept(n) {
			name, most = n, size
		}
	}
	return name
}

// kept are the headers that a dead letter keeps.
func kept(name string) bool {
	return strings.HasPrefix(name, "Wireroom-Dead-") || slices.Contains([]string{
		HeaderMsgID, HeaderProvider, HeaderDelivery, HeaderPosition, HeaderArticle, HeaderVersion, HeaderHash, HeaderLane, HeaderReceivedAt,
	}, name)
}

// Bare is a dead letter without its data and most of its headers, for a broker that
// refuses the whole one. Its own stream still holds the message that it names.
func Bare(dead *nats.Msg) *nats.Msg {
	out := &nats.Msg{Subject: dead.Subject, Header: nats.Header{}}
	for name, values := range dead.Header {
		if kept(name) {
			out.Header[name] = []string{clip(values[0], maxErrorHeader)}
		}
	}
	out.Header[HeaderDeadTrimmed] = []string{fmt.Sprintf("data (%d bytes), headers", len(dead.Data))}
	return out
}
