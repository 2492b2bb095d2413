package seeing

import g "github.com/wireroom/wireroom/deploy/internal/grafana"

// wire is the page that one looks at first: is news coming out, and in time?
func wire() g.Dashboard {
	return g.Dashboard{UID: "wireroom-wire", Title: "wireroom: the wire", Description: "Is news coming out, in time, and whole?", Rows: []g.Row{
		{Title: "Now", Height: 4, Panels: []g.Panel{
			{Title: "Published", Kind: g.Stat, Unit: "ops", Queries: one(`sum(rate(wireroom_published_total[$__rate_interval]))`, "")},
			{Title: "Flash, 99%", Kind: g.Stat, Unit: "s", Warn: 1, Critical: 4, Description: "From the push to NEWS.",
				Queries: one(`histogram_quantile(0.99, sum by (le) (rate(wireroom_delivery_seconds_bucket{lane="flash"}[$__rate_interval])))`, "")},
			{Title: "Oldest that waits", Kind: g.Stat, Unit: "s", Warn: 60, Critical: 300, Description: "Bulk left out.",
				Queries: one(`max(wireroom_stage_oldest_seconds{lane=~"flash|wire|release"})`, "")},
			{Title: "Held under embargo", Kind: g.Stat, Queries: one(`max(wireroom_stream_messages{stream="HELD"})`, "")},
			{Title: "Dead letters", Kind: g.Stat, Warn: 1, Critical: 50, Description: "That wait for somebody.",
				Queries: one(`sum(max by (stage, provider) (wireroom_dead_letters_waiting)) or vector(0)`, "")},
			{Title: "Silent providers", Kind: g.Stat, Warn: 1, Critical: 3, Description: "By expect_every of the providers file.",
				Queries: one(`count(time() - max by (provider) (wireroom_provider_last_delivery_timestamp_seconds) > max by (provider) (wireroom_provider_expected_seconds)) or vector(0)`, "")},
		}},
		{Title: "In and out", Panels: []g.Panel{
			{Title: "Deliveries acknowledged", Unit: "ops", Stacked: true, Queries: one(`sum by (lane) (rate(wireroom_provider_acknowledged_total[$__rate_interval]))`, "{{lane}}")},
			{Title: "Published", Unit: "ops", Stacked: true, Queries: one(`sum by (signal) (rate(wireroom_published_total[$__rate_interval]))`, "{{signal}}")},
			{Title: "Not published, and why", Unit: "ops", Stacked: true, Queries: one(`sum by (outcome, reason) (rate(wireroom_articles_total{outcome!="published"}[$__rate_interval]))`, "{{outcome}} {{reason}}")},
		}},
		{Title: "In time", Panels: []g.Panel{
			{Title: "From the push to NEWS, 50%", Unit: "s", Description: "Exemplars lead to traces.",
				Queries: one(`histogram_quantile(0.5, sum by (le, lane) (rate(wireroom_delivery_seconds_bucket[$__rate_interval])))`, "{{lane}}")},
			{Title: "From the push to NEWS, 99%", Unit: "s",
				Queries: one(`histogram_quantile(0.99, sum by (le, lane) (rate(wireroom_delivery_seconds_bucket[$__rate_interval])))`, "{{lane}}")},
			{Title: "After the end of an embargo", Unit: "s", Queries: quantiles("wireroom_embargo_late_seconds", "", "")},
		}},
		{Title: "What waits", Panels: []g.Panel{
			{Title: "Not begun", Queries: one(`max by (stage, lane) (wireroom_stage_lag)`, "{{stage}} {{lane}}")},
			{Title: "Age of the oldest", Unit: "s", Queries: one(`max by (stage, lane) (wireroom_stage_oldest_seconds)`, "{{stage}} {{lane}}")},
			{Title: "Waiting for a service that is away", Queries: one(`sum by (stage, reason) (max_over_time(wireroom_stage_waiting[1m]))`, "{{stage}} {{reason}}")},
		}},
		{Title: "Ingest", Panels: []g.Panel{
			{Title: "Pushes by answer", Unit: "ops", Stacked: true, Queries: one(`sum by (status, reason) (rate(wireroom_http_requests_total{route="POST /v1/wire/{provider}"}[$__rate_interval]))`, "{{status}} {{reason}}")},
			{Title: "RAW's acknowledgement", Unit: "s", Queries: quantiles("wireroom_ingest_ack_seconds", "", "")},
			{Title: "Pushes being taken", Queries: one(`sum(wireroom_ingest_in_flight)`, "in flight")},
		}},
		{Title: "What the wire stands on", Panels: []g.Panel{
			{Title: "Streams, of their limit", Unit: "percentunit", Queries: one(`max by (stream) (wireroom_stream_bytes) / max by (stream) (wireroom_stream_limit_bytes)`, "{{stream}}")},
			{Title: "Streams, bytes", Unit: "bytes", Queries: one(`max by (stream) (wireroom_stream_bytes)`, "{{stream}}")},
			{Title: "Connections", Description: "1 is well.", Queries: []g.Query{
				{Expr: `min by (service) (wireroom_nats_connected)`, Legend: "NATS, {{service}}"},
				{Expr: `min by (service) (wireroom_jetstream_ok)`, Legend: "JetStream, {{service}}"},
				{Expr: `min by (service) (wireroom_redis_ok)`, Legend: "Redis, {{service}}"},
			}},
			{Title: "Redis, failed calls", Unit: "ops", Queries: one(`sum by (service, kind) (rate(wireroom_redis_errors_total[$__rate_interval]))`, "{{service}} {{kind}}")},
		}},
	}}
}
