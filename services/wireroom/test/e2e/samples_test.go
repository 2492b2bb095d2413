package e2e

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nkeys"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/consumers"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
	"github.com/wireroom/wireroom/services/wireroom/internal/up"
)

// sample is a program of docs/consumers.md as a consumer's engineer copies it.
type sample struct {
	command []string
	args    []string // that say where the wire is
	env     []string
}

func (s sample) start(ctx context.Context, t *testing.T, args ...string) (*exec.Cmd, *bytes.Buffer, *bufio.Scanner) {
	t.Helper()
	all := slices.Concat(s.command, s.args, args)
	cmd := exec.CommandContext(ctx, all[0], all[1:]...)
	cmd.Env = append(os.Environ(), s.env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // a shell's curl ends with it
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	return cmd, &stderr, lines
}

// block gives the program under a heading of the page.
func block(t *testing.T, heading, language string) string {
	t.Helper()
	page, err := os.ReadFile("../../../../docs/consumers.md")
	require.NoError(t, err)
	code := regexp.MustCompile("(?s)### " + heading + "\n.*?```" + language + "\n(.*?)```").FindSubmatch(page)
	require.NotNil(t, code, heading)
	return string(code[1])
}

// save writes a program, with the waits of its reconnections cut short.
func save(t *testing.T, name, code string) string {
	t.Helper()
	short := strings.NewReplacer("MaxReconnects(60)", "MaxReconnects(2)", "2*time.Second", "50*time.Millisecond",
		"maxReconnectAttempts: 60, reconnectTimeWait: 2000", "maxReconnectAttempts: 2, reconnectTimeWait: 50", "sleep 1", "sleep 0.05")
	file := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(file, []byte(short.Replace(code)), 0o600))
	return file
}

// goProgram builds a program in Go.
func goProgram(t *testing.T, code string) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "consumer")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, save(t, "main.go", code)).CombinedOutput()
	require.NoError(t, err, string(out))
	return binary
}

// jsProgram saves a program in JavaScript beside npm's packages, which .ci/samples has
// installed.
func jsProgram(t *testing.T, code string) string {
	t.Helper()
	modules := os.Getenv("WIREROOM_NPM")
	if modules == "" {
		t.Skip("run by .ci/samples, which installs npm's packages")
	}
	file := save(t, "consumer.mjs", code)
	require.NoError(t, os.Symlink(modules, filepath.Join(filepath.Dir(file), "node_modules")))
	return file
}

// The programs of the page in Go, JavaScript and shell read from where they are told to, and
// end with an error where the wire is away.
func TestTheProgramsOfThePage(t *testing.T) {
	t.Parallel()
	w := oneProcess(t, up.Options{Data: t.TempDir()})
	since := olderAndYounger(t, w)
	samples := map[string]func(t *testing.T, nats, publish string) sample{
		"Go": func(t *testing.T, nats, _ string) sample {
			return sample{command: []string{goProgram(t, block(t, "Go", "go"))}, args: []string{"--server", nats}}
		},
		"JavaScript": func(t *testing.T, nats, _ string) sample {
			return sample{command: []string{"node", jsProgram(t, block(t, "JavaScript", "js"))}, args: []string{"--server", nats}}
		},
		"Shell": func(t *testing.T, _, publish string) sample {
			return sample{command: []string{"sh", save(t, "consumer.sh", block(t, "Shell", "sh"))}, env: []string{"API=" + publish}}
		},
	}
	t.Run("all", func(t *testing.T) { // the wire outlives the parallel ones
		for name, program := range samples {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				s := program(t, w.NATS, w.Publish)
				reads(t, s, []string{"The older one", "The younger one", `kill|remove`}, "ruhig")
				reads(t, s, []string{"The younger one", `kill|remove`}, "The older one", "--since", since)
				readsWhatComes(t, s, w)
				gone := "127.0.0.1:1" // nobody listens there
				s.args, s.env = replaced(s.args, w.NATS, "nats://"+gone), replaced(s.env, w.Publish, "http://"+gone)
				fails(t, s)
			})
		}
	})
}

// fails starts a program whose wire is away. It ends by itself, and says why in a line.
func fails(t *testing.T, s sample) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd, stderr, lines := s.start(ctx, t)
	for lines.Scan() {
		t.Fatal("it read", lines.Text())
	}
	err := cmd.Wait()
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit)
	require.Equal(t, 1, exit.ExitCode(), "it ends by itself: %s", stderr)
	require.Contains(t, stderr.String(), "consumer: ")
	require.NotRegexp(t, `panic|goroutine|    at `, stderr.String(), "no stack")
}

