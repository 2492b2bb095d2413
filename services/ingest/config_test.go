package ingest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/ingest"
)

func TestConfig(t *testing.T) {
	var cfg ingest.Config
	require.NoError(t, service.Load(service.Prefix, &cfg))
	require.Equal(t, ":8081", cfg.Ingest.Addr)
	require.Equal(t, "providers.yaml", cfg.Providers)
	names := map[string]bool{}
	for _, f := range service.Describe(service.Prefix, &cfg) {
		require.NotEmpty(t, f.Desc, f.Name)
		names[f.Name] = true
	}
	for _, name := range []string{"WIREROOM_PROVIDERS", "WIREROOM_INGEST_ADDR", "WIREROOM_INGEST_ACK_TIMEOUT", "WIREROOM_NATS_URL", "WIREROOM_STREAMS_REPLICAS"} {
		require.True(t, names[name], name)
	}
	t.Setenv("WIREROOM_INGEST_ACK_TIMEOUT", "0s")
	require.ErrorContains(t, service.Load(service.Prefix, &cfg), "must be positive")
	t.Setenv("WIREROOM_INGEST_ACK_TIMEOUT", "1s")
	t.Setenv("WIREROOM_INGEST_MAX_MEMORY", "1000")
	require.ErrorContains(t, service.Load(service.Prefix, &cfg), "WIREROOM_INGEST_MAX_MEMORY")
}
