package dedupe

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/wireroom/wireroom/pkg/dedup/near"
	"github.com/wireroom/wireroom/pkg/dedup/window"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/ndjson"
)

// Answer is what is printed for a line.
type Answer struct {
	URI         string    `json:"uri"`
	DuplicateOf string    `json:"duplicateOf"`
	Similarity  float64   `json:"similarity"`
	Kind        near.Kind `json:"kind"`
	Story       string    `json:"story"`
}

// line is one of the input, read.
type line struct {
	place string
	data  []byte
	entry window.Entry
	gone  bool // canceled or withheld
	err   error
}

func (l *line) read(now time.Time) {
	if l.err != nil {
		return
	}
	item, err := ndjson.Item(l.data, now)
	if err != nil {
		l.err = err
		return
	}
	l.gone = item.PubStatus == ninjs.Canceled || item.PubStatus == ninjs.Withheld
	l.entry = window.EntryOf(string(item.URI), item, item.VersionCreated.Time)
}

// answer prints the answers to lines in their order.
func (r *run) answer(ctx context.Context, lines []line) error {
	now := r.con.Now()
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range lines {
		group.Go(func() error { lines[i].read(now); return nil })
	}
	_ = group.Wait()
	for i := range lines {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := r.line(ctx, &lines[i]); err != nil {
			return err
		}
		r.progress.Add(1, len(lines[i].data)+1)
	}
	if r.con.InTTY || r.con.OutTTY {
		return r.out.Flush()
	}
	return nil
}

func (r *run) line(ctx context.Context, l *line) error {
	if l.err != nil {
		r.bad++
		r.progress.Clear()
		r.con.Notef("%s: %s", l.place, console.Clean(l.err.Error()))
		return nil //nolint:nilerr // the line is told of, and the others are answered all the same
	}
	a, err := r.index.answer(ctx, l.entry, l.gone)
	if err != nil {
		return err
	}
	data, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("%s: %w", l.place, err)
	}
	if _, err := r.out.Write(append(data, '\n')); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// index is the window of one run, with articles named by their uri.
type index struct{ memory *window.Memory }

func newIndex(articles int, duration time.Duration) *index {
	return &index{window.NewMemory(articles, duration)}
}

// answer says what an article repeats, and enters it. One that is taken down frees
// those that repeat it.
func (x *index) answer(ctx context.Context, e window.Entry, gone bool) (Answer, error) {
	if gone {
		return Answer{URI: e.Article}, x.memory.Remove(ctx, []string{e.Article})
	}
	earlier, known := x.memory.Get(e.Article)
	found, err := x.memory.Claim(ctx, []window.Entry{e})
	if err != nil {
		return Answer{}, err
	}
	a := window.Decide(e, found[0])
	if known {
		a = window.Later(window.Answer{Original: earlier.Original, Story: earlier.Story}, a)
	}
	e.Original, e.Story = a.Original, a.Story
	if err := x.memory.Put(ctx, []window.Entry{e}); err != nil {
		return Answer{}, err
	}
	return Answer{e.Article, a.Original, math.Round(a.Similarity*1000) / 1000, a.Kind, a.Story}, nil
}