func replaced(list []string, what, with string) []string {
	out := slices.Clone(list)
	for i := range out {
		out[i] = strings.ReplaceAll(out[i], what, with)
	}
	return out
}

// reads starts a program and waits for lines that match, in this order. None that it
// writes until then holds never.
func reads(t *testing.T, s sample, want []string, never string, args ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd, stderr, lines := s.start(ctx, t, args...)
	for _, w := range want {
		found := false
		for !found && lines.Scan() {
			require.NotContains(t, lines.Text(), never)
			found = regexp.MustCompile(w).MatchString(lines.Text())
		}
		require.True(t, found, "it ended before %s: %s", w, stderr)
	}
	cancel()
	_ = cmd.Wait() // it was killed
}

// readsWhatComes starts a program with --new, and pushes until it shows one.
func readsWhatComes(t *testing.T, s sample, w *up.Wire) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd, stderr, lines := s.start(ctx, t, "--new")
	go func() {
		for i := 0; ctx.Err() == nil; i++ {
			_ = pushed(ctx, w, sampleStory("fresh-"+filepath.Base(t.Name())+strconv.Itoa(i), "en", "The fresh one", "usable"))
			_ = service.Pause(ctx, 300*time.Millisecond)
		}
	}()
	require.True(t, lines.Scan(), stderr.String())
	require.Contains(t, lines.Text(), "The fresh one")
	cancel()
	_ = cmd.Wait() // it was killed
}

func sampleStory(id, language, headline, status string) string {
	text := map[string]string{"en": "The ferry left the harbour on time, and the sea was calm all day long.", "de": "Die Fähre verließ den Hafen pünktlich, und das Meer war den ganzen Tag über ruhig."}
	return fmt.Sprintf(`{"uri": "urn:example:%s", "type": "text", "language": %q, "pubStatus": %q, "headlines": [{"value": %q}],
		"bodies": [{"contentType": "text/plain", "value": %q}]}`, id, language, status, headline, text[language])
}

func pushed(ctx context.Context, w *up.Wire, body string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.Ingest+"/v1/wire/acme", strings.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer wr_key_of_acme")
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusAccepted {
		return fmt.Errorf("the push is answered with %s", res.Status)
	}
	return nil
}

// olderAndYounger publishes two English articles and a German one, which is then taken
// down. It gives a time between the first two.
func olderAndYounger(t *testing.T, w *up.Wire) string {
	t.Helper()
	nc, err := w.Connect()
	require.NoError(t, err)
	t.Cleanup(nc.Close)
	js, err := jetstream.New(nc)
	require.NoError(t, err)
	var at time.Time
	for i, body := range []string{
		sampleStory("older", "en", "The older one", "usable"), sampleStory("younger", "en", "The younger one", "usable"),
		sampleStory("german", "de", "The one in German", "usable"), sampleStory("german", "de", "The one in German", "canceled"),
	} {
		require.NoError(t, pushed(t.Context(), w, body))
		localtest.Eventually(t, time.Minute, func() error {
			s, err := js.Stream(t.Context(), contract.StreamNews)
			if err == nil && s.CachedInfo().State.LastSeq < uint64(i+1) {
				err = fmt.Errorf("NEWS holds %d messages", s.CachedInfo().State.LastSeq)
			}
			if err == nil && i == 0 {
				at = s.CachedInfo().State.LastTime
			}
			return err
		})
	}
	return at.Add(time.Millisecond).UTC().Format("2006-01-02T15:04:05.000Z")
}

// A program that reads ends with an error when NATS stays away.
func TestTheProgramsOfThePageEndWhenNATSStaysAway(t *testing.T) {
	t.Parallel()
	for name, program := range map[string]func(t *testing.T) []string{
		"Go":         func(t *testing.T) []string { return []string{goProgram(t, block(t, "Go", "go"))} },
		"JavaScript": func(t *testing.T) []string { return []string{"node", jsProgram(t, block(t, "JavaScript", "js"))} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			command := program(t)
			server := localtest.NATSServer(t)
			js, err := jetstream.New(localtest.Conn(t, server.URL()))
			require.NoError(t, err)
			require.NoError(t, contract.Ensure(t.Context(), js, contract.StreamOptions{}))
			_, err = js.Publish(t.Context(), contract.Written("news.a.new.4.en.none.acme"), []byte(`{"uri":"urn:x","headlines":[{"value":"One"}]}`))
			require.NoError(t, err)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			cmd, stderr, lines := sample{command: command, args: []string{"--server", server.URL()}}.start(ctx, t)
			require.True(t, lines.Scan(), stderr.String())
			server.Stop()
			for lines.Scan() {
				t.Fatal("it read", lines.Text())
			}
			var exit *exec.ExitError
			require.ErrorAs(t, cmd.Wait(), &exit)
			require.Equal(t, 1, exit.ExitCode(), "it ends by itself: %s", stderr)
			require.Contains(t, stderr.String(), "consumer: ")
		})
	}
}

