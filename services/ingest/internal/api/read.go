package api

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/httpbody"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/ingest/internal/auth"
	"github.com/wireroom/wireroom/services/ingest/internal/body"
	"github.com/wireroom/wireroom/services/ingest/internal/problem"
)

// reserve finds the memory that the body is read into. It is taken as bytes come.
func (in *intake) reserve() *problem.Problem {
	in.declared = in.request.ContentLength
	if in.declared > in.limit() {
		return in.tooLarge()
	}
	if in.known {
		in.lease = httpbody.NewLease(in.Memory, in.caller.provider.ID)
	} else {
		in.lease = httpbody.NewLease(in.Unverified, service.ClientGroup(in.request.RemoteAddr))
	}
	return nil
}

func (in *intake) release() {
	if in.lease != nil {
		in.lease.Release()
	}
}

func (in *intake) read() *problem.Problem {
	deadline := http.NewResponseController(in.writer).SetReadDeadline
	data, err := in.lease.Read(in.Pace.Reader(in.request.Body, in.Clock, deadline), in.declared, in.limit())
	if err != nil {
		return in.unread(err)
	}
	if p := in.verified(data); p != nil {
		return p
	}
	if in.gzip {
		if data, err = in.inflater.Inflate(in.lease, data, in.limit()); err != nil {
			return in.unread(err)
		}
	}
	if blank(data) {
		return problem.New(problem.Empty, "There is no document in the body. Send it as the body itself, not as a form.")
	}
	in.push.Data = data
	return nil
}

// verified settles who sent data, if that is not known yet.
func (in *intake) verified(data []byte) *problem.Problem {
	if p := in.caller.verify(data); p != nil || in.known {
		return p
	}
	in.known = true
	service.Known(in.request.Context())
	in.deprecated(in.writer, in.caller)
	if p := in.once(data); p != nil {
		return p
	}
	if p := in.admit(); p != nil {
		return p
	}
	if int64(len(data)) > in.limit() {
		return in.tooLarge()
	}
	if !in.lease.Move(in.Memory, in.caller.provider.ID) {
		return in.busy()
	}
	return nil
}

// once keeps a signature that somebody else has seen from being used for another push. What
// all is signed can only repeat itself, and RAW answers it with its first delivery; the old
// form signs the body alone, so what came with it has to stay the same too.
func (in *intake) once(data []byte) *problem.Problem {
	in.push.Once = in.caller.signature.ID(data)
	if !in.caller.signature.Weak() {
		return nil
	}
	if bytes.HasPrefix(data, []byte("/v1/")) {
		return unknown(auth.ErrSignature) // what a request without a body signs is no document
	}
	use := strings.Join([]string{in.caller.provider.ID, in.push.Key, contentType(in.request), fileName(in.request), string(in.asked), in.request.Header.Get("Content-Encoding"), in.request.URL.Query().Get("dry-run")}, "\x00")
	if !in.used.First(in.push.Once, use, in.received) {
		return problem.New(problem.Reused, "This signature came with another Idempotency-Key, type, name or lane before. Sign each push anew, by RFC 9421.")
	}
	return nil
}

func (in *intake) busy() *problem.Problem {
	return problem.Later(problem.Busy, afterBusy, "Too many documents are coming in at once. Send it again.")
}

func blank(data []byte) bool {
	for _, c := range data {
		if c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			return false
		}
	}
	return true
}

func (in *intake) unread(err error) *problem.Problem {
	switch {
	case errors.Is(err, httpbody.ErrTooLarge):
		return in.tooLarge()
	case errors.Is(err, httpbody.ErrBusy):
		return in.busy()
	case errors.Is(err, os.ErrDeadlineExceeded):
		return problem.New(problem.TooSlow, "The body came too slowly, or not within the time that a request has. Send it again.")
	case errors.Is(err, body.ErrGzip):
		return problem.New(problem.Unreadable, "The body is not what Content-Encoding: gzip says, or ends too early. Pack it anew.")
	}
	return problem.New(problem.Unreadable, "The body ended before its end. Send it again, whole.")
}

func (in *intake) tooLarge() *problem.Problem {
	return problem.New(problem.TooLarge, fmt.Sprintf("A document may have %d bytes, before and after decompression. Send fewer articles at once.", in.limit()))
}

// limit is the provider's; for a caller who only says that he is one it is the
// same for all, so that he doesn't learn which there are.
func (in *intake) limit() int64 {
	if !in.known {
		return contract.MaxArticle
	}
	return in.caller.provider.Limits.MaxBytes
}
