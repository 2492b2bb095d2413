package cli_test

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/wireroom/internal/addressbook"
	"github.com/wireroom/wireroom/services/wireroom/internal/demo"
	"github.com/wireroom/wireroom/services/wireroom/internal/up"
)

// startWire starts the whole wire in this process, and gives the data folder that
// commands find it by.
func startWire(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	file, keys := filepath.Join(dir, "providers.yaml"), map[string]string{}
	for id := range demo.Providers() {
		keys[id] = "wr_test_key_of_" + id
		require.NoError(t, provider.Add(file, provider.Entry{ID: id, Keys: []string{provider.HashKey(keys[id])}, Conventions: demo.Conventions(id)}))
	}
	ctx, cancel := context.WithCancel(context.Background())
	rt := service.New("test", service.Options{})
	const free = "127.0.0.1:0"
	w, err := up.Start(ctx, rt, up.Options{Data: dir, NATS: free, Ingest: free, Publish: free, Providers: file, SyncEvery: 2 * time.Minute})
	t.Cleanup(func() {
		cancel()
		if w != nil {
			require.NoError(t, w.Wait())
		}
		require.NoError(t, rt.Close())
	})
	require.NoError(t, err)
	require.NoError(t, addressbook.Save(dir, addressbook.Book{NATS: w.NATS, User: w.User, Pass: w.Pass, Ingest: w.Ingest, Publish: w.Publish, Keys: keys}))
	return dir
}

// sample writes a document of the sample wire into a folder.
func sample(t *testing.T, dir, name string) string {
	t.Helper()
	data, err := demo.Step{File: name}.Read(time.Now())
	require.NoError(t, err)
	path := filepath.Join(dir, name)
	require.NoError(t, os.WriteFile(path, data, 0o600))
	return path
}

func decode[T any](t *testing.T, text string) (out []T) {
	t.Helper()
	for line := range strings.Lines(text) {
		var v T
		require.NoError(t, json.Unmarshal([]byte(line), &v), line)
		out = append(out, v)
	}
	return out
}

type pushed struct {
	Delivery string
	Known    bool
	Articles []contract.Receipt
}

func TestAStoryFromPushToTrace(t *testing.T) {
	t.Parallel()
	data := startWire(t)
	dir := t.TempDir()
	ok := func(args ...string) string {
		t.Helper()
		code, stdout, stderr := run(t, "", append(args, "--data", data)...)
		require.Zero(t, code, "%v: %s%s", args, stdout, stderr)
		return stdout
	}
	push := func(name string, more ...string) pushed {
		t.Helper()
		return decode[pushed](t, ok(append([]string{"push", "--json", "-p", "harbour-press", sample(t, dir, name)}, more...)...))[0]
	}
	first, third, late := push("01-ferry-v1.json"), push("02-ferry-v3.json"), push("03-ferry-v2-late.json")
	require.Equal(t, contract.New, first.Articles[0].Signal)
	require.Equal(t, contract.Update, third.Articles[0].Signal)
	require.Equal(t, contract.ReasonStale, late.Articles[0].Reason)
	again := push("02-ferry-v3.json")
	require.True(t, again.Known)
	require.Equal(t, third.Delivery, again.Delivery, "what was pushed before is not stored twice")
	anew := push("02-ferry-v3.json", "--again")
	require.Equal(t, contract.ReasonDuplicate, anew.Articles[0].Reason)

	tail := ok("tail", "--all", "--stop")
	require.Equal(t, 2, strings.Count(tail, "\n"))
	require.Contains(t, tail, first.Articles[0].Article)

	trace := ok("trace", first.Articles[0].Article)
	for _, d := range []pushed{first, third, late, anew} {
		require.Contains(t, trace, "delivery "+d.Delivery)
	}
	for _, want := range []string{"received", "normalized", "enriched", "published", "stale", "duplicate", "last word: update"} {
		require.Contains(t, trace, want)
	}
	require.Equal(t, trace, ok("trace", "-p", "harbour-press", first.Articles[0].URI))
	require.Contains(t, ok("trace", first.Delivery), "done in ")

	status := ok("status", "--interval", "100ms")
	require.NotContains(t, status, "no worker")
	require.NotContains(t, status, "never run")
	require.Contains(t, status, "no dead letters")
}

func TestADeadLetterIsRetried(t *testing.T) {
	t.Parallel()
	data := startWire(t)
	code, stdout, _ := run(t, `{"uri": "urn:example:cut", "headline": `, "push", "-p", "nordwind", "--content-type", "application/json", "--data", data)
	require.Equal(t, 1, code)
	require.Contains(t, stdout, "dead       malformed")
	code, stdout, stderr := run(t, "", "dead", "--data", data)
	require.Zero(t, code)
	require.Contains(t, stdout, "malformed")
	require.Contains(t, stderr, "dead retry 1")
	code, stdout, _ = run(t, "", "dead", "retry", "1", "--json", "--data", data)
	require.Zero(t, code)
	type retried struct{ Delivery string }
	id := decode[retried](t, stdout)[0].Delivery
	// it dies again, under the same delivery, as a letter of its own
	require.Eventually(t, func() bool {
		_, stdout, _ = run(t, "", "trace", id, "--data", data)
		return strings.Count(stdout, "at normalize: malformed") == 2
	}, 20*time.Second, 20*time.Millisecond)
	require.Contains(t, stdout, "retried")
	require.Contains(t, stdout, "dead retry 2")
	require.NotContains(t, stdout, "dead retry 1\n")
}

func TestParsePrintsWhatTheWirePublishes(t *testing.T) {
	t.Parallel()
	data := startWire(t)
	dir := t.TempDir()
	var files []string
	for _, s := range demo.Steps() {
		if s.Provider == "polder-post" || s.File == "10-budget.json" {
			files = append(files, sample(t, dir, s.File))
		}
	}
	code, parsed, stderr := run(t, "", append([]string{"parse", "-p", "polder-post"}, files...)...)
	require.Zero(t, code, stderr)
	code, _, stderr = run(t, "", append([]string{"push", "-p", "polder-post", "--data", data}, files...)...)
	require.Zero(t, code, stderr)
	code, out, _ := run(t, "", "tail", "--all", "--stop", "--json", "--data", data)
	require.Zero(t, code)

	type message struct {
		Headers map[string]string
		Article map[string]any
	}
	published := map[string]message{}
	for _, m := range decode[message](t, out) {
		published[m.Article["uri"].(string)] = m
	}
	items := decode[map[string]any](t, parsed)
	require.Len(t, items, len(published))
	code, enriched, stderr := run(t, parsed, "enrich")
	require.Zero(t, code, stderr)
	whole := decode[map[string]any](t, enriched)
	require.Len(t, whole, len(published))
	for _, item := range whole {
		require.Equal(t, published[item["uri"].(string)].Article, item, "parse and enrich make what the wire publishes")
	}
	for _, item := range items {
		m := published[item["uri"].(string)]
		derived := strings.Split(m.Headers[contract.HeaderDerived], ",")
		for _, field := range slices.Sorted(maps.Keys(item)) {
			if !slices.Contains(derived, field) {
				require.Equal(t, item[field], m.Article[field], "%s of %s", field, item["uri"])
			}
		}
	}
}
