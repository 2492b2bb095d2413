// Package problem lists every error that the API answers with, as RFC 9457
// problem details: one type, status and title for each, and advice on what to do.
//
// The list is the reference: docs/providers.md and the OpenAPI document are held
// against it by tests. It must not decide when a problem occurs.
package problem

import (
	"net/http"
	"strconv"
	"time"

	"github.com/wireroom/wireroom/pkg/service"
)

// Kind is a kind of problem. Its name never changes.
type Kind struct {
	Name   string // the end of the type
	Status int
	Title  string
}

// TypePrefix begins the type of every problem: a name, not an address.
const TypePrefix = "urn:wireroom:problem:"

// Type is the kind's RFC 9457 type.
func (k Kind) Type() string { return TypePrefix + k.Name }

// The kinds. Functions instead of variables, so that nothing can change them.

func Unauthenticated() Kind {
	return Kind{"unauthenticated", http.StatusUnauthorized, "Who are you?"}
}
func Forbidden() Kind { return Kind{"forbidden", http.StatusForbidden, "Not your provider"} }
func NotFound() Kind  { return Kind{"not-found", http.StatusNotFound, "Nothing there"} }
func Method() Kind {
	return Kind{"method", http.StatusMethodNotAllowed, "Not this method"}
}
func TooSlow() Kind { return Kind{"too-slow", http.StatusRequestTimeout, "The body took too long"} }
func TooLarge() Kind {
	return Kind{"too-large", http.StatusRequestEntityTooLarge, "The body is too large"}
}
func Encoding() Kind {
	return Kind{"content-encoding", http.StatusUnsupportedMediaType, "Unknown content encoding"}
}
func Empty() Kind { return Kind{"empty", http.StatusUnprocessableEntity, "The body is empty"} }
func Unreadable() Kind {
	return Kind{"unreadable-body", http.StatusUnprocessableEntity, "The body can't be read"}
}
func BadHeader() Kind {
	return Kind{"bad-header", http.StatusUnprocessableEntity, "A header or parameter can't be used"}
}
func KeyReused() Kind {
	return Kind{"idempotency-key-reused", http.StatusUnprocessableEntity, "The Idempotency-Key had another body"}
}
func RateLimited() Kind {
	return Kind{"rate-limited", http.StatusTooManyRequests, "Too fast"}
}
func NotStored() Kind {
	return Kind{"not-stored", http.StatusServiceUnavailable, "The stream can't store at the moment"}
}
func StreamFull() Kind {
	return Kind{"stream-full", http.StatusServiceUnavailable, "The stream is full"}
}
func Busy() Kind { return Kind{"busy", http.StatusServiceUnavailable, "Too much at once"} }
func Unanswered() Kind {
	return Kind{"status-unavailable", http.StatusServiceUnavailable, "The receipts can't be read at the moment"}
}

// Kinds lists them all.
func Kinds() []Kind {
	return []Kind{
		Unauthenticated(), Forbidden(), NotFound(), Method(), TooSlow(), TooLarge(), Encoding(), Empty(), Unreadable(),
		BadHeader(), KeyReused(), RateLimited(), NotStored(), StreamFull(), Busy(), Unanswered(),
	}
}

// Problem is one occurrence, ready to be written.
type Problem struct {
	Kind
	Detail     string
	RetryAfter time.Duration     // 0: none
	Header     map[string]string // further headers
}

// New makes an occurrence. detail says what happened and what to do.
func New(k Kind, detail string) *Problem { return &Problem{Kind: k, Detail: detail} }

// Later makes an occurrence that may go away by itself.
func Later(k Kind, after time.Duration, detail string) *Problem {
	return &Problem{Kind: k, Detail: detail, RetryAfter: after}
}

// With adds a header.
func (p *Problem) With(name, value string) *Problem {
	p.Header = map[string]string{name: value}
	return p
}

// Write answers with the problem. Retry-After is in whole seconds, rounded up
// (RFC 9110, 10.2.3).
func (p *Problem) Write(w http.ResponseWriter) {
	for name, value := range p.Header {
		w.Header().Set(name, value)
	}
	if p.RetryAfter > 0 {
		seconds := int64((p.RetryAfter + time.Second - 1) / time.Second)
		w.Header().Set("Retry-After", strconv.FormatInt(seconds, 10))
	}
	service.WriteProblem(w, service.Problem{Type: p.Type(), Title: p.Title, Status: p.Status, Detail: p.Detail})
}
