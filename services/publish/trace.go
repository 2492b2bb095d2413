package publish

import (
	"context"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/wireroom/wireroom/services/publish/internal/lastword"
)

// span is the write to NEWS in a trace that is recorded; the message hangs on it.
func (p *publisher) span(ctx context.Context) (context.Context, trace.Span) {
	if !trace.SpanFromContext(ctx).IsRecording() {
		return ctx, trace.SpanFromContext(context.Background())
	}
	return p.tracer.Start(ctx, "last word", trace.WithSpanKind(trace.SpanKindProducer))
}

// decided notes what the order of versions said.
func decided(span trace.Span, r lastword.Result, err error) {
	if !span.IsRecording() {
		return
	}
	if err != nil {
		span.SetStatus(codes.Error, err.Error())
		return
	}
	span.SetAttributes(attribute.String("wireroom.verdict", string(r.Decision.Verdict)),
		attribute.String("messaging.destination.name", r.Subject), attribute.Int64("wireroom.sequence", int64(r.Sequence))) //nolint:gosec // sequences stay below 2^63
}
