package api

import (
	"net/http"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/ingest/internal/auth"
	"github.com/wireroom/wireroom/services/ingest/internal/problem"
	"github.com/wireroom/wireroom/services/ingest/internal/status"
)

// details is service.Problem as it looks on the wire.
type details struct {
	Type   string `json:"type" doc:"The kind of problem; docs/providers.md lists them."`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail" doc:"What happened and what to do."`
}

// describe is the OpenAPI document. Its schemas come from the types that are
// answered with. The handlers are not huma's: a push is checked before its body is
// read, and a body is bytes.
func describe() *huma.OpenAPI {
	schemas := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	doc := &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info:    &huma.Info{Title: "wireroom ingest", Version: "1", Description: "Where news agencies push what they have."},
		Components: &huma.Components{Schemas: schemas, SecuritySchemes: map[string]*huma.SecurityScheme{
			"key":       {Type: "http", Scheme: "bearer"},
			"signature": {Type: "apiKey", In: "header", Name: auth.SignatureHeader, Description: "t=UNIXTIME,v1=HEX: HMAC-SHA256 over UNIXTIME, a dot and the body as it is sent; over the address with its query where there is no body."},
		}},
		Security: []map[string][]string{{"key": {}}, {"signature": {}}},
	}
	doc.AddOperation(pushOperation(schemas))
	doc.AddOperation(statusOperation(schemas))
	return doc
}

func pushOperation(schemas huma.Registry) *huma.Operation {
	accepted := answer(schemas, reflect.TypeFor[Accepted](), "application/json", "Stored. Ask at Location what becomes of it.")
	accepted.Headers = map[string]*huma.Param{
		"Location":             {Description: "Where to ask what became of it.", Schema: text()},
		"Idempotency-Replayed": {Description: "true if this Idempotency-Key was there before: the answer is the first one's.", Schema: text()},
	}
	return &huma.Operation{
		OperationID: "push", Method: http.MethodPost, Path: pushPath, Summary: "Push a document",
		Description: "The body is the document as the agency has it, in any format and charset. The answer comes once it is stored.",
		Parameters: []*huma.Param{
			path("provider", "The provider's id."),
			header("Content-Type", "What it is, if known; else it is found out."),
			header("Content-Encoding", "gzip or identity."),
			header("Idempotency-Key", "1 to 255 printable ASCII characters. A repeat within 24 hours is the same delivery."),
			header(contract.HeaderLane, "bulk for a backfill; can only lower."),
			header("Content-Disposition", "filename, kept with the document."),
			header("Traceparent", "W3C trace context."),
			query("file", "File name, kept with the document."),
		},
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
			"*/*": {Schema: &huma.Schema{Type: "string", Format: "binary"}}}},
		Responses: responses(schemas, http.StatusAccepted, accepted,
			problem.Unauthenticated, problem.Forbidden, problem.TooSlow, problem.TooLarge, problem.Encoding,
			problem.Empty, problem.Unreadable, problem.BadHeader, problem.KeyReused, problem.RateLimited,
			problem.NotStored, problem.StreamFull, problem.Busy),
	}
}

func statusOperation(schemas huma.Registry) *huma.Operation {
	return &huma.Operation{
		OperationID: "delivery", Method: http.MethodGet, Path: statusPath, Summary: "What became of a delivery",
		Parameters: []*huma.Param{
			path("id", "The delivery's id."),
			query("wait", "Wait this long for the last receipt, 30s at most: 10s."),
			header(auth.ProviderHeader, "The provider's id, where the request is signed."),
		},
		Responses: responses(schemas, http.StatusOK,
			answer(schemas, reflect.TypeFor[status.Delivery](), "application/json", "What is known so far."),
			problem.Unauthenticated, problem.NotFound, problem.BadHeader, problem.Unanswered),
	}
}

func text() *huma.Schema { return &huma.Schema{Type: huma.TypeString} }

func path(name, doc string) *huma.Param {
	return &huma.Param{Name: name, In: "path", Required: true, Description: doc, Schema: text()}
}

func header(name, doc string) *huma.Param {
	return &huma.Param{Name: name, In: "header", Description: doc, Schema: text()}
}

func query(name, doc string) *huma.Param {
	return &huma.Param{Name: name, In: "query", Description: doc, Schema: text()}
}

func answer(schemas huma.Registry, t reflect.Type, media, doc string) *huma.Response {
	return &huma.Response{Description: doc, Content: map[string]*huma.MediaType{media: {Schema: schemas.Schema(t, true, t.Name())}}}
}

// responses has one entry for each status: a status of several kinds lists them.
func responses(schemas huma.Registry, code int, good *huma.Response, kinds ...problem.Kind) map[string]*huma.Response {
	out := map[string]*huma.Response{strconv.Itoa(code): good}
	for _, k := range kinds {
		name, line := strconv.Itoa(k.Text().Status), k.Text().Title+" ("+k.Type()+")."
		if r, ok := out[name]; ok {
			r.Description += " " + line
			continue
		}
		out[name] = answer(schemas, reflect.TypeFor[details](), service.ProblemType, line)
	}
	return out
}
