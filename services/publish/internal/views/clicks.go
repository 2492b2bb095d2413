package views

import (
	"hash/fnv"
	"maps"
	"slices"
	"time"
)

// clicks tells doubled clicks: views of an article by a viewer whose last view of it was less
// than a window ago. The last one counts, not the last counted one, as in the Code of
// Practice of COUNTER (release 5.1, 7.2).
//
// What it says of a view depends on nothing but the views before it on VIEWS, at most some
// of them, and not for long: a reader that begins somewhere tells the same as one that has
// read everything, once it has looked at those.
type clicks struct {
	window time.Duration // 0: nothing is a doubled click
	last   map[uint64]click
	order  []click // as they came; one that is not the last of its key is passed over
	came   uint64
}

// click is a view by a viewer who was named.
type click struct {
	key     uint64 // of article and viewer
	at      int64  // unix seconds
	arrived int64  // unix milliseconds, by the stream
	number  uint64
}

// maxClicks is how many views of a shard are remembered.
const maxClicks = 65_536

// remembered is how long, after they arrived, views are.
func (c *clicks) remembered() time.Duration { return 10 * c.window }

func newClicks(window time.Duration) *clicks {
	return &clicks{window: max(window, 0), last: map[uint64]click{}}
}

// once gives a batch without its doubled clicks, and how many they are. The batch stays as it
// is.
func (c *clicks) once(b batch, arrived time.Time) (batch, int) {
	if c.window == 0 {
		return b, 0
	}
	doubled := 0
	views := make(map[string]viewed, len(b.Views))
	for _, article := range slices.Sorted(maps.Keys(b.Views)) {
		v := b.Views[article]
		kept := viewed{Count: v.Count}
		for i := range v.Count {
			if i >= len(v.Viewers) {
				if len(v.Ago) > 0 {
					kept.Ago = append(kept.Ago, v.ago(i))
				}
				continue
			}
			if c.doubled(article, v.Viewers[i], b.At-v.ago(i), arrived) {
				kept.Count--
				continue
			}
			kept.Viewers = append(kept.Viewers, v.Viewers[i])
			if len(v.Ago) > 0 {
				kept.Ago = append(kept.Ago, v.ago(i))
			}
		}
		doubled += v.Count - kept.Count
		if kept.Count > 0 {
			views[article] = kept
		}
	}
	b.Views = views
	return b, doubled
}

// doubled notes a view, and reports whether it is a doubled click.
func (c *clicks) doubled(article, viewer string, at int64, arrived time.Time) bool {
	c.forget(arrived)
	h := fnv.New64a()
	_, _ = h.Write([]byte(article))
	_, _ = h.Write([]byte(viewer))
	c.came++
	now := click{h.Sum64(), at, arrived.UnixMilli(), c.came}
	before, known := c.last[now.key]
	c.last[now.key], c.order = now, append(c.order, now)
	between := at - before.at
	return known && max(between, -between) < int64(c.window/time.Second)
}

func (c *clicks) forget(now time.Time) {
	old := now.Add(-c.remembered()).UnixMilli()
	n := 0
	for ; n < len(c.order) && (c.order[n].arrived < old || len(c.order)-n >= maxClicks); n++ {
		if first := c.order[n]; c.last[first.key].number == first.number {
			delete(c.last, first.key)
		}
	}
	c.order = c.order[n:]
}
