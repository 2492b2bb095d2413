package api

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/ingest/internal/auth"
	"github.com/wireroom/wireroom/services/ingest/internal/problem"
	"github.com/wireroom/wireroom/services/ingest/internal/status"
)

// MaxWait is the longest that a status request may wait.
const MaxWait = 30 * time.Second

// status answers what became of a delivery, at once, or with ?wait= once each of
// its articles has a receipt.
func (a *API) status(w http.ResponseWriter, r *http.Request) {
	d, p := a.delivery(w, r)
	if p != nil {
		p.Write(w)
		return
	}
	_ = writeJSON(w, http.StatusOK, d) // a caller that has gone away asks again
}

func (a *API) delivery(w http.ResponseWriter, r *http.Request) (d status.Delivery, p *problem.Problem) {
	c, p := a.callerOf(r, r.Header.Get(auth.ProviderHeader))
	if p == nil {
		p = c.verifyAddress(r)
	}
	if p != nil {
		return d, p
	}
	a.deprecated(w, c)
	wait, p := waitOf(r)
	if p != nil {
		return d, p
	}
	page, p := pageOf(r)
	if p != nil {
		return d, p
	}
	service.Known(r.Context())
	// the server watches the connection while it waits, and the time of a request is
	// not the caller's leave
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{})
	d, err := a.await(r.Context(), c.provider.ID, r.PathValue("id"), page, wait)
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

// pageOf reads which articles are asked for.
func pageOf(r *http.Request) (status.Page, *problem.Problem) {
	page := status.Page{Limit: status.DefaultLimit}
	for _, q := range []struct {
		name        string
		value       *int
		least, most int
	}{{"limit", &page.Limit, 1, status.MaxLimit}, {"cursor", &page.After, 0, math.MaxInt32}} {
		text := r.URL.Query().Get(q.name)
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < q.least || n > q.most {
			return page, problem.New(problem.BadHeader, fmt.Sprintf("The parameter %s should be a number of %d to %d; `next` of the page before holds the right ones.", q.name, q.least, q.most))
		}
		*q.value = n
	}
	return page, nil
}

// await waits no longer than wait, and no longer than the server lives.
func (a *API) await(ctx context.Context, provider, id string, page status.Page, wait time.Duration) (status.Delivery, error) {
	if wait == 0 {
		return a.Receipts.Read(ctx, provider, id, page)
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
	return a.Receipts.AwaitPage(ctx, provider, id, page, stop.Done())
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
