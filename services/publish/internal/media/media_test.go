package media_test

import (
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/publish/internal/lastword"
	"github.com/wireroom/wireroom/services/publish/internal/media"
)

// What was held for long is released with a picture that stays as long as it does.
func TestAnOldPictureIsStoredAnew(t *testing.T) {
	t.Parallel()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	news, err := lastword.New(t.Context(), js, contract.StreamNews)
	require.NoError(t, err)
	s, err := media.Open(t.Context(), js, news, zap.NewNop())
	require.NoError(t, err)
	objects, err := js.ObjectStore(t.Context(), contract.BucketMedia)
	require.NoError(t, err)
	article := contract.ArticleID("acme", "urn:x")
	name := contract.MediaName(article, "a.jpg")
	_, err = objects.Put(t.Context(), jetstream.ObjectMeta{Name: name, Headers: nats.Header{"Content-Type": {"image/jpeg"}}}, strings.NewReader("picture"))
	require.NoError(t, err)
	files := []string{"a.jpg", "gone.jpg"}
	info := func() *jetstream.ObjectInfo {
		i, err := objects.GetInfo(t.Context(), name)
		require.NoError(t, err)
		return i
	}
	first := info()
	require.NoError(t, s.Refresh(t.Context(), article, files, time.Now()))
	require.Equal(t, first.NUID, info().NUID, "what is young stays as it is")
	require.NoError(t, s.Refresh(t.Context(), article, files, time.Now().Add(contract.MediaSlack+time.Minute)))
	require.NotEqual(t, first.NUID, info().NUID)
	require.Equal(t, "image/jpeg", info().Headers.Get("Content-Type"))
	data, err := objects.GetString(t.Context(), name)
	require.NoError(t, err)
	require.Equal(t, "picture", data)
}
