package views

import (
	"encoding/json"
	"math"
	"net/http"
	"time"

	"go.uber.org/zap"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/publish/internal/views/counts"
)

// answer is the body of the answer about one article.
type answer struct {
	Article  string    `json:"article" doc:"The article's id."`
	Views    int64     `json:"views" doc:"How often it was viewed."`
	Unique   int64     `json:"unique_viewers" doc:"By how many viewers, by day, within 1% (HyperLogLog)."`
	Trending float64   `json:"trending" doc:"Views, each counting half after every half-life."`
	AsOf     time.Time `json:"as_of" doc:"When that was so."`
}

// answer answers with the counts of an article; 0 for one that nobody viewed. While
// their store is away, or being filled again, it answers 503 and no wrong count.
func (s *Service) answer(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	if !contract.ValidArticle(id) {
		problem(w, http.StatusNotFound, kindNoArticle, "No such article", "An article id has 16 characters of a-z and 0-9.")
		return
	}
	told, err := s.store.Tell(r.Context(), contract.ViewShard(id), []string{id})
	c := told[id]
	if err != nil {
		s.log.Info("counts not read", zap.Error(err))
		w.Header().Set("Retry-After", "2")
		service.Because(w, string(contract.ReasonRedis))
		problem(w, http.StatusServiceUnavailable, kindUnavailable, "Counts are not there at the moment", "Their store is away or is being filled again. Nothing is lost; ask again.")
		return
	}
	now := s.clock()
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer{Article: id, Views: c.Views, Unique: c.Unique, Trending: s.decayed(c.Trend, now), AsOf: now.UTC()})
}

// decayed gives a stored score as it stands now.
func (s *Service) decayed(stored string, now time.Time) float64 {
	score, at := counts.ParseTrend(stored)
	age := max(now.Sub(time.Unix(at, 0)), 0)
	return score * math.Pow(0.5, age.Seconds()/s.cfg.HalfLife.Seconds())
}
