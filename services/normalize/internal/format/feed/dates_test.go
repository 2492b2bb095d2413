package feed_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Dates as feeds have them; the provider's zone is two hours east.
func TestDates(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Fri, 03 May 2024 10:00:00 GMT":    "2024-05-03T10:00:00Z",
		"Fri, 3 May 24 10:00 EST":          "2024-05-03T15:00:00Z",
		"Fri, 03 May 2024 10:00:00 +02:00": "2024-05-03T08:00:00Z",
		"03 May 2024 10:00":                "2024-05-03T08:00:00Z",
		"2024-05-03T10:00:00.5+0200":       "2024-05-03T08:00:00.5Z",
		"2024-05-03":                       "2024-05-02T22:00:00Z",
		"Friday, 03-May-24 10:00:00 UTC":   "2024-05-03T10:00:00Z",
		"Fri May  3 10:00:00 2024":         "2024-05-03T08:00:00Z",
		"May 3, 2024 10:00 AM":             "2024-05-03T08:00:00Z",
		"May 3, 2024 1:00 PM":              "2024-05-03T11:00:00Z",
		"2024/05/03 10:00:00":              "2024-05-03T08:00:00Z",
		"03.05.2024 10:00":                 "2024-05-03T08:00:00Z",
		"Fri, 03 May 2024 10:00:00 IST":    "2024-05-03T04:30:00Z",
		"ven., 03 mai 2024 10:00:00 +0200": "2024-05-03T08:00:00Z",
		"Fr, 03 Mai 2024 10:00:00 +0200":   "2024-05-03T08:00:00Z",
		"3 de mayo de 2024 10:00":          "2024-05-03T08:00:00Z",
		"пт, 03 май 2024 10:00:00 +0300":   "2024-05-03T07:00:00Z",
		"pt, 03 paź 2024 10:00:00 +0200":   "2024-10-03T08:00:00Z",
		"yesterday":                        "", "1714730400": "2024-05-03T10:00:00Z", "32 May 2024": "", "": "",
	} {
		it := parse(t, `<rss version="2.0"><channel><title>t</title><item><title>a</title><pubDate>`+text+`</pubDate></item></channel></rss>`)[0].Item
		if want == "" {
			require.True(t, it.FirstCreated.IsZero(), text)
			continue
		}
		require.True(t, it.FirstCreated.Equal(at(want).Time), "%s: %s", text, it.FirstCreated)
	}
}
