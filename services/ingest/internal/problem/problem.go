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
type Kind string

// The kinds.
const (
	Unauthenticated Kind = "unauthenticated"
	Forbidden       Kind = "forbidden"
	NotFound        Kind = "not-found"
	Method          Kind = "method"
	TooSlow         Kind = "too-slow"
	TooLarge        Kind = "too-large"
	Encoding        Kind = "content-encoding"
	Empty           Kind = "empty"
	Unreadable      Kind = "unreadable-body"
	BadHeader       Kind = "bad-header"
	KeyReused       Kind = "idempotency-key-reused"
	Reused          Kind = "signature-reused"
	Refused         Kind = "refused"
	LongHeader      Kind = "header-too-large"
	RateLimited     Kind = "rate-limited"
	NotStored       Kind = "not-stored"
	StreamFull      Kind = "stream-full"
	Busy            Kind = "busy"
	Unanswered      Kind = "status-unavailable"
	Untried         Kind = "dry-run-unavailable"
)

// Text is what is the same in every problem of a kind.
type Text struct {
	Kind   Kind
	Status int
	Title  string
}

// Kinds lists the kinds with their texts.
func Kinds() []Text {
	return []Text{
		{Unauthenticated, http.StatusUnauthorized, "No valid credentials"},
		{Forbidden, http.StatusForbidden, "Not your provider"},
		{NotFound, http.StatusNotFound, "Nothing there"},
		{Method, http.StatusMethodNotAllowed, "Not this method"},
		{TooSlow, http.StatusRequestTimeout, "The body took too long"},
		{TooLarge, http.StatusRequestEntityTooLarge, "The body is too large"},
		{Encoding, http.StatusUnsupportedMediaType, "Unknown content encoding"},
		{Empty, http.StatusUnprocessableEntity, "The body is empty"},
		{Unreadable, http.StatusUnprocessableEntity, "The body can't be read"},
		{BadHeader, http.StatusUnprocessableEntity, "A header or parameter can't be used"},
		{KeyReused, http.StatusUnprocessableEntity, "The Idempotency-Key had another body"},
		{Reused, http.StatusConflict, "The signature was used before"},
		{Refused, http.StatusUnprocessableEntity, "The stream refuses this document for good"},
		{RateLimited, http.StatusTooManyRequests, "Too fast"},
		{LongHeader, http.StatusRequestHeaderFieldsTooLarge, "A header or parameter is too long"},
		{NotStored, http.StatusServiceUnavailable, "The stream can't store at the moment"},
		{StreamFull, http.StatusServiceUnavailable, "The stream is full"},
		{Busy, http.StatusServiceUnavailable, "Too much at once"},
		{Untried, http.StatusServiceUnavailable, "Nothing can be tried at the moment"},
		{Unanswered, http.StatusServiceUnavailable, "The receipts can't be read at the moment"},
	}
}

// Type is the kind's RFC 9457 type: a name, not an address.
func (k Kind) Type() string { return "urn:wireroom:problem:" + string(k) }

// Text gives the kind's text.
func (k Kind) Text() Text {
	for _, t := range Kinds() {
		if t.Kind == k {
			return t
		}
	}
	return Text{k, http.StatusInternalServerError, "Something went wrong"}
}

// Problem is one occurrence, ready to be written.
type Problem struct {
	Text
	Detail     string
	RetryAfter time.Duration     // 0: none
	Header     map[string]string // further headers
}

// New makes an occurrence. detail says what happened and what to do.
func New(k Kind, detail string) *Problem { return &Problem{Text: k.Text(), Detail: detail} }

// Later makes an occurrence that may go away by itself.
func Later(k Kind, after time.Duration, detail string) *Problem {
	return &Problem{Text: k.Text(), Detail: detail, RetryAfter: after}
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
	service.Because(w, string(p.Kind))
	service.WriteProblem(w, service.Problem{Type: p.Kind.Type(), Title: p.Title, Status: p.Status, Detail: p.Detail})
}
