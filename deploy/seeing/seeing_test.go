package seeing_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"

	"github.com/wireroom/wireroom/deploy/seeing"
)

func TestTheDashboardsAreAsTheCodeSays(t *testing.T) {
	files, err := filepath.Glob("../dashboards/*.json")
	require.NoError(t, err)
	all := seeing.Dashboards()
	require.Len(t, files, len(all))
	for name, d := range all {
		want, err := d.JSON()
		require.NoError(t, err)
		have, err := os.ReadFile(filepath.Join("../dashboards", name))
		require.NoError(t, err)
		require.Equal(t, string(want), string(have), "make dashboards, then commit")
	}
}

func TestDashboardsAskForWhatThereIs(t *testing.T) {
	r := readReference(t)
	count := 0
	for name, d := range seeing.Dashboards() {
		data, err := d.JSON()
		require.NoError(t, err)
		var board struct {
			Panels []struct {
				ID      int
				Title   string
				GridPos struct{ X, Y, W, H int }
				Targets []struct{ Expr string }
			}
			Templating struct {
				List []struct{ Name, Definition string }
			}
		}
		require.NoError(t, json.Unmarshal(data, &board))
		for _, p := range board.Panels {
			require.LessOrEqual(t, p.GridPos.X+p.GridPos.W, 24, "%s: %s", name, p.Title)
			for _, q := range p.Targets {
				count++
				expr := shown(q.Expr)
				require.Empty(t, variable.FindString(expr), "%s: %s", name, p.Title)
				require.NoError(t, r.check(expr), "%s: %s", name, p.Title)
			}
		}
		for _, v := range board.Templating.List {
			if metric, label, ok := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(v.Definition, "label_values("), ")"), ", "); ok {
				has, found := r.metric(metric)
				require.True(t, found && has[label], "%s: %s", name, v.Definition)
			}
		}
	}
	require.Greater(t, count, 60)
}

// rule is an alert as Prometheus reads it.
type rule struct {
	Alert, Expr, For    string
	Labels, Annotations map[string]string
}

func alerts(t *testing.T) []rule {
	t.Helper()
	files, err := filepath.Glob("../alerts/*.yaml")
	require.NoError(t, err)
	var out []rule
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		var all struct {
			Groups []struct{ Rules []rule }
		}
		require.NoError(t, yaml.Unmarshal(data, &all), file)
		for _, g := range all.Groups {
			out = append(out, g.Rules...)
		}
	}
	require.NotEmpty(t, out)
	return out
}

func TestAlertsAskForWhatThereIs(t *testing.T) {
	r := readReference(t)
	for _, a := range alerts(t) {
		require.NoError(t, r.check(a.Expr), a.Alert)
		require.Contains(t, []string{"critical", "warning"}, a.Labels["severity"], a.Alert)
		require.NotEmpty(t, a.Annotations["summary"], a.Alert)
		require.NotEmpty(t, a.Annotations["description"], a.Alert)
	}
}

func TestEveryAlertHasARunbookAndEveryRunbookAnAlert(t *testing.T) {
	pages := map[string]bool{}
	for _, a := range alerts(t) {
		page := a.Annotations["runbook_url"]
		text, err := os.ReadFile(filepath.Join("../..", page))
		require.NoError(t, err, a.Alert)
		require.Contains(t, string(text), a.Alert)
		for _, head := range []string{"## What it means", "## Who is affected", "## Diagnose", "## What to do", "## When it is over"} {
			require.Contains(t, string(text), head, page)
		}
		pages[filepath.Base(page)] = true
	}
	files, err := filepath.Glob("../../docs/runbooks/*.md")
	require.NoError(t, err)
	for _, f := range files {
		require.True(t, pages[filepath.Base(f)], "%s belongs to no alert", f)
	}
}

// TestRunbooksAskForWhatThereIs: each line of a promql block is one query.
func TestRunbooksAskForWhatThereIs(t *testing.T) {
	r := readReference(t)
	files, err := filepath.Glob("../../docs/runbooks/*.md")
	require.NoError(t, err)
	count := 0
	for _, f := range files {
		text, err := os.ReadFile(f)
		require.NoError(t, err)
		for i, block := range strings.Split(string(text), "```promql\n") {
			if i == 0 {
				continue
			}
			queries, _, _ := strings.Cut(block, "```")
			for query := range strings.Lines(queries) {
				count++
				require.NoError(t, r.check(query), f)
			}
		}
	}
	require.Greater(t, count, 20)
}

func TestEveryAlertIsTestedBothWays(t *testing.T) {
	files, err := filepath.Glob("rules/*_test.yaml")
	require.NoError(t, err)
	fires, quiet := map[string]bool{}, 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		var all struct {
			Tests []struct {
				Evals []struct {
					Samples []struct{ Labels string } `yaml:"exp_samples"`
				} `yaml:"promql_expr_test"`
			}
		}
		require.NoError(t, yaml.Unmarshal(data, &all), file)
		for _, c := range all.Tests {
			for _, e := range c.Evals {
				if len(e.Samples) == 0 {
					quiet++
				}
				for _, s := range e.Samples {
					fires[s.Labels] = true
				}
			}
		}
	}
	require.NotZero(t, quiet)
	for _, a := range alerts(t) {
		found := false
		for labels := range fires {
			found = found || strings.Contains(labels, `alertname="`+a.Alert+`"`) && strings.Contains(labels, `severity="`+a.Labels["severity"]+`"`) &&
				strings.Contains(labels, `seen="`+a.Labels["seen"]+`"`) == (a.Labels["seen"] != "")
		}
		require.True(t, found, "no test makes %s %v fire", a.Alert, a.Labels)
	}
}
