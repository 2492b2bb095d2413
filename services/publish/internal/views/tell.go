package views

import (
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
)

// told is the answer about one article.
type told struct {
	Article  string    `json:"article"`
	Views    int64     `json:"views"`
	Unique   int64     `json:"unique_viewers"` // by day, within 1% (HyperLogLog)
	Trending float64   `json:"trending"`       // views, each counting half after every half-life
	AsOf     time.Time `json:"as_of"`
}

// tell answers with the counts of an article; 0 for one that nobody viewed. While
// Redis is away, or being filled again, it answers 503 and no wrong count.
func (s *Service) tell(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	if !contract.ValidArticle(id) {
		problem(w, http.StatusNotFound, "No such article", "An article id has 16 characters of a-z and 0-9.")
		return
	}
	k := keysOf(shardOf(id))
	ctx := r.Context()
	pipe := s.counts.rdb.TxPipeline()
	seq, n := pipe.Get(ctx, k.seq()), pipe.HGet(ctx, k.counts(), id)
	trend, unique := pipe.HGet(ctx, k.trend(), id), pipe.PFCount(ctx, k.viewers(id))
	_, _ = pipe.Exec(ctx)
	err := seq.Err()
	for _, e := range []error{n.Err(), trend.Err(), unique.Err()} {
		if !errors.Is(e, redis.Nil) {
			err = errors.Join(err, e)
		}
	}
	if err != nil {
		s.log.Info("counts not read", zap.Error(err))
		w.Header().Set("Retry-After", "2")
		service.Because(w, string(contract.ReasonRedis))
		problem(w, http.StatusServiceUnavailable, "Counts are not there at the moment", "Redis is away or is being filled again. Nothing is lost; ask again.")
		return
	}
	now := s.clock()
	count, _ := n.Int64() // missing: never viewed
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(told{Article: id, Views: count, Unique: unique.Val(), Trending: s.decayed(trend.Val(), now), AsOf: now.UTC()})
}

// decayed gives a stored score ("score unixtime") as it stands now.
func (s *Service) decayed(stored string, now time.Time) float64 {
	score, at, ok := strings.Cut(stored, " ")
	v, err := strconv.ParseFloat(score, 64)
	t, terr := strconv.ParseInt(at, 10, 64)
	if !ok || err != nil || terr != nil {
		return 0
	}
	age := max(now.Sub(time.Unix(t, 0)), 0)
	return v * math.Pow(0.5, age.Seconds()/s.cfg.HalfLife.Seconds())
}
