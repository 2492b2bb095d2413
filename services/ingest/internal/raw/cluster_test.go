package raw_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/ingest/internal/raw"
)

// cluster starts three servers and makes RAW with three replicas.
func cluster(t *testing.T) (servers []*server.Server, js jetstream.JetStream) {
	t.Helper()
	const nodes = 3
	ports := make([]int, nodes)
	var routes []*url.URL
	for i := range nodes {
		addr := netip.MustParseAddrPort(localtest.Addr(t))
		ports[i] = int(addr.Port())
		routes = append(routes, &url.URL{Scheme: "nats", Host: addr.String()})
	}
	var clients []string
	for i := range nodes {
		s, err := server.NewServer(&server.Options{
			ServerName: fmt.Sprintf("n%d", i), Host: "127.0.0.1", Port: -1, NoLog: true, NoSigs: true, JetStream: true,
			StoreDir: filepath.Join(t.TempDir(), "js"), MaxPayload: contract.MaxPayload, Routes: routes,
			Cluster: server.ClusterOpts{Name: "test", Host: "127.0.0.1", Port: ports[i]},
		})
		require.NoError(t, err)
		s.Start()
		t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
		servers, clients = append(servers, s), append(clients, s.ClientURL())
	}
	js, err := jetstream.New(localtest.Conn(t, strings.Join(clients, ",")))
	require.NoError(t, err)
	localtest.Eventually(t, time.Minute, func() error {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		return contract.Ensure(ctx, js, contract.StreamOptions{Replicas: nodes})
	})
	return servers, js
}

// A replicated stream answers a key whose first write is not committed yet with
// an error of its own, and a follower that lags does not know the first write: a
// repeat must meet neither.
func TestKeysOnAReplicatedStream(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: three servers")
	}
	servers, js := cluster(t)
	w, err := raw.New(t.Context(), js, 20*time.Second, false)
	require.NoError(t, err)
	const rounds, repeats = 30, 20
	for round := range rounds {
		if round == rounds/2 {
			stopLeader(t, js, servers)
		}
		ids := make([]string, repeats)
		var all sync.WaitGroup
		for i := range repeats {
			all.Go(func() { ids[i] = storeUntil(t, w, fmt.Sprintf("key-%d", round), round < rounds/2) })
		}
		all.Wait()
		for _, id := range ids {
			require.Equal(t, ids[0], id)
		}
	}
	_, err = w.Store(t.Context(), push("key-0", "another body"))
	require.ErrorIs(t, err, raw.ErrKeyReused)
	s, err := js.Stream(t.Context(), contract.StreamRaw)
	require.NoError(t, err)
	require.EqualValues(t, rounds, s.CachedInfo().State.Msgs)
}

func push(key, body string) raw.Push {
	return raw.Push{ID: "x", Provider: "acme", Lane: contract.Wire, Received: time.Unix(1700000000, 0), Key: key, Data: []byte(body)}
}

// storeUntil stores as a provider does: again while it is answered with 503, for
// which there is no reason as long as the cluster is whole.
func storeUntil(t *testing.T, w *raw.Writer, key string, whole bool) string {
	for {
		stored, err := w.Store(t.Context(), push(key, "a body"))
		var away *raw.Unavailable
		switch {
		case err == nil:
			return stored.Delivery
		case whole || !errors.As(err, &away) || t.Context().Err() != nil:
			t.Error(err)
			return ""
		}
	}
}

func stopLeader(t *testing.T, js jetstream.JetStream, servers []*server.Server) {
	t.Helper()
	s, err := js.Stream(t.Context(), contract.StreamRaw)
	require.NoError(t, err)
	for _, node := range servers {
		if node.Name() == s.CachedInfo().Cluster.Leader {
			node.Shutdown()
			node.WaitForShutdown()
		}
	}
}
