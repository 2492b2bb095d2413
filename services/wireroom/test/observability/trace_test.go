package observability

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

const (
	traceID = "0af7651916cd43dd8448eb211c80319c"
	caller  = "b7ad6b7169203331"
)

func traceparent(trace, flags string) map[string]string {
	return map[string]string{"Traceparent": "00-" + trace + "-" + caller + "-" + flags}
}

// traced starts a wire whose spans are kept.
func traced(t *testing.T) (*wire, *tracetest.InMemoryExporter) {
	t.Helper()
	spans := tracetest.NewInMemoryExporter()
	return start(t, sdktrace.NewTracerProvider(sdktrace.WithSyncer(spans))), spans
}

// request is the span of a push.
const request = "POST /v1/wire/{provider}"

// of gives the spans of a trace by name once all that are named are there, each as
// often as it is named: a stage's span ends when its message is settled, after what
// it wrote can be read.
func of(t *testing.T, spans *tracetest.InMemoryExporter, trace string, names ...string) map[string][]tracetest.SpanStub {
	t.Helper()
	var out map[string][]tracetest.SpanStub
	want := map[string]int{}
	for _, name := range names {
		want[name]++
	}
	localtest.Eventually(t, 20*time.Second, func() error {
		out = map[string][]tracetest.SpanStub{}
		for _, s := range spans.GetSpans() {
			if s.SpanContext.TraceID().String() == trace {
				out[s.Name] = append(out[s.Name], s)
			}
		}
		for name, n := range want {
			if len(out[name]) < n {
				return fmt.Errorf("%d spans of %s instead of %d", len(out[name]), name, n)
			}
		}
		return nil
	})
	return out
}

func (w *wire) news(article string) *jetstream.RawStreamMsg {
	w.t.Helper()
	s, err := w.js.Stream(w.t.Context(), contract.StreamNews)
	require.NoError(w.t, err)
	var m *jetstream.RawStreamMsg
	localtest.Eventually(w.t, 20*time.Second, func() error {
		m, err = s.GetLastMsgForSubject(w.t.Context(), contract.NewsOfArticle(article))
		return err
	})
	return m
}

func parent(s tracetest.SpanStub) string { return s.Parent.SpanID().String() }
func id(s tracetest.SpanStub) string     { return s.SpanContext.SpanID().String() }

func TestOneTraceLeadsFromTheRequestToTheReader(t *testing.T) {
	t.Parallel()
	w, spans := traced(t)
	// two articles in one delivery: one request, two ways out
	d := w.push([]any{article("urn:1", nil), article("urn:2", nil)}, traceparent(traceID, "01"))
	require.Len(t, d.Articles, 2)
	got := of(t, spans, traceID, request, "normalize", "enrich", "enrich", "publish", "publish", "last word", "last word")
	require.Len(t, got[request], 1)
	pushed := got[request][0]
	require.Equal(t, caller, parent(pushed), "the caller's trace goes on")
	require.Contains(t, pushed.Attributes, attribute.Int("http.response.status_code", http.StatusAccepted))
	require.Len(t, got["normalize"], 1)
	normalized := got["normalize"][0]
	require.Equal(t, id(pushed), parent(normalized))
	require.Len(t, got["enrich"], 2)
	require.Len(t, got["publish"], 2)
	require.Len(t, got["last word"], 2)
	for _, s := range got["enrich"] {
		require.Equal(t, id(normalized), parent(s))
	}
	for i, stage := range []string{"enrich", "publish", "last word"} {
		if i == 0 {
			continue
		}
		before := []string{"enrich", "publish", "last word"}[i-1]
		ids := []string{id(got[before][0]), id(got[before][1])}
		parents := []string{parent(got[stage][0]), parent(got[stage][1])}
		require.ElementsMatch(t, ids, parents, "each %s hangs on a %s of its own", stage, before)
	}
	for _, a := range d.Articles {
		header := w.news(a.Article).Header.Get(contract.HeaderTraceParent)
		writes := []string{id(got["last word"][0]), id(got["last word"][1])}
		require.True(t, slices.ContainsFunc(writes, func(w string) bool { return header == "00-"+traceID+"-"+w+"-01" }), header)
	}
	for _, s := range spans.GetSpans() {
		require.NotEqual(t, codes.Error, s.Status.Code, s.Name)
	}
}

