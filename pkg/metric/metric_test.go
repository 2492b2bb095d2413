package metric_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/trace"

	"github.com/wireroom/wireroom/pkg/metric"
)

func TestOnlyKnownNamesAreLabels(t *testing.T) {
	n := metric.NewNames(func(name string) bool { return name == "acme" })
	require.Equal(t, "acme", n.Label("acme"))
	require.Equal(t, metric.Other, n.Label("somebody"))
	require.Equal(t, metric.Other, n.Label(""))
	require.Equal(t, metric.Other, (*metric.Names)(nil).Label("acme"))
}

func TestNamesHaveABound(t *testing.T) {
	n := metric.NewNames(nil)
	labels := sync.Map{}
	var wg sync.WaitGroup
	for i := range 4 * metric.MaxNames {
		wg.Go(func() { labels.Store(n.Label(fmt.Sprint("p-", i%(2*metric.MaxNames))), true) })
	}
	wg.Wait()
	count := 0
	labels.Range(func(any, any) bool { count++; return true })
	require.Equal(t, metric.MaxNames+1, count, "so many names, and other")
}

func TestAnExemplarLeadsToASampledTrace(t *testing.T) {
	for _, sampled := range []bool{true, false} {
		h := prometheus.NewHistogram(prometheus.HistogramOpts{Name: "x_seconds", Buckets: []float64{1}})
		span := trace.NewSpanContext(trace.SpanContextConfig{TraceID: trace.TraceID{1}, SpanID: trace.SpanID{1}, TraceFlags: trace.TraceFlags(0).WithSampled(sampled)})
		metric.Observe(h, 0.5, span)
		var out dto.Metric
		require.NoError(t, h.Write(&out))
		require.EqualValues(t, 1, out.GetHistogram().GetSampleCount())
		exemplar := out.GetHistogram().GetBucket()[0].GetExemplar()
		require.Equal(t, sampled, exemplar != nil)
		if sampled {
			require.Equal(t, span.TraceID().String(), exemplar.GetLabel()[0].GetValue())
		}
	}
}
