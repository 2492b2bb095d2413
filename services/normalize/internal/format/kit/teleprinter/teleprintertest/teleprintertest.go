// Package teleprintertest is what the tests of the teleprinter formats share: messages
// in their control characters, the corpus, and the tables of the documentation.
// It must not be imported outside of tests.
package teleprintertest

import (
	"encoding/json"
	"errors"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy"
)

// Expected is an entry of the corpus's expected.json.
type Expected struct {
	File, Format, Headline, Slugline, By, Located, Signal string
	BodyStarts, BodyContains, EdNoteContains              string
	Urgency, WordCount                                    int
	Preformatted                                          bool
}

// Corpus gives the entries of one format with their documents.
func Corpus(t *testing.T, name string) map[Expected][]byte {
	t.Helper()
	data, err := os.ReadFile(localtest.Corpus(t, "wire", "expected.json"))
	require.NoError(t, err)
	var all []Expected
	require.NoError(t, json.Unmarshal(data, &all))
	out := map[Expected][]byte{}
	for _, x := range all {
		if x.Format != name {
			continue
		}
		doc, err := os.ReadFile(localtest.Corpus(t, "wire", x.File))
		require.NoError(t, err)
		out[x] = doc
	}
	require.NotEmpty(t, out)
	return out
}

// Check holds an article against what the corpus names of it.
func (x Expected) Check(t *testing.T, a format.Article) {
	t.Helper()
	require.Nil(t, a.Err)
	it := Tidied(t, a)
	for field, pair := range map[string][2]string{
		"headline": {x.Headline, it.Headlines[0].Value}, "slugline": {x.Slugline, it.Slugline}, "by": {x.By, it.By},
		"located": {x.Located, it.Located}, "signal": {x.Signal, string(a.Signal)},
	} {
		if pair[0] != "" {
			require.Equal(t, pair[0], pair[1], field)
		}
	}
	if x.Urgency > 0 {
		require.EqualValues(t, x.Urgency, it.Urgency)
	}
	require.Contains(t, it.EdNote, x.EdNoteContains)
	plain := it.Bodies[1].Value
	require.True(t, strings.HasPrefix(plain, x.BodyStarts), plain)
	require.Contains(t, plain, x.BodyContains)
	if x.WordCount > 0 {
		require.Equal(t, x.WordCount, a.Words, "the header's count")
	}
	if x.Preformatted {
		require.Contains(t, it.Bodies[0].Value, "<pre>")
		require.Greater(t, strings.Count(plain, "\n"), 20, "lines are kept")
	}
}

// Tidied is the article as it goes on, which must be valid.
func Tidied(t testing.TB, a format.Article) ninjs.Item {
	t.Helper()
	it, _, err := tidy.Article(a, tidy.Settings{Provider: "p"})
	require.NoError(t, err)
	out, err := ninjs.Encode(&it)
	require.NoError(t, err)
	localtest.ValidateNinjs(t, out)
	return it
}

// Valid holds that an article is valid ninjs once it is tidied, or refused with a
// reason (an invisible headline alone is none).
func Valid(t testing.TB, a format.Article) {
	t.Helper()
	it, _, err := tidy.Article(a, tidy.Settings{Provider: "p"})
	var fe *format.Error
	if errors.As(err, &fe) && fe.Reason != "" && fe.Reason != contract.ReasonInvalid {
		return
	}
	require.NoError(t, err)
	out, err := ninjs.Encode(&it)
	require.NoError(t, err)
	localtest.ValidateNinjs(t, out)
}

// Rows gives the first cell of each row of the tables under "Field by field" of
// the page docs/formats/NAME.md.
func Rows(t *testing.T, name string) []string {
	t.Helper()
	page, err := os.ReadFile("../../../../../docs/formats/" + name + ".md")
	require.NoError(t, err)
	_, section, ok := strings.Cut(string(page), "## Field by field\n")
	require.True(t, ok, "the page has its table")
	section, _, _ = strings.Cut(section, "\n## ")
	var rows []string
	for _, m := range regexp.MustCompile(`(?m)^\| ([^|]+?) \| [^|]+ \|$`).FindAllStringSubmatch(section, -1) {
		rows = append(rows, m[1])
	}
	require.Greater(t, len(rows), 10)
	return rows[1:] // without the head
}

// Input is a delivery as the tests send it: received in the evening of 3 May 2024,
// by a provider in Bonn.
func Input(doc string) format.Input {
	return format.Input{
		Data: []byte(doc), Provider: "p", Zone: time.FixedZone("MEZ", 3600),
		Received: time.Date(2024, 5, 3, 20, 0, 0, 0, time.UTC),
	}
}

// Lines joins lines as teleprinters end them.
func Lines(lines ...string) string { return strings.Join(lines, "\r\n") }
