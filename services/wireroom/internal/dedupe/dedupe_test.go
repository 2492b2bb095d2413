package dedupe_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/wireroom/internal/console/consoletest"
	"github.com/wireroom/wireroom/services/wireroom/internal/dedupe"
)

var ferry = []string{
	"A ferry with 212 passengers ran aground off Gull Island on Tuesday night, the coast guard of Saltbury said.",
	"Nobody was hurt, said Captain Maria Fenwick. The passengers of the Northern Star were brought ashore by 6 boats within 3 hours.",
	"The ferry was built in 1998 and carries 340 passengers between Saltbury and Gull Island twice a day.",
}

// article is a line of ninjs.
func article(uri, title string, fields map[string]any, paragraphs ...string) string {
	item := map[string]any{"uri": uri, "headlines": []map[string]string{{"value": title}},
		"bodies": []map[string]string{{"contentType": "text/plain", "value": strings.Join(paragraphs, "\n\n")}}}
	for k, v := range fields {
		item[k] = v
	}
	data, _ := json.Marshal(item)
	return string(data) + "\n"
}

func run(t *testing.T, c dedupe.Cmd, lines ...string) ([]string, *consoletest.Recorder, error) {
	t.Helper()
	if c.Articles == 0 {
		c.Articles = 100
	}
	if c.Window == 0 {
		c.Window = time.Hour
	}
	con := consoletest.New(strings.Join(lines, ""))
	err := c.Run(t.Context(), con.Console)
	var out []string
	for line := range strings.Lines(con.Stdout()) {
		var a dedupe.Answer
		require.NoError(t, json.Unmarshal([]byte(line), &a))
		out = append(out, fmt.Sprintf("%s %s %s %s", a.URI, a.DuplicateOf, a.Kind, a.Story))
	}
	return out, con, err
}

func TestEachLineIsToldWhatItRepeats(t *testing.T) {
	t.Parallel()
	out, _, err := run(t, dedupe.Cmd{},
		article("urn:a", "Ferry aground off Gull Island", nil, ferry...),
		article("urn:b", "Ferry runs aground", nil, ferry...),
		article("urn:c", "Ferry aground off Gull Island", nil, ferry[:2]...),
		article("urn:d", "Cheese makers want a name of their own", nil, "Northern cheese makers want a label, said Peter Lowe at the fair in Whitcombe."),
		article("urn:e", "Gull Island ferry towed to Saltbury", nil, "The ferry Northern Star, which ran aground off Gull Island, was towed to Saltbury on Thursday, said Captain Fenwick of the coast guard."),
	)
	require.NoError(t, err)
	require.Equal(t, []string{"urn:a   urn:a", "urn:b urn:a exact urn:a", "urn:c urn:a cut urn:a", "urn:d   urn:d", "urn:e   urn:a"}, out)
}

func TestVersionsAndTakedowns(t *testing.T) {
	t.Parallel()
	out, _, err := run(t, dedupe.Cmd{},
		article("urn:a", "Ferry aground", nil, ferry...),
		article("urn:b", "Ferry aground", nil, ferry...),
		article("urn:a", "Ferry aground", map[string]any{"version": "2"}, append(ferry[:2:2], "It is to be towed on Thursday.", ferry[2])...),
		article("urn:b", "Ferry aground", map[string]any{"version": "2"}, append(ferry[:2:2], "It is to be towed on Thursday.", ferry[2])...),
		article("urn:a", "", map[string]any{"pubStatus": "canceled"}),
		article("urn:c", "Ferry aground", nil, ferry...),
	)
	require.NoError(t, err)
	require.Equal(t, []string{"urn:a   urn:a", "urn:b urn:a exact urn:a", "urn:a   urn:a", "urn:b urn:a exact urn:a", "urn:a   ", "urn:c urn:b near urn:a"}, out,
		"an update is no duplicate of its article, and a kill frees the copies")
}

func TestTheWindowIsBounded(t *testing.T) {
	t.Parallel()
	at := func(hour int) map[string]any {
		return map[string]any{"versionCreated": fmt.Sprintf("2031-05-05T%02d:00:00Z", hour)}
	}
	out, _, err := run(t, dedupe.Cmd{},
		article("urn:a", "Ferry aground", at(1), ferry...), article("urn:b", "Ferry aground", at(2), ferry...), article("urn:c", "Ferry aground", at(5), ferry...))
	require.NoError(t, err)
	require.Equal(t, []string{"urn:a   urn:a", "urn:b urn:a exact urn:a", "urn:c   urn:c"}, out)

	other := article("urn:o", "Cheese", nil, "Northern cheese makers want a label, said Peter Lowe at the fair.")
	out, _, err = run(t, dedupe.Cmd{Articles: 1}, article("urn:a", "Ferry aground", nil, ferry...), other, article("urn:b", "Ferry aground", nil, ferry...))
	require.NoError(t, err)
	require.Equal(t, "urn:b   urn:b", out[2])
}

func TestALineThatCantBeReadCostsNoOther(t *testing.T) {
	t.Parallel()
	out, con, err := run(t, dedupe.Cmd{}, article("urn:a", "Ferry aground", nil, ferry...), "\n", "{\n", article("urn:b", "Ferry aground", nil, ferry...))
	var unread *dedupe.Unread
	require.ErrorAs(t, err, &unread)
	require.Equal(t, 1, unread.Count)
	require.Contains(t, con.Stderr(), "standard input, line 3: ")
	require.Len(t, out, 2)
}

// Chunks change nothing.
func TestManyLines(t *testing.T) {
	t.Parallel()
	lines := make([]string, 1000)
	for i := range lines {
		lines[i] = article(fmt.Sprintf("urn:%d", i), fmt.Sprintf("Notice %d", i/2), nil, fmt.Sprintf("Notice %d of the port of Saltbury: %d boats of class %d entered the harbour before the storm.", i/2, i/2*7, i/2*13))
	}
	out, _, err := run(t, dedupe.Cmd{Articles: 2000}, lines...)
	require.NoError(t, err)
	require.Len(t, out, len(lines))
	for i, a := range out {
		if i%2 == 1 {
			require.Contains(t, a, fmt.Sprintf("urn:%d urn:%d exact", i, i-1))
		} else {
			require.Contains(t, a, fmt.Sprintf("urn:%d   ", i))
		}
	}
}
