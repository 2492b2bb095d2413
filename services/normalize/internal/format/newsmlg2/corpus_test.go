package newsmlg2_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/newsmlg2"
)

type expected struct {
	File, Format, ID, Version, Headline, By, Located, Language, PubStatus string
	VersionCreated                                                        time.Time
	Urgency                                                               int
}

func read(t *testing.T, elem ...string) []format.Article {
	t.Helper()
	data, err := os.ReadFile(localtest.Corpus(t, elem...))
	require.NoError(t, err)
	articles, err := newsmlg2.Parse(format.Input{Data: data, Zone: time.UTC, Provider: "p"})
	require.NoError(t, err)
	return articles
}

// The documents of the corpus come out with what it names of them, after tidy as
// on the wire.
func TestCorpus(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(localtest.Corpus(t, "wire", "expected.json"))
	require.NoError(t, err)
	var all []expected
	require.NoError(t, json.Unmarshal(data, &all))
	checked := 0
	for _, want := range all {
		if want.Format != newsmlg2.Name {
			continue
		}
		checked++
		articles := read(t, "wire", want.File)
		require.Len(t, articles, 1, want.File)
		it := tidied(t, articles[0])
		require.Contains(t, it.AltIDs, ninjs.AltID{Role: "id", Value: want.ID})
		require.Equal(t, want.Version, it.Version)
		require.Equal(t, want.PubStatus, string(it.PubStatus))
		for field, pair := range map[string][2]string{
			"headline": {want.Headline, it.Headlines[0].Value}, "by": {want.By, it.By}, "located": {want.Located, it.Located}, "language": {want.Language, it.Language},
		} {
			if pair[0] != "" {
				require.Equal(t, pair[0], pair[1], field)
			}
		}
		if want.Urgency > 0 {
			require.EqualValues(t, want.Urgency, it.Urgency)
		}
		if !want.VersionCreated.IsZero() {
			require.True(t, want.VersionCreated.Equal(it.VersionCreated.Time))
		}
	}
	require.Positive(t, checked)
}

// Each of the standard's examples is read, its package with all members.
func TestCorpusListings(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(localtest.Corpus(t, "newsml-g2"), "*.xml"))
	require.NoError(t, err)
	require.Len(t, files, 5)
	members := 0
	for _, f := range files {
		for _, a := range read(t, "newsml-g2", filepath.Base(f)) {
			require.Nil(t, a.Err, f)
			it := tidied(t, a)
			for _, m := range it.Associations {
				require.NotEmpty(t, m.URI)
				members++
			}
		}
	}
	require.Equal(t, 6, members)
}

func TestCorpusPackage(t *testing.T) {
	t.Parallel()
	it := tidied(t, read(t, "wire", "reuters_KBN0FL0NM_v10.xml")[0])
	require.Equal(t, ninjs.TypeComposite, it.Type)
	var got []string
	for _, a := range it.Associations {
		require.NotEmpty(t, a.Headlines)
		got = append(got, a.Name+" "+string(a.Type)+" "+a.Version)
	}
	require.Equal(t, []string{"Main text 5", "Main-2 picture 1", "Main-3 picture 2", "Main-4 picture 2", "sidebars/sidebars_0 text 2"}, got)
}
