package page

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/services/publish/internal/access"
	"github.com/wireroom/wireroom/services/publish/internal/api"
	"github.com/wireroom/wireroom/services/publish/internal/output/feed"
)

// Who opens the page while publish starts sees the wire a moment later, and not for ever that
// the lists are being filled.
func TestAPageOfListsThatAreFilledLoadsItselfAgain(t *testing.T) {
	t.Parallel()
	filling := true
	p, err := New(Deps{Access: access.New(nil, true), Clock: time.Now, Log: zap.NewNop(), Articles: func(*http.Request, url.Values) (feed.Feed, error) {
		if filling {
			return feed.Feed{}, api.ErrFilling
		}
		return feed.Feed{}, nil
	}})
	require.NoError(t, err)
	get := func() *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		p.wire(w, httptest.NewRequest(http.MethodGet, "/", nil))
		require.Equal(t, http.StatusOK, w.Code)
		return w
	}
	w := get()
	require.Equal(t, "2", w.Header().Get("Refresh"))
	require.Contains(t, w.Body.String(), "are being filled")
	filling = false
	require.Empty(t, get().Header().Get("Refresh"))
}
