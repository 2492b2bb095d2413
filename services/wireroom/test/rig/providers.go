package rig

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/provider"
)

// providers writes a providers file with the rig's one provider.
func providers(t testing.TB, dir string, polled []string) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "providers:\n  - id: %s\n    name: Acme Wire\n    keys: [%q]\n", Provider, provider.HashKey(Key))
	for i, url := range polled {
		if i == 0 {
			b.WriteString("    poll:\n")
		}
		fmt.Fprintf(&b, "      - {url: %q, every: 1s, allow_private: true}\n", url)
	}
	path := filepath.Join(dir, "providers.yaml")
	require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o600))
	return path
}
