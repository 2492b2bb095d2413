package newsml1_test

import (
	"encoding/json"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/format/newsml1"
)

type expected struct {
	File, Format, ID, Version, Headline, Slugline, By, Located, Language, PubStatus, UsageTerms string
	VersionCreated                                                                              time.Time
	Urgency                                                                                     int
	Subjects                                                                                    []string
}

// The documents of the corpus come out with what it names of them.
func TestCorpus(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(localtest.Corpus(t, "wire", "expected.json"))
	require.NoError(t, err)
	var all []expected
	require.NoError(t, json.Unmarshal(data, &all))
	checked := 0
	for _, want := range all {
		if want.Format != newsml1.Name {
			continue
		}
		checked++
		data, err := os.ReadFile(localtest.Corpus(t, "wire", want.File))
		require.NoError(t, err)
		articles, err := newsml1.Parse(format.Input{Data: data, Zone: time.UTC, Provider: "p"})
		require.NoError(t, err)
		require.Len(t, articles, 1)
		require.Empty(t, articles[0].Notes)
		it := tidied(t, articles[0])
		require.Equal(t, want.ID, string(it.URI))
		require.Contains(t, it.AltIDs, ninjs.AltID{Role: "id", Value: want.ID})
		require.Equal(t, [8]string{want.Version, want.Headline, want.Slugline, want.By, want.Located, want.Language, want.PubStatus, want.UsageTerms},
			[8]string{it.Version, it.Headlines[0].Value, it.Slugline, it.By, it.Located, it.Language, string(it.PubStatus), it.UsageTerms})
		require.True(t, want.VersionCreated.Equal(it.VersionCreated.Time))
		require.EqualValues(t, want.Urgency, it.Urgency)
		require.NotEmpty(t, main(t, it))
		for _, code := range want.Subjects {
			require.True(t, slices.ContainsFunc(it.Subjects, func(s ninjs.Subject) bool {
				return string(s.URI) == "http://cv.iptc.org/newscodes/subjectcode/"+code
			}), code)
		}
	}
	require.Positive(t, checked)
}
