package anpa1312

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

func parseLines(t *testing.T, lines ...string) format.Article {
	t.Helper()
	tokyo := time.FixedZone("JST", 9*3600)
	out, err := Parse(format.Input{Data: []byte(strings.Join(lines, "\r\n")), Provider: "p", Zone: tokyo, Received: time.Date(2025, 7, 8, 8, 0, 0, 0, time.UTC)})
	require.NoError(t, err)
	require.Len(t, out, 1)
	require.Nil(t, out[0].Err)
	return out[0]
}

func TestAsAsianAgenciesSendIt(t *testing.T) {
	t.Parallel()
	head := "\x01a0211SALTMOOR\x1f_smn-"
	for _, day := range []string{"13-05", "05-13"} {
		a := parseLines(t, head, "u s\x14\x12 BC-Sailing-Wenlow-Race   "+day+" 0412", "\x02BC-Sailing-Wenlow-Race", "Sailing: Saltmoor crew fastest on the Wenlow+",
			"     SALTMOOR, Norway, May 13 Saltnews - The crew of Saltmoor was the fastest on ", "the Wenlow on Tuesday.", "     It was the first time.", "==Saltnews", "\x03SMN-21:37-13-05-25\x04")
		require.Equal(t, "Sailing: Saltmoor crew fastest on the Wenlow", a.Item.Headlines[0].Value)
		require.Equal(t, "<p>SALTMOOR, Norway, May 13 Saltnews - The crew of Saltmoor was the fastest on the Wenlow on Tuesday.</p><p>It was the first time.</p>", a.Item.Bodies[0].Value)
		require.Equal(t, "2025-05-13T21:37:00+09:00", a.Item.VersionCreated.Format(time.RFC3339))
		require.Equal(t, "a.sailing-wenlow-race.2025-05-13", a.ID)
	}
	// both could be a month: the time of the message tells
	a := parseLines(t, head, "u s\x11\x13 BC-Race   04-05 0412", "\x02BC-Race", "Race+", "     Text.", "\x03SMN-21:37-04-05-25\x04")
	require.Equal(t, "a.race.2025-05-04", a.ID)
}

func TestATableWithoutAFormatCodeIsOneTable(t *testing.T) {
	t.Parallel()
	a := parseLines(t, "\x01a0212", "r s BC-Results   05-13 0040", "\x02^BC-Results<", "^Results<", "Rowing", "Wenlow      3   1", "Courier     2   0", "", "Pier Club   1   1", "\x0305-13-25 2137JST\x04")
	require.Equal(t, 1, strings.Count(a.Item.Bodies[0].Value, "<pre>"))
	require.NotContains(t, a.Item.Bodies[0].Value, "<p>")
}

func TestAShortStoryWithTheCodesOfATable(t *testing.T) {
	t.Parallel()
	head := "\x01a0212SALTMOOR\x1f_smn-"
	a := parseLines(t, head, "u w\x14\x12 BC-Saltnews-Ferry   07-07 0090", "\x02BC-Saltnews-Ferry", "Ferry runs aground off Saltmoor+",
		"     SALTMOOR, Norway, July 7 Saltnews - A ferry ran aground on Monday.", "     Nobody was hurt.", "==Saltnews", "\x03SMN-09:00-07-07-25\x04")
	require.Equal(t, "Ferry runs aground off Saltmoor", a.Item.Headlines[0].Value)
	require.Equal(t, "<p>SALTMOOR, Norway, July 7 Saltnews - A ferry ran aground on Monday.</p><p>Nobody was hurt.</p>", a.Item.Bodies[0].Value)
	// the keyword is not repeated above the headline
	a = parseLines(t, head, "u s\x12 BC-Weather   07-07 0012", "\x02Weather today+", "     SALTMOOR, Norway, July 7 Saltnews - Rain fell in the north.", "==Saltnews", "\x03SMN-09:00-07-07-25\x04")
	require.Equal(t, "Weather today", a.Item.Headlines[0].Value)
	require.Equal(t, "Weather", a.Item.Slugline)
	// a table has a headline too
	a = parseLines(t, head, "u s\x14\x12 BC-Saltnews-Results   07-07 0090", "\x02BC-Saltnews-Results", "Sailing results+", "     Results on Monday:", "A. Smith   12   3", "B. Jones   10   4", "==Saltnews", "\x03SMN-09:00-07-07-25\x04")
	require.Equal(t, "Sailing results", a.Item.Headlines[0].Value)
	require.Contains(t, a.Item.Bodies[0].Value, "<pre>     Results on Monday:\nA. Smith   12   3\nB. Jones   10   4")
}

func TestATableOfNearColumns(t *testing.T) {
	t.Parallel()
	a := parseLines(t, "\x01a0214\x1f_smn-", "r s BC-Table   07-07 0090", "\x02^BC-Table<", "^League<", "          W  L  Pct", "Saltmoor  9  1  .900", "Wenlow    5  5  .500", "Pier      1  9  .100", "\x03SMN-09:00-07-07-25\x04")
	require.Equal(t, "<pre>          W  L  Pct\nSaltmoor  9  1  .900\nWenlow    5  5  .500\nPier      1  9  .100</pre>", a.Item.Bodies[0].Value)
	a = parseLines(t, "\x01a0214\x1f_smn-", "r s BC-Text   07-07 0090", "\x02^BC-Text<", "^Two blanks<", "   It rained.  It blew.  It snowed.", "   It rained.  It blew.  It snowed.", "\x03SMN-09:00-07-07-25\x04")
	require.NotContains(t, a.Item.Bodies[0].Value, "<pre>")
}
