package provider_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/provider"
)

const edited = `# who pushes
providers:
  - id: acme # the first
    keys:
      - sha256:1111111111111111111111111111111111111111111111111111111111111111 # old
      - sha256:2222222222222222222222222222222222222222222222222222222222222222
    defaults:
      language: en
  - id: nordwind
    name: Nordwind
`

func writtenTo(t *testing.T, text string) string {
	path := filepath.Join(t.TempDir(), "providers.yaml")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o640))
	return path
}

func TestAProviderOfTheFileIsEdited(t *testing.T) {
	t.Parallel()
	path := writtenTo(t, edited)
	one, two, three := provider.HashKey("1"), "sha256:"+strings.Repeat("1", 64), "sha256:"+strings.Repeat("2", 64)

	require.NoError(t, provider.AddKey(path, "acme", one, -1))
	require.Equal(t, []string{one, two, three}, loaded(t, path, "acme").Keys)
	require.NoError(t, provider.AddKey(path, "acme", provider.HashKey("2"), 1))
	require.Equal(t, []string{provider.HashKey("2"), one}, loaded(t, path, "acme").Keys)
	require.NoError(t, provider.AddKey(path, "nordwind", two, 0), "its first")
	require.Equal(t, []string{two}, loaded(t, path, "nordwind").Keys)
	require.NoError(t, provider.AddSecret(path, "nordwind", "0123456789abcdef", 1))
	require.Len(t, loaded(t, path, "nordwind").Secrets, 1)

	require.NoError(t, provider.Set(path, "nordwind", map[string]string{"name": "N: W", "defaults.language": "de", "limits.rate": "5", "limits.burst": "9", "duplicates": "drop"}))
	p := loaded(t, path, "nordwind")
	require.Equal(t, "N: W", p.Name)
	require.Equal(t, "de", p.Defaults.Language)
	require.InDelta(t, 5, p.Limits.Rate, 0)
	require.NoError(t, provider.Set(path, "nordwind", map[string]string{"defaults.language": "", "name": ""}))
	require.Empty(t, loaded(t, path, "nordwind").Defaults.Language)

	require.NoError(t, provider.Remove(path, "nordwind"))
	list, err := provider.Load(path)
	require.NoError(t, err)
	require.Len(t, list, 1)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	for _, comment := range []string{"# who pushes", "# the first"} {
		require.Contains(t, string(text), comment)
	}
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.EqualValues(t, 0o640, info.Mode().Perm())
}

func loaded(t *testing.T, path, id string) provider.Provider {
	list, err := provider.Load(path)
	require.NoError(t, err)
	for _, p := range list {
		if p.ID == id {
			return p
		}
	}
	t.Fatalf("no provider %s", id)
	return provider.Provider{}
}

// What would make a file that a service refuses leaves it as it was.
func TestAWrongEditLeavesTheFile(t *testing.T) {
	t.Parallel()
	path := writtenTo(t, edited)
	for _, err := range []error{
		provider.Set(path, "acme", map[string]string{"id": "other"}),
		provider.Set(path, "acme", map[string]string{"keys": "x"}),
		provider.Set(path, "acme", map[string]string{"no_such_field": "x"}),
		provider.Set(path, "acme", map[string]string{"limits.rate": "many"}),
		provider.Set(path, "acme", map[string]string{"defaults.time_zone": "Mars/Base"}),
		provider.Set(path, "acme", map[string]string{"keys.x": "y"}),
		provider.AddKey(path, "acme", "not a hash", -1),
		provider.AddSecret(path, "acme", "short", -1),
		provider.AddKey(path, "nordwind", "sha256:"+strings.Repeat("1", 64), -1),
	} {
		require.Error(t, err)
		require.NotErrorIs(t, err, provider.ErrNoProvider)
	}
	require.ErrorIs(t, provider.Remove(path, "who"), provider.ErrNoProvider)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, edited, string(text))
}
