package formats_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/services/normalize/internal/format"
	"github.com/wireroom/wireroom/services/normalize/internal/formats"
	"github.com/wireroom/wireroom/services/normalize/internal/tidy"
)

// The formats without an id that is sure, as a sender writes a story in each of them.
var idless = map[string]func(headline, text string) string{
	"text":      func(h, b string) string { return h + "\n\n" + b + "\n" },
	"telegraph": func(h, b string) string { return "ZCZC\n\n" + h + "\n\n" + b + "\n\nNNNN\n" },
	"labelled":  func(h, b string) string { return "URGENT\nHeadline: " + h + "\n\n" + b + "\n" },
	"email": func(h, b string) string {
		return "From: Ida <i@a.example>\r\nDate: Mon, 7 Jul 2025 10:00:00 +0200\r\nSubject: " + h + "\r\n\r\n" + b + "\r\n"
	},
	"iptc-7901": func(h, b string) string {
		return "\x01bdt0417 3 pl 060 hwd 0007\r\n" + h + "/\r\n\x02" + h + " =\r\n\r\nSalzmoor (hwd) - " + b + "\r\n\x03071205 Jul 25\r\n\x04"
	},
	"anpa-1312": func(h, b string) string {
		return "\x01a0001\x1fabc\r\nr i\x13\x11 BC-" + h + " 07-07 0010\r\n\x02^BC-" + h + "<\r\n^" + h + "<\r\n\t   " + b + "\r\n\x03"
	},
	"ninjs": func(h, b string) string { return fmt.Sprintf(`{"type":"text","headline":%q,"body_text":%q}`, h, b) },
}

func TestStoriesOfOtherContentNeverShareAURI(t *testing.T) {
	t.Parallel()
	day := time.Date(2025, 7, 7, 8, 0, 0, 0, time.UTC)
	for name, write := range idless {
		uri := func(t require.TestingT, headline, text string, at time.Time) string {
			_, articles, err := formats.Parse(format.Input{Data: []byte(write(headline, text)), Provider: "p", Zone: time.UTC, Received: at}, "")
			require.NoError(t, err)
			require.Len(t, articles, 1)
			it, _, err := tidy.Article(articles[0], tidy.Settings{Provider: "p", Arrived: at})
			require.NoError(t, err)
			return string(it.URI)
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(rt *rapid.T) {
				words := rapid.SliceOfN(rapid.SampledFrom(strings.Fields("Ferry Bridge Harbour Storm Rescue Market Island Winter Summer Council")), 2, 4)
				story := func(label string) (string, string) {
					h := strings.Join(words.Draw(rt, label), " ")
					return h, h + " again, " + rapid.StringMatching(`[a-z]{4,9}( [a-z]{4,9}){2,6}`).Draw(rt, label+" text") + "."
				}
				h1, b1 := story("first")
				h2, b2 := story("second")
				require.Equal(rt, uri(rt, h1, b1, day), uri(rt, h1, b1, day.Add(time.Hour)), "the same again")
				if h1 != h2 && b1 != b2 {
					require.NotEqual(rt, uri(rt, h1, b1, day), uri(rt, h2, b2, day), "%q, %q", h1, h2)
				}
			})
		})
	}
}