func TestATraceThatIsNotSampledIsPassedOn(t *testing.T) {
	t.Parallel()
	w, spans := traced(t)
	d := w.push(article("urn:1", nil), traceparent(traceID, "00"))
	require.Regexp(t, "^00-"+traceID+"-[0-9a-f]{16}-00$", w.news(d.Articles[0].Article).Header.Get(contract.HeaderTraceParent))
	for _, s := range spans.GetSpans() {
		require.NotEqual(t, traceID, s.SpanContext.TraceID().String(), "the caller decides")
	}
}

func TestATraceOutlivesAnEmbargo(t *testing.T) {
	t.Parallel()
	w, spans := traced(t)
	until := time.Now().Add(2 * time.Second).UTC().Format(time.RFC3339Nano)
	d := w.push(article("urn:1", map[string]any{"embargoedUntil": until}), traceparent(traceID, "01"))
	m := w.news(d.Articles[0].Article)
	got := of(t, spans, traceID, request, "normalize", "enrich", "publish", "publish", "last word")
	require.Len(t, got["publish"], 2, "once when it is held, once when it is given free")
	held, released := got["publish"][0], got["publish"][1]
	require.Equal(t, id(got["enrich"][0]), parent(held))
	require.Equal(t, id(held), parent(released))
	require.Len(t, got["last word"], 1)
	require.Equal(t, id(released), parent(got["last word"][0]))
	require.Contains(t, m.Header.Get(contract.HeaderTraceParent), id(got["last word"][0]))
}

func TestADeadLetterIsAnErrorAndItsRetryGoesOn(t *testing.T) {
	t.Parallel()
	w, spans := traced(t)
	w.push(map[string]any{"no": "news"}, traceparent(traceID, "01"))
	got := of(t, spans, traceID, request, "normalize")
	failed := got["normalize"][0]
	require.Equal(t, codes.Error, failed.Status.Code)
	require.Equal(t, string(contract.ReasonUnknown), failed.Status.Description)

	dead, err := w.js.Stream(t.Context(), contract.StreamDead)
	require.NoError(t, err)
	m, err := dead.GetLastMsgForSubject(t.Context(), "dead.>")
	require.NoError(t, err)
	require.Equal(t, "00-"+traceID+"-"+id(failed)+"-01", m.Header.Get(contract.HeaderTraceParent), "what retries it continues the trace")
}

func TestARefusedPushIsTold(t *testing.T) {
	t.Parallel()
	w, spans := traced(t)
	header := traceparent(traceID, "01")
	header["Authorization"] = "Bearer wrong"
	w.call(http.MethodPost, w.Ingest+"/v1/wire/"+acme, []byte("x"), header, http.StatusUnauthorized, nil)
	pushed := of(t, spans, traceID, request)[request][0]
	require.Contains(t, pushed.Attributes, attribute.String("error.type", "unauthenticated"))
	require.NotEqual(t, codes.Error, pushed.Status.Code, "a caller's mistake is none of ours")
}

func TestHistogramsLeadToTraces(t *testing.T) {
	t.Parallel()
	w, _ := traced(t)
	w.push(article("urn:1", nil), traceparent(traceID, "01"))
	for _, name := range []string{"wireroom_delivery_seconds", "wireroom_stage_seconds", "wireroom_stage_queue_seconds", "wireroom_ingest_ack_seconds"} {
		localtest.Eventually(t, 10*time.Second, func() error {
			for line := range strings.Lines(w.openMetrics()) {
				if strings.HasPrefix(line, name+"_bucket") && strings.Contains(line, `trace_id="`+traceID+`"`) {
					return nil
				}
			}
			return fmt.Errorf("no exemplar of %s", name)
		})
	}
}
