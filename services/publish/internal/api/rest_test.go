package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/openapi"
	"github.com/wireroom/wireroom/pkg/service"
)

func TestEveryErrorIsAProblem(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/articles/{id}", func(http.ResponseWriter, *http.Request) {})
	MountRest(mux, append(Operations(openapi.NewSchemas()), openapi.Operation{Name: "view", Method: http.MethodPost, Path: "/v1/views"}, openapi.Operation{Name: "file", Method: http.MethodGet, Path: "/v1/media/{article}/{file}"}), nil)
	ask := func(method, path string) *httptest.ResponseRecorder {
		rec := httptest.NewRecorder()
		mux.ServeHTTP(rec, httptest.NewRequest(method, path, nil))
		return rec
	}
	for path, want := range map[string]int{"/nowhere": 404, "/v1": 404, "/v1/articles/abc": 405, "/v1/views": 405, "/v1/media/a/b": 405} {
		rec := ask(http.MethodDelete, path)
		require.Equal(t, want, rec.Code, path)
		require.Equal(t, service.ProblemType, rec.Header().Get("Content-Type"), path)
		var p service.Problem
		require.NoError(t, json.Unmarshal(rec.Body.Bytes(), &p))
		require.Equal(t, want, p.Status)
		require.Equal(t, want == 405, rec.Header().Get("Allow") != "")
	}
	require.Equal(t, 200, ask(http.MethodGet, "/v1/articles/abc").Code)
	require.Equal(t, 200, ask(http.MethodHead, "/v1/articles/abc").Code)
	rec := ask(http.MethodGet, "/")
	require.Equal(t, 200, rec.Code)
	require.Contains(t, rec.Body.String(), "GET /v1/articles/{id}")
}

func TestHeadIsAnsweredAsGetWithoutABody(t *testing.T) {
	t.Parallel()
	k := newKiosk(t, open())
	seq := k.put("one", contract.New, "en", "sport")
	id := contract.ArticleID("acme", "urn:test:one")
	srv := httptest.NewServer(k.http)
	defer srv.Close()
	for _, path := range []string{"/", "/v1/articles", "/v1/articles?format=atom", "/v1/articles/" + id, "/v1/articles/" + id + "/versions", fmt.Sprintf("/v1/articles/%s/versions/%d", id, seq),
		"/v1/stories", "/v1/articles/0000000000000000", "/v1/articles?limit=0"} {
		var told [2][]string
		for i, method := range []string{http.MethodGet, http.MethodHead} {
			r, err := http.NewRequestWithContext(t.Context(), method, srv.URL+path, nil)
			require.NoError(t, err)
			resp, err := http.DefaultClient.Do(r)
			require.NoError(t, err)
			require.NoError(t, resp.Body.Close())
			told[i] = []string{resp.Status, resp.Header.Get("Content-Type"), resp.Header.Get("ETag"), resp.Header.Get("Wireroom-Sequence")}
		}
		require.Equal(t, told[0], told[1], path)
	}
}
