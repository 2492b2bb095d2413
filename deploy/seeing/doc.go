// Package seeing holds the four dashboards of the wire, and the tests that every query
// of dashboards and alerts parses and asks only for what the services export.
//
// The dashboards are written to charts/wireroom/files/dashboards by cmd/dashboards; the
// alerts beside them are written by hand. What exists is read from
// docs/reference/metrics.md, which is generated from the code.
package seeing

import "github.com/wireroom/wireroom/deploy/internal/grafana"

// Dashboards lists them by the name of their file.
func Dashboards() map[string]grafana.Dashboard {
	return map[string]grafana.Dashboard{"wire.json": wire(), "provider.json": provider(), "stage.json": stage(), "views.json": views()}
}

func one(expr, legend string) []grafana.Query { return []grafana.Query{{Expr: expr, Legend: legend}} }

// quantiles are three lines of a histogram, over the labels given.
func quantiles(histogram, matchers, by string) []grafana.Query {
	legend, group := "", "le"
	if by != "" {
		legend, group = " {{"+by+"}}", "le, "+by
	}
	var out []grafana.Query
	for _, q := range []string{"0.5", "0.95", "0.99"} {
		out = append(out, grafana.Query{
			Expr:   "histogram_quantile(" + q + ", sum by (" + group + ") (rate(" + histogram + "_bucket" + matchers + "[$__rate_interval])))",
			Legend: "p" + q[2:] + legend,
		})
	}
	return out
}
