package reading_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/enrich/internal/frame"
	"github.com/wireroom/wireroom/services/enrich/internal/reading"
)

func TestSeconds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text, language string
		words, want    int
	}{
		"nothing":                        {"", "en", 0, 0},
		"a minute":                       {"", "en", reading.WordsPerMinute, 60},
		"rounded up":                     {"", "de", 1, 1},
		"counted here if nobody did":     {strings.Repeat("word ", 2*reading.WordsPerMinute), "en", 0, 120},
		"a minute of Chinese":            {strings.Repeat("港", reading.ChinesePerMinute), "zh", 9, 60},
		"a minute of Japanese":           {strings.Repeat("港の", reading.JapanesePerMinute/2) + "ア", "ja", 9, 60},
		"names in Latin letters as well": {strings.Repeat("港", reading.ChinesePerMinute) + strings.Repeat(" NATO 12,", reading.WordsPerMinute/2), "zh", 0, 120},
		"Korean has spaces":              {"", "ko", reading.WordsPerMinute, 60},
	} {
		require.Equal(t, c.want, reading.Seconds(c.text, c.language, c.words), name)
	}
}

func TestEnricherTakesTheCountOfTheBody(t *testing.T) {
	t.Parallel()
	item := &ninjs.Item{Bodies: []ninjs.Body{{ContentType: "text/html", WordCount: 9}, {ContentType: "text/plain", WordCount: 2 * reading.WordsPerMinute, Value: "x"}}}
	got, err := reading.Enricher{}.Enrich(t.Context(), &frame.Article{Item: item, Text: "x", Language: "en"})
	require.NoError(t, err)
	require.Equal(t, frame.Change{ReadingSeconds: 120}, got)
	got, err = reading.Enricher{}.Enrich(t.Context(), &frame.Article{Item: &ninjs.Item{}, Language: "en"})
	require.NoError(t, err)
	require.Equal(t, frame.Change{}, got)
}
