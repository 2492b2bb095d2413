package publish

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/openapi"
	"github.com/wireroom/wireroom/pkg/openapi/openapitest"
)

// TestEveryRouteIsDescribedAndEveryDescribedOneIsThere fails when a package adds a route
// and no line to its Operations, or the other way round.
func TestEveryRouteIsDescribedAndEveryDescribedOneIsThere(t *testing.T) {
	t.Parallel()
	document, err := OpenAPI()
	require.NoError(t, err)
	routes := openapitest.Routes(t, ".", filepath.Join("internal", "page")) // pages for people are no API
	for _, o := range openapi.Own() {
		routes = append(routes, o.Method+" "+o.Path)
	}
	slices.Sort(routes)
	require.Equal(t, openapitest.New(t, document).Patterns(), routes)
}

func TestTheDescriptionAndItsPageAreServed(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	require.NoError(t, describe(mux, description(), nil))
	document, err := OpenAPI()
	require.NoError(t, err)
	check := openapitest.New(t, document)
	for path, want := range map[string]string{openapi.DocumentPath: `"openapi": "3.1.0"`, openapi.PagePath: `id="version-of-an-article"`, "/": `"view":"POST /v1/views"`} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			r, w := httptest.NewRequest(method, path, nil), httptest.NewRecorder()
			mux.ServeHTTP(w, r)
			require.Equal(t, http.StatusOK, w.Code)
			require.Contains(t, w.Body.String(), want)
			check.Answer(t, r, w)
		}
	}
}