// printed gives the lines in a language that `wireroom consumers add` prints.
func printed(t *testing.T, text, language string) string {
	t.Helper()
	lines := regexp.MustCompile("(?m)^" + language + " .*:\n((?:  .*\n)+)").FindStringSubmatch(text)
	require.NotNil(t, lines, text)
	return lines[1]
}

// What `wireroom consumers add` prints reads what the consumer may read, with the seed that
// it prints, and ends where NATS is away.
func TestTheLinesThatConsumersAddPrints(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	w := oneProcess(t, up.Options{Data: dir})
	var out, notes bytes.Buffer
	add := consumers.Add{ID: "desk", Language: []string{"en"}, For: []string{"nats"}, File: consumers.File{File: filepath.Join(dir, "consumers.yaml")}}
	require.NoError(t, add.Run(&target.Target{Server: w.NATS}, &console.Console{Out: &out, Err: &notes}))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "desk.nk"), out.Bytes(), 0o600))
	require.NoError(t, pushed(t.Context(), w, sampleStory("german", "de", "The German one", "usable")))
	require.NoError(t, pushed(t.Context(), w, sampleStory("english", "en", "The English one", "usable")))
	pair, err := nkeys.FromSeed(bytes.TrimSpace(out.Bytes()))
	require.NoError(t, err)
	public, err := pair.PublicKey()
	require.NoError(t, err)
	localtest.Eventually(t, time.Minute, func() error { // the wire takes the file
		nc, err := nats.Connect(w.NATS, nats.Nkey(public, pair.Sign))
		if err == nil {
			nc.Close()
		}
		return err
	})
	_, js, _ := asReader(t, w.NATS, pair, public)
	awaitConsumer(t, js, "desk")
	here := func(code string) string {
		return strings.NewReplacer(`"desk.nk"`, strconv.Quote(filepath.Join(dir, "desk.nk"))).Replace(code)
	}
	for language, program := range map[string]func(t *testing.T, lines string) []string{
		"Go": func(t *testing.T, lines string) []string {
			return []string{goProgram(t, "package main\n\nimport (\n\"context\"\n\"fmt\"\n\"log\"\n\n\"github.com/nats-io/nats.go\"\n\"github.com/nats-io/nats.go/jetstream\"\n)\n\nfunc main() {\n"+lines+"}\n")}
		},
		"JavaScript": func(t *testing.T, lines string) []string {
			return []string{"node", jsProgram(t, "import { readFileSync } from 'node:fs';\nimport { connect, nkeyAuthenticator } from '@nats-io/transport-node';\nimport { jetstream } from '@nats-io/jetstream';\n"+lines)}
		},
	} {
		t.Run(language, func(t *testing.T) {
			lines := here(printed(t, notes.String(), language))
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			cmd, stderr, shown := sample{command: program(t, lines)}.start(ctx, t)
			require.True(t, shown.Scan(), stderr.String())
			require.Contains(t, shown.Text(), "The English one")
			cancel()
			_ = cmd.Wait() // it was killed
			_, err := nkeysReset(t, w, pair, public)
			require.NoError(t, err)

			ctx, cancel = context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			cmd, stderr, _ = sample{command: program(t, strings.ReplaceAll(lines, w.NATS, "nats://127.0.0.1:1"))}.start(ctx, t)
			var exit *exec.ExitError
			require.ErrorAs(t, cmd.Wait(), &exit)
			require.Equal(t, 1, exit.ExitCode(), "it ends by itself: %s", stderr)
			require.NotRegexp(t, `panic|goroutine|    at `, stderr.String(), "no stack")
		})
	}
}

// nkeysReset starts the consumer anew, for the next program.
func nkeysReset(t *testing.T, w *up.Wire, pair nkeys.KeyPair, public string) (*nats.Msg, error) {
	t.Helper()
	nc, _, _ := asReader(t, w.NATS, pair, public)
	return nc.Request("$JS.API.CONSUMER.RESET.NEWS.desk", []byte(`{"seq":1}`), 20*time.Second)
}
