package webhooks

import (
	"net/http"
	"reflect"
	"slices"
	"time"

	"github.com/wireroom/wireroom/pkg/openapi"
	"github.com/wireroom/wireroom/pkg/webhook"
)

// Bodies of requests and answers, as the API has them.
type (
	all struct {
		Webhooks []*shown `json:"webhooks"`
	}
	log struct {
		Deliveries []webhook.Attempt `json:"deliveries"`
	}
	resumed struct {
		Since *time.Time `json:"since,omitempty" doc:"Go on with what was published from then on."`
		From  string     `json:"from,omitempty" enum:"now" doc:"Leave out what was missed."`
	}
	rotated struct {
		Overlap int `json:"overlapSeconds,omitempty" doc:"How long the secret before signs too, a day if not said, a week at most."`
	}
)

// Operations describes the routes of this package.
func Operations(s *openapi.Schemas) []openapi.Operation {
	s.Prefixes[reflect.TypeFor[shown]().PkgPath()] = "Webhook"
	one := openapi.Of[shown](s)
	return []openapi.Operation{
		operation(http.MethodGet, "", "webhooks", "Your webhooks", http.StatusOK, openapi.Of[all](s)),
		taking(operation(http.MethodPost, "", "webhook added", "Make a webhook", http.StatusCreated, one,
			openapi.Problem{Status: 403, Kind: "too-many-webhooks", Title: "Too many webhooks"}), openapi.Of[asked](s)),
		operation(http.MethodGet, "/{id}", "webhook", "A webhook, and how it is", http.StatusOK, one),
		taking(operation(http.MethodPatch, "/{id}", "webhook changed", "Change what is said", http.StatusOK, one), openapi.Of[asked](s)),
		operation(http.MethodDelete, "/{id}", "webhook removed", "Remove a webhook", http.StatusNoContent, nil),
		operation(http.MethodPost, "/{id}/ping", "ping of a webhook", "Send a test event at once, and tell what the receiver answered", http.StatusOK, openapi.Of[webhook.Attempt](s),
			openapi.Problem{Status: 429, Kind: "rate-limited", Title: "Too many pings"}),
		taking(operation(http.MethodPost, "/{id}/resume", "webhook resumed", "Let a stopped webhook go on", http.StatusOK, one), openapi.Of[resumed](s)),
		taking(operation(http.MethodPost, "/{id}/secret", "secret of a webhook", "Make a new secret; the one before signs too for a while", http.StatusOK, one), openapi.Of[rotated](s)),
		operation(http.MethodGet, "/{id}/deliveries", "deliveries of a webhook", "The latest attempts, the newest first", http.StatusOK, openapi.Of[log](s)),
	}
}

func operation(method, path, name, summary string, status int, schema openapi.Schema, more ...openapi.Problem) openapi.Operation {
	o := openapi.Operation{Name: name, Method: method, Path: "/v1/webhooks" + path, Tag: "webhooks", Summary: summary,
		Text:    "A webhook belongs to a consumer: its key is needed, and sees its own alone. What is sent is signed as [Standard Webhooks](https://www.standardwebhooks.com) says.",
		Answers: []openapi.Answer{{Status: status, Text: "Done."}},
		Problems: slices.Concat([]openapi.Problem{{Status: 401, Kind: "unauthorized", Title: "No key, or none that is known"},
			{Status: 503, Kind: "unavailable", Title: "The broker does not answer"}}, more)}
	if schema != nil {
		o.Answers[0].Media = []openapi.Media{{Type: "application/json", Schema: schema}}
	}
	if status == http.StatusCreated {
		o.Answers[0].Headers = map[string]string{"Location": "The webhook."}
	}
	if path != "" {
		o.Parameters = []openapi.Parameter{openapi.Path("id", "The webhook's id.")}
		o.Problems = append(o.Problems, openapi.Problem{Status: 404, Kind: "no-webhook", Title: "No such webhook"})
	}
	return o
}

// taking adds the body of a request.
func taking(o openapi.Operation, schema openapi.Schema) openapi.Operation {
	o.Body = &openapi.Body{Text: "64 KiB at most.", Media: []openapi.Media{{Type: "application/json", Schema: schema}}}
	o.Problems = append(o.Problems, openapi.Problem{Status: 400, Kind: "invalid-request", Title: "Not a webhook"},
		openapi.Problem{Status: 409, Kind: "conflict", Title: "Changed at the same time"}, openapi.Problem{Status: 413, Kind: "too-large", Title: "Too large"})
	return o
}
