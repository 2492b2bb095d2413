package contract_test

import (
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

func TestOptionsNameOnlyWhatThereIs(t *testing.T) {
	t.Parallel()
	limit := func(name string) contract.StreamOptions {
		return contract.StreamOptions{MaxBytes: map[string]int64{name: 1 << 30}}
	}
	for _, name := range []string{"RAW", "NEWS", "DEAD", "MEDIA", contract.BucketPoll} {
		require.NoError(t, limit(name).Validate(), name)
	}
	require.ErrorContains(t, limit("RAWW").Validate(), `names "RAWW"`)
	require.ErrorContains(t, limit("HELD").Validate(), "HELD", "a limit would lose what is held")
	require.ErrorContains(t, contract.StreamOptions{Replicas: 2}.Validate(), "1, 3 or 5")
	require.Error(t, contract.StreamOptions{NewsAge: -time.Hour}.Validate())
	require.Error(t, contract.StreamOptions{DeadAge: time.Millisecond}.Validate(), "the server takes none that is so short")
	zero := contract.StreamOptions{}
	require.NoError(t, zero.Validate())
	require.Equal(t, []time.Duration{720 * time.Hour, 168 * time.Hour, 720 * time.Hour},
		[]time.Duration{zero.WithDefaults().NewsAge, zero.WithDefaults().ReceiptAge, zero.WithDefaults().DeadAge})
	require.NoError(t, contract.StreamOptions{}.Validate())
}

// A bucket that is declared is the one that the client would make.
func TestBucketsAreWhatTheClientMakes(t *testing.T) {
	t.Parallel()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	made := map[string]jetstream.StreamConfig{}
	for _, cfg := range contract.Buckets(contract.StreamOptions{}) {
		s, err := js.CreateStream(t.Context(), cfg)
		require.NoError(t, err)
		made[cfg.Name] = s.CachedInfo().Config
		require.NoError(t, js.DeleteStream(t.Context(), cfg.Name))
	}
	for _, cfg := range contract.Buckets(contract.StreamOptions{}) {
		name := contract.Plain(cfg.Name)
		if name == contract.BucketMedia {
			_, err = js.CreateObjectStore(t.Context(), jetstream.ObjectStoreConfig{Bucket: name, Description: cfg.Description, TTL: cfg.MaxAge, MaxBytes: -1})
		} else {
			_, err = js.CreateKeyValue(t.Context(), jetstream.KeyValueConfig{Bucket: name, Description: cfg.Description, TTL: cfg.MaxAge})
		}
		require.NoError(t, err)
		s, err := js.Stream(t.Context(), cfg.Name)
		require.NoError(t, err)
		require.Equal(t, s.CachedInfo().Config, made[cfg.Name])
	}
}

// An age that is shorter than the window of duplicates is one that the server takes.
func TestShortAges(t *testing.T) {
	t.Parallel()
	js, err := jetstream.New(localtest.Conn(t, localtest.NATS(t).URL()))
	require.NoError(t, err)
	o := contract.StreamOptions{NewsAge: 500 * time.Millisecond, ReceiptAge: time.Minute, DeadAge: time.Minute, Memory: true}
	require.NoError(t, contract.Ensure(t.Context(), js, o))
}
