// Package api is ingest's HTTP API: pushes, the status of deliveries, and its own
// description.
//
// It turns requests into calls of the packages beside it and their errors into
// problem details. It must not talk to NATS itself.
package api

import (
	"encoding/json"
	"net/http"
	"time"

	"go.opentelemetry.io/otel/trace"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/httpbody"
	"github.com/wireroom/wireroom/pkg/openapi"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/ingest/internal/auth"
	"github.com/wireroom/wireroom/services/ingest/internal/body"
	"github.com/wireroom/wireroom/services/ingest/internal/dryrun"
	"github.com/wireroom/wireroom/services/ingest/internal/limit"
	"github.com/wireroom/wireroom/services/ingest/internal/problem"
	"github.com/wireroom/wireroom/services/ingest/internal/raw"
	"github.com/wireroom/wireroom/services/ingest/internal/status"
)

// Deps are what the API works with; all of them have to be set.
type Deps struct {
	Providers *provider.Store
	Raw       *raw.Writer
	Receipts  *status.Reader
	DryRun    *dryrun.Asker
	Metrics   *Metrics
	Log       *zap.Logger
	Clock     func() time.Time
	// NewID makes the CloudEvents id of a push: unique for ever.
	NewID  func() string
	Tracer trace.Tracer
	// Memory is what bodies of known callers are held in, by provider; Unverified is
	// for those whose signature is not verified yet, by address.
	Memory, Unverified *httpbody.Budget
	// Pace is how fast a body has to come.
	Pace httpbody.Pace
	// WeakUntil is when signatures of the old form end.
	WeakUntil time.Time
}

// API answers requests.
type API struct {
	Deps
	rates    *limit.Rates
	inflater body.Inflater
	used     *auth.Once
}

// New makes an API.
func New(d Deps) *API {
	return &API{Deps: d, rates: limit.NewRates(), used: auth.NewOnce()}
}

// Addresses of the API.
const (
	pushPath   = "/v1/wire/{provider}"
	listPath   = "/v1/deliveries"
	statusPath = "/v1/deliveries/{id}"
)

// Handler serves everything but what is mounted beside it, with the description of it. all
// are the operations of both.
func (a *API) Handler(document []byte, all []openapi.Operation) (http.Handler, error) {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/wire/{provider}", a.push)
	mux.HandleFunc("GET /v1/deliveries", a.list)
	mux.HandleFunc("GET /v1/deliveries/{id}", a.status)
	mux.HandleFunc("GET /{$}", fixed(index()))
	for path, methods := range openapi.Methods(all) {
		mux.HandleFunc(path, only(openapi.Allowed(methods)))
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		problem.New(problem.NotFound, "There is nothing at this address. GET / lists what is where.").Write(w)
	})
	refuse := func(w http.ResponseWriter, detail string) { problem.New(problem.BadHeader, detail).Write(w) }
	return openapi.KnownParameters(Operations(openapi.NewSchemas()), refuse, mux), openapi.Mount(mux, document)
}

// Exact answers with problem details where a mux would have an answer of its own.
func Exact(next http.Handler) http.Handler {
	return service.ExactPaths(next, func(w http.ResponseWriter, status int, detail string) {
		kind := problem.NotFound
		if status == http.StatusMethodNotAllowed {
			kind = problem.Method
		}
		problem.New(kind, detail).Write(w)
	})
}

func index() []byte {
	return []byte(`{"service":"wireroom ingest","push":"POST ` + pushPath + `","status":"GET ` + statusPath + `","deliveries":"GET ` + listPath +
		`","openapi":"` + openapi.DocumentPath + `","docs":"` + openapi.PagePath + `"}`)
}

func fixed(document []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(document) // the reader may have gone away
	}
}

func only(allow string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		problem.New(problem.Method, "This address takes "+allow+" alone.").With("Allow", allow).Write(w)
	}
}

func writeJSON(w http.ResponseWriter, code int, v any) error {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(code)
	return json.NewEncoder(w).Encode(v)
}
