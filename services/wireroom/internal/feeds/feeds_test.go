package feeds_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/wireroom/internal/console/consoletest"
	"github.com/wireroom/wireroom/services/wireroom/internal/feeds"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// What was learnt of a polled address is shown without its secrets, and forgotten when an
// operator says so.
func TestFeedsAreShownPolledAndReset(t *testing.T) {
	t.Parallel()
	const address = "https://u:hush@acme.example/rss?token=hush"
	server := localtest.NATS(t).URL()
	js, err := jetstream.New(localtest.Conn(t, server))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	kv, err := js.KeyValue(t.Context(), contract.BucketPoll)
	require.NoError(t, err)
	state := provider.PollState{Provider: "acme", URL: address, Moved: "https://new.example/rss?token=hush", Gone: true, Next: time.Now().Add(time.Hour), ETag: "x", Failures: 2, Failure: "it answers 410", Hash: "h", Changes: 7}
	data, err := json.Marshal(state)
	require.NoError(t, err)
	_, err = kv.Put(t.Context(), provider.PollKey("acme", address), data)
	require.NoError(t, err)
	to := &target.Target{Server: server, Data: t.TempDir()}
	require.NoError(t, os.WriteFile(filepath.Join(to.Data, "providers.yaml"), []byte("providers:\n  - id: acme\n    poll:\n      - url: "+address+"\n"), 0o600))

	con := consoletest.New("")
	require.NoError(t, (&feeds.List{}).Run(t.Context(), to, con.Console))
	require.Contains(t, con.Stdout(), "https://new.example/rss")
	require.Contains(t, con.Stdout(), "it answers 410")
	require.NotContains(t, con.Stdout(), "hush")

	con = consoletest.New("")
	require.NoError(t, (&feeds.Poll{Chosen: feeds.Chosen{ID: "acme"}}).Run(t.Context(), to, con.Console))
	require.NotContains(t, con.Stdout(), "hush")
	polled, err := kv.Get(t.Context(), provider.PollKey("acme", address))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(polled.Value(), &state))
	require.Zero(t, state.Next)
	require.Equal(t, 2, state.Failures, "nothing is forgotten")

	con = consoletest.New("")
	require.ErrorContains(t, (&feeds.Reset{Chosen: feeds.Chosen{ID: "other"}}).Run(t.Context(), to, con.Console), "no such polled address")
	require.NoError(t, (&feeds.Reset{Chosen: feeds.Chosen{ID: "acme"}}).Run(t.Context(), to, con.Console))
	entry, err := kv.Get(t.Context(), provider.PollKey("acme", address))
	require.NoError(t, err)
	var now provider.PollState
	require.NoError(t, json.Unmarshal(entry.Value(), &now))
	require.Equal(t, provider.PollState{Provider: "acme", URL: address, Hash: "h", Changes: 7}, now, "what came last stays, so that it is not stored again")
}
