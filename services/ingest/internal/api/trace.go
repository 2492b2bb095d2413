package api

import (
	"context"
	"net/http"

	"github.com/nats-io/nats.go"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
)

// trace begins the request's span, in the caller's trace if it names one (W3C).
func (a *API) trace(r *http.Request) (context.Context, trace.Span) {
	ctx := r.Context()
	if parent := r.Header["Traceparent"]; len(parent) == 1 {
		ctx = service.Extract(ctx, nats.Header{contract.HeaderTraceParent: parent})
	}
	return a.Tracer.Start(ctx, "POST "+pushPath, trace.WithSpanKind(trace.SpanKindServer), trace.WithAttributes(
		attribute.String("http.request.method", r.Method), attribute.String("http.route", pushPath)))
}

// annotateSpan notes in a span what a push was answered.
func annotateSpan(span trace.Span, in *intake, status int, more attribute.KeyValue) {
	if !span.IsRecording() {
		return
	}
	span.SetAttributes(attribute.Int("http.response.status_code", status), attribute.String("wireroom.provider", in.who()),
		attribute.String("wireroom.lane", string(in.push.Lane)), more)
	if status >= http.StatusInternalServerError {
		span.SetStatus(codes.Error, http.StatusText(status))
	}
}
