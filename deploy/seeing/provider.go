package seeing

import g "github.com/wireroom/wireroom/deploy/internal/grafana"

// provider is the page to talk with an agency over.
func provider() g.Dashboard {
	return g.Dashboard{UID: "wireroom-provider", Title: "wireroom: a provider", Description: "What a provider sends, and what becomes of it.",
		Variables: []g.Variable{{Name: "provider", Label: "Provider", Metric: "wireroom_provider_last_delivery_timestamp_seconds", Of: "provider"}},
		Rows: []g.Row{
			{Title: "Now", Height: 4, Panels: []g.Panel{
				{Title: "Since the last delivery", Kind: g.Stat, Unit: "s", Queries: one(`time() - max(wireroom_provider_last_delivery_timestamp_seconds{provider="$provider"})`, "")},
				{Title: "Expected every", Kind: g.Stat, Unit: "s", Description: "expect_every of the providers file; none: it need not send.", Queries: one(`max(wireroom_provider_expected_seconds{provider="$provider"})`, "")},
				{Title: "Articles published", Kind: g.Stat, Description: "In the time shown.", Queries: one(`sum(increase(wireroom_provider_articles_total{provider="$provider", outcome="published"}[$__range]))`, "")},
				{Title: "Dead letters that wait", Kind: g.Stat, Warn: 1, Critical: 20, Queries: one(`sum(max by (stage) (wireroom_dead_letters_waiting{provider="$provider"})) or vector(0)`, "")},
			}},
			{Title: "What comes", Panels: []g.Panel{
				{Title: "Deliveries acknowledged", Unit: "ops", Stacked: true, Description: "By any way in.", Queries: one(`sum by (lane) (rate(wireroom_provider_acknowledged_total{provider="$provider"}[$__rate_interval]))`, "{{lane}}")},
				{Title: "Pushes by answer", Unit: "ops", Stacked: true, Queries: one(`sum by (status) (rate(wireroom_ingest_pushes_total{provider="$provider"}[$__rate_interval]))`, "{{status}}")},
				{Title: "Bytes stored by push", Unit: "Bps", Queries: one(`sum(rate(wireroom_ingest_bytes_total{provider="$provider"}[$__rate_interval]))`, "bytes")},
			}},
			{Title: "What becomes of it", Panels: []g.Panel{
				{Title: "Articles by outcome", Unit: "ops", Stacked: true, Queries: one(`sum by (outcome) (rate(wireroom_provider_articles_total{provider="$provider"}[$__rate_interval]))`, "{{outcome}}")},
				{Title: "Dead letters by reason", Unit: "ops", Stacked: true, Queries: one(`sum by (stage, reason) (rate(wireroom_dead_letters_total{provider="$provider"}[$__rate_interval]))`, "{{stage}} {{reason}}")},
			}},
			{Title: "Ways in beside push", Panels: []g.Panel{
				{Title: "Addresses polled", Unit: "ops", Stacked: true, Queries: one(`sum by (outcome) (rate(wireroom_ingest_polls_total{provider="$provider"}[$__rate_interval]))`, "{{outcome}}")},
				{Title: "Files taken from folders", Unit: "ops", Stacked: true, Queries: one(`sum by (outcome) (rate(wireroom_ingest_spool_files_total{provider="$provider"}[$__rate_interval]))`, "{{outcome}}")},
				{Title: "What hubs brought", Unit: "ops", Stacked: true, Queries: one(`sum by (outcome) (rate(wireroom_ingest_websub_total{provider="$provider"}[$__rate_interval]))`, "{{outcome}}")},
			}},
		}}
}
