package api

import (
	"errors"
	"net/http"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/ingest/internal/dryrun"
	"github.com/wireroom/wireroom/services/ingest/internal/problem"
)

// dryRunOf reads whether a push is to be tried alone. What can't be read is refused: it
// must not become a push.
func dryRunOf(r *http.Request) (bool, *problem.Problem) {
	values, there := r.URL.Query()["dry-run"]
	switch {
	case !there:
		return false, nil
	case len(values) == 1 && (values[0] == "1" || values[0] == "true"):
		return true, nil
	case len(values) == 1 && (values[0] == "0" || values[0] == "false"):
		return false, nil
	default:
		return false, problem.New(problem.BadHeader, "The parameter dry-run should be 1 or 0. Nothing was stored.")
	}
}

// try answers with what would come out of a push.
func (a *API) try(w http.ResponseWriter, r *http.Request, in *intake) {
	answer, p := a.tried(r, in)
	if p != nil {
		a.refuse(w, r, in, p)
		return
	}
	annotateSpan(trace.SpanFromContext(r.Context()), in, http.StatusOK, attribute.Bool("wireroom.dry_run", true))
	a.Metrics.answered(in.who(), in.push.Lane, http.StatusOK)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(answer) // a caller that has gone away asks again
}

func (a *API) tried(r *http.Request, in *intake) ([]byte, *problem.Problem) {
	if p := in.accept(); p != nil {
		return nil, p
	}
	answer, err := a.DryRun.Ask(r.Context(), in.push.DryRun(r.Context()))
	switch {
	case err == nil:
		return answer, nil
	case errors.Is(err, dryrun.ErrBusy):
		return nil, in.busy()
	}
	if r.Context().Err() == nil {
		a.Log.Warn("dry run not answered", zap.String("provider", in.who()), service.TraceField(r.Context()), zap.Error(err))
	}
	return nil, problem.Later(problem.Untried, afterOutage, "No normalize process answered in time. Nothing was stored; ask again.")
}
