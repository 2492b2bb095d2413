package views

import (
	"encoding/json"
	"fmt"
)

// batch is what one message of VIEWS holds: the views of one request that belong
// to one shard.
type batch struct {
	Views map[string]viewed `json:"v"`  // by article
	At    int64             `json:"at"` // unix seconds at which it was accepted
}

// viewed is how often an article was viewed, and by whom, hashed.
type viewed struct {
	Count   int      `json:"n"`
	Viewers []string `json:"u,omitempty"`
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

// sum adds up batches: one Lua call applies them all.
func sum(batches []batch) (map[string]viewed, int) {
	out := map[string]viewed{}
	total := 0
	for _, b := range batches {
		for article, v := range b.Views {
			have := out[article]
			have.Count += v.Count
			have.Viewers = append(have.Viewers, v.Viewers...)
			out[article] = have
			total += v.Count
		}
	}
	return out, total
}
