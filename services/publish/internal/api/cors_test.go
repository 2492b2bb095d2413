package api

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPagesOfTheOriginsMayReadAndOthersMayNot(t *testing.T) {
	t.Parallel()
	next := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	for _, c := range []struct {
		allowed      []string
		method, from string
		status       int
		want         string
	}{
		{nil, "GET", "https://a.example", 418, ""},
		{[]string{"https://a.example"}, "GET", "https://a.example", 418, "https://a.example"},
		{[]string{"https://a.example"}, "GET", "https://b.example", 418, ""},
		{[]string{"https://a.example"}, "OPTIONS", "https://a.example", 204, "https://a.example"},
		{[]string{"*"}, "GET", "https://b.example", 418, "*"},
		{[]string{"*"}, "GET", "", 418, ""},
	} {
		r := httptest.NewRequest(c.method, "/v1/articles", nil)
		if c.from != "" {
			r.Header.Set("Origin", c.from)
		}
		r.Header.Set("Access-Control-Request-Method", "GET")
		w := httptest.NewRecorder()
		CORS(c.allowed, next).ServeHTTP(w, r)
		require.Equal(t, c.status, w.Code, "%+v", c)
		require.Equal(t, c.want, w.Header().Get("Access-Control-Allow-Origin"), "%+v", c)
	}
}
