package provider_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/provider"
)

func write(t *testing.T, path, text string) string {
	t.Helper()
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func inFile(t *testing.T, text string) string {
	return write(t, filepath.Join(t.TempDir(), "providers.yaml"), text)
}

func TestLoad(t *testing.T) {
	t.Parallel()
	secret := write(t, filepath.Join(t.TempDir(), "secret"), "a secret of some length\n")
	_, hash := provider.NewKey(bytes.NewReader(make([]byte, 32)))
	list, err := provider.Load(inFile(t, `
providers:
  - id: harbour-press
    name: Harbour Press
    keys: ["`+hash+`"]
    hmac:
      - file: `+secret+`
      - secret: another secret of some length
    defaults: {language: pt-br, urgency: 4, time_zone: Europe/Lisbon, format: nitf, lane: bulk}
    limits: {max_bytes: 1000, rate: 2.5}
    options: {takes: "yes"}
  - id: bare
`))
	require.NoError(t, err)
	require.Len(t, list, 2)
	p := list[0]
	require.Equal(t, "Harbour Press", p.Name)
	require.Equal(t, []string{hash}, p.Keys)
	require.Equal(t, "a secret of some length", p.Secrets[0].Value())
	require.Equal(t, "another secret of some length", p.Secrets[1].Value())
	require.Equal(t, "pt-BR", p.Defaults.Language)
	require.EqualValues(t, 4, p.Defaults.Urgency)
	require.Equal(t, "Europe/Lisbon", p.Defaults.Zone.String())
	require.Equal(t, "nitf", p.Defaults.Format)
	require.Equal(t, contract.Bulk, p.Defaults.Lane)
	require.Equal(t, provider.Limits{MaxBytes: 1000, Rate: 2.5, Burst: 2}, p.Limits)
	require.Equal(t, map[string]string{"takes": "yes"}, p.Options)
	bare := list[1]
	require.Equal(t, "bare", bare.Name)
	require.Equal(t, "UTC", bare.Defaults.Zone.String())
	require.Equal(t, provider.Limits{MaxBytes: provider.DefaultMaxBytes}, bare.Limits)
}

func TestLoadTellsWhatIsWrongAndWhere(t *testing.T) {
	t.Parallel()
	const head = "providers:\n  - id: fine\n  - id: acme\n    "
	hash := provider.HashKey("x")
	for name, c := range map[string]struct{ text, want string }{
		"unknown field":        {head + "limit: {rate: 1}\n", "line 4: field limit not found"},
		"unknown field inside": {head + "limits:\n      rte: 1\n", "line 5: field rte not found"},
		"wrong type":           {head + "limits: {rate: fast}\n", "line 4"},
		"no yaml":              {"providers: [", "line 2"},
		"bad id":               {"providers:\n  - id: Acme\n", `line 2: provider "Acme"`},
		"no id":                {"providers:\n  - name: Acme\n", `line 2: provider ""`},
		"id twice":             {head + "name: A\n  - id: fine\n", `line 5: provider "fine": the id is there twice`},
		"plain key":            {head + "keys: [wr_plain]\n", "line 3: provider \"acme\": key 1 is no hash"},
		"key twice":            {head + "keys: ['" + hash + "']\n  - id: b\n    keys: ['" + hash + "']\n", `line 5: provider "b": key 1 is a key of "acme" already`},
		"short secret":         {head + "hmac: [{secret: short}]\n", "hmac secret 1 has 5 bytes"},
		"two sources":          {head + "hmac: [{secret: a, env: b}]\n", "one of secret, file and env"},
		"no such variable":     {head + "hmac: [{env: WIREROOM_TEST_NOT_THERE}]\n", "no variable WIREROOM_TEST_NOT_THERE"},
		"no such file":         {head + "hmac: [{file: /nowhere/at/all}]\n", "no such file"},
		"language":             {head + "defaults: {language: english language}\n", "BCP 47"},
		"urgency":              {head + "defaults: {urgency: 10}\n", "1 to 9"},
		"zone":                 {head + "defaults: {time_zone: Middle/Earth}\n", "IANA"},
		"zone of the machine":  {head + "defaults: {time_zone: Local}\n", "IANA"},
		"lane":                 {head + "defaults: {lane: fast}\n", "flash, wire or bulk"},
		"format":               {head + "defaults: {format: NITF 3}\n", "wire format"},
		"max_bytes":            {head + "limits: {max_bytes: 99999999}\n", "max_bytes"},
		"rate":                 {head + "limits: {rate: .nan}\n", "rate"},
		"mapping":              {head + "mapping: none.yaml\n", "line 3: provider \"acme\": mapping: open"},
		"mapping and format":   {head + "mapping: none.yaml\n    defaults: {format: nitf}\n", "exclude each other"},
		"second document":      {"providers: []\n---\nproviders: []\n", "second document"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := provider.Load(inFile(t, c.text))
			require.ErrorContains(t, err, c.want)
			require.NotContains(t, err.Error(), "wr_plain", "what may be a key is not told")
		})
	}
	_, err := provider.Load(filepath.Join(t.TempDir(), "none"))
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestAnEmptyFileHasNoProviders(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "# nothing yet\n", "providers:\n", "providers: []\n"} {
		list, err := provider.Load(inFile(t, text))
		require.NoError(t, err, text)
		require.Empty(t, list)
	}
}

