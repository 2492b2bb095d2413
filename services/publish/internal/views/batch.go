package views

import (
	"encoding/json"
	"fmt"

	"github.com/wireroom/wireroom/services/publish/internal/views/counts"
)

// batch is what one message of VIEWS holds: the views of one request that belong to
// one shard, or articles whose counts are removed since NEWS holds them no more.
type batch struct {
	Views  map[string]counts.Viewed `json:"v,omitempty"` // by article
	Forget []string                 `json:"f,omitempty"` // goes before the views
	At     int64                    `json:"at"`          // unix seconds at which it was accepted
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

// sum adds up batches in their order: one call applies them all. It gives the number
// of views too.
func sum(batches []batch) (counts.Change, int) {
	views, forget := map[string]counts.Viewed{}, map[string]bool{}
	total := 0
	for _, b := range batches {
		for _, article := range b.Forget {
			delete(views, article)
			forget[article] = true
		}
		for article, v := range b.Views {
			have := views[article]
			have.Count += v.Count
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
