package ingest

import (
	"slices"

	"github.com/wireroom/wireroom/pkg/openapi"
	"github.com/wireroom/wireroom/services/ingest/internal/api"
	"github.com/wireroom/wireroom/services/ingest/internal/websub"
)

// OpenAPI is the description of ingest's API, as it is served. A route is described
// beside its handler, by the function Operations of its package; a test compares them
// with the routes that are mounted.
func OpenAPI() ([]byte, error) {
	s := openapi.WireSchemas()
	return openapi.Document{
		Title: "wireroom ingest",
		Text: "Where providers push documents, and ask what became of them.\n\n" +
			"HEAD is answered wherever GET is. Every error of what providers call is a problem document (RFC 9457): its `type` never changes. A path that is not here is answered with 404 (`urn:wireroom:problem:not-found`), a method that a path does not take with 405 (`urn:wireroom:problem:method`) and `Allow`.",
		Security:   api.Security(),
		Schemas:    s,
		Operations: operations(s),
	}.JSON()
}

func operations(s *openapi.Schemas) []openapi.Operation {
	return slices.Concat(api.Operations(s), websub.Operations(), openapi.Own())
}
