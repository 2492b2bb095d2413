package plaintext

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

func parse(t *testing.T, text string) format.Article {
	t.Helper()
	articles, err := Parse(format.Input{Data: []byte(text)})
	require.NoError(t, err)
	require.Len(t, articles, 1)
	return articles[0]
}

func number32(n int) *int { return &n }

var long = strings.Repeat("The harbour stays closed until the wind drops below forty knots. ", 3) + "Ships wait."

func TestSeed(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(localtest.Corpus(t, "seed", "article.txt"))
	require.NoError(t, err)
	a := parse(t, string(data))
	lines := strings.Split(string(data), "\n")
	require.Equal(t, []ninjs.Text{{Value: lines[0]}}, a.Item.Headlines)
	require.Equal(t, number32(0), a.SourceComments)
	require.Equal(t, number32(122), a.SourceViews)
	require.Equal(t, []ninjs.Text{{Role: "caption", Value: lines[4]}}, a.Item.Descriptions)
	require.Equal(t, 4, strings.Count(a.Item.Bodies[0].Value, "<p>"))
	require.NotContains(t, strings.ToLower(a.Item.Bodies[0].Value), "please enter")
	require.NotContains(t, a.Item.Bodies[0].Value, "LEAVE A REPLY")
	require.Empty(t, a.Notes)
}

func TestWireCopy(t *testing.T) {
	t.Parallel()
	a := parse(t, "Port closes\r\n\r\nBy Ada Quay and Bo Mole\r\n\r\n"+
		"HARBOUR TOWN, May 3 (Fjord) - The port closed on Friday\r\nafter a storm <Olga>.\r\n\r\n  Ships wait outside.\r\n  Nobody is hurt.\r\n")
	require.Equal(t, "Port closes", a.Item.Headlines[0].Value)
	require.Equal(t, "Ada Quay and Bo Mole", a.Item.By)
	require.Equal(t, "HARBOUR TOWN, May 3 (Fjord)", a.DateLine)
	require.Equal(t, "<p>HARBOUR TOWN, May 3 (Fjord) - The port closed on Friday after a storm &lt;Olga&gt;.</p>\n"+
		"<p>Ships wait outside.</p>\n<p>Nobody is hurt.</p>", a.Item.Bodies[0].Value)
	require.Nil(t, a.SourceViews)
}

// A text that begins with its dateline has no headline of its own.
func TestAgencyBeforeThePlace(t *testing.T) {
	t.Parallel()
	a := parse(t, "   (FJORD) - ROMA, 08 LUG - La tempesta ha colpito la costa.\n   Tre dispersi.\n")
	require.Empty(t, a.Item.Headlines)
	require.Equal(t, "ROMA, 08 LUG (FJORD)", a.DateLine)
	require.Contains(t, a.Item.Bodies[0].Value, "La tempesta ha colpito")
	require.Equal(t, "(Fjord) - Bericht", parse(t, "(Fjord) - Bericht\n\nDer Hafen ist zu.\n\nMehr.\n").Item.Headlines[0].Value)
}

func TestHead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text, headline, caption string
		views, comments               *int
		paragraphs                    int
	}{
		{"views first", "Port closes\n\n1,204\n7\n\nThe quay\n\n" + long, "Port closes", "The quay", number32(1204), number32(7), 1},
		{"labelled", "Port closes\n3 comments\nViews: 1.204\n\nThe quay\n\n" + long, "Port closes", "The quay", number32(1204), number32(3), 1},
		{"form, count above it", "Port closes\n\nThe quay\n\n" + long + "\n\n2 Comments\n\nYour email address will not be published.\nName *\nEmail *\n", "Port closes", "The quay", nil, number32(2), 1},
		{"German form", "Hafen zu\n\n" + long + "\n\nSchreibe einen Kommentar\nName\nDein Text\n", "Hafen zu", "", nil, nil, 1},
		{"a number that is text", "Year in figures\n\n2024\n\n" + long, "Year in figures", "", nil, nil, 2},
		{"a short line that is text", "Port closes\n\nThe quay is empty.\n\n" + long, "Port closes", "", nil, nil, 2},
		{"page without a long text", "Port closes\n\n0\n12\n\nThe quay is empty.\n\nShips wait.", "Port closes", "", number32(12), number32(0), 2},
		{"headline alone", "Port closes", "Port closes", "", nil, nil, 0},
		{"headline of two lines", "Port closes as wind\nreaches ninety knots\n\n" + long, "Port closes as wind reaches ninety knots", "", nil, nil, 1},
		{"no headline", long + long + "\n\nShips wait.", "", "", nil, nil, 2},
		{"dateline first", "OSLO (Fjord) - The port is closed.", "", "", nil, nil, 1},
		{"leave a reply in the text", "Port closes\n\nLeave a reply\n\n" + long, "Port closes", "", nil, nil, 2},
		{"a name at the end", "Port closes\n\n" + long + "\n\nName\n", "Port closes", "", nil, nil, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := parse(t, c.text)
			headline, caption, body := "", "", ""
			if len(a.Item.Headlines) > 0 {
				headline = a.Item.Headlines[0].Value
			}
			if len(a.Item.Descriptions) > 0 {
				caption = a.Item.Descriptions[0].Value
			}
			if len(a.Item.Bodies) > 0 {
				body = a.Item.Bodies[0].Value
			}
			require.Equal(t, c.headline, headline)
			require.Equal(t, c.caption, caption)
			require.Equal(t, c.views, a.SourceViews)
			require.Equal(t, c.comments, a.SourceComments)
			require.Equal(t, c.paragraphs, strings.Count(body, "<p>"), body)
		})
	}
}

