package service_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"
	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	"google.golang.org/protobuf/proto"

	"github.com/wireroom/wireroom/pkg/service"
)

// otlp is a collector of traces over HTTP.
type otlp struct {
	mu       sync.Mutex
	names    []string // of spans
	services map[string]bool
}

func (o *otlp) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	var req collector.ExportTraceServiceRequest
	if err != nil || r.URL.Path != "/v1/traces" || proto.Unmarshal(body, &req) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, rs := range req.GetResourceSpans() {
		for _, a := range rs.GetResource().GetAttributes() {
			if a.GetKey() == "service.name" {
				o.services[a.GetValue().GetStringValue()] = true
			}
		}
		for _, ss := range rs.GetScopeSpans() {
			for _, s := range ss.GetSpans() {
				o.names = append(o.names, s.GetName())
			}
		}
	}
}

// TestSamplingIsTheStandards: a trace is its caller's decision, and of those that
// begin here a ratio is taken.
func TestSamplingIsTheStandards(t *testing.T) {
	const sampled, unsampled = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "00-0af7651916cd43dd8448eb211c80319d-b7ad6b7169203331-00"
	for name, c := range map[string]struct {
		env  map[string]string
		want []string
	}{
		"by default everything that no caller forbids": {nil, []string{"begun here", "sampled"}},
		"a ratio of none": {map[string]string{"OTEL_TRACES_SAMPLER": "parentbased_traceidratio", "OTEL_TRACES_SAMPLER_ARG": "0"}, []string{"sampled"}},
		"off":             {map[string]string{"OTEL_TRACES_SAMPLER": "always_off"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			o := &otlp{services: map[string]bool{}}
			server := httptest.NewServer(o)
			defer server.Close()
			t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", server.URL)
			for k, v := range c.env {
				t.Setenv(k, v)
			}
			provider, end, err := service.NewTracer(t.Context(), "test")
			require.NoError(t, err)
			for span, parent := range map[string]string{"begun here": "", "sampled": sampled, "unsampled": unsampled} {
				ctx := service.Extract(context.Background(), nats.Header{"traceparent": {parent}})
				_, s := provider.Tracer("test").Start(ctx, span)
				s.End()
			}
			require.NoError(t, end(t.Context()))
			require.ElementsMatch(t, c.want, o.names)
			require.Equal(t, len(c.want) > 0, o.services["wireroom-test"])
		})
	}
}

func TestWithoutAnEndpointThereAreNoTraces(t *testing.T) {
	provider, end, err := service.NewTracer(t.Context(), "test")
	require.NoError(t, err)
	_, span := provider.Tracer("test").Start(t.Context(), "x")
	require.False(t, span.IsRecording())
	require.NoError(t, end(t.Context()))
}
