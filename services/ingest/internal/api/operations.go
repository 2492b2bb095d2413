package api

import (
	"net/http"
	"slices"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/openapi"
	"github.com/wireroom/wireroom/services/ingest/internal/problem"
	"github.com/wireroom/wireroom/services/ingest/internal/status"
)

const tag = "deliveries"

// Operations describes the routes of this package.
func Operations(s *openapi.Schemas) []openapi.Operation {
	return []openapi.Operation{pushOperation(s), statusOperation(s), listOperation(s), indexOperation()}
}

// Security describes how a caller says who it is.
func Security() map[string]openapi.Schema {
	return map[string]openapi.Schema{
		"key":           {"type": "http", "scheme": "bearer", "description": "The provider's key."},
		"signature":     {"type": "apiKey", "in": "header", "name": "Signature-Input", "description": "An HTTP message signature (RFC 9421) with hmac-sha256 over @method, @path, @query, content-digest (RFC 9530) and each header that matters; docs/providers.md lists them. The header Signature goes with it."},
		"weakSignature": {"type": "apiKey", "in": "header", "name": "Wireroom-Signature", "description": "t=UNIXTIME,v1=HEX: HMAC-SHA256 over UNIXTIME, a dot and the body as it is sent; over the address with its query where there is no body. Deprecated: taken until the day that the answer's Sunset names."},
	}
}

func problems(kinds ...problem.Kind) (out []openapi.Problem) {
	for _, k := range problem.Kinds() {
		if slices.Contains(kinds, k.Kind) {
			out = append(out, openapi.Problem{Status: k.Status, Kind: string(k.Kind), Title: k.Title})
		}
	}
	return out
}

func asJSON(schema openapi.Schema) []openapi.Media {
	return []openapi.Media{{Type: "application/json", Schema: schema}}
}

// deprecation is what an answer to a signature of the old form has.
func deprecation(more map[string]string) map[string]string {
	more["Deprecation"], more["Sunset"] = "Since when signatures of the old form are deprecated, if the request has one.", "Until when they are taken."
	return more
}

func pushOperation(s *openapi.Schemas) openapi.Operation {
	return openapi.Operation{Name: "push", Method: http.MethodPost, Path: pushPath, Tag: tag, Summary: "Push a document",
		Text:       "The body is the document as the agency has it, in any format and charset. The answer comes once it is stored.",
		Parameters: pushParameters(),
		Body:       &openapi.Body{Text: "The document, as bytes.", Media: []openapi.Media{{Type: "*/*", Schema: openapi.Schema{"type": "string", "format": "binary", "contentMediaType": "application/octet-stream"}}}},
		Answers: []openapi.Answer{{Status: http.StatusOK, Text: "With dry-run=1: what would come out. Nothing is stored.", Media: asJSON(openapi.Of[contract.DryRun](s)), Headers: deprecation(map[string]string{})}, {Status: http.StatusAccepted, Text: "Stored. Ask at Location what becomes of it.", Media: asJSON(openapi.Of[Accepted](s)), Headers: deprecation(map[string]string{
			"Location":             "Where to ask what became of it.",
			"Idempotency-Replayed": "true if this Idempotency-Key, or this signature, was there before: the answer is the first one's."})}},
		Problems: problems(problem.Unauthenticated, problem.Forbidden, problem.TooSlow, problem.TooLarge, problem.Encoding, problem.Empty, problem.Unreadable, problem.BadHeader,
			problem.KeyReused, problem.Reused, problem.Refused, problem.RateLimited, problem.LongHeader, problem.NotStored, problem.StreamFull, problem.Busy, problem.Untried)}
}

func pushParameters() []openapi.Parameter {
	return []openapi.Parameter{
		openapi.Path("provider", "The provider's id."),
		openapi.Query("dry-run", "1 answers with what would come out of the document, and stores nothing.", openapi.Schema{"type": "string", "enum": []string{"0", "1", "false", "true"}}),
		openapi.Query("file", "File name, kept with the document.", nil),
		openapi.Header("Content-Encoding", "gzip or identity."),
		openapi.Header("Idempotency-Key", "1 to 255 printable ASCII characters. A repeat within 24 hours is the same delivery."),
		openapi.Header("Wireroom-Lane", "bulk for a backfill; can only lower."),
		openapi.Header("Content-Disposition", "filename, kept with the document."),
		openapi.Header("Traceparent", "W3C trace context."),
	}
}

func statusOperation(s *openapi.Schemas) openapi.Operation {
	return openapi.Operation{Name: "delivery", Method: http.MethodGet, Path: statusPath, Tag: tag, Summary: "What became of a delivery",
		Parameters: []openapi.Parameter{
			openapi.Path("id", "The delivery's id."),
			openapi.Query("wait", "Wait this long for the last receipt, 30s at most: 10s.", nil),
			openapi.Query("limit", "How many positions a page tells of, 1000 if not said.", openapi.Integer(1, status.MaxLimit)),
			openapi.Query("cursor", "The position after which the page begins; next of the page before has it.", openapi.Schema{"type": "integer", "minimum": 0}),
			openapi.Header("Wireroom-Provider", "The provider's id, where the request is signed in the old form."),
		},
		Answers:  []openapi.Answer{{Status: http.StatusOK, Text: "What is known so far.", Media: asJSON(openapi.Of[status.Delivery](s)), Headers: deprecation(map[string]string{})}},
		Problems: problems(problem.Unauthenticated, problem.NotFound, problem.BadHeader, problem.Unanswered)}
}

func listOperation(s *openapi.Schemas) openapi.Operation {
	return openapi.Operation{Name: "deliveries", Method: http.MethodGet, Path: listPath, Tag: tag, Summary: "The caller's deliveries that have receipts since a time",
		Text: "As they stand now: with outcome=dead those of which something is dead, and was not read by a later retry. A delivery without any receipt yet is not among them.",
		Parameters: []openapi.Parameter{
			openapi.Query("since", "Receipts written then or later, RFC 3339; all of the last 7 days if not said.", openapi.Moment()),
			openapi.Query("outcome", "What became of one article at least.", openapi.Schema{"type": "string", "enum": []contract.Outcome{contract.Published, contract.Dropped, contract.Held, contract.Dead}}),
			openapi.Query("limit", "Deliveries of a page, 20 if not said.", openapi.Integer(1, status.MaxDeliveries)),
			openapi.Query("cursor", "Where the page begins; next of the page before has it.", nil),
			openapi.Header("Wireroom-Provider", "The provider's id, where the request is signed in the old form."),
		},
		Answers:  []openapi.Answer{{Status: http.StatusOK, Text: "A page. It may hold fewer than limit, or none, and have a next one: the work for a page is bounded.", Media: asJSON(openapi.Of[status.Deliveries](s)), Headers: deprecation(map[string]string{})}},
		Problems: problems(problem.Unauthenticated, problem.BadHeader, problem.Unanswered)}
}

func indexOperation() openapi.Operation {
	return openapi.Operation{Name: "index", Method: http.MethodGet, Path: "/{$}", Tag: "description", Summary: "What is where", Public: true,
		Answers: []openapi.Answer{{Status: http.StatusOK, Text: "Methods and paths by name.", Media: asJSON(openapi.Schema{"type": "object", "additionalProperties": openapi.Schema{"type": "string"}})}}}
}
