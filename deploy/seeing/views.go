package seeing

import g "github.com/wireroom/wireroom/deploy/internal/grafana"

// views is the page of the view counts.
func views() g.Dashboard {
	const asked = `{route=~"POST /v1/views|GET /v1/articles/{id}/views"}`
	return g.Dashboard{UID: "wireroom-views", Title: "wireroom: views", Description: "Are views taken, and counted?", Rows: []g.Row{
		{Title: "Now", Height: 4, Panels: []g.Panel{
			{Title: "Accepted", Kind: g.Stat, Unit: "ops", Queries: one(`sum(rate(wireroom_views_accepted_total[$__rate_interval]))`, "")},
			{Title: "Counted", Kind: g.Stat, Unit: "ops", Queries: one(`sum(rate(wireroom_views_applied_total[$__rate_interval]))`, "")},
			{Title: "Not counted yet", Kind: g.Stat, Warn: 100, Critical: 1000, Queries: one(`sum(wireroom_views_lag)`, "")},
			{Title: "Shards that wait", Kind: g.Stat, Warn: 1, Critical: 8, Queries: one(`sum(wireroom_views_shards_waiting)`, "")},
		}},
		{Title: "Taken and counted", Panels: []g.Panel{
			{Title: "Views", Unit: "ops", Queries: []g.Query{
				{Expr: `sum(rate(wireroom_views_accepted_total[$__rate_interval]))`, Legend: "accepted"},
				{Expr: `sum(rate(wireroom_views_applied_total[$__rate_interval]))`, Legend: "counted"},
			}},
			{Title: "Messages not counted yet", Queries: one(`sum(wireroom_views_lag)`, "messages")},
			{Title: "Shards", Queries: []g.Query{
				{Expr: `sum by (instance) (wireroom_views_shards)`, Legend: "{{instance}}"},
				{Expr: `sum(wireroom_views_shards_waiting)`, Legend: "waiting"},
				{Expr: `sum(increase(wireroom_views_restored_total[$__rate_interval]))`, Legend: "filled again"},
			}},
		}},
		{Title: "The API", Panels: []g.Panel{
			{Title: "Requests by answer", Unit: "ops", Stacked: true, Queries: one(`sum by (route, status, reason) (rate(wireroom_http_requests_total`+asked+`[$__rate_interval]))`, "{{route}} {{status}} {{reason}}")},
			{Title: "Seconds, 99%", Unit: "s", Queries: one(`histogram_quantile(0.99, sum by (le, route) (rate(wireroom_http_seconds_bucket`+asked+`[$__rate_interval])))`, "{{route}}")},
		}},
		{Title: "What it stands on", Panels: []g.Panel{
			{Title: "VIEWS, messages", Queries: one(`max(wireroom_stream_messages{stream="VIEWS"})`, "messages")},
			{Title: "VIEWS, bytes", Unit: "bytes", Queries: one(`max(wireroom_stream_bytes{stream="VIEWS"})`, "bytes")},
			{Title: "Redis, failed calls", Unit: "ops", Queries: one(`sum by (kind) (rate(wireroom_redis_errors_total{service="publish"}[$__rate_interval]))`, "{{kind}}")},
		}},
	}}
}
