package ingest_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/openapi"
	"github.com/wireroom/wireroom/pkg/openapi/openapitest"
	"github.com/wireroom/wireroom/pkg/provider"
	"github.com/wireroom/wireroom/services/ingest/internal/problem"
)

func page(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../../docs/providers.md")
	require.NoError(t, err)
	return string(data)
}

func blocks(t *testing.T, language string) []string {
	t.Helper()
	var out []string
	for _, m := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(page(t), -1) {
		out = append(out, m[1])
	}
	return out
}

func TestThePageListsEveryProblem(t *testing.T) {
	t.Parallel()
	listed := regexp.MustCompile("(?m)^\\| `(urn:[^`]*)` \\| (\\d+) \\|").FindAllStringSubmatch(page(t), -1)
	require.Len(t, listed, len(problem.Kinds()))
	for i, k := range problem.Kinds() {
		require.Equal(t, []string{k.Kind.Type(), fmt.Sprint(k.Status)}, listed[i][1:])
	}
}

func TestThePagesFileCanBeRead(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "providers.yaml")
	require.NoError(t, os.WriteFile(path, []byte(blocks(t, "yaml")[0]), 0o600))
	list, err := provider.Load(path)
	require.NoError(t, err)
	require.Equal(t, "Europe/London", list[0].Defaults.Zone.String())
	require.Len(t, list[0].Secrets, 1)
}

// A newcomer types what the page says; so does this test, but for the lines that
// set what the newcomer was given.
func TestThePagesCommandsWork(t *testing.T) {
	t.Parallel()
	for _, tool := range []string{"bash", "curl", "openssl"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("skipped: there is no %s", tool)
		}
	}
	d := open(t, contract.StreamOptions{})
	answerAll(t, d)
	var script strings.Builder
	for _, b := range blocks(t, "sh") {
		if !strings.HasPrefix(b, "export ") {
			script.WriteString(b + "echo\n")
		}
	}
	cmd := exec.CommandContext(t.Context(), "bash", "-eu", "-c", script.String())
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), "INGEST="+d.url, "PROVIDER=acme", "KEY=key-of-acme", "SECRET="+secret)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	require.Contains(t, string(out), "202 Accepted")
	require.Equal(t, 2, strings.Count(string(out), `"outcome":"published"`), string(out))
	require.NotContains(t, string(out), "urn:wireroom:problem")
	require.EqualValues(t, 1, d.stored(), "all of it is one delivery")
}

// answerAll writes the receipts that the other stages would.
func answerAll(t *testing.T, d *door) {
	t.Helper()
	consumer, err := d.js.OrderedConsumer(t.Context(), contract.StreamRaw, jetstream.OrderedConsumerConfig{})
	require.NoError(t, err)
	running, err := consumer.Consume(func(m jetstream.Msg) {
		meta, err := m.Metadata()
		if err != nil {
			return
		}
		h := m.Headers()
		r := contract.Receipt{Delivery: contract.DeliveryID(h.Get(contract.HeaderIncarnation), meta.Sequence.Stream),
			Provider: h.Get(contract.HeaderProvider), Position: 1, Of: 1, Outcome: contract.Published, Stage: contract.Publish}
		if msg, err := r.Message(); err == nil {
			_, _ = d.js.PublishMsg(t.Context(), msg)
		}
	})
	require.NoError(t, err)
	t.Cleanup(running.Stop)
}

func TestTheAPIDescribesItself(t *testing.T) {
	t.Parallel()
	d := open(t, contract.StreamOptions{})
	r := d.ask("GET", "/openapi.json", nil)
	require.Equal(t, 200, r.code)
	var doc struct {
		OpenAPI string
		Paths   map[string]map[string]struct {
			Responses map[string]struct{ Description string }
		}
		Components struct {
			Schemas map[string]struct{ Properties map[string]any }
		}
	}
	require.NoError(t, json.Unmarshal(r.body, &doc))
	require.Equal(t, "3.1.0", doc.OpenAPI)
	require.Contains(t, doc.Paths["/v1/wire/{provider}"]["post"].Responses, "202")
	require.Contains(t, doc.Paths["/v1/deliveries/{id}"]["get"].Responses, "200")
	require.Contains(t, doc.Components.Schemas["Receipt"].Properties, "outcome")
	told := string(r.body)
	for _, k := range problem.Kinds() {
		if k.Kind != problem.Method {
			require.Contains(t, told, k.Kind.Type())
		}
	}
	require.NotContains(t, told, "http://", "nothing is loaded from elsewhere")
	page := d.ask("GET", openapi.PagePath, nil)
	require.Contains(t, string(page.body), `<h2 id="push">`)
	require.NotRegexp(t, `src=|href="http|@import|url\(`, string(page.body), "nothing is loaded from elsewhere")
}

// TestEveryRouteIsDescribedAndEveryDescribedOneIsThere fails when a package adds a route
// and no line to its Operations, or the other way round.
func TestEveryRouteIsDescribedAndEveryDescribedOneIsThere(t *testing.T) {
	t.Parallel()
	routes := openapitest.Routes(t, ".")
	for _, o := range openapi.Own() {
		routes = append(routes, o.Method+" "+o.Path)
	}
	slices.Sort(routes)
	require.Equal(t, described(t).Patterns(), routes)
}