func TestNewKey(t *testing.T) {
	t.Parallel()
	key, hash := provider.NewKey(bytes.NewReader(bytes.Repeat([]byte{7}, 32)))
	require.Equal(t, "wr_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc", key)
	require.Equal(t, hash, provider.HashKey(key))
	require.Equal(t, "sha256:"+"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", provider.HashKey("x"))
	require.Panics(t, func() { provider.NewKey(strings.NewReader("short")) })
}

func TestAdd(t *testing.T) {
	t.Parallel()
	_, hash := provider.NewKey(bytes.NewReader(make([]byte, 32)))
	entry := provider.Entry{ID: "new", Name: "New One", Keys: []string{hash}, Language: "de", TimeZone: "Europe/Berlin"}
	for name, before := range map[string]string{
		"with comments": "# who may push\nproviders:\n  # the first one\n  - id: old\n    limits: {rate: 5} # not more\n# the end\n",
		"flow":          "providers: []\n",
		"null":          "providers:\n",
		"empty":         "",
		"comment alone": "# who may push",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := inFile(t, before)
			require.NoError(t, provider.Add(path, entry))
			list, err := provider.Load(path)
			require.NoError(t, err)
			last := list[len(list)-1]
			require.Equal(t, "New One", last.Name)
			require.Equal(t, []string{hash}, last.Keys)
			require.Equal(t, "Europe/Berlin", last.Defaults.Zone.String())
			after, err := os.ReadFile(path)
			require.NoError(t, err)
			for _, line := range []string{"# who may push", "# the first one", "# not more", "# the end"} {
				require.Equal(t, strings.Contains(before, line), strings.Contains(string(after), line), "%s in\n%s", line, after)
			}
			require.ErrorContains(t, provider.Add(path, entry), "twice")
			still, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, string(after), string(still), "a refused one changes nothing")
		})
	}
}

func TestAddMakesTheFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "providers.yaml")
	require.NoError(t, provider.Add(path, provider.Entry{ID: "first"}))
	list, err := provider.Load(path)
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.ErrorContains(t, provider.Add(path, provider.Entry{ID: "No Id"}), "1 to 40")
	require.ErrorContains(t, provider.Add(write(t, path, "something: else\n"), provider.Entry{ID: "a"}), "providers")
	left, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".*"))
	require.NoError(t, err)
	require.Empty(t, left, "no temporary file stays")
}

func FuzzLoad(f *testing.F) {
	f.Add("providers:\n  - id: a\n    keys: ['sha256:00']\n")
	f.Add("providers:\n  - &a {id: a, limits: {rate: 1}}\n  - *a\n")
	f.Add("a: [")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := provider.Load(inFile(t, text))
		if err != nil {
			require.Empty(t, list)
		}
		for _, p := range list {
			require.True(t, contract.ValidProvider(p.ID))
			require.NotNil(t, p.Defaults.Zone)
			require.Positive(t, p.Limits.MaxBytes)
		}
	})
}
