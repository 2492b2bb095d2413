package nitf_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/nitf"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy"
)

type expected struct {
	File, Format, ID, Headline, Slugline, By, Located, Language, PubStatus, Signal, Cancels, EdNoteContains string
	VersionCreated, EmbargoedUntil                                                                          time.Time
	Urgency, WordCount                                                                                      int
	Preformatted                                                                                            bool
	Subjects, People, Organisations, Places, Keywords                                                       []string
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
		if want.Format != nitf.Name {
			continue
		}
		checked++
		t.Run(want.File, func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(localtest.Corpus(t, "wire", want.File))
			require.NoError(t, err)
			articles, err := nitf.Parse(format.Input{Data: data, Zone: time.UTC, Provider: "p"})
			require.NoError(t, err)
			require.Len(t, articles, 1)
			require.Nil(t, articles[0].Err)
			require.Empty(t, articles[0].Notes)
			checkTexts(t, want, articles[0])
			checkRules(t, want, articles[0])
			checkNames(t, want, articles[0])
		})
	}
	require.Positive(t, checked)
}

func tidied(t *testing.T, a format.Article) ninjs.Item {
	t.Helper()
	it, _, err := tidy.Article(a, tidy.Settings{Provider: "p"})
	require.NoError(t, err)
	out, err := ninjs.Encode(&it)
	require.NoError(t, err)
	localtest.ValidateNinjs(t, out)
	return it
}

func checkTexts(t *testing.T, want expected, a format.Article) {
	t.Helper()
	it := tidied(t, a)
	for field, pair := range map[string][2]string{
		"headline": {want.Headline, it.Headlines[0].Value}, "slugline": {want.Slugline, it.Slugline}, "by": {want.By, it.By},
		"located": {want.Located, it.Located}, "language": {want.Language, it.Language}, "pubStatus": {want.PubStatus, string(it.PubStatus)},
	} {
		if pair[0] != "" {
			require.Equal(t, pair[0], pair[1], field)
		}
	}
	require.Equal(t, want.ID, a.ID)
	require.Contains(t, it.EdNote, want.EdNoteContains)
	if want.WordCount > 0 {
		require.InDelta(t, want.WordCount, it.Bodies[0].WordCount, 3)
	}
	if want.Preformatted {
		require.Contains(t, it.Bodies[0].Value, "<pre>")
		require.Greater(t, strings.Count(it.Bodies[1].Value, "\n"), 5, "lines are kept")
	}
}

func checkRules(t *testing.T, want expected, a format.Article) {
	t.Helper()
	it := a.Item
	require.EqualValues(t, want.Urgency, it.Urgency)
	require.Equal(t, want.Signal, string(a.Signal))
	if want.Cancels != "" {
		require.Equal(t, []string{want.Cancels}, a.Targets)
	}
	if !want.VersionCreated.IsZero() {
		require.True(t, want.VersionCreated.Equal(it.VersionCreated.Time), it.VersionCreated)
	}
	require.True(t, want.EmbargoedUntil.Equal(it.EmbargoedUntil.Time), it.EmbargoedUntil)
}

func checkNames(t *testing.T, want expected, a format.Article) {
	t.Helper()
	it := a.Item
	for _, p := range want.People {
		require.True(t, slices.ContainsFunc(it.People, func(x ninjs.Person) bool { return x.Name == p }), p)
	}
	for _, o := range want.Organisations {
		require.True(t, slices.ContainsFunc(it.Organisations, func(x ninjs.Organisation) bool { return x.Name == o }), o)
	}
	for _, p := range want.Places {
		require.True(t, slices.ContainsFunc(it.Places, func(x ninjs.Place) bool { return x.Name == p }), p)
	}
	for _, k := range want.Keywords {
		require.True(t, slices.ContainsFunc(it.Subjects, func(s ninjs.Subject) bool { return s.Rel == "keyword" && s.Name == k }), k)
	}
	for _, code := range want.Subjects {
		require.True(t, slices.ContainsFunc(it.Subjects, func(s ninjs.Subject) bool {
			return string(s.URI) == "http://cv.iptc.org/newscodes/subjectcode/"+code
		}), code)
	}
}

// IPTC's example of NITF within another format has a body alone.
func TestCorpusListing(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(localtest.Corpus(t, "newsml-g2", "LISTING_25_An_NITF_marked-up_article_conveyed_in_inlineXML.xml"))
	require.NoError(t, err)
	articles, err := nitf.Parse(format.Input{Data: data, Zone: time.UTC})
	require.NoError(t, err)
	require.Len(t, articles, 1)
	require.Equal(t, "Sports Network", articles[0].Item.By)
	it := tidied(t, articles[0])
	require.Equal(t, 2, len(it.Bodies))
	require.Len(t, it.Descriptions, 1)
}
