package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/ingest/internal/auth"
	"github.com/wireroom/wireroom/services/ingest/internal/problem"
	"github.com/wireroom/wireroom/services/ingest/internal/status"
)

// MaxWait is the longest that a status request may wait.
const MaxWait = 30 * time.Second

// status tells what became of a delivery, at once, or with ?wait= once each of
// its articles has a receipt.
func (a *API) status(w http.ResponseWriter, r *http.Request) {
	d, p := a.delivery(r)
	if p != nil {
		p.Write(w)
		return
	}
	_ = writeJSON(w, http.StatusOK, d) // a caller that has gone away asks again
}

func (a *API) delivery(r *http.Request) (d status.Delivery, p *problem.Problem) {
	c, p := a.callerOf(r, r.Header.Get(auth.ProviderHeader))
	if p == nil {
		p = c.verify([]byte(r.URL.RequestURI()))
	}
	if p != nil {
		return d, p
	}
	wait, p := waitOf(r)
	if p != nil {
		return d, p
	}
	d, err := a.await(r.Context(), c.provider.ID, r.PathValue("id"), wait)
	switch {
	case errors.Is(err, status.ErrUnknown):
		return d, problem.New(problem.NotFound, "You have no such delivery, or it is older than receipts are kept (7 days).")
	case err != nil:
		if r.Context().Err() == nil {
			a.Log.Warn("receipts not read", zap.String("provider", c.provider.ID), zap.Error(err))
		}
		return d, problem.Later(problem.Unanswered, afterOutage, "What became of the delivery can't be read at the moment; nothing is wrong with the delivery. Ask again.")
	}
	return d, nil
}

// await waits no longer than wait, and no longer than the server lives.
func (a *API) await(ctx context.Context, provider, id string, wait time.Duration) (status.Delivery, error) {
	if wait == 0 {
		return a.Receipts.Read(ctx, provider, id)
	}
	stop, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	if draining := service.Draining(ctx); draining != nil {
		go func() {
			select {
			case <-draining:
				cancel()
			case <-stop.Done():
			}
		}()
	}
	return a.Receipts.Await(ctx, provider, id, stop.Done())
}

func waitOf(r *http.Request) (time.Duration, *problem.Problem) {
	text := r.URL.Query().Get("wait")
	if text == "" {
		return 0, nil
	}
	wait, err := time.ParseDuration(text)
	if err != nil || wait < 0 {
		return 0, problem.New(problem.BadHeader, "The parameter wait should be a duration of 0s to 30s, such as 10s.")
	}
	return min(wait, MaxWait), nil
}
