package docs

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

// A consumer's engineer copies what the page says, and it runs: here in Go, which
// every machine that runs the tests has.
func TestThePageOfConsumersRuns(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../../../docs/consumers.md")
	require.NoError(t, err)
	code := regexp.MustCompile("(?s)```go\n(.*?)```").FindSubmatch(page)
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

	ctx, cancel := context.WithCancel(t.Context())
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
