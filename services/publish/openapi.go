package publish

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/wireroom/wireroom/pkg/asyncapi"
	"github.com/wireroom/wireroom/pkg/openapi"
	"github.com/wireroom/wireroom/services/publish/internal/api"
	"github.com/wireroom/wireroom/services/publish/internal/media"
	"github.com/wireroom/wireroom/services/publish/internal/stream"
	"github.com/wireroom/wireroom/services/publish/internal/views"
	"github.com/wireroom/wireroom/services/publish/internal/webhooks"
	"github.com/wireroom/wireroom/services/publish/internal/websub"
)

// description is publish's API. A route is described beside its handler, by the function
// Operations of its package, and that function is named here; a test compares the list
// with the routes that are mounted.
func description() openapi.Document {
	s := openapi.WireSchemas()
	return openapi.Document{
		Title: "wireroom publish",
		Text: "Articles as they stand now, their versions and pictures, the stream of events, and views.\n\n" +
			"HEAD is answered wherever GET is. Every error is a problem document (RFC 9457): its `type` never changes. A path that is not here is answered with 404 (`urn:wireroom:problem:no-route`), a method that a path does not take with 405 (`urn:wireroom:problem:method-not-allowed`) and `Allow`.\n\n" +
			"Answers below /v1 tell by `RateLimit-Policy` and `RateLimit` how many requests are taken at once and in how many seconds they come back, and how many are left.",
		Security:   map[string]openapi.Schema{"key": {"type": "http", "scheme": "bearer", "description": "The key of a consumer. Where the operator lets anybody read, none is needed."}},
		Schemas:    s,
		Operations: slices.Concat(limited(slices.Concat(api.Operations(s), stream.Operations(s), media.Operations(), views.Operations(s), webhooks.Operations(s), websub.Operations())), openapi.Own(), []openapi.Operation{asyncDescription()}),
	}
}

// limited adds the answers to who asks for too much, and to a parameter that is not there.
func limited(list []openapi.Operation) []openapi.Operation {
	for i, o := range list {
		if strings.HasPrefix(o.Path, "/v1/") {
			list[i].Problems = append(slices.Clone(o.Problems), openapi.Problem{Status: http.StatusTooManyRequests, Kind: "rate-limited", Title: "Too many requests"})
			if !slices.ContainsFunc(o.Problems, func(p openapi.Problem) bool { return p.Status == http.StatusBadRequest }) {
				list[i].Problems = append(list[i].Problems, api.UnknownParameter())
			}
		}
	}
	return list
}

func asyncDescription() openapi.Operation {
	return openapi.Operation{Name: "asyncapi", Method: http.MethodGet, Path: "/asyncapi.json", Tag: "description", Public: true, Summary: "What NATS clients read: subjects, headers, messages",
		Answers: []openapi.Answer{{Status: http.StatusOK, Text: "AsyncAPI 3.0.", Media: []openapi.Media{{Type: "application/json", Schema: openapi.Schema{"type": "object"}}}}}}
}

// describe serves a description, and answers what it does not hold.
func describe(mux *http.ServeMux, d openapi.Document, page http.Handler) error {
	document, err := d.JSON()
	if err != nil {
		return fmt.Errorf("describe the API: %w", err)
	}
	news, err := asyncapi.JSON()
	if err != nil {
		return fmt.Errorf("describe NEWS: %w", err)
	}
	mux.HandleFunc("GET /asyncapi.json", openapi.Fixed("application/json", news))
	api.MountRest(mux, d.Operations, page)
	return openapi.Mount(mux, document)
}

// OpenAPI is the description of publish's API, as it is served.
func OpenAPI() ([]byte, error) { return description().JSON() }
