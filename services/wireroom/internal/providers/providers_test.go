package providers_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/wireroom/internal/console/consoletest"
	"github.com/wireroom/wireroom/services/wireroom/internal/providers"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

func TestAddPrintsTheKeyAndTheFileHasItsHash(t *testing.T) {
	t.Parallel()
	to := &target.Target{Data: t.TempDir()}
	con := consoletest.New("")
	require.NoError(t, (&providers.Add{ID: "acme", Name: "Acme Wire", Language: "de", Zone: "Europe/Berlin"}).Run(to, con.Console))
	key := strings.TrimSpace(con.Stdout())
	require.NotContains(t, key, "\n", "the key and nothing else")
	require.NotContains(t, con.Stderr(), key)
	path := filepath.Join(to.Data, "providers.yaml")
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NotContains(t, string(data), key)
	require.Contains(t, string(data), provider.HashKey(key))

	con = consoletest.New("")
	require.NoError(t, (&providers.List{}).Run(to, con.Console), "the file in the data folder is found")
	require.Contains(t, con.Stdout(), "Europe/Berlin")
	con = consoletest.New("")
	require.NoError(t, (&providers.List{JSON: true}).Run(to, con.Console))
	require.Contains(t, con.Stdout(), `"keys":1`)
	require.NotContains(t, con.Stdout(), "sha256:")
	require.ErrorContains(t, (&providers.Add{ID: "acme"}).Run(to, con.Console), "there twice")
}

func TestCheckReadsMappings(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "mine.yaml")
	require.NoError(t, os.WriteFile(path, []byte("providers:\n  - id: acme\n    mapping: quay.yaml\n"), 0o600))
	check := func(mapping string) error {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "quay.yaml"), []byte(mapping), 0o600))
		return (&providers.Check{Named: path}).Run(&target.Target{Data: dir}, consoletest.New("").Console)
	}
	require.NoError(t, check("name: quay\nkind: json\nfields: {id: nr}\n"))
	require.ErrorContains(t, check("name: quay\nkind: json\nfields: {nr: id}\n"), `provider "acme": mapping quay.yaml: line 3: fields.nr`)
}

func TestCheckNamesLineAndCause(t *testing.T) {
	t.Parallel()
	to := &target.Target{Data: t.TempDir()}
	path := filepath.Join(to.Data, "mine.yaml")
	require.NoError(t, os.WriteFile(path, []byte("providers:\n  - id: acme\n  - id: Not Valid\n"), 0o600))
	con := consoletest.New("")
	err := (&providers.Check{Named: path}).Run(to, con.Console)
	require.ErrorContains(t, err, "line 3")
	require.ErrorContains(t, err, "a-z")
	require.NoError(t, os.WriteFile(path, []byte("providers:\n  - id: acme\n"), 0o600))
	require.NoError(t, (&providers.Check{Named: path}).Run(to, con.Console))
	require.Contains(t, con.Stdout(), "1 provider, all right")
	require.Contains(t, con.Stderr(), "it can't push")
	require.ErrorContains(t, (&providers.Check{}).Run(to, con.Console), "providers add", "a newcomer learns how a file comes to be")
}
