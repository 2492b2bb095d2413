package parse_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/wireroom/internal/console/consoletest"
	"github.com/wireroom/wireroom/services/wireroom/internal/parse"
)

var update = flag.Bool("update", false, "write the golden files anew")

var received = time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC)

func run(t *testing.T, input string, c parse.Cmd) (*consoletest.Recorder, error) {
	t.Helper()
	con := consoletest.New(input)
	if c.Provider == "" {
		c.Provider = "local"
	}
	if c.Zone == "" {
		c.Zone = "UTC"
	}
	c.Received = received
	return con, c.Run(t.Context(), con.Console)
}

func doc(name string) string { return filepath.Join("testdata", name) }

func TestGolden(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"ninjs.json", "plain.txt"} {
		con, err := run(t, "", parse.Cmd{Files: []string{doc(name)}})
		require.NoError(t, err)
		require.Empty(t, con.Stderr())
		require.Equal(t, 1, strings.Count(con.Stdout(), "\n"))
		localtest.ValidateNinjs(t, []byte(con.Stdout()))
		golden := doc(name + ".golden")
		if *update {
			require.NoError(t, os.WriteFile(golden, []byte(con.Stdout()), 0o644))
		}
		want, err := os.ReadFile(golden)
		require.NoError(t, err)
		require.Equal(t, string(want), con.Stdout())
	}
}

func TestMapping(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "quay.yaml")
	require.NoError(t, os.WriteFile(path, []byte("name: quay\nkind: json\nfields: {id: nr, headlines: titel}\n"), 0o600))
	con, err := run(t, `{"nr":7,"titel":"Havnen åbner"}`, parse.Cmd{Mapping: path})
	require.NoError(t, err)
	require.Contains(t, con.Stdout(), `"uri":"urn:wireroom:local:7"`)
	require.Empty(t, con.Stderr())
	con, err = run(t, `{"number":7,"titel":"Havnen åbner"}`, parse.Cmd{Mapping: path})
	require.NoError(t, err)
	require.Contains(t, con.Stderr(), "fields.id found nothing")
	require.Contains(t, con.Stderr(), "quay.yaml: never matched: fields.id\n")
	con, err = run(t, `{"number":7,"titel":"Havnen åbner"}`, parse.Cmd{Mapping: path, Quiet: true})
	require.NoError(t, err)
	require.Empty(t, con.Stderr())
	require.NoError(t, os.WriteFile(path, []byte("name: quay\nkind: json\nfields: {nr: id}\n"), 0o600))
	_, err = run(t, "{}", parse.Cmd{Mapping: path})
	require.ErrorContains(t, err, "mapping quay.yaml: line 3: fields.nr")
	require.ErrorContains(t, (&parse.Cmd{Provider: "local", Mapping: path, Format: "nitf"}).Validate(), "exclude each other")
}

func TestWhatCannotBeReadCostsNoOther(t *testing.T) {
	t.Parallel()
	con, err := run(t, "", parse.Cmd{Files: []string{doc("ninjs.json"), doc("cut.json"), doc("nothere.json"), doc("plain.txt")}})
	var unread *parse.Unread
	require.ErrorAs(t, err, &unread)
	require.Equal(t, 2, unread.Count)
	require.Equal(t, 2, strings.Count(con.Stdout(), "\n"), "the two that can be read")
	lines := strings.Split(strings.TrimSpace(con.Stderr()), "\n")
	require.Len(t, lines, 2, "one line for each that can't: %s", con.Stderr())
	require.Regexp(t, `^testdata/cut\.json: malformed: .+`, lines[0])
	require.Regexp(t, `^testdata/nothere\.json: .*no such file`, lines[1])
}

func TestOneBrokenItemOfAFeed(t *testing.T) {
	t.Parallel()
	con, err := run(t, "", parse.Cmd{Files: []string{doc("half.xml")}})
	require.Error(t, err)
	require.Equal(t, 1, strings.Count(con.Stdout(), "\n"))
	require.Contains(t, con.Stderr(), "half.xml, article 2 of 2: incomplete: ")
}

func TestSettingsReachTheParser(t *testing.T) {
	t.Parallel()
	const text = "Brücke öffnet früher\n\nDie Brücke öffnet eine Woche früher.\n"
	con, err := run(t, text, parse.Cmd{Files: []string{"-"}, ContentType: "text/plain; charset=utf-8", Language: "de", Provider: "acme", Urgency: 2})
	require.NoError(t, err)
	var item struct {
		URI, Language string
		Urgency       int
	}
	require.NoError(t, json.Unmarshal([]byte(con.Stdout()), &item))
	require.Equal(t, "de", item.Language)
	require.Equal(t, 2, item.Urgency)
	require.Contains(t, item.URI, ":acme:")

	con, err = run(t, text, parse.Cmd{Format: "no-such-format"})
	require.Error(t, err)
	require.Empty(t, con.Stdout())
	_, err = run(t, text, parse.Cmd{Zone: "Mars/Olympus"})
	require.ErrorContains(t, err, "IANA")
}

func TestEmptyInput(t *testing.T) {
	t.Parallel()
	con, err := run(t, "", parse.Cmd{})
	require.Error(t, err)
	require.Empty(t, con.Stdout())
	require.Equal(t, 1, strings.Count(con.Stderr(), "\n"))
}
