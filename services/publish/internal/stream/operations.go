package stream

import (
	"net/http"

	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/pkg/openapi"
)

// Operations describes the route of this package.
func Operations(s *openapi.Schemas) []openapi.Operation {
	event := openapi.Of[eventText](s)["$ref"].(string)
	words := openapi.List(openapi.Schema{"type": "string"})
	parameters := []openapi.Parameter{openapi.Header("Last-Event-ID", "The id of the last event that the reader has: it goes on after it."),
		openapi.Query("lastEventId", "The same, for who can't set a header.", nil)}
	for _, name := range []string{"signal", "urgency", "language", "topic", "provider"} {
		parameters = append(parameters, openapi.Query(name, "The token "+name+" of the subject; several are parted by commas. Kills come always.", words))
	}
	for _, name := range []string{"story", "name", "place"} {
		parameters = append(parameters, openapi.Query(name, "As in GET /v1/articles.", words))
	}
	parameters = append(parameters, openapi.Query("machine-use", "What the provider does not forbid machines.", openapi.Schema{"type": "string", "enum": machineuse.Purposes()}),
		openapi.Query("once", "As in GET /v1/articles.", openapi.Schema{"type": "string", "enum": []string{"story", "text"}}),
		openapi.Query("since", "Begins with what was published then, RFC 3339.", openapi.Moment()))
	return []openapi.Operation{{Name: "stream of events", Method: http.MethodGet, Path: "/v1/stream", Tag: "articles", Summary: "NEWS as server-sent events",
		Text:       "An event's type is the signal, its id where to go on, its data one line of JSON (" + event + "). It begins with what is published from now on, or after `Last-Event-ID`. A reader that takes nothing for 15 seconds is cut off.",
		Parameters: parameters,
		Answers:    []openapi.Answer{{Status: http.StatusOK, Text: "Events without an end.", Media: []openapi.Media{{Type: "text/event-stream", Schema: openapi.Schema{"type": "string"}}}}},
		Problems: []openapi.Problem{{Status: 400, Kind: "invalid-request", Title: "Not a filter"}, {Status: 401, Kind: "unauthorized", Title: "No key, or none that is known"},
			{Status: 503, Kind: "too-many-readers", Title: "Too many readers"}, {Status: 503, Kind: "unavailable", Title: "The stream does not answer"}}}}
}
