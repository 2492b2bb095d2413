package email_test

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/email"
	"github.com/wireroom/wireroom/services/normalize/internal/formats"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy"
)

// The mails of the corpus come out with what it names of them.
func TestCorpus(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(localtest.Corpus(t, "wire", "expected.json"))
	require.NoError(t, err)
	var all []struct{ File, Format, Headline string }
	require.NoError(t, json.Unmarshal(data, &all))
	checked := 0
	for _, want := range all {
		if want.Format != email.Name {
			continue
		}
		checked++
		data, err := os.ReadFile(localtest.Corpus(t, "wire", want.File))
		require.NoError(t, err)
		name, articles, err := formats.Parse(format.Input{Data: data, Zone: time.UTC, Provider: "p"}, "")
		require.NoError(t, err)
		require.Equal(t, email.Name, name)
		require.Len(t, articles, 1)
		it, _ := tidied(t, articles[0])
		require.Equal(t, want.Headline, it.Headlines[0].Value)
		require.Equal(t, "body text", it.Bodies[1].Value)
		require.Equal(t, "a sender", it.By)
		require.Equal(t, "2015-02-19T06:18:40Z", it.VersionCreated.UTC().Format(time.RFC3339))
		require.Contains(t, it.AltIDs[0].Value, "@mail.gmail.com")
	}
	require.Equal(t, 2, checked)
}

func tidied(t *testing.T, a format.Article) (ninjs.Item, []string) {
	t.Helper()
	require.Nil(t, a.Err)
	it, notes, err := tidy.Article(a, tidy.Settings{Provider: "p"})
	require.NoError(t, err)
	out, err := ninjs.Encode(&it)
	require.NoError(t, err)
	localtest.ValidateNinjs(t, out)
	return it, notes
}
