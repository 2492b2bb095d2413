package tidy_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy"
)

func uriOf(t require.TestingT, headline, body string, arrived time.Time) ninjs.URI {
	it, _, err := tidy.Article(format.Article{Item: ninjs.Item{Headlines: []ninjs.Text{{Value: headline}}, Bodies: []ninjs.Body{{Value: body}}}},
		tidy.Settings{Provider: "p", Arrived: arrived})
	require.NoError(t, err)
	return it.URI
}

func TestTheDayOfArrivalCountsWhereNothingElseNamesATime(t *testing.T) {
	t.Parallel()
	day := time.Date(2025, 7, 8, 8, 0, 0, 0, time.UTC)
	first := uriOf(t, "Results", "Wenlow beat Courier.", day)
	require.Equal(t, first, uriOf(t, "Results", "Wenlow beat\nCourier.", day.Add(time.Hour)), "a push of the same text again")
	require.NotEqual(t, first, uriOf(t, "Results", "Wenlow beat Courier.", day.AddDate(0, 0, 7)))
	require.NotEqual(t, first, uriOf(t, "Results", "Courier beat Wenlow.", day))
}

func TestOtherWordsAreAnotherArticle(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringMatching(`[A-Z][a-z]{2,8}( [a-z]{2,8}){0,4}`)
		head, other := rapid.Just("Weather"), text
		a := [2]string{rapid.OneOf(head, other).Draw(rt, "headline"), text.Draw(rt, "text")}
		b := [2]string{rapid.OneOf(head, other).Draw(rt, "headline"), text.Draw(rt, "text")}
		same := a == b
		require.Equal(rt, same, uriOf(rt, a[0], a[1], time.Time{}) == uriOf(rt, b[0], b[1], time.Time{}))
	})
}
