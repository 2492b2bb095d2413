package normalize

import (
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

// A picture of the first version is there as long as the last version that names it.
func TestAPictureLivesAsLongAsTheLatestVersion(t *testing.T) {
	t.Parallel()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	store, err := js.ObjectStore(t.Context(), contract.BucketMedia)
	require.NoError(t, err)
	a := &Article{Envelope: contract.Envelope{Article: contract.ArticleID("acme", "urn:x")}, Files: []File{{"a.jpg", "image/jpeg", []byte("picture")}}}
	at := time.Now()
	kept := func(later time.Duration) string {
		n := &normalizer{media: store, clock: func() time.Time { return at.Add(later) }}
		require.NoError(t, n.keep(t.Context(), a))
		info, err := store.GetInfo(t.Context(), contract.MediaName(a.Envelope.Article, "a.jpg"))
		require.NoError(t, err)
		return info.NUID
	}
	first := kept(0)
	require.Equal(t, first, kept(time.Hour), "a redelivery stores nothing")
	require.NotEqual(t, first, kept(contract.MediaSlack+time.Hour))
}
