package views

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/wireroom/wireroom/services/publish/internal/views/counts"
)

// batch is what one message of VIEWS holds: the views of one or more requests that belong
// to one shard, or articles whose counts are removed since NEWS holds them no more.
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

// encode writes the batch as encoding/json would: no id and no hash has a byte to be escaped.
func (b batch) encode() []byte {
	size := 32 + len(b.Forget)*19
	for _, v := range b.Views {
		size += 40 + len(v.Viewers)*(hashLength+3) + len(v.Ago)*7
	}
	out := append(make([]byte, 0, size), '{')
	if len(b.Views) > 0 {
		out = append(out, `"v":{`...)
		for i, article := range slices.Sorted(maps.Keys(b.Views)) {
			out = separated(out, i)
			out = append(appendQuoted(out, article), ':')
			out = b.Views[article].append(out)
		}
		out = append(out, "},"...)
	}
	if len(b.Forget) > 0 {
		out = append(appendStrings(append(out, `"f":`...), b.Forget), ',')
	}
	out = strconv.AppendInt(append(out, `"at":`...), b.At, 10)
	return append(out, '}')
}

func (v viewed) append(out []byte) []byte {
	out = strconv.AppendInt(append(out, `{"n":`...), int64(v.Count), 10)
	if len(v.Viewers) > 0 {
		out = appendStrings(append(out, `,"u":`...), v.Viewers)
	}
	if len(v.Ago) > 0 {
		out = append(out, `,"t":[`...)
		for i, n := range v.Ago {
			out = strconv.AppendInt(separated(out, i), n, 10)
		}
		out = append(out, ']')
	}
	return append(out, '}')
}

func appendStrings(out []byte, list []string) []byte {
	out = append(out, '[')
	for i, s := range list {
		out = appendQuoted(separated(out, i), s)
	}
	return append(out, ']')
}

func appendQuoted(out []byte, s string) []byte { return append(append(append(out, '"'), s...), '"') }

func separated(out []byte, i int) []byte {
	if i > 0 {
		out = append(out, ',')
	}
	return out
}

func decodeBatch(data []byte) (batch, error) {
	b, ok := plainBatch(data)
	if ok {
		return b, nil
	}
	b = batch{}
	if err := json.Unmarshal(data, &b); err != nil {
		return b, fmt.Errorf("decode views: %w", err)
	}
	return b, nil
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
