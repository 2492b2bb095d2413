package seeing

import g "github.com/wireroom/wireroom/deploy/internal/grafana"

// ofStage is what a metric of a stage is chosen by; ofService its process's.
const (
	ofStage   = `{stage="$stage"}`
	ofService = `{service="$stage"}`
)

// process narrows a metric of the process to the stage's, which have no such label.
func process(expr string) string {
	return expr + ` * on (instance) group_left () max by (instance) (wireroom_build_info` + ofService + `)`
}

// stage is the page of one stage by rate, errors, duration, and what it uses.
func stage() g.Dashboard {
	return g.Dashboard{UID: "wireroom-stage", Title: "wireroom: a stage", Description: "Rate, errors, duration and use of one stage.",
		Variables: []g.Variable{{Name: "stage", Label: "Stage", Metric: "wireroom_stage_lag", Of: "stage"}},
		Rows: []g.Row{
			{Title: "Rate and errors", Panels: []g.Panel{
				{Title: "Messages settled", Unit: "ops", Stacked: true, Queries: one(`sum by (lane, outcome) (rate(wireroom_stage_messages_total`+ofStage+`[$__rate_interval]))`, "{{lane}} {{outcome}}")},
				{Title: "Dropped and dead, by reason", Unit: "ops", Stacked: true, Queries: one(`sum by (outcome, reason) (rate(wireroom_articles_total{stage="$stage", outcome=~"dropped|dead"}[$__rate_interval]))`, "{{outcome}} {{reason}}")},
				{Title: "Delivered again, tried again", Unit: "ops", Queries: []g.Query{
					{Expr: `sum by (lane) (rate(wireroom_stage_redeliveries_total` + ofStage + `[$__rate_interval]))`, Legend: "delivered again, {{lane}}"},
					{Expr: `sum by (lane, reason) (rate(wireroom_stage_retries_total` + ofStage + `[$__rate_interval]))`, Legend: "tried again, {{lane}} {{reason}}"},
				}},
			}},
			{Title: "Duration", Panels: []g.Panel{
				{Title: "In work", Unit: "s", Description: "From taking a message to its settling. Exemplars lead to traces.", Queries: quantiles("wireroom_stage_seconds", ofStage, "lane")},
				{Title: "In the stream before", Unit: "s", Queries: quantiles("wireroom_stage_queue_seconds", ofStage, "lane")},
			}},
			{Title: "Saturation", Panels: []g.Panel{
				{Title: "Not begun", Queries: one(`max by (lane) (wireroom_stage_lag`+ofStage+`)`, "{{lane}}")},
				{Title: "In work", Queries: one(`max by (lane) (wireroom_stage_in_work`+ofStage+`)`, "{{lane}}")},
				{Title: "Age of the oldest", Unit: "s", Queries: one(`max by (lane) (wireroom_stage_oldest_seconds`+ofStage+`)`, "{{lane}}")},
				{Title: "Waiting", Queries: one(`sum by (reason) (max_over_time(wireroom_stage_waiting`+ofStage+`[1m]))`, "{{reason}}")},
			}},
			{Title: "Use", Panels: []g.Panel{
				{Title: "Processors", Unit: "none", Queries: one(process(`rate(process_cpu_seconds_total[$__rate_interval])`), "{{instance}}")},
				{Title: "Memory", Unit: "bytes", Queries: one(process(`process_resident_memory_bytes`), "{{instance}}")},
				{Title: "NATS", Unit: "Bps", Queries: []g.Query{
					{Expr: `sum(rate(wireroom_nats_received_bytes_total` + ofService + `[$__rate_interval]))`, Legend: "received"},
					{Expr: `sum(rate(wireroom_nats_sent_bytes_total` + ofService + `[$__rate_interval]))`, Legend: "sent"},
				}},
				{Title: "Redis", Unit: "s", Queries: quantiles("wireroom_redis_seconds", ofService, "")},
			}},
			{Title: "Enrichers", Panels: []g.Panel{
				{Title: "Seconds for an article, 99%", Unit: "s", Queries: one(`histogram_quantile(0.99, sum by (le, enricher) (rate(wireroom_enricher_seconds_bucket[$__rate_interval])))`, "{{enricher}}")},
				{Title: "Failures", Unit: "ops", Queries: one(`sum by (enricher, why) (rate(wireroom_enricher_failures_total[$__rate_interval]))`, "{{enricher}} {{why}}")},
			}},
		}}
}
