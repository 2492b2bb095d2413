package api

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/openapi"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/ingest/internal/auth"
	"github.com/wireroom/wireroom/services/ingest/internal/problem"
	"github.com/wireroom/wireroom/services/ingest/internal/status"
)

// list answers with the caller's deliveries that have receipts since a time.
func (a *API) list(w http.ResponseWriter, r *http.Request) {
	d, p := a.deliveries(w, r)
	if p != nil {
		p.Write(w)
		return
	}
	_ = writeJSON(w, http.StatusOK, d) // a caller that has gone away asks again
}

func (a *API) deliveries(w http.ResponseWriter, r *http.Request) (d status.Deliveries, p *problem.Problem) {
	c, p := a.callerOf(r, r.Header.Get(auth.ProviderHeader))
	if p == nil {
		p = c.verifyAddress(r)
	}
	if p != nil {
		return d, p
	}
	a.deprecated(w, c)
	service.Known(r.Context())
	values := r.URL.Query()
	q, err := listQuery(values)
	if err == nil {
		d, err = a.Receipts.List(r.Context(), c.provider.ID, q)
	}
	var bad badParameter
	switch {
	case errors.Is(err, status.ErrCursor):
		return d, problem.New(problem.BadHeader, "The parameter cursor should be that of `next` of the page before.")
	case errors.As(err, &bad):
		return d, problem.New(problem.BadHeader, string(bad))
	case err != nil:
		if r.Context().Err() == nil {
			a.Log.Warn("receipts not listed", zap.String("provider", c.provider.ID), zap.Error(err))
		}
		return d, problem.Later(problem.Unanswered, afterOutage, "The receipts can't be read at the moment; nothing is wrong with the deliveries. Ask again.")
	}
	if d.Next != "" {
		values.Set("cursor", d.Next)
		d.Next = listPath + "?" + values.Encode()
	}
	return d, nil
}

// badParameter says what a parameter should be.
type badParameter string

func (b badParameter) Error() string { return string(b) }

func listQuery(values url.Values) (status.Query, error) {
	q := status.Query{Limit: status.DefaultDeliveries, Outcome: contract.Outcome(values.Get("outcome")), Cursor: values.Get("cursor")}
	var err error
	if since := values.Get("since"); since != "" {
		if q.Since, err = openapi.Time(since); err != nil {
			return q, badParameter("The parameter since should be a time of RFC 3339, such as 2026-03-01T08:00:00Z.")
		}
	}
	if limit := values.Get("limit"); limit != "" {
		if q.Limit, err = strconv.Atoi(limit); err != nil || q.Limit < 1 || q.Limit > status.MaxDeliveries {
			return q, badParameter(fmt.Sprintf("The parameter limit should be a number of 1 to %d.", status.MaxDeliveries))
		}
	}
	switch q.Outcome {
	case "", contract.Published, contract.Dropped, contract.Held, contract.Dead:
		return q, nil
	default:
		return q, badParameter("The parameter outcome should be published, dropped, held or dead.")
	}
}
