package console_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/wireroom/internal/console"
)

func TestCleanLetsNothingSteerTheTerminal(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"plain":                   "plain",
		"\x1b[31mred\x1b[0m":      "[31mred[0m",
		"\x1b]0;title\a":          "]0;title",
		"two\nlines\tand a tab":   "two lines and a tab",
		"\u009b31mC1":             "31mC1",
		"turned \u202eback\u202c": "turned back",
		"not \xff UTF-8":          "not \ufffd UTF-8",
		"Füße, naïve, 東京, \u0645": "Füße, naïve, 東京, \u0645",
	} {
		require.Equal(t, want, console.Clean(in))
	}
}

func TestTableAlignsWideTextAndCutsTheLastColumn(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	c := &console.Console{Out: &out, Width: 30}
	table := c.Table("NAME", ">N", "TEXT")
	table.Row("東京", 7, "a text that is longer than the terminal is wide")
	table.Row(console.Cell{Text: "abc", Style: console.Red}, 1234, "short")
	table.Write()
	require.Equal(t, "NAME     N  TEXT\n東京     7  a text that is lo…\nabc   1234  short\n", out.String())
	for line := range strings.Lines(out.String()) {
		require.LessOrEqual(t, console.Wide(strings.TrimSuffix(line, "\n")), 30)
	}
}

func TestColoursTakeNoRoom(t *testing.T) {
	t.Parallel()
	var plain, painted bytes.Buffer
	for out, color := range map[*bytes.Buffer]bool{&plain: false, &painted: true} {
		c := &console.Console{Out: out, Color: color}
		table := c.Table("A", "B")
		table.Row(console.Cell{Text: "x", Style: console.Red}, "y")
		table.Write()
	}
	bare := painted.String()
	for _, code := range []string{"\x1b[1m", "\x1b[31m", "\x1b[0m"} {
		require.Contains(t, bare, code)
		bare = strings.ReplaceAll(bare, code, "")
	}
	require.Equal(t, plain.String(), bare)
}

func TestFigures(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		0: "0.0 ms", 3120 * time.Microsecond: "3.1 ms", 250 * time.Millisecond: "250 ms", 4230 * time.Millisecond: "4.2 s",
		185 * time.Second: "3m05s", 130 * time.Minute: "2h10m", 76 * time.Hour: "3d04h", -time.Second: "-1.0 s",
	} {
		require.Equal(t, want, console.Took(d))
	}
	for n, want := range map[int]string{0: "0 B", 999: "999 B", 4200: "4.2 kB", 999_960: "1.0 MB", 1_300_000_000: "1.3 GB"} {
		require.Equal(t, want, console.Bytes(n))
	}
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1234: "-1,234", -123: "-123"} {
		require.Equal(t, want, console.Count(n))
	}
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	require.Equal(t, "11:59:59.500", console.Clock(now.Add(-500*time.Millisecond), now))
	require.Equal(t, "2026-02-28 12:00:00.000", console.Clock(now.AddDate(0, 0, -1), now))
}
