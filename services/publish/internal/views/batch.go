package views

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/wireroom/wireroom/services/publish/internal/views/counts"
)

// batch is what one message of VIEWS holds: the views of one request that belong to
// one shard, or articles whose counts are removed since NEWS holds them no more.
type batch struct {
	Views  map[string]viewed `json:"v,omitempty"` // by article
	Forget []string          `json:"f,omitempty"` // goes before the views
	At     int64             `json:"at"`          // unix seconds at which it was accepted
}

// viewed is how often an article was viewed in a batch, by whom, hashed, and when.
type viewed struct {
	Count   int      `json:"n"`
	Viewers []string `json:"u,omitempty"` // of the first views; nobody was named for the others
	Ago     []int64  `json:"t,omitempty"` // seconds before the batch, of each view; none: all at its time
}

// ago is how many seconds before the batch a view was.
func (v viewed) ago(i int) int64 {
	if i < len(v.Ago) {
		return v.Ago[i]
	}
	return 0
}

func (b batch) encode() ([]byte, error) {
	data, err := json.Marshal(b)
	if err != nil {
		return nil, fmt.Errorf("encode views: %w", err)
	}
	return data, nil
}

func decodeBatch(data []byte) (batch, error) {
	var b batch
	if err := json.Unmarshal(data, &b); err != nil {
		return b, fmt.Errorf("decode views: %w", err)
	}
	return b, nil
}

// joined puts batches together that are counted at once, in the form of one.
func joined(list []batch) batch {
	if len(list) == 1 {
		return list[0]
	}
	out := batch{Views: map[string]viewed{}}
	timed := false
	for _, b := range list {
		timed = timed || out.At != 0 && b.At != out.At
		out.At = max(out.At, b.At)
		for _, v := range b.Views {
			timed = timed || len(v.Ago) > 0
		}
	}
	nameless := map[string][]int64{} // times of the views of nobody who was named, which come last
	for _, b := range list {
		for article, v := range b.Views {
			have := out.Views[article]
			have.Count += v.Count
			have.Viewers = append(have.Viewers, v.Viewers...)
			for i := range v.Count {
				if ago := out.At - b.At + v.ago(i); timed && i < len(v.Viewers) {
					have.Ago = append(have.Ago, ago)
				} else if timed {
					nameless[article] = append(nameless[article], ago)
				}
			}
			out.Views[article] = have
		}
	}
	for article, ago := range nameless {
		have := out.Views[article]
		have.Ago = append(have.Ago, ago...)
		out.Views[article] = have
	}
	return out
}

// sum adds up batches in their order: one call applies them all. It gives the number
// of views too. half is the half-life of the scores.
func sum(batches []batch, half time.Duration) (counts.Change, int) {
	views, forget := map[string]counts.Viewed{}, map[string]bool{}
	total := 0
	for _, b := range batches {
		for _, article := range b.Forget {
			delete(views, article)
			forget[article] = true
		}
		for article, v := range b.Views {
			have := views[article]
			if len(v.Ago) == 0 {
				have.Add(v.Count, b.At, half)
			} else {
				for i := range v.Count {
					have.Add(1, b.At-v.ago(i), half)
				}
			}
			have.Viewers = append(have.Viewers, v.Viewers...)
			views[article] = have
			total += v.Count
		}
	}
	out := counts.Change{Views: views}
	for article := range forget {
		out.Forget = append(out.Forget, article)
	}
	return out, total
}
