package bus_test

import (
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
)

func TestATraceGoesOnThroughTheStage(t *testing.T) {
	t.Parallel()
	spans := tracetest.NewInMemoryExporter()
	provider := sdktrace.NewTracerProvider(sdktrace.WithSyncer(spans))
	r := newRig(t, jsOf(t, localtest.NATS(t).URL()), contract.StreamOptions{}, obey)
	r.loop.Tracer = provider.Tracer("test")
	const trace, parent = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
	for _, text := range []string{"story", "reject"} {
		_, err := r.js.PublishMsg(t.Context(), &nats.Msg{Subject: "raw.wire.acme", Data: []byte(text),
			Header: nats.Header{contract.HeaderTraceParent: {"00-" + trace + "-" + parent + "-01"}}})
		require.NoError(t, err)
	}
	r.push("untraced")
	r.start()
	r.settled(3)
	r.stop()
	got := spans.GetSpans()
	require.Len(t, got, 2)
	failed := 0
	for _, s := range got {
		require.Equal(t, trace, s.SpanContext.TraceID().String())
		require.Equal(t, parent, s.Parent.SpanID().String())
		if s.Status.Description == string(contract.ReasonMalformed) {
			failed++
		}
	}
	require.Equal(t, 1, failed)
	out, err := r.js.Stream(t.Context(), contract.StreamNormalized)
	require.NoError(t, err)
	m, err := out.GetLastMsgForSubject(t.Context(), "normalized.>")
	require.NoError(t, err)
	if string(m.Data) == "untraced" {
		m, err = out.GetMsg(t.Context(), m.Sequence-1)
		require.NoError(t, err)
	}
	require.Contains(t, m.Header.Get(contract.HeaderTraceParent), trace)
	require.NotContains(t, m.Header.Get(contract.HeaderTraceParent), parent, "what follows hangs on this stage's span")
}
