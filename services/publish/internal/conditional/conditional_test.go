package conditional_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/publish/internal/conditional"
)

func TestIfNoneMatch(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]bool{
		`"7-a"`: true, `W/"7-a"`: true, `"x", "7-a"`: true, `"x",W/"7-a"`: true, `*`: true, `"7-a-gzip"`: true, `W/"7-a-gzip"`: true,
		``: false, `"7-b"`: false, `7-a`: false, `"7"`: false, `"-gzip"`: false, `"7-a-gzip-gzip"`: false,
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("If-None-Match", said)
		require.Equal(t, want, conditional.Has(r, `"7-a"`), said)
	}
}
