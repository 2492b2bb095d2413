package views

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"

	batcher "github.com/wireroom/wireroom/pkg/batch"
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
	data, list, status, err := read(http.MaxBytesReader(w, r.Body, maxBody))
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
	var shards map[int]batch
	if err == nil && len(list) == 0 && len(unknown) > 0 {
		problem(w, http.StatusNotFound, kindNoArticle, "No such article", "NEWS holds none of: "+strings.Join(unknown, ", ")+". It never came, was taken down, or is older than the stream reaches back.")
		return
	}
	if err == nil {
		shards, err = s.spread(r.Context(), list, now)
	}
	if err == nil {
		err = s.publish(r.Context(), requestID(key, data), shards)
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

// requestID names a request that may be repeated, "" one that has no key. The body is
// part of the name: two clients that use the same key do not repeat each other.
func requestID(key string, body []byte) string {
	if key == "" {
		return ""
	}
	sum := sha256.New()
	_, _ = fmt.Fprintf(sum, "%d %s", len(key), key)
	sum.Write(body)
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// read takes one view, an array of views, or {"views": [...]}.
func read(body io.Reader) ([]byte, []view, int, error) {
	data, err := io.ReadAll(body)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, nil, http.StatusRequestEntityTooLarge, fmt.Errorf("a request holds %d bytes at most", maxBody)
	case err != nil:
		return nil, nil, http.StatusBadRequest, fmt.Errorf("the body broke off: %w", err)
	}
	list, status, err := decodeViews(data)
	return data, list, status, err
}

func decodeViews(data []byte) (list []view, status int, err error) {
	if data = bytes.TrimSpace(data); bytes.HasPrefix(data, []byte("[")) {
		err = json.Unmarshal(data, &list)
	} else {
		var one struct {
			view
			Views []view `json:"views"`
		}
		if err = json.Unmarshal(data, &one); err == nil {
			if list = one.Views; one.Article != "" {
				list = append(list, one.view)
			}
		}
	}
	if err != nil {
		return nil, http.StatusBadRequest, fmt.Errorf("the body is not JSON of one view, an array of views, or {\"views\": [...]}: %w", err)
	}
	if len(list) == 0 || len(list) > maxBatch {
		return nil, http.StatusUnprocessableEntity, fmt.Errorf("a request holds 1 to %d views, this one %d", maxBatch, len(list))
	}
	for i, v := range list {
		if !contract.ValidArticle(v.Article) {
			return nil, http.StatusUnprocessableEntity, fmt.Errorf("view %d: %q is not an article id", i, v.Article)
		}
	}
	return list, 0, nil
}

// spread sorts the views by shard. Those with a viewer come first, as a batch has them.
func (s *Service) spread(ctx context.Context, list []view, now time.Time) (map[int]batch, error) {
	slices.SortStableFunc(list, func(a, b view) int { return cmp.Compare(min(len(b.Viewer), 1), min(len(a.Viewer), 1)) })
	out, timed := map[int]batch{}, slices.ContainsFunc(list, func(v view) bool { return v.At != "" })
	for _, v := range list {
		shard := contract.ViewShard(v.Article)
		if _, ok := out[shard]; !ok {
			out[shard] = batch{Views: map[string]viewed{}, At: now.Unix()}
		}
		have := out[shard].Views[v.Article]
		have.Count++
		if v.Viewer != "" {
			hash, err := s.salts.hash(ctx, v.Viewer, now)
			if err != nil {
				return nil, err
			}
			have.Viewers = append(have.Viewers, hash)
		}
		if timed {
			ago, err := v.ago(now)
			if err != nil {
				return nil, err
			}
			have.Ago = append(have.Ago, ago)
		}
		out[shard].Views[v.Article] = have
	}
	return out, nil
}

const storeTimeout = 5 * time.Second

// publish writes a message for each shard. Of a request that has an id each has one of
// its own, so that what was stored in part counts once when it is repeated; those of
// others go in one message with what else comes for the shard.
func (s *Service) publish(ctx context.Context, id string, shards map[int]batch) error {
	ctx, cancel := context.WithTimeout(ctx, storeTimeout)
	defer cancel()
	g, ctx := errgroup.WithContext(ctx)
	for shard, b := range shards {
		if id == "" {
			g.Go(func() error { _, err := s.joined[shard].Do(ctx, b); return err })
			continue
		}
		g.Go(func() error { return s.write(ctx, shard, "views-"+id+"-"+strconv.Itoa(shard), b) })
	}
	return g.Wait()
}

// write writes one message of VIEWS; id is empty for one that is never repeated.
func (s *Service) write(ctx context.Context, shard int, id string, b batch) error {
	data, err := b.encode()
	if err != nil {
		return err
	}
	msg := &nats.Msg{Subject: contract.ViewsSubject(shard), Data: data, Header: nats.Header{}}
	if id != "" {
		msg.Header.Set(contract.HeaderMsgID, id)
	}
	if err = bus.PublishOnce(ctx, s.js, msg); err != nil && bus.Classify(err) == bus.Permanent {
		return &refusedError{err}
	}
	return err
}

// refusedError says that the stream refuses views for good: a client need not send them again.
type refusedError struct{ error }

func (e *refusedError) Unwrap() error { return e.error }

const (
	joinMost = 32 // batches of one message
	joinWait = 2 * time.Millisecond
)

// join makes what stores batches of a shard together.
func (s *Service) join(shard int) *batcher.Batcher[batch, struct{}] {
	return batcher.New(func(ctx context.Context, list []batch) ([]struct{}, error) {
		return make([]struct{}, len(list)), s.write(ctx, shard, "", joined(list))
	}, joinMost, joinWait)
}
