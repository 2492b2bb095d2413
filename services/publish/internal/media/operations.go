package media

import (
	"net/http"

	"github.com/wireroom/wireroom/pkg/openapi"
)

// Operations describes the route of this package.
func Operations() []openapi.Operation {
	return []openapi.Operation{{Name: "picture or file", Method: http.MethodGet, Path: "/v1/media/{article}/{file}", Tag: "articles", Summary: "A picture or another binary of a published article",
		Text:       "Its address stands in the renditions of the article. It is gone when the article is taken down.",
		Parameters: []openapi.Parameter{openapi.Path("article", "The article's id."), openapi.Path("file", "The name of the file."), openapi.Header("If-None-Match", "The ETag of what the reader has.")},
		Answers: []openapi.Answer{{Status: http.StatusOK, Text: "The bytes, with the media type that the provider gave.", Media: []openapi.Media{{Type: "*/*"}}, Headers: map[string]string{"ETag": "Names the bytes."}},
			{Status: http.StatusNotModified, Text: "The reader has it already (If-None-Match)."}},
		Problems: []openapi.Problem{{Status: 401, Kind: "unauthorized", Title: "No key, or none that is known"}, {Status: 404, Kind: kindNoMedia, Title: "No such picture or file"},
			{Status: 410, Kind: kindTakenDown, Title: "Taken down"}, {Status: 503, Kind: kindUnavailable, Title: "The object store does not answer"}}}}
}
