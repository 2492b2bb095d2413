package views

import (
	"net/http"

	"github.com/wireroom/wireroom/pkg/openapi"
)

// Operations describes the routes of this package.
func Operations(s *openapi.Schemas) []openapi.Operation {
	return []openapi.Operation{tell(s), post(s)}
}

func tell(s *openapi.Schemas) openapi.Operation {
	return openapi.Operation{Name: "views of an article", Method: http.MethodGet, Path: "/v1/articles/{id}/views", Tag: "views", Summary: "How often an article was viewed",
		Text:       "0 for one that nobody viewed.",
		Parameters: []openapi.Parameter{openapi.Path("id", "The article's id.")},
		Answers:    []openapi.Answer{{Status: http.StatusOK, Text: "The counts.", Media: []openapi.Media{{Type: "application/json", Schema: openapi.Of[answer](s)}}}},
		Problems: []openapi.Problem{{Status: 401, Kind: "unauthorized", Title: "No key, or none that is known"}, {Status: 404, Kind: kindNoArticle, Title: "No such article"},
			{Status: 503, Kind: kindUnavailable, Title: "Counts are not there at the moment"}}}
}

func post(s *openapi.Schemas) openapi.Operation {
	one := openapi.Of[view](s)
	list := openapi.Schema{"type": "array", "items": one, "minItems": 1, "maxItems": maxBatch}
	body := openapi.Schema{"oneOf": []openapi.Schema{one, list, {"type": "object", "properties": openapi.Schema{"views": list}, "required": []string{"views"}}}}
	return openapi.Operation{Name: "view", Method: http.MethodPost, Path: "/v1/views", Tag: "views", Public: true, Summary: "Post views",
		Text:       "The answer comes once they are stored. A request that is repeated with the same `Idempotency-Key` and body counts once.",
		Parameters: []openapi.Parameter{openapi.Header("Idempotency-Key", "Names the request: 255 characters at most.")},
		Body:       &openapi.Body{Text: "One view, a list of them, or a list in views.", Media: []openapi.Media{{Type: "application/json", Schema: body}}},
		Answers:    []openapi.Answer{{Status: http.StatusAccepted, Text: "Stored.", Media: []openapi.Media{{Type: "application/json", Schema: openapi.Of[accepted](s)}}}},
		Problems: []openapi.Problem{{Status: 400, Kind: kindInvalid, Title: "Views can't be read"}, {Status: 404, Kind: kindNoArticle, Title: "No such article"}, {Status: 413, Kind: kindTooLarge, Title: "Views can't be read"},
			{Status: 422, Kind: kindInvalid, Title: "Views can't be read"}, {Status: 422, Kind: kindRefused, Title: "Views refused"}, {Status: 503, Kind: kindUnavailable, Title: "Views can't be stored"}}}
}
