package openapi_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/openapi"
)

func TestAParameterThatAnOperationDoesNotHaveIsNamed(t *testing.T) {
	t.Parallel()
	list := []openapi.Operation{
		{Method: http.MethodGet, Path: "/v1/x", Parameters: []openapi.Parameter{openapi.Query("a", "", openapi.Schema{"type": "array"}), openapi.Header("b", "")}},
		{Method: http.MethodGet, Path: "/v1/x/{id}"},
		{Method: http.MethodPost, Path: "/v1/x"}, {Method: http.MethodPost, Path: "/v1/y", Parameters: []openapi.Parameter{openapi.Query("a", "", nil)}}, {Method: http.MethodGet, Path: "/{$}"},
	}
	h := openapi.KnownParameters(list, func(w http.ResponseWriter, detail string) { http.Error(w, detail, http.StatusBadRequest) },
		http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	for target, want := range map[string]string{
		"GET /v1/x": "", "GET /v1/x?a=1&a=2": "", "POST /v1/x": "", "GET /else?z=1": "", "GET /?z=1": "", "GET /v1/x/1": "",
		"GET /v1/x?b=1": `"b" is no parameter of /v1/x: it has a.`, "HEAD /v1/x?a=1&z": `"z" is no parameter of /v1/x: it has a.`,
		"GET /v1/x?a=%zz": `The query can't be read: invalid URL escape "%zz".`, "GET /v1/x?a=1;a": "The query can't be read: invalid semicolon separator in query.",
		"GET /v1/x?a=": `"a" is empty.`, "GET /v1/x?a=1&a": `"a" is empty.`,
		"POST /v1/y?a=1&a=2": `"a" is there 2 times: it has one value.`,
		"POST /v1/x?z=1":     `"z" is no parameter of /v1/x, which has none.`, "POST /v1/y?a=1": "", "POST /v1/y?b=1": `"b" is no parameter of /v1/y: it has a.`,
		"GET /v1/x/1?a=1": `"a" is no parameter of /v1/x/{id}, which has none.`,
	} {
		var method, path string
		for i := range target {
			if target[i] == ' ' {
				method, path = target[:i], target[i+1:]
				break
			}
		}
		w, r := httptest.NewRecorder(), httptest.NewRequest(method, path, nil)
		h.ServeHTTP(w, r)
		if want == "" {
			require.Equal(t, http.StatusNoContent, w.Code, target)
			continue
		}
		require.Equal(t, http.StatusBadRequest, w.Code, target)
		require.Equal(t, want+"\n", w.Body.String(), target)
		require.NotEmpty(t, r.Pattern, target)
	}
}

func TestTimesOfParametersAreThoseOfRFC3339(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"2026-03-01T08:00:00Z": "2026-03-01T08:00:00Z", "2026-03-01T08:00:00+01:00": "2026-03-01T07:00:00Z",
		"2026-03-01T08:00:00 01:00": "2026-03-01T07:00:00Z", "2026-03-01T08:00:00.5-01:30": "2026-03-01T09:30:00.5Z",
		"": "", "2026-03-01": "", "2026-03-01 08:00:00Z": "", "2026-03-01T08:00": "", "2026-03-01T08:00:00": "", "2026-03-01T08:00:00 Z": "", "1772352000": "",
	} {
		at, err := openapi.Time(value)
		if want == "" {
			require.Error(t, err, value)
			continue
		}
		require.NoError(t, err, value)
		require.Equal(t, want, at.UTC().Format(time.RFC3339Nano), value)
	}
}

func TestAllowNamesHeadWhereGetIsAnswered(t *testing.T) {
	t.Parallel()
	require.Equal(t, "GET, HEAD, PATCH", openapi.Allowed([]string{http.MethodGet, http.MethodPatch}))
	require.Equal(t, "POST", openapi.Allowed([]string{http.MethodPost}))
}
