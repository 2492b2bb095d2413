package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/dedup"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

// readOtherwise has normalize read the provider's documents in another way, as a
// better parser does: where they name no language it is this one.
func readOtherwise(t *testing.T, r *rig.Rig, language string) {
	t.Helper()
	text, err := os.ReadFile(r.ProvidersFile)
	require.NoError(t, err)
	text, _, _ = cut(text, "    defaults:")
	whole := r.ProvidersFile + ".new" // half a file has no keys
	require.NoError(t, os.WriteFile(whole, fmt.Appendf(text, "    defaults: {language: %s}\n", language), 0o600))
	require.NoError(t, os.Rename(whole, r.ProvidersFile))
	n := 0
	localtest.Eventually(t, 20e9, func() error { // until a probe comes out in it
		n++
		d := push(t, r, unsaid(fmt.Sprint("probe-", language, n), 0, "Probe "+language), "application/json")
		if !strings.Contains(d.Articles[0].Subject, "."+language+".") {
			return fmt.Errorf("still read as %s", d.Articles[0].Subject)
		}
		return nil
	})
}

func cut(text []byte, mark string) ([]byte, string, bool) {
	before, after, found := strings.Cut(string(text), mark)
	return []byte(before), after, found
}

// unsaid is a document that names no language; number 0 names no version.
func unsaid(name string, number int, text string) []byte {
	all := map[string]any{"uri": "urn:example:rules:" + name, "type": "text", "headlines": []map[string]string{{"value": "Quay"}},
		"bodies": []map[string]string{{"contentType": "text/plain", "value": text}}}
	if number > 0 {
		all["version"] = fmt.Sprint(number)
	}
	data, _ := json.Marshal(all)
	return data
}

func TestAReplayBringsWhatReadsOtherwiseAndNothingElse(t *testing.T) {
	t.Parallel()
	r := rig.Start(t, &binaries, rig.Options{})
	one := func(body []byte) contract.Receipt { return push(t, r, body, "application/json").Articles[0] }
	status410 := func(uri, pubStatus string, number int) contract.Receipt {
		data, _ := json.Marshal(map[string]any{"uri": uri, "pubStatus": pubStatus, "version": fmt.Sprint(number)})
		return one(data)
	}
	readOtherwise(t, r, "da")
	v1 := one(unsaid("numbered", 1, "The quay is one."))
	one(unsaid("numbered", 2, "The quay is two."))
	one(unsaid("arrival", 0, "The quay came first."))
	one(unsaid("arrival", 0, "The quay came second."))
	killed := one(unsaid("killed", 1, "The quay is gone."))
	status410(killed.URI, "canceled", 2)
	withheld := one(unsaid("withheld", 1, "The quay is closed."))
	status410(withheld.URI, "withheld", 2)
	same := one(version("same", 1, nil)) // names its language
	require.Equal(t, contract.Dead, one([]byte("{")).Outcome)

	replayed := func(args ...string) (map[string]int, string) {
		code, out := command(t, r, append([]string{"replay", "--all", "--json", "--file", r.ProvidersFile}, args...)...)
		require.Zero(t, code, out)
		counts := map[string]int{}
		for line := range strings.Lines(out) {
			var x struct{ URI, Outcome, Reason, Signal, Would string }
			if json.Unmarshal([]byte(line), &x) == nil && !strings.Contains(x.URI, "probe") {
				counts[strings.TrimPrefix(x.URI, "urn:example:rules:")+" "+x.Would+x.Outcome+x.Reason+x.Signal]++
			}
		}
		return counts, out
	}
	counts, out := replayed("--reason", "nothing has changed")
	require.Zero(t, counts["numbered publishedupdate"]+counts["same publishedupdate"], out)
	require.Equal(t, 1, counts["numbered droppedstale"], out)
	require.Equal(t, 1, counts["numbered droppedduplicate"], out)

	readOtherwise(t, r, "de")
	counts, out = replayed("--dry-run")
	require.Equal(t, map[string]int{
		"numbered stale": 1, "numbered publish as update": 1, "arrival stale": 1, "arrival publish as update": 1, "same duplicate": 1,
		"killed killed": 1, "killed publish as kill": 1, "withheld stale": 1, "withheld publish as kill": 1, " dead": 1,
	}, counts, out)
	require.Contains(t, out, "Nothing was run")
	code, out := command(t, r, "replay", "--all", "--dry-run", "--file", r.ProvidersFile)
	require.Zero(t, code, out)
	require.Contains(t, out, "language", "it says which fields")
	require.NotContains(t, out, "stale  ", "and only what changes")

	counts, out = replayed("--reason", "read better", "--number", "2000000000")
	delete(counts, " ")
	require.Equal(t, 1, counts["numbered droppedstale"], out)
	require.Equal(t, 1, counts["numbered publishedupdate"], out)
	require.Equal(t, 1, counts["arrival publishedupdate"], out)
	require.Equal(t, 1, counts["arrival droppedstale"], out)
	require.Equal(t, 1, counts["killed droppedkilled"], out)
	require.Equal(t, 1, counts["withheld droppedstale"], out)
	require.Equal(t, 1, counts["same droppedduplicate"], out)
	_, out = replayed("--reason", "again", "--number", "2000000000")
	require.Contains(t, out, "had run under this number", "a number runs an original once")

	for name, want := range map[string]string{"numbered": "is two", "arrival": "came second"} {
		body, _ := fetch(t, r.Publish+"/v1/articles/"+idOf(name))
		require.Contains(t, string(body), want)
		require.Contains(t, string(body), `"de"`, "as it reads now")
	}
	for _, id := range []string{killed.Article, withheld.Article} {
		require.Equal(t, http.StatusGone, status(t, r.Publish+"/v1/articles/"+id))
	}
	require.Equal(t, http.StatusOK, status(t, r.Publish+"/v1/articles/"+same.Article))
	d, err := r.Delivery(t.Context(), v1.Delivery)
	require.NoError(t, err)
	require.Equal(t, contract.Published, d.Articles[0].Outcome, "the provider is told what became of its push, not of a replay that changed nothing")
	code, out = command(t, r, "audit")
	require.Zero(t, code, out)
	require.Contains(t, out, "read better")
	require.Contains(t, out, "replay 2000000000 of ")
	code, out = command(t, r, "replay", "--all")
	require.Equal(t, 2, code)
	require.Contains(t, out, "--reason")
}

