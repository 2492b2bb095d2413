package docs

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/metric"
)

// Measures writes the page of the metrics.
func Measures() (string, error) {
	list, err := Metrics()
	if err != nil {
		return "", err
	}
	p := &page{}
	p.addf("# Metrics\n\n%s", generated)
	p.addf("On `/metrics` of the admin port, in the formats of Prometheus and OpenMetrics; with the latter, histograms carry the ids of\nsampled traces as exemplars. All have the label `service` beside those listed, but those of the log. What comes from the\nGo runtime and the process (`go_*`, `process_*`) is not listed. Alerts: `deploy/alerts`, dashboards: `deploy/dashboards`.\n\n")
	p.addf("## Metrics of wireroom\n\n")
	var rows [][]string
	for _, m := range list {
		rows = append(rows, []string{code(m.Name), m.Type, codes(m.Labels), strings.Join(m.Services, ", "), strings.TrimSuffix(m.Help, ".")})
	}
	p.table([]string{"metric", "type", "labels", "of", "means"}, rows)
	p.addf("## Labels\n\nEvery label has a bounded number of values.\n\n")
	p.table([]string{"label", "values", "means"}, labels())
	return strings.TrimRight(p.String(), "\n") + "\n", nil
}

func codes(names []string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = code(n)
	}
	return strings.Join(out, ", ")
}

func labels() [][]string {
	var reasons, streams, signals []string
	for _, r := range contract.Reasons() {
		reasons = append(reasons, string(r.Reason))
	}
	for _, s := range contract.Streams(contract.StreamOptions{}) {
		streams = append(streams, s.Name)
	}
	for _, s := range []contract.Signal{contract.New, contract.Update, contract.Correction, contract.Kill} {
		signals = append(signals, string(s))
	}
	outcomes := []string{string(bus.Forwarded), string(contract.Published), string(contract.Dropped), string(contract.Held), string(contract.Dead)}
	stages := []string{string(contract.Ingest), string(contract.Normalize), string(contract.Enrich), string(contract.Publish)}
	return [][]string{
		{"`service`", codes(append(stages, "wireroom")), "the process; of one process for all, each of its stages, and `wireroom` for what they share"},
		{"`stage`", codes(stages), "the stage of the wire"},
		{"`lane`", codes([]string{"flash", "wire", "bulk", "release", "none"}), "the lane; `release` is what HELD gives free to publish, `none` a push that was refused before it had one"},
		{"`provider`", codes([]string{metric.Other, "none"}), "an id of the providers file; `other` for one that is not (any more) in it, and for all beyond 200; `none` for a caller that is not known"},
		{"`outcome`", codes(outcomes), "what became of it; ways in beside push have their own, told with the metric"},
		{"`reason`", codes(reasons), "why, see [contract](contract.md#reasons); of HTTP answers also the name of a [problem](../providers.md)"},
		{"`signal`", codes(signals), "what the message means to its reader"},
		{"`stream`", codes(append(streams, contract.LimitMedia)), "the stream; `MEDIA` is the object store of pictures"},
		{"`status`", "", "HTTP status"},
		{"`route`", "", "the method and pattern of an address of the API, as in its reference; `none` for an unknown one"},
		{"`kind`", codes([]string{"connect", "timeout", "unready", "full", "refused"}), "how a call to Redis failed"},
		{"`enricher`", "", "the enricher's name"},
		{"`why`", codes([]string{"late", "panic", "error"}), "how an enricher failed"},
		{"`version`, `revision`, `go`", "", "the build"},
	}
}
