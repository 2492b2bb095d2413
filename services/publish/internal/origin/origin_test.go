package origin_test

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/publish/internal/origin"
)

func TestOf(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		set     string
		trusted bool
		tls     bool
		headers map[string]string
		want    string
	}{
		"the request":                  {want: "http://here:8082"},
		"by TLS":                       {tls: true, want: "https://here:8082"},
		"the setting":                  {set: "https://news.example.org/", trusted: true, headers: map[string]string{"X-Forwarded-Proto": "http"}, want: "https://news.example.org"},
		"a proxy of ours":              {trusted: true, headers: map[string]string{"X-Forwarded-Proto": "https"}, want: "https://here:8082"},
		"its host":                     {trusted: true, headers: map[string]string{"X-Forwarded-Proto": "HTTPS", "X-Forwarded-Host": "news.example.org"}, want: "https://news.example.org"},
		"its host alone":               {trusted: true, headers: map[string]string{"X-Forwarded-Host": "news.example.org"}, want: "http://news.example.org"},
		"what the nearest proxy added": {trusted: true, headers: map[string]string{"X-Forwarded-Proto": "http, https", "X-Forwarded-Host": "evil.example, news.example.org"}, want: "https://news.example.org"},
		"a proxy that says nothing":    {trusted: true, want: "http://here:8082"},
		"no proxy of ours":             {headers: map[string]string{"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}, want: "http://here:8082"},
		"another scheme":               {trusted: true, headers: map[string]string{"X-Forwarded-Proto": "javascript"}, want: "http://here:8082"},
		"no host":                      {trusted: true, headers: map[string]string{"X-Forwarded-Host": "a/b?c"}, want: "http://here:8082"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(http.MethodGet, "/v1/articles", nil)
			r.Host = "here:8082"
			if tt.tls {
				r.TLS = &tls.ConnectionState{}
			}
			for k, v := range tt.headers {
				r.Header.Set(k, v)
			}
			got := ""
			origin.Wrap(tt.set, func(*http.Request) bool { return tt.trusted }, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = origin.Of(r) })).
				ServeHTTP(httptest.NewRecorder(), r)
			require.Equal(t, tt.want, got)
		})
	}
	own, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://news.example.org/v1/articles?format=atom", nil)
	require.NoError(t, err)
	require.Equal(t, "https://news.example.org", origin.Of(own), "a feed that the hub asks for")
	require.Equal(t, "news.example.org", origin.Host(own))
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"", "https://news.example.org", "http://[::1]:8082/"} {
		require.NoError(t, origin.Check(good))
	}
	for _, bad := range []string{"news.example.org", "ftp://news.example.org", "https://", "https://news.example.org/wire", "https://a@b", "https://b?x", "https://b#x", "https://b:x"} {
		require.ErrorContains(t, origin.Check(bad), "WIREROOM_PUBLISH_PUBLIC_URL", bad)
	}
}
