package views

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
)

const (
	maxBody  = 1 << 20
	maxBatch = 1000
	maxKey   = 255
)

// view is one view as a client posts it.
type view struct {
	Article string `json:"article" doc:"The article's id."`
	Viewer  string `json:"viewer,omitempty" doc:"Any name of the viewer; only a salted hash of it is kept."`
	At      string `json:"at,omitempty" doc:"When the view was, RFC 3339, seven days ago at most; without it, now."`
	Agent   string `json:"agent,omitempty" doc:"The viewer's user agent; without it, that of the request. Views by declared robots are not counted."`
}

// How far from now a view may be.
const (
	maxViewAge   = 7 * 24 * time.Hour
	maxViewAhead = 5 * time.Minute // of a clock that is fast; it then is of now
)

// ago is how many seconds ago the view was.
func (v view) ago(now time.Time) (int64, error) {
	if v.At == "" {
		return 0, nil
	}
	at, err := time.Parse(time.RFC3339, v.At)
	age := now.Sub(at)
	switch {
	case err != nil:
		return 0, fmt.Errorf("at %.40q is no time of RFC 3339, such as 2026-03-01T08:00:00Z", v.At)
	case age > maxViewAge:
		return 0, fmt.Errorf("at %.40q is more than seven days ago", v.At)
	case age < -maxViewAhead:
		return 0, fmt.Errorf("at %.40q is more than five minutes ahead", v.At)
	}
	return max(now.Unix()-at.Unix(), 0), nil
}

// accept answers 202 once the stream has every view of the request.
func (s *Service) accept(w http.ResponseWriter, r *http.Request) {
	key := r.Header.Get("Idempotency-Key")
	if len(key) > maxKey {
		problem(w, http.StatusUnprocessableEntity, kindInvalid, "Idempotency-Key too long", "An Idempotency-Key has 255 characters at most.")
		return
	}
	data, list, status, err := read(http.MaxBytesReader(w, r.Body, maxBody), r.ContentLength)
	if err != nil {
		problem(w, status, kindOf(status), "Views can't be read", err.Error())
		return
	}
	if s.Charge != nil {
		s.Charge(r, len(list))
	}
	now := s.clock()
	for i, v := range list {
		if _, err := v.ago(now); err != nil {
			problem(w, http.StatusUnprocessableEntity, kindInvalid, "Views can't be read", fmt.Sprintf("view %d: %s", i, err))
			return
		}
	}
	list, robots := s.people(list, r.UserAgent())
	list, unknown, err := s.held(r.Context(), list)
	if err == nil && len(list) == 0 && len(unknown) > 0 {
		problem(w, http.StatusNotFound, kindNoArticle, "No such article", "NEWS holds none of: "+strings.Join(unknown, ", ")+". It never came, was taken down, or is older than the stream reaches back.")
		return
	}
	if err == nil {
		err = s.take(r.Context(), requestID(key, data), list, now)
	}
	var refusal *refusedError
	if errors.As(err, &refusal) {
		s.log.Error("views refused", zap.Error(err))
		service.Because(w, string(contract.ReasonRefused))
		problem(w, http.StatusUnprocessableEntity, kindRefused, "Views refused", "The stream refuses these views, and will again. Its operators see this in their logs.")
		return
	}
	if err != nil {
		s.log.Warn("views not stored", zap.Error(err))
		w.Header().Set("Retry-After", "1")
		service.Because(w, string(bus.ReasonOf(err)))
		problem(w, http.StatusServiceUnavailable, kindUnavailable, "Views can't be stored", "The stream does not take them at the moment. Send them again, with the same Idempotency-Key, so that none counts twice.")
		return
	}
	s.metrics.accepted.Add(float64(len(list)))
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusAccepted)
	_ = json.NewEncoder(w).Encode(accepted{len(list), unknown, robots}) // a client that has gone away is told nothing
}

// accepted is the answer to views.
type accepted struct {
	Accepted int      `json:"accepted" doc:"How many views the stream has taken; of them doubled clicks do not count."`
	Unknown  []string `json:"unknown,omitempty" doc:"Articles that NEWS does not hold: their views are not counted."`
	Robots   int      `json:"robots,omitempty" doc:"How many views were by declared robots: they are not counted."`
}

// people gives the views that are not by declared robots, and how many are.
func (s *Service) people(list []view, requestAgent string) ([]view, int) {
	byRequest := declaredRobot(requestAgent)
	kept := slices.DeleteFunc(list, func(v view) bool {
		if v.Agent == "" {
			return byRequest
		}
		return declaredRobot(v.Agent)
	})
	robots := len(list) - len(kept)
	s.metrics.robots.Add(float64(robots))
	return kept, robots
}

// held gives the views of articles that can be read on NEWS, and names the others.
func (s *Service) held(ctx context.Context, list []view) ([]view, []string, error) {
	ids := make([]string, len(list))
	for i, v := range list {
		ids[i] = v.Article
	}
	missing, err := s.articles.missing(ctx, ids)
	if err != nil || len(missing) == 0 {
		return list, nil, err
	}
	kept := slices.DeleteFunc(list, func(v view) bool { return missing[v.Article] })
	refused, unknown := len(ids)-len(kept), slices.Sorted(maps.Keys(missing))
	s.metrics.refused.Add(float64(refused))
	if now := s.clock().Unix(); now-s.refusalLogged.Load() >= 60 {
		s.refusalLogged.Store(now)
		s.log.Info("views of articles that NEWS does not hold are refused", zap.Int("views", refused), zap.String("article", unknown[0]))
	}
	return kept, unknown, nil
}

// The kinds of problems of this package: the ends of their types.
const (
	kindInvalid     = "invalid-request"
	kindTooLarge    = "too-large"
	kindNoArticle   = "no-article"
	kindUnavailable = "unavailable"
	kindRefused     = "refused"
)

func problem(w http.ResponseWriter, status int, kind, title, detail string) {
	service.WriteProblem(w, service.Problem{Type: "urn:wireroom:problem:" + kind, Status: status, Title: title, Detail: detail})
}

func kindOf(status int) string {
	if status == http.StatusRequestEntityTooLarge {
		return kindTooLarge
	}
	return kindInvalid
}
