package views

import (
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
	window      time.Duration // 0: nothing is a doubled click
	last        places        // of the last click of each article and viewer
	ring        []click       // by number; its length is a power of two
	first, next uint32        // numbers of the oldest click that is remembered, and of the next; they may go round
}

// click is a view by a viewer who was named.
type click struct {
	key     uint64 // of article and viewer
	at      int64  // unix seconds
	arrived int64  // unix milliseconds, by the stream
}

// maxClicks is how many views of a shard are remembered.
const maxClicks = 65_536

// remembered is how long, after they arrived, views are.
func (c *clicks) remembered() time.Duration { return 10 * c.window }

func newClicks(window time.Duration) *clicks {
	return &clicks{window: max(window, 0)}
}

// once gives a batch without its doubled clicks, and how many they are. The batch stays as it
// is.
func (c *clicks) once(b batch, arrived time.Time) (batch, int) {
	if c.window == 0 {
		return b, 0
	}
	doubled, views := 0, b.Views
	for _, article := range slices.Sorted(maps.Keys(b.Views)) {
		kept, n := c.onceEach(article, b.Views[article], b.At, arrived)
		if n == 0 {
			continue
		}
		if doubled == 0 {
			views = maps.Clone(b.Views)
		}
		if doubled += n; kept.Count > 0 {
			views[article] = kept
		} else {
			delete(views, article)
		}
	}
	b.Views = views
	return b, doubled
}

// onceEach gives the views of an article without doubled clicks, and how many those are.
func (c *clicks) onceEach(article string, v viewed, at int64, arrived time.Time) (viewed, int) {
	c.forget(arrived)
	key := fnv1a(fnvOffset, article)
	var doubled []int // places among the views
	for i := range min(v.Count, len(v.Viewers)) {
		if c.doubled(fnv1a(key, v.Viewers[i]), at-v.ago(i), arrived) {
			doubled = append(doubled, i)
		}
	}
	if len(doubled) == 0 {
		return v, 0
	}
	return v.without(doubled), len(doubled)
}

// without gives v without the views at some places, which are in order.
func (v viewed) without(places []int) viewed {
	kept := viewed{Count: v.Count - len(places)}
	for i := range v.Count {
		if len(places) > 0 && places[0] == i {
			places = places[1:]
			continue
		}
		if i < len(v.Viewers) {
			kept.Viewers = append(kept.Viewers, v.Viewers[i])
		}
		if len(v.Ago) > 0 {
			kept.Ago = append(kept.Ago, v.ago(i))
		}
	}
	return kept
}

// doubled notes a view, and reports whether it is a doubled click.
func (c *clicks) doubled(key uint64, at int64, arrived time.Time) bool {
	if c.next-c.first >= maxClicks {
		c.drop()
	}
	if c.next-c.first == uint32(len(c.ring)) {
		c.grow()
	}
	*c.click(c.next) = click{key, at, arrived.UnixMilli()}
	before, known := c.note(c.next)
	c.next++
	between := at - c.click(before).at
	return known && max(between, -between) < int64(c.window/time.Second)
}

// note makes a click the last one of its key, and gives the one that was.
func (c *clicks) note(number uint32) (before uint32, known bool) {
	key := c.click(number).key
	i := c.find(key)
	before, known = c.last[i].number, c.last[i].used
	c.last[i] = place{hash: uint32(key), number: number, used: true}
	return before, known
}

// find gives the place of a key's last click, or the free one where it would be.
func (c *clicks) find(key uint64) uint32 {
	i := c.last.home(uint32(key))
	for ; c.last[i].used; i = c.last.home(i + 1) {
		if c.last[i].hash == uint32(key) && c.click(c.last[i].number).key == key {
			break
		}
	}
	return i
}

func (c *clicks) click(number uint32) *click { return &c.ring[number&uint32(len(c.ring)-1)] }

func (c *clicks) grow() {
	old := *c
	c.ring = make([]click, max(2*len(c.ring), 64))
	c.last = make(places, 2*len(c.ring))
	for n := c.first; n != c.next; n++ {
		*c.click(n) = *old.click(n)
		c.note(n)
	}
}

// forget drops what arrived too long ago.
func (c *clicks) forget(now time.Time) {
	old := now.Add(-c.remembered()).UnixMilli()
	for c.first != c.next && c.click(c.first).arrived < old {
		c.drop()
	}
}

func (c *clicks) drop() {
	if i := c.find(c.click(c.first).key); c.last[i].number == c.first {
		c.last.free(i)
	}
	c.first++
}

// The hash FNV-1a (RFC 9923) of 64 bits, which goes on from what was hashed before.
const fnvOffset = 14695981039346656037

func fnv1a(hash uint64, s string) uint64 {
	for i := range len(s) {
		hash = (hash ^ uint64(s[i])) * 1099511628211
	}
	return hash
}
