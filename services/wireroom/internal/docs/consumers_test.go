package docs

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/machineuse"
)

// A consumer's engineer copies what the page says, and it runs: here in Go, which
// every machine that runs the tests has.
func TestThePageOfConsumersRuns(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../../../docs/consumers.md")
	require.NoError(t, err)
	code := regexp.MustCompile("(?s)### Go\n+```go\n(.*?)```").FindSubmatch(page)
	require.NotNil(t, code)
	url := localtest.NATS(t).URL()
	js, err := jetstream.New(localtest.Conn(t, url))
	require.NoError(t, err)
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	for _, subject := range []string{"news.a.new.4.en.none.acme", "news.b.new.4.de.none.acme", "news.b.kill.4.de.none.acme"} {
		_, err := js.Publish(t.Context(), contract.Written(subject), []byte(`{"uri":"urn:x"}`))
		require.NoError(t, err)
	}
	file := filepath.Join(t.TempDir(), "main.go")
	require.NoError(t, os.WriteFile(file, []byte(strings.Replace(string(code[1]), "nats://127.0.0.1:4222", url, 1)), 0o600))
	binary := filepath.Join(t.TempDir(), "consumer")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, file).CombinedOutput()
	require.NoError(t, err, string(out))

	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(stdout)
	for _, want := range []string{"news.a.new.", "news.b.kill."} {
		require.True(t, lines.Scan(), "it ended")
		require.True(t, strings.HasPrefix(lines.Text(), want), lines.Text())
	}
	require.NoError(t, js.DeleteStream(t.Context(), contract.StreamNews))
	require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
	_, err = js.Publish(t.Context(), contract.Written("news.c.new.4.en.none.acme"), []byte(`{"uri":"urn:y"}`))
	require.NoError(t, err)
	require.True(t, lines.Scan(), "it ended")
	require.True(t, strings.HasPrefix(lines.Text(), "news.c.new."), "a NEWS that was made anew is read from its beginning: %s", lines.Text())
	cancel()
	_ = cmd.Wait() // it was killed
}

// The check of the header that the page shows agrees with our own reader.
func TestThePagesCheckOfMachineUse(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../../../docs/consumers.md")
	require.NoError(t, err)
	code := regexp.MustCompile("(?s)```go\n(package main\n[^`]*`[^`]*`[^`]*func mayUse.*?)```").FindSubmatch(page)
	require.NotNil(t, code)
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "use.go"), code[1], 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "main.go"), []byte(`package main

import (
	"fmt"
	"os"

	"github.com/nats-io/nats.go"
)

func main() {
	for _, value := range os.Args[1:] {
		for _, use := range []string{"training", "input", "indexing"} {
			fmt.Println(mayUse(nats.Header{"Wireroom-Machine-Use": {value}}, use))
		}
	}
}
`), 0o600))
	policy := `https://example.org/a,training=not-allowed?"b`
	uses := []machineuse.Use{
		{}, {Training: machineuse.NotAllowed}, {Input: machineuse.NotAllowed, Training: machineuse.Allowed},
		{Indexing: machineuse.NotAllowed, Policy: policy}, {Training: machineuse.Allowed, Policy: policy},
		{Training: machineuse.NotAllowed, Input: machineuse.NotAllowed, Indexing: machineuse.NotAllowed},
	}
	args, want := []string{"run", filepath.Join(folder, "main.go"), filepath.Join(folder, "use.go")}, ""
	for _, u := range uses {
		args = append(args, u.String())
		for _, p := range machineuse.Purposes() {
			want += strconv.FormatBool(!u.Forbids(p)) + "\n"
		}
	}
	out, err := exec.CommandContext(t.Context(), "go", args...).CombinedOutput()
	require.NoError(t, err, string(out))
	require.Equal(t, want, string(out))
}
