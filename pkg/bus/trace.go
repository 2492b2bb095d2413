package bus

import (
	"context"

	"github.com/nats-io/nats.go"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
)

// span goes on with the trace that the message carries, if tracing is on.
func (w *worker[In, Out]) span(ctx context.Context, m Msg) (context.Context, trace.Span) {
	if w.Tracer == nil || m.Header.Get(contract.HeaderTraceParent) == "" {
		return ctx, trace.SpanFromContext(ctx)
	}
	return w.Tracer.Start(service.Extract(ctx, m.Header), string(w.source.Stage),
		trace.WithSpanKind(trace.SpanKindConsumer), trace.WithAttributes(
			attribute.String("messaging.system", "nats"),
			attribute.String("messaging.destination.name", m.Subject),
			attribute.String("wireroom.lane", string(w.source.Lane)),
			attribute.String("wireroom.delivery", m.Header.Get(contract.HeaderDelivery)),
			attribute.String("wireroom.article", m.Header.Get(contract.HeaderArticle)),
		))
}

// close ends a span with what became of the message, and hands the trace on to
// what follows from it.
func (e ending) close(ctx context.Context, span trace.Span) {
	if !span.SpanContext().IsValid() {
		return
	}
	if e.dead != nil {
		inject(ctx, e.dead)
	}
	for _, m := range e.msgs {
		inject(ctx, m)
	}
	span.SetAttributes(attribute.String("wireroom.outcome", string(e.outcome)), attribute.String("wireroom.reason", string(e.reason)))
	if e.outcome == contract.Dead {
		span.SetStatus(codes.Error, string(e.reason))
	}
}

func inject(ctx context.Context, m *nats.Msg) {
	if m.Header == nil {
		m.Header = nats.Header{}
	}
	service.Inject(ctx, m.Header)
}