func TestDateLine(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"OSLO, May 3 (Fjord) - The port":       "OSLO, May 3 (Fjord)",
		"Bergen (fjo) -- The port":             "Bergen (fjo)",
		"STAVANGER, Norway (FJ) — The port":    "STAVANGER, Norway (FJ)",
		"TROMSØ — The port":                    "TROMSØ",
		"PARIS, 3 mai (FJ) - Le port":          "PARIS, 3 mai (FJ)",
		"ALTA, January 5. /FJORD/. – The port": "ALTA, January 5 /FJORD/",
		"ALTA, January 5 /FJORD/ – The port":   "ALTA, January 5 /FJORD/",
		"FLASH - The port is closed":           "",
		"The port (a big one) is closed":       "",
		"He said this - and more - on Friday":  "",
		"Report: the port is closed":           "",
		"NEW HARBOUR, May 3: The port":         "NEW HARBOUR, May 3",
		"A -":                                  "",
	} {
		require.Equal(t, want, dateLine(text), text)
	}
}

func TestTable(t *testing.T) {
	t.Parallel()
	a := parse(t, "Results\n\nOslo      3   1\nBergen    2   0\n\nThat was all.")
	require.Equal(t, "<pre>Oslo      3   1\nBergen    2   0</pre>\n<p>That was all.</p>", a.Item.Bodies[0].Value)
}

func TestRefused(t *testing.T) {
	t.Parallel()
	for text, reason := range map[string]contract.Reason{
		"": contract.ReasonMalformed, "\r\n\t": contract.ReasonMalformed, "a\x00b": contract.ReasonUnsupported,
	} {
		_, err := Parse(format.Input{Data: []byte(text)})
		var fe *format.Error
		require.True(t, errors.As(err, &fe))
		require.Equal(t, reason, fe.Reason)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("Port closes\n\n0\n122\n\nThe quay\n\n" + long + "\n\nLEAVE A REPLY\nPlease enter your name here"))
	f.Add([]byte("OSLO (FJ) - a\nb  c\n\n1.000.000.000.000.000.000.000\n2"))
	f.Fuzz(func(t *testing.T, data []byte) {
		articles, err := Parse(format.Input{Data: data})
		if err != nil {
			var fe *format.Error
			require.True(t, errors.As(err, &fe))
			return
		}
		it := articles[0].Item
		it.URI = "urn:a:1"
		_, err = ninjs.Encode(&it)
		require.NoError(t, err)
		for _, b := range it.Bodies {
			require.LessOrEqual(t, len(b.Value), 16*len(data)+16)
		}
	})
}

// TestHostile: 4 MiB that are made to cost more than they weigh.
func TestHostile(t *testing.T) {
	t.Parallel()
	for _, part := range []string{"a\n\n", "\n", "1\n", "Leave a reply\n", "By A", "A, ", "a   b\n", "<", "  a\n"} {
		start := time.Now()
		_, _ = Parse(format.Input{Data: []byte("x" + strings.Repeat(part, (4<<20)/len(part)))})
		t.Logf("%q %v", part, time.Since(start))
		require.Less(t, time.Since(start), 60*time.Second)
	}
}
