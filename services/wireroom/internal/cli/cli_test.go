package cli_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/wireroom/internal/cli"
	"github.com/wireroom/wireroom/services/wireroom/internal/console/consoletest"
)

func run(t *testing.T, input string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	con := consoletest.New(input)
	code = cli.Run(t.Context(), args, con.Console)
	return code, con.Stdout(), con.Stderr()
}

func TestEveryCommandHelpsWithExamples(t *testing.T) {
	t.Parallel()
	code, all, _ := run(t, "", "--help")
	require.Zero(t, code)
	for _, name := range []string{"push", "tail", "trace", "dead list", "dead show", "dead retry", "dead drop", "restore", "erase", "audit", "status", "parse", "enrich", "providers list", "providers add", "providers key", "providers rotate", "providers set", "providers remove", "providers check", "feeds list", "feeds poll", "feeds reset", "completion"} {
		require.Contains(t, all, "  "+name+" ")
		code, help, stderr := run(t, "", append(strings.Fields(name), "--help")...)
		require.Zero(t, code, name)
		require.Empty(t, stderr)
		require.Contains(t, help, "    wireroom "+name, "an example of %s", name)
		require.Contains(t, help, "--server=URL", name)
	}
	require.NotContains(t, all, "docs")
}

func TestVersion(t *testing.T) {
	t.Parallel()
	code, out, stderr := run(t, "", "--version")
	require.Zero(t, code, stderr)
	require.Regexp(t, `^wireroom \S+ \(revision \S+(, modified)?, go\S+ \w+/\w+\)\n$`, out)
}

// Each shell takes its script; bash completes commands, and flags of the command and of its
// parents, also behind flags.
func TestCompletion(t *testing.T) {
	t.Parallel()
	_, script, _ := run(t, "", "completion", "bash")
	for words, want := range map[string]string{
		"wireroom fee": "feeds", "wireroom dead re": "retry", "wireroom --data x dead retry --re": "--reason", "wireroom dead retry --serv": "--server",
	} {
		n := len(strings.Fields(words)) - 1
		out, err := exec.CommandContext(t.Context(), "bash", "-c", script+"\nCOMP_WORDS=("+words+"); COMP_CWORD="+strconv.Itoa(n)+"; _wireroom; echo \"${COMPREPLY[@]}\"").CombinedOutput()
		require.NoError(t, err, string(out))
		require.Equal(t, want+"\n", string(out), words)
	}
	_, script, _ = run(t, "", "completion", "zsh")
	require.True(t, strings.HasPrefix(script, "#compdef wireroom\n"))
	_, script, _ = run(t, "", "completion", "fish")
	require.Contains(t, script, "complete -c wireroom -n '__fish_seen_subcommand_from dead; and not __fish_seen_subcommand_from list show retry drop' -f -a retry -d '")
	code, _, _ := run(t, "", "completion", "tcsh")
	require.Equal(t, 2, code)
}

func TestAProviderIsKeptByCommands(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "providers.yaml")
	keys := func() int {
		_, out, _ := run(t, "", "providers", "list", "--json", "--file", file)
		var listed struct {
			Keys int     `json:"keys"`
			Rate float64 `json:"rate"`
		}
		require.NoError(t, json.Unmarshal([]byte(out), &listed))
		require.Contains(t, []float64{0, 7}, listed.Rate)
		return listed.Keys
	}
	code, first, stderr := run(t, "", "providers", "add", "acme", "--file", file)
	require.Zero(t, code, stderr)
	code, second, _ := run(t, "", "providers", "key", "acme", "--file", file)
	require.Zero(t, code)
	require.NotEqual(t, first, second)
	require.Equal(t, 2, keys())
	_, third, _ := run(t, "", "providers", "rotate", "acme", "--file", file)
	require.Equal(t, 2, keys(), "the new one and the one before")
	_, _, _ = run(t, "", "providers", "rotate", "acme", "--keep", "0", "--file", file)
	require.Equal(t, 1, keys())
	code, _, stderr = run(t, "", "providers", "set", "acme", "name=A;B", "limits.rate=7", "--file", file)
	require.Zero(t, code, stderr)
	require.Equal(t, 1, keys())
	code, _, stderr = run(t, "", "providers", "set", "acme", "limits.rat=7", "--file", file)
	require.Equal(t, 1, code)
	require.Contains(t, stderr, "rat")
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Contains(t, string(data), "A;B")
	require.NotContains(t, string(data), strings.TrimSpace(third), "the file has hashes")
	code, _, _ = run(t, "", "providers", "remove", "acme", "--file", file)
	require.Zero(t, code)
	code, _, _ = run(t, "", "providers", "remove", "acme", "--file", file)
	require.Equal(t, 1, code)
}

