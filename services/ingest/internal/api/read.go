package api

import (
	"errors"
	"fmt"
	"os"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/ingest/internal/body"
	"github.com/wireroom/wireroom/services/ingest/internal/problem"
)

// reserve accounts for the memory that the body may take, before it is read.
func (in *intake) reserve() *problem.Problem {
	limit := in.limit()
	in.declared = in.request.ContentLength
	if in.declared > limit {
		return in.tooLarge()
	}
	need := in.declared
	if need < 0 {
		need = limit
	}
	if in.gzip {
		need += limit
	}
	if need > 0 && !in.memory.TryAcquire(need) {
		return problem.Later(problem.Busy, afterBusy, "Too many documents are coming in at once. Send it again.")
	}
	in.held = need
	return nil
}

func (in *intake) release() {
	if in.held > 0 {
		in.memory.Release(in.held)
	}
}

func (in *intake) read() *problem.Problem {
	data, err := body.Read(in.request.Body, in.declared, in.limit())
	if err != nil {
		return in.unread(err)
	}
	if p := in.caller.verify(data); p != nil {
		return p
	}
	if !in.known {
		in.known = true
		if p := in.admit(); p != nil {
			return p
		}
		if int64(len(data)) > in.limit() {
			return in.tooLarge()
		}
	}
	if in.gzip {
		if data, err = in.inflater.Inflate(data, in.limit()); err != nil {
			return in.unread(err)
		}
	}
	if blank(data) {
		return problem.New(problem.Empty, "There is no document in the body. Send it as the body itself, not as a form.")
	}
	in.push.Data = data
	return nil
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
	case errors.Is(err, body.ErrTooLarge):
		return in.tooLarge()
	case errors.Is(err, os.ErrDeadlineExceeded):
		return problem.New(problem.TooSlow, "The body did not come within the time that a request has. Send it again.")
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
