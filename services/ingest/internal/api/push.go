package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/ingest/internal/problem"
	"github.com/wireroom/wireroom/services/ingest/internal/raw"
)

// Accepted is the answer to a push.
type Accepted struct {
	Delivery string `json:"delivery" doc:"The delivery's id."`
	Status   string `json:"status" doc:"Where to ask what became of it."`
}

// statusGone stands in metrics for a caller that left before the answer.
const statusGone = 499

// push takes a document. It answers 202 only after RAW has acknowledged.
func (a *API) push(w http.ResponseWriter, r *http.Request) {
	a.Metrics.inFlight.Inc()
	defer a.Metrics.inFlight.Dec()
	ctx, span := a.trace(r)
	defer span.End()
	r = r.WithContext(ctx)
	in := &intake{API: a, writer: w, request: r, received: a.Clock()}
	defer in.release()
	dry, p := dryRunOf(r)
	if p != nil {
		a.refuse(w, r, in, p)
		return
	}
	if dry {
		a.try(w, r, in)
		return
	}
	stored, p := in.take()
	if p != nil {
		a.refuse(w, r, in, p)
		return
	}
	annotateSpan(span, in, http.StatusAccepted, attribute.String("wireroom.delivery", stored.Delivery))
	a.Metrics.answered(in.who(), in.push.Lane, http.StatusAccepted)
	a.Log.Debug("delivery", zap.String("delivery", stored.Delivery), zap.String("provider", in.who()),
		zap.String("lane", string(in.push.Lane)), zap.Int("bytes", len(in.push.Data)), zap.Bool("replayed", stored.Replayed), service.TraceField(ctx))
	accept(w, stored)
}

// refuse answers also a caller that seems to have left: an answer that nobody
// wrote would be a 200.
func (a *API) refuse(w http.ResponseWriter, r *http.Request, in *intake, p *problem.Problem) {
	code := p.Status
	if r.Context().Err() != nil && (p.Kind == problem.NotStored || p.Kind == problem.Unreadable) {
		code = statusGone
	}
	a.Metrics.answered(in.who(), in.push.Lane, code)
	annotateSpan(trace.SpanFromContext(r.Context()), in, code, attribute.String("error.type", string(p.Kind)))
	a.Log.Info("push refused", zap.String("provider", in.who()), zap.String("problem", string(p.Kind)), zap.String("detail", p.Detail), service.TraceField(r.Context()))
	p.Write(w)
}

func accept(w http.ResponseWriter, s raw.Stored) {
	address := "/v1/deliveries/" + s.Delivery
	w.Header().Set("Location", address)
	if s.Replayed {
		w.Header().Set("Idempotency-Replayed", "true")
	}
	_ = writeJSON(w, http.StatusAccepted, Accepted{s.Delivery, address}) // a caller that has gone away asks again
}

// store hands the push to RAW.
func (a *API) store(r *http.Request, p raw.Push) (raw.Stored, *problem.Problem) {
	ctx := r.Context()
	began := a.Clock()
	stored, err := a.Raw.Store(ctx, p)
	if err != nil {
		return stored, a.notStored(ctx, p.Provider, err)
	}
	a.Metrics.acknowledged(a.Clock().Sub(began), trace.SpanContextFromContext(ctx))
	if !stored.Replayed {
		a.Metrics.stored(p.Provider, len(p.Data))
	}
	return stored, nil
}

// Pauses that are worth waiting out before another try.
const (
	afterOutage = 2 * time.Second
	afterFull   = 30 * time.Second
	afterBusy   = time.Second
)

func (a *API) notStored(ctx context.Context, provider string, err error) *problem.Problem {
	if errors.Is(err, raw.ErrKeyReused) {
		return problem.New(problem.KeyReused, "This Idempotency-Key came with another body in the last 24 hours. Use a new key for new content.")
	}
	if ctx.Err() == nil {
		a.Log.Warn("push not stored", zap.String("provider", provider), service.TraceField(ctx), zap.Error(err))
	}
	if raw.IsRefused(err) {
		return problem.New(problem.Refused, "The stream refuses this document, and will again. Its operators see this in their metrics; push it in another form, or ask them.")
	}
	var u *raw.Unavailable
	if errors.As(err, &u) && u.Reason == contract.ReasonFull {
		return problem.Later(problem.StreamFull, afterFull, "The stream for incoming documents is at its limit, and its operators know. Send it again later, with the same Idempotency-Key if it has one.")
	}
	return problem.Later(problem.NotStored, afterOutage, "The document could not be stored. Send it again, with the same Idempotency-Key if it has one.")
}
