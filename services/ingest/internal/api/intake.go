package api

import (
	"cmp"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/ingest/internal/body"
	"github.com/wireroom/wireroom/services/ingest/internal/look"
	"github.com/wireroom/wireroom/services/ingest/internal/problem"
	"github.com/wireroom/wireroom/services/ingest/internal/raw"
)

// intake is one push on its way in. What is cheap to refuse is refused first, and
// the body is read last.
type intake struct {
	*API
	request  *http.Request
	received time.Time

	caller   caller
	known    bool // the caller is who he says
	gzip     bool
	asked    contract.Lane // by header
	held     int64         // bytes of memory accounted for
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
	for _, step := range []func() *problem.Problem{in.identify, in.admit, in.headers, in.reserve, in.read} {
		if p := step(); p != nil {
			return raw.Stored{}, p
		}
	}
	in.push.Lane = in.lane()
	in.push.ID, in.push.Provider, in.push.Received = in.NewID(), in.caller.provider.ID, in.received
	in.push.ContentType, in.push.FileName = in.request.Header.Get("Content-Type"), fileName(in.request)
	return in.store(in.request, in.push)
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
	if in.caller.provider.ID != id {
		// the same whether there is such a provider or not
		return problem.New(problem.Forbidden(), fmt.Sprintf("Your key is one of provider %q: push to /v1/wire/%[1]s.", in.caller.provider.ID))
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
	return problem.Later(problem.RateLimited(), wait, fmt.Sprintf("The agreed rate is %g pushes a second. Wait as long as Retry-After says.", in.caller.provider.Limits.Rate))
}

func (in *intake) headers() *problem.Problem {
	h := in.request.Header
	switch encoding := strings.ToLower(h.Get("Content-Encoding")); encoding {
	case "", "identity":
	case "gzip", "x-gzip":
		in.gzip = true
	default:
		return problem.New(problem.Encoding(), fmt.Sprintf("Content-Encoding %.40q is not taken: send the body as it is, or as gzip.", encoding)).
			With("Accept-Encoding", "gzip")
	}
	if keys, ok := h["Idempotency-Key"]; ok {
		if len(keys) != 1 || !printable(keys[0]) {
			return problem.New(problem.BadHeader(), "Idempotency-Key should be one value of 1 to 255 printable ASCII characters.")
		}
		in.push.Key = keys[0]
	}
	if in.asked = contract.Lane(h.Get(contract.HeaderLane)); in.asked != "" && !in.asked.Valid() {
		return problem.New(problem.BadHeader(), contract.HeaderLane+" should be flash, wire or bulk.")
	}
	return nil
}

const maxKey = 255

func printable(key string) bool {
	return key != "" && len(key) <= maxKey && !strings.ContainsFunc(key, func(r rune) bool { return r < ' ' || r > '~' })
}

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
		return problem.Later(problem.Busy(), afterBusy, "Too many documents are coming in at once. Send it again.")
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
	}
	if in.gzip {
		if data, err = in.inflater.Inflate(data, in.limit()); err != nil {
			return in.unread(err)
		}
	}
	if blank(data) {
		return problem.New(problem.Empty(), "There is no document in the body. Send it as the body itself, not as a form.")
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
		return problem.New(problem.TooSlow(), "The body did not come within the time that a request has. Send it again.")
	case errors.Is(err, body.ErrGzip):
		return problem.New(problem.Unreadable(), "The body is not what Content-Encoding: gzip says, or ends too early. Pack it anew.")
	}
	return problem.New(problem.Unreadable(), "The body ended before its end. Send it again, whole.")
}

func (in *intake) tooLarge() *problem.Problem {
	return problem.New(problem.TooLarge(), fmt.Sprintf("A document may have %d bytes, before and after decompression. Send fewer articles at once.", in.limit()))
}

// limit is the provider's; whoever claims to be one that is not there gets a
// provider's default, and learns nothing.
func (in *intake) limit() int64 {
	return cmp.Or(in.caller.provider.Limits.MaxBytes, provider.DefaultMaxBytes)
}

// lane is what a look at the document, the provider's setting and the header come
// to. The header may only lower, and a takedown waits for nobody.
func (in *intake) lane() contract.Lane {
	lane, takedown := look.Lane(in.push.Data)
	if takedown {
		return contract.Flash
	}
	if set := in.caller.provider.Defaults.Lane; set != "" {
		lane = set
	}
	return lower(lane, in.asked)
}

func lower(a, b contract.Lane) contract.Lane {
	if b == contract.Bulk || b == contract.Wire && a == contract.Flash {
		return b
	}
	return a
}

// fileName is the name that the provider gave, without folders.
func fileName(r *http.Request) string {
	name := r.URL.Query().Get("file")
	if name == "" {
		if d := r.Header.Get("Content-Disposition"); d != "" {
			if _, params, err := mime.ParseMediaType(d); err == nil {
				name = params["filename"]
			}
		}
	}
	return name[strings.LastIndexAny(name, `/\`)+1:]
}