// Whatever is replayed in between, the versions of an article only go forward, and
// after a kill comes nothing.
func TestAReplayNeverGoesBack(t *testing.T) {
	t.Parallel()
	r := rig.Start(t, &binaries, rig.Options{})
	run, runs := 0, 12
	if os.Getenv("WIREROOM_RULES_RUNS") != "" {
		runs = 100 // minutes
	}
	languages := []string{"da", "de", "fr", "sv"}
	rapid.Check(t, func(rt *rapid.T) {
		if run++; run > runs {
			return
		}
		name := fmt.Sprint("back-", run)
		text := 0
		ops := rapid.SliceOfN(rapid.IntRange(0, 6), 4, 10).Draw(rt, "ops")
		for _, op := range ops {
			switch op {
			case 0:
				data, _ := json.Marshal(map[string]any{"uri": "urn:example:rules:" + name, "pubStatus": "canceled"})
				_, err := r.PushUntil(t.Context(), rig.Document{Body: data, ContentType: "application/json"})
				require.NoError(rt, err)
			case 1, 2:
				readOtherwise(t, r, languages[rapid.IntRange(0, 3).Draw(rt, "language")])
				code, out := command(t, r, "replay", "--since", "1m", "--reason", "test", "--wait", "0s")
				require.Zero(rt, code, out)
			default:
				text++
				body := unsaid(name, rapid.IntRange(0, 4).Draw(rt, "number"), fmt.Sprintf("Text %d of %s.", text, name))
				_, err := r.PushUntil(t.Context(), rig.Document{Body: body, ContentType: "application/json"})
				require.NoError(rt, err)
			}
		}
		code, out := command(t, r, "replay", "--since", "1m", "--reason", "the last", "--wait", "1m")
		require.Zero(rt, code, out)
		envelopes, _, err := r.ReadStream(t.Context(), contract.StreamNews)
		require.NoError(rt, err)
		last := map[string]*contract.Envelope{}
		for _, e := range envelopes {
			if before := last[e.Article]; before != nil {
				require.Positive(rt, dedup.Compare(e.Version, before.Version), "%s after %s", e.Version, before.Version)
				require.False(rt, before.Signal == contract.Kill && e.Signal != contract.Kill, "%s follows a kill", e.Version)
			}
			last[e.Article] = e
		}
	})
}
