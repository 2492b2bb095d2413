package websub

import (
	"net/http"

	"github.com/wireroom/wireroom/pkg/openapi"
)

// Operations describes the route of this package.
func Operations() []openapi.Operation {
	text := func(s string) openapi.Schema { return openapi.Schema{"type": "string", "description": s} }
	form := openapi.Schema{"type": "object", "required": []string{"hub.mode", "hub.callback", "hub.topic"}, "properties": openapi.Schema{
		"hub.mode":          openapi.Schema{"type": "string", "enum": []string{"subscribe", "unsubscribe"}},
		"hub.callback":      text("Where the feed is posted to: https, and no user in it; 2,000 bytes at most."),
		"hub.topic":         text("The feed: an address of /v1/articles with its format (atom, rss or json-feed), on the same host."),
		"hub.lease_seconds": openapi.Schema{"type": "integer", "minimum": 0, "description": "How long it is to hold; the callback is told how long it does."},
		"hub.secret":        text("Signs what is posted (X-Hub-Signature, sha256): less than 200 bytes."),
	}}
	return []openapi.Operation{{Name: "hub of the feeds", Method: http.MethodPost, Path: Path, Tag: "feeds", Public: true, Summary: "Subscribe to a feed by WebSub, or end it",
		Text:    "The callback is asked first whether it wants that (W3C WebSub). Then it gets the feed as anybody gets it without a key, whenever it has changed.",
		Body:    &openapi.Body{Text: "A form.", Media: []openapi.Media{{Type: "application/x-www-form-urlencoded", Schema: form}}},
		Answers: []openapi.Answer{{Status: http.StatusAccepted, Text: "The callback is being asked."}},
		Problems: []openapi.Problem{{Status: 400, Kind: "invalid-request", Title: "Not a subscription"}, {Status: 403, Kind: "not-entitled", Title: "Not without a key"},
			{Status: 403, Kind: "too-many-subscriptions", Title: "Too many subscriptions"}, {Status: 404, Kind: "no-route", Title: "No hub"},
			{Status: 429, Kind: "rate-limited", Title: "Too many subscriptions"}, {Status: 503, Kind: "unavailable", Title: "Not at the moment"}}}}
}
