package ninjson_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/ninjson"
)

type expected struct {
	File, Format, ID, Version, Headline, Slugline, By, Located, Language, PubStatus, Type, BodyStarts string
	Urgency                                                                                           int
	Associations                                                                                      []string
}

func TestCorpusWire(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(localtest.Corpus(t, "wire", "expected.json"))
	require.NoError(t, err)
	var all []expected
	require.NoError(t, json.Unmarshal(data, &all))
	checked := 0
	for _, want := range all {
		if want.Format != "ninjs-1" {
			continue
		}
		checked++
		t.Run(want.File, func(t *testing.T) {
			t.Parallel()
			a := readFile(t, "ninjs-1", "wire", want.File)
			checkExpected(t, want, a)
		})
	}
	require.Positive(t, checked)
}

func checkExpected(t *testing.T, want expected, a format.Article) {
	t.Helper()
	it := a.Item
	ids := []string{string(it.URI), a.ID}
	for _, id := range it.AltIDs {
		ids = append(ids, id.Value)
	}
	if want.ID != "" {
		require.Contains(t, ids, want.ID)
	}
	if want.Headline != "" {
		require.Equal(t, want.Headline, it.Headlines[0].Value)
	}
	for field, pair := range map[string][2]string{
		"version": {want.Version, it.Version}, "slugline": {want.Slugline, it.Slugline}, "by": {want.By, it.By},
		"located": {want.Located, it.Located}, "language": {want.Language, it.Language},
		"pubStatus": {want.PubStatus, string(it.PubStatus)}, "type": {want.Type, string(it.Type)},
	} {
		if pair[0] != "" {
			require.Equal(t, pair[0], pair[1], field)
		}
	}
	if want.Urgency != 0 {
		require.Equal(t, want.Urgency, int(it.Urgency))
	}
	for _, name := range want.Associations {
		require.True(t, slices.ContainsFunc(it.Associations, func(a ninjs.Association) bool { return a.Name == name }), name)
	}
	if want.BodyStarts != "" {
		text := strings.TrimPrefix(it.Bodies[0].Value, "<p>")
		require.True(t, strings.HasPrefix(text, want.BodyStarts), text)
	}
}

// readFile parses a file of the corpus and checks that what comes out is valid.
func readFile(t *testing.T, wantName string, elem ...string) format.Article {
	t.Helper()
	data, err := os.ReadFile(localtest.Corpus(t, elem...))
	require.NoError(t, err)
	name, articles, err := ninjson.Parse(format.Input{Data: data, Zone: time.UTC, Provider: "p"})
	require.NoError(t, err)
	require.Len(t, articles, 1)
	if wantName != "" {
		require.Equal(t, wantName, name)
	}
	requireValid(t, articles[0])
	return articles[0]
}

// requireValid checks the item against IPTC's schema, with the uri that tidy
// would give it.
func requireValid(t *testing.T, a format.Article) []byte {
	t.Helper()
	if a.Item.URI == "" {
		a.Item.URI = "urn:x:1"
	}
	out, err := ninjs.Encode(&a.Item)
	require.NoError(t, err)
	require.NoError(t, localtest.NinjsError(t, out), string(out))
	return out
}

func TestCorpusExamples(t *testing.T) {
	t.Parallel()
	for folder, name := range map[string]string{
		"examples/1.6": "ninjs-1", "examples/2.2": "ninjs-2", "examples/3.1": "ninjs-3",
		"test_suite/3.0/should_pass": "ninjs-3", "test_suite/3.1/should_pass": "ninjs-3",
	} {
		files, err := filepath.Glob(filepath.Join(localtest.Corpus(t, "ninjs", folder), "*.json"))
		require.NoError(t, err)
		require.NotEmpty(t, files)
		for _, file := range files {
			t.Run(folder+"/"+filepath.Base(file), func(t *testing.T) {
				t.Parallel()
				a := readFile(t, name, "ninjs", folder, filepath.Base(file))
				if a.Item.URI != "" { // one example's uri is none
					require.Empty(t, a.Notes)
				}
				if name == "ninjs-3" && a.Item.URI != "" {
					requireSame(t, file, requireValid(t, a))
				}
			})
		}
	}
}

// requireSame: what is ninjs 3 already comes out as it went in, except for the
// name of the standard, which tidy writes.
func requireSame(t *testing.T, file string, out []byte) {
	t.Helper()
	in, err := os.ReadFile(file)
	require.NoError(t, err)
	var a, b map[string]any
	require.NoError(t, json.Unmarshal(in, &a))
	require.NoError(t, json.Unmarshal(out, &b))
	delete(a, "standard")
	bodies, _ := b["bodies"].([]any)
	for i := range bodies {
		if theirs := a["bodies"].([]any)[i].(map[string]any); theirs["contentType"] == nil {
			delete(bodies[i].(map[string]any), "contentType") // guessed where it is not said
		}
	}
	require.Equal(t, withoutEmpty(a), withoutEmpty(b))
}

func withoutEmpty(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, sub := range v {
			if list, ok := withoutEmpty(sub).([]any); ok && len(list) == 0 {
				delete(v, key)
			}
		}
	case []any:
		for _, sub := range v {
			withoutEmpty(sub)
		}
	}
	return v
}

func TestCorpusShouldFail(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{"examples/not-valid", "test_suite/3.0/should_fail", "test_suite/3.1/should_fail"} {
		files, err := filepath.Glob(filepath.Join(localtest.Corpus(t, "ninjs", folder), "*.json"))
		require.NoError(t, err)
		require.NotEmpty(t, files)
		for _, file := range files {
			t.Run(filepath.Base(file), func(t *testing.T) {
				t.Parallel()
				a := readFile(t, "", "ninjs", folder, filepath.Base(file))
				require.NotEmpty(t, a.Notes)
			})
		}
	}
}
