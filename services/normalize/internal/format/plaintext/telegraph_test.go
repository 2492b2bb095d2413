package plaintext

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

func TestMessagesOfATelegraphNetwork(t *testing.T) {
	t.Parallel()
	const fire, bridge = "Fire on the pier put out\n\nA fire was put out on Monday.\n", "Bridge opens\n\nThe new bridge was opened.\n"
	for name, c := range map[string]struct {
		text      string
		headlines []string
	}{
		"one":                     {"ZCZC\n\n" + fire + "\nNNNN\n", []string{"Fire on the pier put out"}},
		"two":                     {"ZCZC\n" + fire + "NNNN\nZCZC ABC012\n" + bridge + "NNNN", []string{"Fire on the pier put out", "Bridge opens"}},
		"ends alone":              {fire + "NNNN\r\n" + bridge + "NNNN\r\n", []string{"Fire on the pier put out", "Bridge opens"}},
		"starts alone":            {"ZCZC SMN\n" + fire + "ZCZC SMN\n" + bridge, []string{"Fire on the pier put out", "Bridge opens"}},
		"noise between":           {"VZ 017\n\nZCZC\n" + fire + "NNNN\n\n017 08\n\nZCZC\n" + bridge + "NNNN\n", []string{"Fire on the pier put out", "Bridge opens"}},
		"none":                    {fire + "\nThe call sign was ZCZC, it ended NNNN.", []string{"Fire on the pier put out"}},
		"keyword, headline, code": {"ZCZC SMN\n\n#Pier fire\n$Fire on the pier put out\n\nA fire was put out.\n\nSPA\nNNNN", []string{"Fire on the pier put out"}},
	} {
		out, err := Parse(format.Input{Data: []byte(c.text)})
		require.NoError(t, err, name)
		var got []string
		for _, a := range out {
			got = append(got, a.Item.Headlines[0].Value)
			require.NotRegexp(t, `(?m)^(<p>)?(ZCZC|NNNN|SPA|#)`, a.Item.Bodies[0].Value, name)
		}
		require.Equal(t, c.headlines, got, name)
	}
	require.Equal(t, "Pier fire", parse(t, "ZCZC SMN\n#Pier fire\n$Fire out\n\nText.\nNNNN").Item.Slugline)
}

func TestSeparatorsOfWiresPartWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Wenlow\x1f3\x1eCourier\x194": "Wenlow 3 Courier 4", "one\x0f two\x0e": "one two", "\x0eone\x02": "one", "a\ufeffb": "ab", "a\n\x1fb": "a\nb",
	} {
		require.Equal(t, want, withoutControls(text))
	}
}
