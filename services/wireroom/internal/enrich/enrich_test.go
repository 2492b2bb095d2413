package enrich_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/wireroom/internal/console/consoletest"
	"github.com/wireroom/wireroom/services/wireroom/internal/enrich"
)

const ferry = "The ferry ran aground off Bergen in Norway on Monday, said Captain Maria Fenwick of the coast guard. Nobody was hurt."

func TestALineThatCantBeReadCostsNoOther(t *testing.T) {
	t.Parallel()
	con := consoletest.New("\ufeff" + strings.Join([]string{
		`{"uri":"urn:a","headlines":[{"value":"Ferry aground"}],"bodies":[{"contentType":"text/plain","value":"` + ferry + `"}]}`,
		"", "no json", "null", `{"headlines":[{"value":"Bridge opens"}]}`,
		`{"uri":"urn:b","headline":"Ferry aground","body_text":"` + ferry + `"}`,
	}, "\r\n"))
	c := enrich.Cmd{}
	err := c.Run(t.Context(), con.Console)
	var unread *enrich.Unread
	require.ErrorAs(t, err, &unread)
	require.Equal(t, 2, unread.Count)
	lines := strings.Split(strings.TrimSpace(con.Stdout()), "\n")
	require.Len(t, lines, 3)
	require.Contains(t, lines[1], `"uri":"urn:wireroom:local:`, "a text without a uri")
	for i, uri := range map[int]string{0: "urn:a", 2: "urn:b"} {
		require.Contains(t, lines[i], `"uri":"`+uri+`"`)
		require.Contains(t, lines[i], "Ferry aground")
		require.Contains(t, lines[i], "iso3166:NO")
		require.Contains(t, lines[i], "Maria Fenwick")
	}
	require.Contains(t, con.Stderr(), "standard input, line 3: ")
	require.Contains(t, con.Stderr(), "standard input, line 4: no ninjs: neither a uri nor a text")
	require.Contains(t, con.Stderr(), "standard input, line 6: language en")
}