func TestUsageErrors(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{}, {"bogus"}, {"trace"}, {"dead", "show", "x"}, {"push", "--parallel", "0"}, {"push", "--lane", "fast"},
		{"tail", "--last", "3", "--all"}, {"parse", "--provider", "Not Valid"}, {"parse", "--received", "noon"}, {"status", "--interval", "1ns"},
		{"dead", "list", "--stage", "printing"}, {"dead", "show", "1", "--raw", "--json"},
	} {
		code, stdout, stderr := run(t, "", args...)
		require.Equal(t, 2, code, "%v: %s", args, stderr)
		require.Empty(t, stdout)
		require.Contains(t, stderr, "--help' says more", "%v", args)
	}
}

// What only a command can judge is wrong usage too, and is said before anything is asked for.
func TestValuesThatMakeNoSenseAreUsageErrors(t *testing.T) {
	t.Parallel()
	away := []string{"--server", "nats://127.0.0.1:1", "--data", t.TempDir()}
	for _, args := range [][]string{
		{"tail", "a b"}, {"tail", "news..x"}, {"tail", "news.>.x"}, {"tail", "--since", "yesterday"}, {"trace", "x y"}, {"trace", "abc-01"},
		{"trace", "urn:example:1"}, {"replay"}, {"replay", "--all"}, {"replay", "--since", "soon", "--reason", "r"}, {"replay", "--delivery", "abc-007", "--reason", "r"},
		{"dead", "retry"}, {"push", "--key", "a\nb", "--provider", "acme", "-"},
	} {
		code, stdout, stderr := run(t, "x", append(args, away...)...)
		require.Equal(t, 2, code, "%v: %s", args, stderr)
		require.Empty(t, stdout)
		require.NotEmpty(t, stderr)
	}
	code, _, stderr := run(t, "x", "parse", "--zone", "Mars/X")
	require.Equal(t, 2, code, stderr)
}

func TestFailuresAreOneLine(t *testing.T) {
	t.Parallel()
	away := []string{"--server", "nats://127.0.0.1:1", "--data", t.TempDir()}
	for _, args := range [][]string{{"status"}, {"tail"}, {"trace", "abc-1"}, {"dead"}, {"dead", "retry", "--all"}} {
		code, stdout, stderr := run(t, "", append(args, away...)...)
		require.Equal(t, 1, code, "%v", args)
		require.Empty(t, stdout)
		require.Equal(t, 1, strings.Count(stderr, "\n"), stderr)
		require.Contains(t, stderr, "wireroom up", "what to do")
	}
	code, _, stderr := run(t, "{", "parse", "--content-type", "application/json")
	require.Equal(t, 1, code)
	require.Equal(t, 1, strings.Count(stderr, "\n"), "the parse error is the only line: %s", stderr)
	code, stdout, stderr := run(t, "{\n\n{\"uri\":\"urn:x\"}\n", "enrich", "--quiet")
	require.Equal(t, 1, code)
	require.Equal(t, 1, strings.Count(stdout, "\n"), "the others are printed all the same")
	require.Contains(t, stderr, "standard input, line 1: ")
	require.Equal(t, 1, strings.Count(stderr, "\n"), stderr)
}

func TestReferencePages(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	code, _, stderr := run(t, "", "docs", "--users", filepath.Join(dir, "users.conf"), filepath.Join(dir, "reference"))
	require.Zero(t, code, stderr)
	for name, wants := range map[string][]string{
		"cli.md":           {"## wireroom push\n", "## wireroom dead retry\n", "`--server=URL`", "WIREROOM_NATS_URL", "    wireroom tail --last 20"},
		"configuration.md": {"## All services", "`WIREROOM_NATS_URL`", "`WIREROOM_BUS_ACK_WAIT`", "## ingest", "`WIREROOM_INGEST_ADDR`"},
		"contract.md":      {"`NEWS`", "`Wireroom-Delivery`", "`kill-unmatched`", "economy-business-and-finance", "work queue", "30 days"},
	} {
		data, err := os.ReadFile(filepath.Join(dir, "reference", name))
		require.NoError(t, err)
		for _, want := range wants {
			require.Contains(t, string(data), want, name)
		}
		require.NotContains(t, string(data), dir, "nothing of the machine")
		require.NotRegexp(t, `(?m)[ \t]+$`, string(data), name)
	}
}
