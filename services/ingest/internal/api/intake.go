package api

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/httpbody"
	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/ingest/internal/problem"
	"github.com/wireroom/wireroom/services/ingest/internal/raw"
)

// intake is one push on its way in. What is cheap to refuse is refused first, and
// the body is read last.
type intake struct {
	*API
	writer   http.ResponseWriter
	request  *http.Request
	received time.Time

	caller   caller
	known    bool // the caller is who he says
	gzip     bool
	asked    contract.Lane // by header
	lease    *httpbody.Lease
	push     raw.Push
	declared int64
}

// who is the provider for logs and metrics: empty as long as anybody could say so.
func (in *intake) who() string {
	if !in.known {
		return ""
	}
	return in.caller.provider.ID
}

func (in *intake) take() (raw.Stored, *problem.Problem) {
	if p := in.accept(); p != nil {
		return raw.Stored{}, p
	}
	return in.store(in.request, in.push)
}

// accept makes the push, ready to be stored.
func (in *intake) accept() *problem.Problem {
	for _, step := range []func() *problem.Problem{in.identify, in.admit, in.headers, in.reserve, in.read} {
		if p := step(); p != nil {
			return p
		}
	}
	in.push.Lane = in.lane()
	in.push.ID, in.push.Provider, in.push.Received = in.NewID(), in.caller.provider.ID, in.received
	in.push.ContentType, in.push.FileName = contentType(in.request), fileName(in.request)
	use, notes := machineuse.Header(in.request.Header)
	in.push.MachineUse = use
	if len(notes) > 0 {
		in.Log.Info("what a push says of machines is not all understood", zap.String("provider", in.push.Provider), zap.Strings("notes", notes[:min(len(notes), 5)]))
	}
	return nil
}

func (in *intake) identify() (p *problem.Problem) {
	id := in.request.PathValue("provider")
	if in.caller, p = in.callerOf(in.request, id); p != nil {
		return p
	}
	if in.caller.signature != nil {
		return nil // until the body is there
	}
	in.known = true
	service.Known(in.request.Context())
	if in.caller.provider.ID != id {
		// the same whether there is such a provider or not
		return problem.New(problem.Forbidden, fmt.Sprintf("Your key is one of provider %q: push to /v1/wire/%[1]s.", in.caller.provider.ID))
	}
	return nil
}

// admit counts the push against the provider's rate, once the caller is known:
// nobody else may use it up.
func (in *intake) admit() *problem.Problem {
	if !in.known {
		return nil
	}
	wait := in.rates.Take(in.caller.provider, in.received)
	if wait == 0 {
		return nil
	}
	return problem.Later(problem.RateLimited, wait, fmt.Sprintf("The agreed rate is %g pushes a second. Wait as long as Retry-After says.", in.caller.provider.Limits.Rate))
}

func (in *intake) headers() *problem.Problem {
	h := in.request.Header
	switch encoding := strings.ToLower(h.Get("Content-Encoding")); encoding {
	case "", "identity":
	case "gzip", "x-gzip":
		in.gzip = true
	default:
		return problem.New(problem.Encoding, fmt.Sprintf("Content-Encoding %.40q is not taken: send the body as it is, or as gzip.", encoding)).
			With("Accept-Encoding", "gzip")
	}
	if len(contentType(in.request)) > maxDeclared {
		return problem.New(problem.LongHeader, fmt.Sprintf("Content-Type should have %d bytes at most.", maxDeclared))
	}
	if len(fileName(in.request)) > maxDeclared {
		return problem.New(problem.LongHeader, fmt.Sprintf("The file name should have %d bytes at most.", maxDeclared))
	}
	if keys, ok := h["Idempotency-Key"]; ok {
		if len(keys) != 1 || !printable(keys[0]) {
			return problem.New(problem.BadHeader, "Idempotency-Key should be one value of 1 to 255 printable ASCII characters.")
		}
		in.push.Key = keys[0]
	}
	if in.asked = contract.Lane(h.Get(contract.HeaderLane)); in.asked != "" && !in.asked.Valid() {
		return problem.New(problem.BadHeader, contract.HeaderLane+" should be flash, wire or bulk.")
	}
	return nil
}

// Bounds, in bytes, of what becomes a header of a message: the broker takes 64 KiB of
// all of them.
const (
	maxKey      = 255
	maxDeclared = 255
)

func printable(key string) bool {
	return key != "" && len(key) <= maxKey && !strings.ContainsFunc(key, func(r rune) bool { return r < ' ' || r > '~' })
}
