package access

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/consumer"
	"github.com/wireroom/wireroom/pkg/provider"
)

func TestAKeyGivesItsRightsAndAWrongOneNone(t *testing.T) {
	t.Parallel()
	key, hash := provider.NewKey(rand.Reader)
	store := consumer.NewStore(consumer.Consumer{ID: "desk", Keys: []string{hash}, Rights: consumer.Rights{Languages: []string{"en"}}})
	next := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Languages", append(Of(r).Languages, "all")[0])
	})
	for _, c := range []struct {
		path, header string
		anonymous    bool
		status       int
		languages    string
	}{
		{"/v1/articles/x", "", false, 401, ""},
		{"/v1/articles/x/versions", "", false, 401, ""},
		{"/v1/stream", "", false, 401, ""},
		{"/v1/media/a/b", "", false, 401, ""},
		{"/v1/stories", "", false, 401, ""},
		{"/v1/stories/x", "", false, 401, ""},
		{"/v1/trending", "", false, 401, ""},
		{"/v1/search", "", false, 401, ""},
		{"/v1/articles/x", "", true, 200, "all"},
		{"/v1/articles/x", "Bearer " + key, false, 200, "en"},
		{"/v1/articles/x", "bearer  " + key, true, 200, "en"},
		{"/v1/articles/x", "Bearer wr_other", true, 401, ""},
		{"/v1/articles/x", "Bearer " + hash, true, 401, ""},
		{"/v1/articles/x", "Basic eDp5", true, 401, ""},
		{"/v1/views", "", false, 200, "all"},
		{"/", "", false, 200, "all"},
	} {
		r := httptest.NewRequest(http.MethodGet, c.path, nil)
		if c.header != "" {
			r.Header.Set("Authorization", c.header)
		}
		w := httptest.NewRecorder()
		New(store, c.anonymous).Wrap(next).ServeHTTP(w, r)
		require.Equal(t, c.status, w.Code, "%+v", c)
		require.Equal(t, c.languages, w.Header().Get("X-Languages"), "%+v", c)
	}
}

func TestWithoutConsumersNoKeyIsLookedAt(t *testing.T) {
	t.Parallel()
	for _, anonymous := range []bool{true, false} {
		r := httptest.NewRequest(http.MethodGet, "/v1/articles/x", nil)
		r.Header.Set("Authorization", "Bearer of a proxy before us")
		_, ok := New(nil, anonymous).Rights(r)
		require.Equal(t, anonymous, ok)
	}
}

func TestUntilThereIsAFileEverybodyReads(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "consumers.yaml")
	store, err := consumer.Watch(t.Context(), path, zap.NewNop())
	require.NoError(t, err)
	a := New(store, false).UntilFile()
	may := func(key string) bool {
		r := httptest.NewRequest(http.MethodGet, "/v1/articles/x", nil)
		if key != "" {
			r.Header.Set("Authorization", "Bearer "+key)
		}
		_, ok := a.Rights(r)
		return ok
	}
	require.True(t, may(""))
	require.True(t, may("for a proxy"))
	require.NoError(t, consumer.Add(path, consumer.Entry{ID: "desk", Keys: []string{provider.HashKey("good")}}))
	require.Eventually(t, func() bool { return !may("") && !may("for a proxy") && may("good") }, 30*time.Second, 20*time.Millisecond)
	require.NoError(t, consumer.Remove(path, "desk"))
	require.Eventually(t, func() bool { return !may("good") }, 30*time.Second, 20*time.Millisecond)
	require.False(t, may(""), "a file without consumers lets nobody in")
}
