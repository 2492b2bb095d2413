package service

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/wireroom/wireroom/pkg/metric"
	"github.com/wireroom/wireroom/pkg/rediserr"
)

// RedisMetrics are the figures of the calls to Redis, and spans in traces that are
// recorded. It is a hook of the client.
type RedisMetrics struct {
	seconds prometheus.Histogram
	errors  *prometheus.CounterVec
	ok      prometheus.Gauge
	tracer  trace.Tracer
}

// NewRedisMetrics registers the metrics with r.
func NewRedisMetrics(r prometheus.Registerer, tracer trace.Tracer) (*RedisMetrics, error) {
	m := &RedisMetrics{tracer: tracer,
		seconds: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "wireroom_redis_seconds",
			Help: "Seconds that a call to Redis took, a pipeline being one.", Buckets: prometheus.ExponentialBuckets(0.0001, 2, 14)}),
		errors: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "wireroom_redis_errors_total",
			Help: "Calls to Redis that failed, by kind: connect, timeout, unready (loading, failing over), full (takes no writes) or refused (an error that waiting does not mend)."}, []string{"kind"}),
		ok: prometheus.NewGauge(prometheus.GaugeOpts{Name: "wireroom_redis_ok",
			Help: "1 if Redis served the service's last probe, 15 seconds ago at most, 0 if not: a small write where the service writes to Redis, else a ping."}),
	}
	for _, kind := range rediserr.Kinds() {
		m.errors.WithLabelValues(string(kind))
	}
	return m, metric.Register(r, m.seconds, m.errors, m.ok)
}

// DialHook is of redis.Hook.
func (m *RedisMetrics) DialHook(next redis.DialHook) redis.DialHook { return next }

// ProcessHook is of redis.Hook.
func (m *RedisMetrics) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		return m.call(ctx, cmd.Name(), func(ctx context.Context) error { return next(ctx, cmd) })
	}
}

// ProcessPipelineHook is of redis.Hook.
func (m *RedisMetrics) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		return m.call(ctx, "pipeline", func(ctx context.Context) error { return next(ctx, cmds) })
	}
}

func (m *RedisMetrics) call(ctx context.Context, name string, do func(context.Context) error) error {
	var span trace.Span
	if parent := trace.SpanFromContext(ctx); parent.IsRecording() {
		ctx, span = m.tracer.Start(ctx, "redis "+name, trace.WithSpanKind(trace.SpanKindClient),
			trace.WithAttributes(attribute.String("db.system.name", "redis"), attribute.String("db.operation.name", name)))
		defer span.End()
	}
	began := time.Now()
	err := do(ctx)
	m.seconds.Observe(time.Since(began).Seconds())
	if kind := rediserr.Classify(err); kind != rediserr.None {
		m.errors.WithLabelValues(string(kind)).Inc()
		if span != nil {
			span.SetStatus(codes.Error, string(kind))
		}
	}
	return err
}
