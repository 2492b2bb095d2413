package seeing_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/stretchr/testify/require"
)

// check says what is wrong with a query: that it does not parse, or asks for what the
// services don't export.
func (r reference) check(query string) error {
	expr, err := parser.NewParser(parser.Options{}).ParseExpr(query)
	if err != nil {
		return fmt.Errorf("%w in %s", err, query)
	}
	known := map[string]bool{}
	var errs []string
	parser.Inspect(expr, func(n parser.Node, _ []parser.Node) error {
		if v, ok := n.(*parser.VectorSelector); ok {
			errs = append(errs, r.selector(v, known)...)
		}
		return nil
	})
	parser.Inspect(expr, func(n parser.Node, _ []parser.Node) error {
		if a, ok := n.(*parser.AggregateExpr); ok {
			for _, l := range a.Grouping {
				if !known[l] {
					errs = append(errs, "groups by "+l+", which no metric in it has")
				}
			}
		}
		return nil
	})
	if len(errs) > 0 {
		return fmt.Errorf("%s in %s", strings.Join(errs, "; "), query)
	}
	return nil
}

// selector checks a metric's name, labels and their values, and adds its labels to
// known.
func (r reference) selector(v *parser.VectorSelector, known map[string]bool) []string {
	has, ok := r.metric(v.Name)
	if !ok {
		return []string{"no metric " + v.Name}
	}
	var errs []string
	for l, yes := range has {
		known[l] = known[l] || yes
	}
	for _, m := range v.LabelMatchers {
		if m.Name == "__name__" {
			continue
		}
		if !has[m.Name] {
			errs = append(errs, v.Name+" has no label "+m.Name)
		}
		errs = append(errs, r.value(m)...)
	}
	return errs
}

// value checks that a matcher can match.
func (r reference) value(m *labels.Matcher) []string {
	vocabulary, fixed := r.values[m.Name]
	if !fixed || m.Value == "" {
		return nil
	}
	values := []string{m.Value}
	if m.Type == labels.MatchRegexp || m.Type == labels.MatchNotRegexp {
		values = strings.Split(m.Value, "|")
	}
	var errs []string
	for _, v := range values {
		if !vocabulary[v] {
			errs = append(errs, fmt.Sprintf("label %s is never %q", m.Name, v))
		}
	}
	return errs
}

// shown puts Grafana's variables in: what is chosen at the top of a page, and the
// times that Grafana knows.
func shown(query string) string {
	return strings.NewReplacer("$__rate_interval", "1m", "$__range", "6h", "$provider", "acme", "$stage", "publish").Replace(query)
}

var variable = regexp.MustCompile(`\$\w+`)

func TestTheCheckFindsWhatIsWrong(t *testing.T) {
	r := readReference(t)
	for query, want := range map[string]string{
		`sum(`:                                 "parse error",
		`wireroom_nothing`:                     "no metric wireroom_nothing",
		`rate(wireroom_delivery_seconds[5m])`:  "no metric wireroom_delivery_seconds",
		`wireroom_stage_lag{topic="x"}`:        "has no label topic",
		`wireroom_stage_lag{lane="fast"}`:      `never "fast"`,
		`wireroom_stage_lag{lane=~"wire|bul"}`: `never "bul"`,
		`sum by (stream) (wireroom_stage_lag)`: "groups by stream",
		`wireroom_stage_seconds_count{le="1"}`: "has no label le",
	} {
		require.ErrorContains(t, r.check(query), want, query)
	}
	require.NoError(t, r.check(`sum by (le) (rate(wireroom_delivery_seconds_bucket{lane=~"flash|wire"}[5m]))`))
}
