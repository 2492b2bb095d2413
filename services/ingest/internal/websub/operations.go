package websub

import (
	"net/http"

	"github.com/wireroom/wireroom/pkg/openapi"
)

// Operations describes the routes of this package.
func Operations() []openapi.Operation {
	id := openapi.Path("id", "The callback that the hub was given.")
	said := func(status int, text string) openapi.Answer {
		return openapi.Answer{Status: status, Text: text, Media: []openapi.Media{{Type: "text/plain", Schema: openapi.Schema{"type": "string"}}}}
	}
	return []openapi.Operation{
		{Name: "websub verification", Method: http.MethodGet, Path: "/v1/websub/{id}", Tag: "websub", Public: true, Summary: "A hub asks whether a subscription is wanted, or denies it (WebSub, 5.3 and 5.2)",
			Parameters: []openapi.Parameter{id, openapi.Query("hub.mode", "subscribe or denied.", nil), openapi.Query("hub.topic", "The feed.", nil),
				openapi.Query("hub.challenge", "What is answered.", nil), openapi.Query("hub.lease_seconds", "How long the subscription holds.", openapi.Schema{"type": "integer"}), openapi.Query("hub.reason", "Why it is denied.", nil)},
			Answers: []openapi.Answer{said(http.StatusOK, "It is wanted: the challenge."), said(http.StatusNotFound, "It is not wanted."), said(http.StatusServiceUnavailable, "Not now.")}},
		{Name: "websub content", Method: http.MethodPost, Path: "/v1/websub/{id}", Tag: "websub", Public: true, Summary: "A hub distributes content (WebSub, 7)",
			Text:       "What is not signed as it should be is answered with 202 too, and dropped (WebSub, 8).",
			Parameters: []openapi.Parameter{id, openapi.Header("X-Hub-Signature", "HMAC of the body with the secret of the subscription: method=hexadecimal.")},
			Body:       &openapi.Body{Text: "The feed, as bytes.", Media: []openapi.Media{{Type: "*/*", Schema: openapi.Schema{"type": "string", "format": "binary"}}}},
			Answers: []openapi.Answer{{Status: http.StatusAccepted, Text: "Stored, or dropped."}, said(http.StatusBadRequest, "The body broke off."), said(http.StatusRequestTimeout, "It came too slowly."), said(http.StatusGone, "There is no such subscription."),
				said(http.StatusRequestEntityTooLarge, "It is too large."), said(http.StatusUnprocessableEntity, "The stream refuses it for good."), said(http.StatusServiceUnavailable, "Not now.")}},
	}
}
