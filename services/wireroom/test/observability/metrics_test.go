package observability

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/wireroom/internal/docs"
)

// scrape gives the metrics as a server gets them that accepts a format.
func (w *wire) scrape(format string) string {
	req := httptest.NewRequest(http.MethodGet, "/metrics", nil)
	req.Header.Set("Accept", format)
	rec := httptest.NewRecorder()
	w.rt.Admin.Handler().ServeHTTP(rec, req)
	return rec.Body.String()
}

func (w *wire) openMetrics() string { return w.scrape("application/openmetrics-text; version=1.0.0") }

// sample gives the value of a series of the running wire by its name and labels, in
// the order of the text format.
func (w *wire) sample(series string) (string, error) {
	text := w.scrape("text/plain")
	for line := range strings.Lines(text) {
		if value, ok := strings.CutPrefix(line, series+" "); ok {
			return strings.TrimSpace(value), nil
		}
	}
	return "", fmt.Errorf("no %s in\n%s", series, grep(text, strings.Split(series, "{")[0]))
}

func grep(text, word string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		if strings.Contains(line, word) {
			out.WriteString(line)
		}
	}
	return out.String()
}

// TestTheBucketsThatAlertsAskForExist: a boundary has another spelling in OpenMetrics
// where it is a whole number, and an alert that asks for one that is not there is silent.
func TestTheBucketsThatAlertsAskForExist(t *testing.T) {
	t.Parallel()
	w := start(t, nil)
	files, err := filepath.Glob("../../../../deploy/alerts/*.yaml")
	require.NoError(t, err)
	asked := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, m := range regexp.MustCompile(`(\w+_bucket)\{[^}]*(le="[^"]+")`).FindAllStringSubmatch(string(text), -1) {
			asked++
			series := regexp.MustCompile(m[1] + `\{.*` + regexp.QuoteMeta(m[2]))
			require.Regexp(t, series, w.scrape("text/plain"), m[0])
			require.Regexp(t, series, w.openMetrics(), m[0])
		}
	}
	require.Equal(t, 2, asked)
}

func TestTheReferenceListsWhatTheWireMeasures(t *testing.T) {
	t.Parallel()
	w := start(t, nil)
	listed, err := docs.Metrics()
	require.NoError(t, err)
	have := map[string]bool{}
	descs := make(chan *prometheus.Desc)
	go func() { w.registry.Describe(descs); close(descs) }()
	name := regexp.MustCompile(`fqName: "(wireroom_\w+)"`)
	for d := range descs {
		if p := name.FindStringSubmatch(d.String()); p != nil {
			have[p[1]] = true
		}
	}
	var names []string
	for _, m := range listed {
		names = append(names, m.Name)
		require.NotEmpty(t, m.Help, m.Name)
		require.Equal(t, m.Type == "counter", strings.HasSuffix(m.Name, "_total"), m.Name)
	}
	require.ElementsMatch(t, names, slices.Collect(maps.Keys(have)), "of the running wire, against docs/reference/metrics.md")
}

func TestTheMetricsTellWhatHappened(t *testing.T) {
	t.Parallel()
	w := start(t, nil)
	w.push(article("urn:1", nil), nil)
	w.push(article("urn:1", nil), nil)
	w.push(map[string]any{"no": "news"}, nil)
	w.push(article("urn:9", map[string]any{"pubStatus": "canceled"}), nil)
	w.push(article("urn:2", map[string]any{"embargoedUntil": time.Now().Add(time.Hour).UTC().Format(time.RFC3339)}), nil)
	w.call(http.MethodPost, w.Publish+"/v1/views", []byte(`[{"article":"`+contract.ArticleID("acme", "urn:1")+`"},{"article":"aaaaaaaaaaaaaaaa"}]`), nil, http.StatusAccepted, nil)
	w.call(http.MethodGet, w.Publish+"/v1/articles/aaaaaaaaaaaaaaaa", nil, nil, http.StatusNotFound, nil)
	for series, want := range map[string]string{
		`wireroom_provider_acknowledged_total{lane="wire",provider="acme",service="ingest"}`:                     "4",
		`wireroom_provider_articles_total{outcome="published",provider="acme",service="publish"}`:                "2",
		`wireroom_provider_articles_total{outcome="held",provider="acme",service="publish"}`:                     "1",
		`wireroom_articles_total{outcome="dropped",reason="duplicate",service="normalize",stage="normalize"}`:    "1",
		`wireroom_articles_total{outcome="published",reason="kill-unmatched",service="publish",stage="publish"}`: "1",
		`wireroom_published_total{lane="flash",reason="kill-unmatched",service="publish",signal="kill"}`:         "1",
		`wireroom_published_total{lane="wire",reason="kill-unmatched",service="publish",signal="kill"}`:          "0",
		`wireroom_dead_letters_total{provider="acme",reason="unknown",service="normalize",stage="normalize"}`:    "1",
		`wireroom_dead_letters_waiting{provider="acme",service="publish",stage="normalize"}`:                     "1",
		`wireroom_stream_messages{service="ingest",stream="HELD"}`:                                               "1",
		`wireroom_stream_written_total{service="publish",stream="DEAD"}`:                                         "1",
		`wireroom_stage_lag{lane="bulk",service="normalize",stage="normalize"}`:                                  "0",
		`wireroom_stage_oldest_seconds{lane="release",service="publish",stage="publish"}`:                        "0",
		`wireroom_stage_waiting{lane="wire",reason="stream-full",service="enrich",stage="enrich"}`:               "0",
		`wireroom_views_refused_total{service="publish"}`:                                                        "1",
		`wireroom_views_applied_total{service="publish"}`:                                                        "1",
		`wireroom_views_shards{service="publish"}`:                                                               "16",
		`wireroom_views_shards_waiting{service="publish"}`:                                                       "0",
		`wireroom_jetstream_ok{service="ingest"}`:                                                                "1",
		`wireroom_nats_connected{service="enrich"}`:                                                              "1",
		`wireroom_redis_errors_total{kind="timeout",service="publish"}`:                                          "0",
		`wireroom_http_requests_total{reason="",route="POST /v1/views",service="publish",status="202"}`:          "1",
		`wireroom_http_requests_total{reason="",route="GET /v1/articles/{id}",service="publish",status="404"}`:   "1",
		`wireroom_http_requests_total{reason="",route="POST /v1/wire/{provider}",service="ingest",status="202"}`: "5",
		`wireroom_delivery_seconds_count{lane="wire",service="publish"}`:                                         "1",
		`wireroom_embargo_late_seconds_count{service="publish"}`:                                                 "0",
		`wireroom_log_lines_left_out_total`:                                                                      "0",
	} {
		// the broker is asked every 15 seconds
		localtest.Eventually(t, 40*time.Second, func() error {
			got, err := w.sample(series)
			if err == nil && got != want {
				err = fmt.Errorf("%s is %s instead of %s", series, got, want)
			}
			return err
		})
	}
}
