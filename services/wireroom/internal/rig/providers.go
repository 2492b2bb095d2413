package rig

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/provider"
)

// providers writes a providers file with the rig's one provider.
func providers(t testing.TB, dir string) string {
	t.Helper()
	path := filepath.Join(dir, "providers.yaml")
	require.NoError(t, provider.Add(path, provider.Entry{ID: Provider, Name: "Acme Wire", Keys: []string{provider.HashKey(Key)}}))
	return path
}
